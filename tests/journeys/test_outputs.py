"""What `leitai score` prints and writes: for people, for programs, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

from leitai.cli.words import width
from tests.journeys.conftest import Leitai

FILES = ("result.json", "scores.csv", "ranks.csv", "results.xlsx")


@pytest.fixture(scope="session")
def call(examples: Path) -> tuple[str, ...]:
    example = examples / "hunan-2012"
    return ("score", str(example / "rulebook.yaml"), str(example / "figures.csv"), "--out", "out")


def written(folder: Path = Path("out")) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_the_ranking_is_printed_and_four_files_are_written(leitai: Leitai, call: tuple[str, ...]) -> None:
    answer = leitai(*call, code=0)
    assert sorted(written()) == sorted(FILES)
    for name in FILES:
        assert f"out{os.sep}{name}" in answer.out
    lines = answer.out.splitlines()
    assert any(re.match(r" +1  邵阳市 ", line) for line in lines)
    assert re.search(r"短码     [0-9A-Z]{4}(-[0-9A-Z]{4}){4}", answer.out)
    assert answer.err == ""


def test_columns_stand_under_each_other(leitai: Leitai, call: tuple[str, ...]) -> None:
    lines = leitai(*call, code=0).out.splitlines()
    head = next(line for line in lines if line.startswith("名次"))
    rows = [line for line in lines if re.match(r" +\d+  ", line)]
    assert len(rows) == 14
    column = width(head[: head.index("总分")]) + width("总分")
    for row in rows:
        points = re.search(r"\d+\.\d\d", row)
        assert points is not None
        assert width(row[: points.end()]) == column
    assert {line for line in lines if line != line.rstrip()} == set()


def test_names_are_never_cut_however_narrow_the_screen(
    leitai: Leitai, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    answer = leitai(*call, code=0)
    for name in ("湘西自治州", "张家界市"):
        assert name in answer.out
    assert "…" not in answer.out


def test_the_same_input_gives_the_same_bytes(leitai: Leitai, call: tuple[str, ...]) -> None:
    leitai(*call, code=0)
    first = written()
    leitai(*call[:-1], "again", code=0)
    assert written(Path("again")) == first


def test_the_csv_files_keep_their_contract(leitai: Leitai, call: tuple[str, ...]) -> None:
    leitai(*call, code=0)
    scores = list(csv.reader(io.StringIO(Path("out/scores.csv").read_text(encoding="utf-8"))))
    ranks = list(csv.reader(io.StringIO(Path("out/ranks.csv").read_text(encoding="utf-8"))))
    assert ",".join(scores[0]) == "period,grouping,group,contestant,name,node,level,raw,score,rank,flags"
    assert ",".join(ranks[0]) == "period,grouping,group,contestant,name,score,rank,rank_before,change,flags"
    assert len(ranks) == 1 + 14


def test_score_answers_programs_too(leitai: Leitai, call: tuple[str, ...]) -> None:
    from leitai.cli.score import PAGE

    answer = leitai(*call, "--json", code=0)
    plain = answer.json
    assert list(plain) == list(PAGE.json)
    (group,) = plain["groups"]
    assert [row["rank"] for row in group["rows"]] == list(range(1, 15))
    assert group["rows"][0]["name"] == "邵阳市"
    assert plain["files"] == {name: f"out{os.sep}{name}" for name in FILES}
    assert leitai(*call, "--json", "--lang", "en", code=0).json["title"].startswith("Hunan")


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_leaves_nothing_behind(
    leitai: Leitai, call: tuple[str, ...], name: str
) -> None:
    (Path("out") / name).mkdir(parents=True)
    answer = leitai(*call, code=1)
    assert f"out{os.sep}{name}" in answer.err
    assert "文件夹" in answer.err
    assert written() == {}


def test_a_file_in_the_place_of_the_folder_is_left_alone(leitai: Leitai, call: tuple[str, ...]) -> None:
    Path("out").write_text("mine", encoding="utf-8")
    assert "out" in leitai(*call, code=1).err
    assert Path("out").read_text(encoding="utf-8") == "mine"


def test_a_folder_one_may_not_write_to(leitai: Leitai, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(folder: Path, *arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "mkdir", refuses)  # root, as in a container, may write anywhere
    answer = leitai(*call, code=1)
    assert answer.err.strip() == "out:没有权限"


@pytest.mark.parametrize("failing", range(4))
def test_a_disk_that_fails_half_way_leaves_what_was_there(
    leitai: Leitai, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    Path("out").mkdir()
    before = {name: f"old {name}".encode() for name in FILES[:3]}
    for name, data in before.items():
        (Path("out") / name).write_bytes(data)
    renamed = os.replace
    calls = iter(range(100))

    def replace(source: str, target: str) -> None:
        if next(calls) == failing:
            raise OSError(28, "No space left on device", str(target))
        renamed(source, target)

    monkeypatch.setattr(os, "replace", replace)
    answer = leitai(*call, code=1)
    assert "磁盘已满" in answer.err
    assert written() == before


def test_the_ranking_comes_before_the_workbook_is_made(
    leitai: Leitai, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from leitai.press import workbook

    def fails(*arguments: object) -> bytes:
        raise OSError(28, "No space left on device", "results.xlsx")

    monkeypatch.setattr(workbook, "results_xlsx", fails)
    answer = leitai(*call, code=1)
    assert "长沙市" in answer.out
    assert not Path("out").exists()


LOCALES: list[dict[str, str]] = [
    {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"},
    {"PYTHONIOENCODING": "gbk"},
    {"PYTHONIOENCODING": "ascii:strict"},
]


@pytest.mark.parametrize("env", LOCALES, ids=lambda env: next(iter(env.values())))
def test_it_speaks_chinese_in_utf8_whatever_the_locale(
    process: Leitai, call: tuple[str, ...], env: dict[str, str]
) -> None:
    answer = process("check", call[1], code=0, env=env)
    assert "湖南市州工业指标功效系数示例" in answer.out
    assert "\x1b[" not in answer.out + answer.err


def test_several_files_and_a_folder_are_one_input(leitai: Leitai, call: tuple[str, ...]) -> None:
    leitai(*call, code=0)
    whole = written()["result.json"]
    head, *rows = Path(call[2]).read_text(encoding="utf-8").splitlines()
    Path("parts").mkdir()
    for name, part in (("a.csv", rows[:20]), ("b.csv", rows[20:])):
        (Path("parts") / name).write_text("\n".join([head, *part]) + "\n", encoding="utf-8")
    leitai("score", call[1], "parts", "--out", "folder", code=0)
    leitai("score", call[1], "parts/b.csv", "parts/a.csv", "--out", "files", code=0)
    assert Path("folder/result.json").read_bytes() == whole
    assert Path("files/result.json").read_bytes() == whole


def test_one_group_may_be_printed_alone_and_any_grouping_may_be_asked_for(
    leitai: Leitai, examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leitai.cli import score
    from leitai.press.csv import ranks_csv

    demo = examples / "lanchuan"
    call = ("score", demo / "rulebook.yaml", demo / "figures", "--period", "2023-Q1", "--out", "out", "--group")
    asked: list[bytes] = []

    def count(out: Path, book: Any, *arguments: Any) -> dict[str, Path]:
        asked.append(ranks_csv(book))
        return {"ranks.csv": out / "ranks.csv"}

    monkeypatch.setattr(score, "write_files", count)
    parks = leitai(*call, "产业园区", code=0).out
    assert "雾陂产业园区" in parks
    assert "市发展改革委" not in parks
    core = leitai(*call, "core", code=0).out
    assert "主城（4 家）" in core
    ranks = [line.split()[0] for line in core.splitlines() if re.match(r" +\d+  ", line)]
    assert ranks == ["1", "2", "3", "4"]
    # The files hold every group all the same.
    assert [data.count(b"\n") for data in asked] == [1 + 2 * 47] * 2
