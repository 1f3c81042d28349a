"""The rules of the field: every case re-adds by hand, and no example claims more than it may.

The arithmetic is re-added here without the engine. That the engine and the second witness reach the same scores is
tested beside this, in test_cases.py and test_witness.py. docs/concepts/field.md lists every row of the catalogue; here
it is kept in step with the folders.
"""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai import engine
from leitai.engine.rulebook.load import read_rulebook
from tests import examples
from tests.arithmetic import evaluate

SCHEMA = "# yaml-language-server: $schema=../../../docs/reference/rulebook.schema.json\n"
SIGNS = str.maketrans("×−÷", "*-/")
ROWS = [f"R{number:02}" for number in range(1, 55)]
# What the engine cannot do yet, so that nobody forgets it: a row that becomes expressible leaves its set.
MISSING = {"R11", "R26", "R44", "R46"}
PARTLY = {"R15", "R17", "R24", "R25", "R34", "R36", "R41", "R47"}


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


@each_case
def test_a_case_names_every_list_and_the_grade_of_its_unit(name: str, case: dict[str, Any]) -> None:
    entry = examples.result(name, case["period"])["values"][case["period"]][case["contestant"]]
    assert set(entry.get("lists", ())) == set(case["expect"].get("awards", ()))
    assert entry.get("grade") == case["expect"].get("grade")


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


# -- the table of the rows ---------------------------------------------------------------------------------------------

TABLE = re.findall(
    r"^\| (R\d\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$",
    (examples.EXAMPLES.parent / "docs" / "concepts" / "field.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
EXPRESSED = [line for line in TABLE if line[0] not in MISSING]
expressed = pytest.mark.parametrize(("row", "how", "link"), [(row, how, link) for row, _, how, link, _ in EXPRESSED])


def _folder_of(link: str) -> tuple[str, str]:
    """(the name of the case, its example) of a link of the table."""
    found = re.fullmatch(r"\[(.+)\]\(\.\./\.\./examples/(rules-of-the-field/[\w-]+)/cases\.yaml\)", link)
    assert found, link
    return found[1], found[2]


def test_the_table_has_every_row_once_and_says_what_is_missing() -> None:
    assert [row for row, *_ in TABLE] == ROWS
    status = {row: re.fullmatch(r"(已有|部分：.+|未有：.+)", status) for row, *_, status in TABLE}
    assert [row for row, found in status.items() if not found] == []
    stated = {row: found[1][:2] for row, found in status.items() if found}
    assert {row for row in ROWS if stated[row] == "未有"} == MISSING
    assert {row for row in ROWS if stated[row] == "部分"} == PARTLY
    assert {how + link for row, _, how, link, _ in TABLE if row in MISSING} == {"——"}


@expressed
def test_a_row_is_written_as_its_example_writes_it(row: str, how: str, link: str) -> None:
    """Every method named exists and is used, every setting quoted stands in the rulebook; the case is its own."""
    case, name = _folder_of(link)
    assert any(one["name"] == case and row in one["rule"].split() for one in _cases(name))
    text = (examples.EXAMPLES / name / "rulebook.yaml").read_text(encoding="utf-8")
    assert f"rule: {row}\n" in text
    methods = re.findall(r"\[(\w+)\]\(\.\./methods/(\w+)\.md\)", how)
    assert methods or "`" in how
    for shown, linked in methods:
        assert shown == linked
        assert engine.find_method(linked) is not None
        assert re.search(rf"(method:|name:) {linked}\b|name: {linked},", text), linked
    for quoted in re.findall(r"`(.+?)`", how):
        for part in re.split(r", (?=\w+: )", quoted):
            assert part in text, part


def test_every_example_is_in_the_table_and_every_case_is_of_rows_that_are_expressed() -> None:
    shown = {(row, _folder_of(link)[1]) for row, _, _, link, _ in EXPRESSED}
    tested = {(row, name) for name, case in CASES for row in case["rule"].split()}
    assert {name for _, name in shown} == set(examples.FIELD)
    assert {row for row, _ in tested} == set(ROWS) - MISSING
    assert shown <= tested
