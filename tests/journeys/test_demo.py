"""`leitai demo`: the first thing anyone types."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Leitai


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


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


@contextmanager
def served(folder: Path, *arguments: str, env: dict[str, str]) -> Iterator[str]:
    """`leitai demo` in a process of its own, and the address it tells."""
    log = folder / "said.txt"
    with log.open("wb") as said:
        command = [sys.executable, "-m", "leitai", "demo", *arguments]
        process = subprocess.Popen(command, cwd=folder, env=os.environ | env, stdout=said, stderr=said)
    try:
        until = time.monotonic() + 300
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until
            time.sleep(0.1)
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=30)


def asked(url: str, data: bytes | None = None) -> str:
    """A page of a server that is only just starting."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    until = time.monotonic() + 300
    while True:
        try:
            page: str = opener.open(url, data=data, timeout=60).read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return page


def test_the_city_opens_in_the_web_and_a_stopped_play_begins_anew(tmp_path: Path, free_port: int) -> None:
    # What somebody set for an installation of their own is no business of the demo.
    (tmp_path / "leitai.toml").write_text('database_url = "postgresql://nobody@nowhere.invalid/theirs"\nhttps = true\n')
    env = {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/theirs", "LEITAI_DATA": str(tmp_path / "theirs")}
    data = tmp_path / "out" / "demo" / "web"
    for once in range(2):
        with served(tmp_path, "--port", str(free_port), env=env) as url:
            assert f":{free_port}/" in url
            page = asked(url)
            assert "演示数据" in page
            assert all(f'value="{login}"' in page for login in ("office", "filer", "verifier", "liaison", "leader"))
            page = asked(f"{url}demo/act-as/", b"login=office")
            assert "孙考评" in page
            assert "演示城市的一年正在后台办理" in page
            mark = json.loads((data / "demo.json").read_text(encoding="utf-8"))
            assert mark["rounds"] == 5, once
    assert not (tmp_path / "theirs").exists()


def test_a_folder_of_real_data_is_not_overwritten(process: Leitai, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "demo" / "web"
    folder.mkdir(parents=True)
    (folder / "leitai.sqlite3").write_bytes(b"precious")
    said = process("demo", "--fresh", code=1)
    assert "不是演示" in said.err
    assert (folder / "leitai.sqlite3").read_bytes() == b"precious"
