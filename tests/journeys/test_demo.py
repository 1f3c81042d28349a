"""`leitai demo`: the first thing anyone types."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Leitai

ROUNDS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")


def nothing(out: Path, *arguments: Any, **options: Any) -> dict[str, Path]:
    """Stands for writing files, where a test is about what is printed."""
    return {}


def test_the_demo_shows_four_rounds_and_leaves_results_that_stand(
    leitai: Leitai, examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leitai.cli import score

    shown = leitai("demo", "--no-serve", code=0).out
    for group in ("县市区、开发（度假）区（21 家）", "市级部门（20 家）", "产业园区（6 家）"):
        assert group in shown
    assert "演示数据" in shown
    assert "需要说明的数据" in shown
    table = shown[shown.index("四轮一览") :]
    for period in ROUNDS:
        assert re.search(rf"^{period} .*[0-9A-Z]{{4}}(-[0-9A-Z]{{4}}){{4}}$", table, re.MULTILINE)
        for name in ("result.json", "scores.csv", "ranks.csv", "results.xlsx"):
            assert (Path("out/demo") / period / name).stat().st_size > 1000
    # The commands it proposes work as they stand.
    explain, verify = re.findall(r"^  (?:\S+ -m )?leitai (explain|verify) (.+)$", shown, re.MULTILINE)
    assert "总分" in leitai(explain[0], *explain[1].split(), code=0).out
    assert "与给出的短码一致" in leitai(verify[0], *verify[1].split(), code=0).out
    # Each round stands on the one before, as `score --before` would have it.
    monkeypatch.setattr(score, "write_files", nothing)
    city = examples / "lanchuan"
    call = ("score", city / "rulebook.yaml", city / "figures", "--period", "2023-Q2", "--out", "out", "--json")
    again = leitai(*call, "--before", "out/demo/2023-Q1/result.json", code=0).json
    assert again["digest"] == json.loads(Path("out/demo/2023-Q2/result.json").read_text(encoding="utf-8"))["digest"]
    assert None not in {row["rank_before"] for row in again["groups"][0]["rows"]}


def test_the_demo_answers_programs_too(leitai: Leitai, monkeypatch: pytest.MonkeyPatch) -> None:
    from leitai.cli import score

    monkeypatch.setattr(score, "write_files", nothing)
    rounds = leitai("demo", "--json", code=0).json["rounds"]
    assert [one["period"] for one in rounds] == list(ROUNDS)
    assert [list(one) for one in rounds] == [list(score.PAGE.json)] * 4
    assert {row["rank_before"] for row in rounds[0]["groups"][0]["rows"]} == {None}


def test_the_demo_says_honestly_that_there_is_no_web_yet(leitai: Leitai) -> None:
    assert "网页还没有建成" in leitai("demo", "--help", code=0).out
    assert "not built yet" in leitai("--lang", "en", "demo", "--help", code=0).out
