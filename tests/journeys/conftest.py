"""A person at the command line: the real program in a process of its own, or in this one where that proves as much."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leitai import engine
from leitai.cli import run
from leitai.engine.assess.result import seal


@dataclass(frozen=True)
class Answer:
    """What a command said: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Leitai = Callable[..., Answer]


@pytest.fixture
def leitai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Leitai:
    """Run a command in this process, in an empty folder. Whatever fails as a bug would fails the test."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path, code: int | None = None) -> Answer:
        capsys.readouterr()
        ended = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert ended != 70, captured.err
        assert "Traceback" not in captured.err + captured.out
        assert code is None or ended == code, captured.out + captured.err
        return Answer(ended, captured.out, captured.err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Leitai:
    """Run a command as its own process, in an empty folder."""

    def call(*arguments: str | Path, code: int | None = None, env: Mapping[str, str] | None = None) -> Answer:
        command = [sys.executable, "-m", "leitai", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **(env or {})}, capture_output=True, check=False
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert code is None or done.returncode == code, out + err
        return Answer(done.returncode, out, err)

    return call


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    return root / "examples"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> dict[str, Any]:
    """A sound result of a small published example, as plain data."""
    from leitai.tables.read import read_figures

    rulebook = engine.load_rulebook(examples / "hunan-2012" / "rulebook.yaml")
    figures = read_figures(examples / "hunan-2012" / "figures.csv").require()
    return engine.build_result(engine.score_figures(rulebook, figures))


@dataclass(frozen=True)
class Forger:
    """Changes a copy of a result and writes it out, with or without making its digests fit."""

    sound: Mapping[str, Any]
    folder: Path

    def copy(self) -> dict[str, Any]:
        return copy.deepcopy(dict(self.sound))

    def write(self, data: bytes) -> Path:
        path = self.folder / "result.json"
        path.write_bytes(data)
        return path

    def unsealed(self, result: dict[str, Any]) -> Path:
        """Written as it was changed: no digest fits any more."""
        return self.write(engine.result_bytes(result))

    def resealed(self, result: dict[str, Any]) -> Path:
        """Every digest, the code and the seal computed anew over what was changed."""
        keys = ("algorithm", "edition", "snapshot", "earlier", "methods", "values", "trial")
        return self.write(engine.result_bytes(seal(*(result[key] for key in keys))))

    def rescored(self, result: dict[str, Any]) -> Path:
        """Scored anew from what was changed: a result that agrees with itself."""
        from leitai.engine.assess.result import run_of

        return self.write(engine.result_bytes(engine.build_result(run_of(result))))


@pytest.fixture
def forger(sound: dict[str, Any], tmp_path: Path) -> Forger:
    return Forger(sound, tmp_path)


@pytest.fixture
def result(forger: Forger) -> Path:
    """A sound result.json."""
    return forger.write(engine.result_bytes(forger.copy()))
