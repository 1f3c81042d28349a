"""The engine, the tables, the press and the command line live without Django, and never even ask for it."""

import subprocess
import sys

import pytest

BLOCKER = """
import importlib.abc, sys

class Blocker(importlib.abc.MetaPathFinder):
    asked = []
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            self.asked.append(name)
            raise ModuleNotFoundError(f"{name} is blocked by the test")

sys.meta_path.insert(0, Blocker())
"""
VERDICT = "\nsys.exit(f'asked for {Blocker.asked}' if Blocker.asked else 0)\n"
IMPORT_ALL = """
import importlib, pkgutil
room = importlib.import_module({room!r})
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
"""
RUN_COMMAND = """
import leitai.cli
sys.argv = ["leitai", *{arguments!r}]
try:
    leitai.cli.main()
except SystemExit as end:
    if end.code not in (None, 0):
        raise
"""


def run_without_django(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKER + program + VERDICT]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("room", ["leitai.engine", "leitai.tables", "leitai.press"])
def test_every_module_of_a_room_imports_without_django(room: str) -> None:
    done = run_without_django(IMPORT_ALL.format(room=room))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["score", "--help"]], ids=" ".join)
def test_the_command_line_answers_without_django(arguments: list[str]) -> None:
    done = run_without_django(RUN_COMMAND.format(arguments=arguments))
    assert done.returncode == 0, done.stderr
    assert "leitai" in done.stdout


@pytest.mark.parametrize(
    "program",
    ["import django.db", "try:\n    import django\nexcept ImportError:\n    pass"],
    ids=["asked for", "asked for and excused"],
)
def test_the_blocker_notices(program: str) -> None:
    done = run_without_django(program)
    assert done.returncode == 1
    assert "django" in done.stderr
