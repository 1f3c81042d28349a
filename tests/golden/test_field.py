"""The rules of the field: every case re-adds by hand, and no example claims more than it may.

No score here comes from the engine. That the engine and the second witness reach the same scores is tested beside this,
in test_cases.py and test_witness.py.
"""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai.engine.rulebook.load import read_rulebook
from tests import examples
from tests.arithmetic import evaluate

SCHEMA = "# yaml-language-server: $schema=../../../docs/reference/rulebook.schema.json\n"
SIGNS = str.maketrans("×−÷", "*-/")


def _read(name: str, file: str = "rulebook.yaml") -> Any:
    """Every scalar as the text that was written."""
    return yaml.load((examples.EXAMPLES / name / file).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _cases(name: str) -> list[dict[str, Any]]:
    return list(_read(name, "cases.yaml")["cases"])


def _half_up(x: Fraction, places: int) -> Fraction:
    """四舍五入, away from zero at the half."""
    size = (abs(x) * 10**places + Fraction(1, 2)) // 1
    return Fraction(size if x >= 0 else -size) / 10**places


CASES = [(name, case) for name in examples.FIELD for case in _cases(name)]
each_case = pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
each_example = pytest.mark.parametrize("name", examples.FIELD)


@each_case
def test_the_arithmetic_of_a_case_holds_and_ends_in_what_it_expects(name: str, case: dict[str, Any]) -> None:
    ends = []
    for line in case["arithmetic"].splitlines():
        sums, sign, end = re.split("([=≈])", line.rpartition("：")[2].translate(SIGNS))
        value, end = evaluate(sums.strip()), end.strip()
        assert (_half_up(value, len(end.partition(".")[2])) if sign == "≈" else value) == evaluate(end), line
        ends.append(end)
    if "score" in case["expect"]:
        assert case["expect"]["score"] == ends[-1]
    written = {*re.findall(r"\d+\.\d+", case["arithmetic"]), *ends}
    assert set(case["expect"].get("nodes", {}).values()) <= written, "a node whose score is nowhere in the arithmetic"


@each_example
def test_an_example_is_well_formed_and_nobodys_official_rule(name: str) -> None:
    folder = examples.EXAMPLES / name
    assert (folder / "rulebook.yaml").read_text(encoding="utf-8").startswith(SCHEMA)
    assert read_rulebook(folder).faults == ()
    book = examples.rulebook(name)
    assert book.status == "demo"
    assert book.notice is not None
    assert "依公开数据编制的示例，不是任何单位的正式规则" in book.notice.zh
    assert book.notice.en
    assert book.id == "field-" + Path(name).name


@each_example
def test_an_invented_figure_says_so_and_a_published_one_cites_its_source(name: str) -> None:
    cited = {source["id"].upper() for source in _read(name)["sources"]}
    with (examples.EXAMPLES / name / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            invented, published = row["note"].startswith("演示数据"), row["note"].startswith("来源公布")
            assert invented != published, row
            assert not published or row["source"] in cited, row
    about = (examples.EXAMPLES / name / "SOURCE.md").read_text(encoding="utf-8")
    assert "演示数据" in about
    assert cited <= set(re.findall(r"S\d+", about))


@each_example
def test_the_sources_are_the_listed_ones(name: str, reference_data: Path) -> None:
    with (reference_data / "sources.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["source"]: row["title"] for row in csv.DictReader(file)}
    for source in _read(name)["sources"]:
        assert source["title"] == titles[source["id"].upper()]
