"""The runner of the rings: what it skips it says, and nothing it cannot do looks like success."""

import sys
from pathlib import Path

import pytest

import bootstrap
import rings

PASSING = "def test_sums():\n    assert 1 + 1 == 2\n"
FAILING = "def test_sums():\n    assert 1 + 1 == 3\n"
SKIPPING = "import pytest\n\n@pytest.mark.skip(reason='no such machine')\ndef test_sums():\n    pass\n"
WARNING = "import warnings\n\ndef test_sums():\n    warnings.warn('careless')\n"


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_bytes((root / "pyproject.toml").read_bytes())
    monkeypatch.setattr(rings, "ROOT", tmp_path)
    monkeypatch.setattr(rings, "REPORTS", tmp_path / "reports")
    # The environment that runs this test, wherever it is; not the one the project would make itself.
    monkeypatch.setattr(bootstrap, "BIN", Path(sys.executable).parent)
    # No plugin is needed here, and loading them is most of the time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("LEITAI_REQUIRE_ALL_RINGS", raising=False)
    return tmp_path


def plant(project: Path, ring: str, content: str) -> rings.Ring:
    folder = project / "tests" / ring
    folder.mkdir(parents=True)
    (folder / "test_planted.py").write_text(content, encoding="utf-8")
    return rings.Ring(ring, "planted", parallel=False)


def test_a_passing_ring_counts_its_tests(project: Path) -> None:
    outcome = rings.run_ring(plant(project, "unit", PASSING))
    assert (outcome.result, outcome.passed, outcome.failed) == ("passed", 1, 0)


@pytest.mark.parametrize("content", [FAILING, WARNING], ids=["failure", "warning"])
def test_a_failure_or_a_warning_fails_the_ring(project: Path, content: str) -> None:
    outcome = rings.run_ring(plant(project, "unit", content))
    assert (outcome.result, outcome.passed, outcome.failed) == ("failed", 0, 1)


def test_a_module_that_does_not_import_fails_the_ring(project: Path) -> None:
    assert rings.run_ring(plant(project, "unit", "import no_such_module\n")).result == "failed"


def test_a_ring_whose_every_test_is_skipped_has_proved_nothing(project: Path) -> None:
    outcome = rings.run_ring(plant(project, "unit", SKIPPING))
    assert (outcome.result, outcome.skipped) == ("failed", 1)
    assert "no such machine" in outcome.why


def test_a_broken_linter_fails_the_ring(project: Path) -> None:
    plant(project, "house", PASSING)
    (project / "untidy.py").write_text("import os,sys\n", encoding="utf-8")
    outcome = rings.run_ring(rings.Ring("house", "planted", lints=("style",), parallel=False))
    assert (outcome.result, outcome.passed, outcome.failed) == ("failed", 1, 1)
    assert "style" in outcome.why


def test_a_ring_without_tests_fails_unless_it_is_not_yet_built(project: Path) -> None:
    assert rings.run_ring(rings.Ring("unit", "")).result == "failed"
    assert rings.run_ring(rings.Ring("browser", "", built=False)).result == "skipped"


def test_a_missing_need_is_a_skip_with_its_reason(project: Path) -> None:
    plant(project, "press", PASSING)
    outcome = rings.run_ring(rings.Ring("press", "", needs=("no-such-program",)))
    assert (outcome.result, outcome.why) == ("skipped", "no-such-program is not installed")


def test_a_missing_need_fails_where_every_ring_is_required(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEITAI_REQUIRE_ALL_RINGS", "1")
    plant(project, "press", PASSING)
    assert rings.run_ring(rings.Ring("press", "", needs=("no-such-program",))).result == "failed"


def test_a_failed_ring_is_the_exit_code_and_the_closing_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = plant(project, "unit", PASSING)
    monkeypatch.setattr(rings, "RINGS", (ring, rings.Ring("golden", "absent")))
    assert rings.main([]) == 1
    assert capsys.readouterr().out.rstrip().endswith("1 passed, 1 failed, 0 skipped")
    assert rings.main(["unit"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("1 passed, 0 failed, 0 skipped")


def test_an_unknown_ring_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert rings.main(["units"]) == 2
    assert "units" in capsys.readouterr().err


def test_every_folder_of_tests_belongs_to_a_ring(root: Path) -> None:
    """A test file outside the rings would never run, and nobody would notice."""
    rings_known = {ring.name for ring in rings.RINGS}
    stray = {
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("test_*.py")
        if path.relative_to(root / "tests").parts[0] not in rings_known
    }
    assert stray == set()
