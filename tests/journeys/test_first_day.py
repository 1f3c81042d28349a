"""The first day of a new user: new, check, score, explain, verify; then the next round, and a change of rules."""

from __future__ import annotations

import re
from pathlib import Path

from tests.journeys.conftest import Leitai


def test_from_new_to_a_verified_result(process: Leitai, tmp_path: Path) -> None:
    new = process("new", "mine", code=0)
    rulebook, figures, result = (
        tmp_path / "mine" / "rulebook.yaml",
        tmp_path / "mine" / "figures.csv",
        "out/result.json",
    )
    assert rulebook.is_file()
    assert figures.is_file()
    assert "leitai check mine" in new.out

    assert process("check", "mine", code=0).err == ""
    score = process("score", "mine", "mine/figures.csv", "--out", "out", code=0)
    assert "演示数据" in score.out
    assert re.search(r"^ +1  东山县 ", score.out, re.MULTILINE)
    code = re.search(r"短码     (\S+)", score.out)
    assert code is not None

    explained = process("explain", result, "东山县", code=0)
    assert explained.out.splitlines()[1] == "总分 99.70"
    assert process("verify", result, "--code", code[1], code=0).err == ""

    # What is there already is not written over.
    before = rulebook.read_bytes()
    assert "mine" in process("new", "mine", code=1).err
    assert rulebook.read_bytes() == before


def test_the_next_round_stands_on_the_last(leitai: Leitai) -> None:
    leitai("new", "mine", code=0)
    leitai("score", "mine", "mine/figures.csv", "--out", "q1", code=0)
    figures = Path("mine/figures.csv").read_text(encoding="utf-8")
    # In the second quarter 西岭县 does what 东山县 did, and the other way round.
    swapped = (
        figures.replace("2025-Q1", "2025-Q2").replace("东山县", "?").replace("西岭县", "东山县").replace("?", "西岭县")
    )
    Path("q2.csv").write_text(swapped, encoding="utf-8")
    second = leitai("score", "mine", "q2.csv", "--out", "q2", "--before", "q1/result.json", code=0).out
    assert re.search(r"^ +1 +↑3  西岭县 ", second, re.MULTILINE)
    assert re.search(r"^ +4 +↓3  东山县 ", second, re.MULTILINE)
    explained = leitai("explain", "q2/result.json", "西岭县", code=0).out
    assert "上一轮第 4 位" in explained
    # Both rounds from one set of figures say the same of the second.
    together = leitai("score", "mine", "mine/figures.csv", "q2.csv", "--out", "both", "--period", "2025-Q2", code=0).out
    assert re.search(r"^ +1 +↑3  西岭县 ", together, re.MULTILINE)
    leitai("verify", "q2/result.json", code=0)


def test_a_change_of_rules_is_told_in_words(leitai: Leitai) -> None:
    leitai("new", "mine", code=0)
    text = Path("mine/rulebook.yaml").read_text(encoding="utf-8")
    changed = text.replace("per_unit: 0.5", "per_unit: 0.6").replace('edition: "2025"', 'edition: "2026"')
    Path("changed.yaml").write_text(changed, encoding="utf-8")
    told = leitai("diff", "mine", "changed.yaml", code=0).out
    assert "不同 2 处" in told
    assert "0.5" in told
    assert "0.6" in told
    plain = leitai("diff", "mine", "changed.yaml", "--json", code=0).json
    assert [change["kind"] for change in plain["changes"]] == ["changed", "changed"]
    Path("same.yaml").write_text("# another comment\n" + text, encoding="utf-8")
    assert "内容相同" in leitai("diff", "mine", "same.yaml", code=0).out
