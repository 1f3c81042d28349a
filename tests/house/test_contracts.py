"""Each import contract, broken once on purpose: a contract that cannot fail guards nothing."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Breach:
    contract: str
    what: str
    module: str
    source: str


WEB = "leitai.web"
BREACHES = (
    Breach("rooms", "tables looks up to the command line", "tables/planted.py", "import leitai.cli.words"),
    Breach("rooms", "press knows its neighbour", "press/planted.py", "import leitai.tables"),
    Breach("rooms", "the engine looks up", "engine/planted.py", "import leitai.tables"),
    Breach("rooms", "a room nobody declared", "attic/__init__.py", ""),
    Breach("engine rooms", "methods look up", "engine/methods/planted.py", "import leitai.engine.explain"),
    Breach("no web framework below the web", "django in press", "press/planted.py", "import django.db"),
    Breach("the engine is pure", "a database", "engine/planted.py", "import sqlite3"),
    Breach("the engine is pure", "a spreadsheet, deep down", "engine/assess/planted.py", "import xlsxwriter"),
    Breach("rooms", "the press knows the web", "press/planted.py", "import leitai.web.config"),
    Breach("rooms of the web", "people look up", "web/people/planted.py", "import leitai.web.rulebook.api"),
    Breach("rooms of the web", "a room nobody declared", "web/attic/__init__.py", ""),
    *(
        Breach(f"{room} is entered by its api", "its tables", "web/wiring.py", f"import {WEB}.{room}.models")
        for room in ("foundation", "people", "rulebook", "collection", "assessment", "exhibition")
    ),
)


def declared_contracts(root: Path) -> set[str]:
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}


def broken_contracts(project: Path) -> set[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    # PYTHONPATH comes before the editable install, so that the copy is read and not the checkout.
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+?) (?:\(.*\) )?(KEPT|BROKEN)(?: \(\d+ ignored imports?\))?$", done.stdout, re.MULTILINE)
    assert verdicts, f"lint-imports gave no verdict:\n{done.stdout}{done.stderr}"
    return {name for name, verdict in verdicts if verdict == "BROKEN"}


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_an_unbroken_copy_keeps_every_contract(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.contract}: {breach.what}")
def test_a_planted_breach_breaks_exactly_its_contract(copy: Path, breach: Breach) -> None:
    planted = copy / "src" / "leitai" / breach.module
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a", encoding="utf-8") as module:
        module.write(breach.source + "\n")
    assert broken_contracts(copy) == {breach.contract}


def test_every_declared_contract_has_a_breach(root: Path) -> None:
    assert {breach.contract for breach in BREACHES} == declared_contracts(root)
