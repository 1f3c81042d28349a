"""A process killed at random points while it saves and verifies: what was acknowledged is there, nothing is halved.

Ten kills; `make soak` asks for two hundred with a seed of its own (LEITAI_KILLS, LEITAI_SEED) and keeps the evidence.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.soak.killed import BATCH

KILLS = int(os.environ.get("LEITAI_KILLS", "10"))
SEED = os.environ.get("LEITAI_SEED", "20260401")
EVIDENCE = os.environ.get("LEITAI_EVIDENCE")


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """SQLite in a folder, or a database of our own on the PostgreSQL that is named, which is dropped afterwards."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield dict(os.environ)
        return
    name = f"soak_{uuid.uuid4().hex[:12]}"
    head, mark, options = address.partition("?")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield os.environ | {"DATABASE_URL": f"{head.rpartition('/')[0]}/{name}{mark}{options}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(root: Path, environment: dict[str, str], act: str, folder: Path) -> str:
    command = [sys.executable, "-m", "tests.soak.killed", act, str(folder)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kill_one(root: Path, environment: dict[str, str], folder: Path, number: int, rng: random.Random) -> list[Any]:
    """One process started, left alone for some acts, killed somewhere inside the next; what it had acknowledged."""
    command = [sys.executable, "-m", "tests.soak.killed", "work", str(folder), str(number), f"{SEED}-{number}"]
    told: list[Any] = []
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        told += [json.loads(child.stdout.readline()) for _ in range(rng.randint(0, 6))]
        try:
            child.wait(timeout=rng.random() * 0.06)
        except subprocess.TimeoutExpired:
            child.kill()
        rest, _ = child.communicate()
        # A line that was cut in the middle was not read by anybody.
        told += [json.loads(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        assert child.returncode == -9, "it was to be killed, and ended by itself"
    return told


def test_a_killed_process_loses_nothing_it_acknowledged_and_halves_nothing(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    print(f"seed {SEED}, {KILLS} kills")
    run(root, environment, "prepare", tmp_path)
    rng = random.Random(SEED)
    told = [one for number in range(KILLS) for one in kill_one(root, environment, tmp_path, number, rng)]
    found = json.loads(run(root, environment, "audit", tmp_path))
    saved = {(cell, number): value for act, rows in told if act == "saved" for cell, number, value in rows}
    verified = {tuple(row) for act, rows in told if act == "verified" for row in rows}
    held = {(cell, number): value for cell, number, value in found["versions"]}

    assert found["breaks"] == []
    assert saved.items() <= held.items(), "an acknowledged save is missing"
    assert verified <= {tuple(row) for row in found["verified"]}, "an acknowledged decision is missing"
    assert set(found["batches"].values()) == {BATCH}, "a batch was written in part"
    assert len(held) == len(found["versions"]), "a figure has two versions of one number"
    last = {cell: max(number for one, number in held if one == cell) for cell, _ in held}
    decided = {tuple(row) for row in found["verified"]}
    for cell, version, state in found["cells"]:
        assert version == last[cell]
        assert (state == "verified") == ((cell, version) in decided), (cell, version, state)
    # Otherwise the kills came before anything was done, and nothing was shown.
    assert len(saved) >= KILLS
    assert verified
    keep(environment, len(saved), len(verified), len(found["batches"]))


def keep(environment: dict[str, str], saved: int, verified: int, batches: int) -> None:
    """The evidence of a full run, where one is asked for."""
    if EVIDENCE:
        database = "PostgreSQL" if environment.get("DATABASE_URL") else "SQLite (WAL)"
        line = f"| {database} | {KILLS} | {SEED} | {saved} | {verified} | {batches} | 0 | 0 | 0 |\n"
        with open(EVIDENCE, "a", encoding="utf-8") as file:
            file.write(line)
