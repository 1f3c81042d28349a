"""Broken inputs, as they come: every fault at once, each on one line that says where, what and how to mend it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.conftest import Leitai

FIGURES = "contestant,indicator,period,value\n"


@pytest.fixture
def rulebook(examples: Path, tmp_path: Path) -> Path:
    path = tmp_path / "rulebook.yaml"
    path.write_bytes((examples / "hunan-2012" / "rulebook.yaml").read_bytes())
    return path


def broken(rulebook: Path, *changes: tuple[str, str]) -> Path:
    text = rulebook.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    rulebook.write_text(text, encoding="utf-8")
    return rulebook


def test_a_sound_rulebook_is_one_line(leitai: Leitai, rulebook: Path) -> None:
    answer = leitai("check", rulebook, code=0)
    assert len(answer.out.splitlines()) == 1
    assert "指标 4 项" in answer.out
    assert answer.err == ""


def test_every_fault_is_one_line_with_its_place_and_its_mending(leitai: Leitai, rulebook: Path) -> None:
    broken(rulebook, ("status: demo", "status: demoo"), ("half_up", "half-up"), ("direction: higher", "direction: up"))
    answer = leitai("check", rulebook, code=1)
    lines = answer.out.splitlines()
    assert len(lines) == 3
    for line in lines:
        place, code, *_ = line.split("  ")
        assert place.startswith(f"{rulebook}:")
        assert code.startswith("[RB-")
        assert "改法：" in line
    assert answer.err.startswith("错误 3 处")
    english = leitai("check", rulebook, "--lang", "en", code=1).out
    assert english.count("to mend: ") == 3


def test_faults_are_never_wrapped_or_read_as_markup(
    leitai: Leitai, rulebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    broken(rulebook, ("status: demo", f"status: '[bold]{'长' * 30}[/bold]'"))
    lines = leitai("check", rulebook, code=1).out.splitlines()
    assert len(lines) == 1
    assert f"[bold]{'长' * 30}[/bold]" in lines[0]


def test_check_answers_programs_too(leitai: Leitai, rulebook: Path) -> None:
    plain = leitai("check", rulebook, "--json", code=0).json
    assert (plain["ok"], plain["indicators"], plain["contestants"], plain["faults"]) == (True, 4, 14, [])
    assert len(plain["digest"]) == 64
    plain = leitai("check", broken(rulebook, ("half_up", "half-up")), "--json", code=1).json
    assert plain["ok"] is False
    assert plain["digest"] == ""
    assert [sorted(fault) for fault in plain["faults"]] == [
        ["allowed", "code", "found", "mend", "place", "severity", "where"]
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a: [", b"- 1", "规则".encode("utf-16"), b"%PDF-1.7"])
def test_what_is_no_rulebook_is_said_to_be_none(leitai: Leitai, content: bytes) -> None:
    Path("r.yaml").write_bytes(content)
    answer = leitai("check", "r.yaml", code=1)
    assert answer.out.startswith("r.yaml")


@pytest.mark.parametrize("command", ["check", "score", "diff", "convert"])
def test_a_rulebook_that_is_not_there(leitai: Leitai, command: str) -> None:
    more = {"score": ["f.csv", "--out", "o"], "diff": ["other.yaml"], "convert": ["o.xlsx"]}.get(command, [])
    answer = leitai(command, "nowhere.yaml", *more, code=1)
    assert "nowhere.yaml" in answer.out + answer.err


def test_faults_of_figures_come_all_at_once(leitai: Leitai, rulebook: Path) -> None:
    Path("f.csv").write_text(
        FIGURES
        + "zhuzhou,industry_growth,2012-03,14.1\n"
        + "zhuzhuo,industry_growth,2012-03,14.1\n"
        + "changsha,industri_growth,2012-03,14.1\n"
        + "xiangtan,industry_growth,2012年，abc\n"
        + "zhuzhou,industry_growth,2012-03,14.2\n",
        encoding="utf-8",
    )
    answer = leitai("score", rulebook, "f.csv", "--out", "out", code=1)
    assert "f.csv:5" in answer.err  # read first: a figure that is no number
    text = Path("f.csv").read_text(encoding="utf-8").replace("2012年，abc", "2012-03,1")
    Path("f.csv").write_text(text, encoding="utf-8")
    answer = leitai("score", rulebook, "f.csv", "--out", "out", code=1)
    lines = answer.err.splitlines()
    assert lines.pop() == "错误 3 处"
    assert [line.split("  ")[1] for line in lines] == ["[FG-001]", "[FG-002]", "[FG-005]"]
    assert "zhuzhou" in lines[0]
    assert "f.csv:2" in lines[2]
    assert answer.out == ""
    assert not Path("out").exists()


@pytest.mark.parametrize("name", ["nowhere.csv", "empty.csv", "word.csv"])
def test_figures_that_are_none(leitai: Leitai, rulebook: Path, name: str) -> None:
    Path("empty.csv").write_bytes(b"")
    Path("word.csv").write_bytes(b"PK\x03\x04 not really")
    answer = leitai("score", rulebook, name, "--out", "out", code=1)
    assert name in answer.err
    assert len(answer.err.splitlines()) == 1


def test_unverified_figures_stop_the_run_unless_it_is_a_trial(leitai: Leitai, examples: Path, rulebook: Path) -> None:
    text = (examples / "hunan-2012" / "figures.csv").read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    rows = [f"{row},{'reported' if row.startswith('changsha,') else 'verified'}" for row in rows]
    Path("f.csv").write_text("\n".join([f"{head},status", *rows]) + "\n", encoding="utf-8")
    answer = leitai("score", rulebook, "f.csv", "--out", "out", code=1)
    assert answer.err.count("[FG-010]") == 4
    assert "--trial" in answer.err
    trial = leitai("score", rulebook, "f.csv", "--out", "out", "--trial", code=0)
    assert "试算，不得发布" in trial.out
    assert "未审核" in trial.out
    assert "试算" in leitai("verify", "out/result.json", code=0).out


def test_a_rulebook_that_only_records_results_is_not_scored(leitai: Leitai, examples: Path) -> None:
    recorded = examples / "kunming-2023q1-as-reported"
    answer = leitai("score", recorded / "rulebook.yaml", recorded / "figures.csv", "--out", "out", code=1)
    assert "没有指标树" in answer.err


def test_a_bug_is_told_once_and_asks_to_be_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rulebook: Path
) -> None:
    from leitai.cli import run
    from leitai.engine.rulebook import load

    monkeypatch.setattr(load, "read_rulebook", lambda path: 1 / 0)
    assert run(["check", str(rulebook)]) == 70
    told = capsys.readouterr().err
    assert told.count("ZeroDivisionError") == 1
    assert told.rstrip().endswith("（不要附内部数据）。")


def test_whoever_stops_reading_does_not_see_a_traceback(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m leitai methods ladder | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False, env=os.environ)
    assert done.stderr.decode("utf-8") == ""
    assert done.stdout.decode("utf-8").startswith("ladder")
