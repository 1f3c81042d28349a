"""Two people at once on one cell: one success, and everybody else is told both values."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


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
