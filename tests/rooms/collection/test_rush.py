"""Two people at once, and a process that dies while it saves: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KILLS = 10


def run(root: Path, *words: str) -> str:
    command = [sys.executable, "-m", "tests.rooms.collection.rush", *words]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    run(root, "prepare", str(tmp_path))
    return tmp_path


def held(root: Path, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(root, "audit", str(folder)))
    return found


def test_ten_people_on_one_cell_make_one_success_and_nine_clear_messages(root: Path, folder: Path) -> None:
    told = json.loads(run(root, "together", str(folder)))
    assert len(told) == 10
    won = [one for one in told if one[0] == "saved"]
    lost = [one for one in told if one[0] == "conflict"]
    assert (len(won), len(lost)) == (1, 9)
    winner = won[0][1]
    assert all(ours != winner and theirs == winner and who in ("wang", "wang2") for _, ours, theirs, who in lost)
    found = held(root, folder)
    assert (len(found["versions"]), found["breaks"]) == (1, [])


def test_a_killed_process_loses_nothing_that_was_acknowledged(root: Path, folder: Path) -> None:
    acknowledged: list[list[Any]] = []
    command = [sys.executable, "-m", "tests.rooms.collection.rush", "save", str(folder)]
    rng = random.Random(7)
    for kill in range(KILLS):
        child = subprocess.Popen([*command, str(kill)], cwd=root, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        for _ in range(rng.randint(0, 6)):
            acknowledged += json.loads(child.stdout.readline())
        # Somewhere inside the next save.
        try:
            child.wait(timeout=rng.random() * 0.05)
        except subprocess.TimeoutExpired:
            child.kill()
        rest, _ = child.communicate()
        acknowledged += [one for line in rest.splitlines() if line.endswith("]") for one in json.loads(line)]
    found = held(root, folder)
    assert found["breaks"] == []
    versions = {(cell, number): value for cell, number, value in found["versions"]}
    assert len(versions) == len(found["versions"])
    assert acknowledged
    assert {(cell, number): value for cell, number, value in acknowledged}.items() <= versions.items()
    assert dict(found["heads"]) == {cell: max(n for c, n in versions if c == cell) for cell, _ in versions}
