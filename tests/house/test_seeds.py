"""docs/seeds.md: every mechanism mapped, every quotation real, what is said to work exists."""

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

MISSION = [f"M{number}" for number in range(1, 25)]
STATE = re.compile(r"works|partly|planned(?:: issue \d+)?")
LONGEST_QUOTATION = 40


@dataclass(frozen=True)
class Seed:
    quotation: str
    source: str
    row: str
    answer: str
    state: str

    def named_answers(self) -> list[str]:
        return re.findall(r"`([^`]+)`", self.answer)


def parse(page: str) -> list[Seed]:
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    return [Seed(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows]


@pytest.fixture(scope="module")
def seeds(root: Path) -> list[Seed]:
    return parse((root / "docs" / "seeds.md").read_text(encoding="utf-8"))


def test_every_mechanism_is_mapped(seeds: list[Seed]) -> None:
    assert sorted({seed.row for seed in seeds}, key=lambda row: int(row[1:])) == MISSION


def test_the_states_are_of_the_declared_kinds(seeds: list[Seed]) -> None:
    assert [seed for seed in seeds if not STATE.fullmatch(seed.state)] == []


def test_what_is_said_to_work_names_what_answers_it(seeds: list[Seed]) -> None:
    silent = [s for s in seeds if not s.state.startswith("planned") and not s.named_answers()]
    assert silent == []


def test_a_row_that_works_names_its_test(seeds: list[Seed]) -> None:
    untested = [
        seed
        for seed in seeds
        if seed.state == "works" and not any(answer.startswith("tests/") for answer in seed.named_answers())
    ]
    assert untested == []


def exists(answer: str, root: Path) -> bool:
    """A command answers for itself, a module can be found, anything else is a path of the project."""
    if answer.startswith("leitai "):
        command = [sys.executable, "-m", "leitai", *answer.split()[1:], "--help"]
        return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == 0
    if answer.startswith("leitai."):
        try:
            return importlib.util.find_spec(answer) is not None
        except ModuleNotFoundError:
            return False
    return (root / answer).exists()


def test_what_is_said_to_work_exists(seeds: list[Seed], root: Path) -> None:
    claimed = {answer for s in seeds if not s.state.startswith("planned") for answer in s.named_answers()}
    assert claimed
    assert sorted(answer for answer in claimed if not exists(answer, root)) == []


@pytest.mark.parametrize("answer", ["leitai no-such-command", "leitai.no.such", "tests/no_such_test.py"])
def test_what_does_not_exist_is_noticed(answer: str, root: Path) -> None:
    assert not exists(answer, root)


@pytest.fixture(scope="module")
def reports(root: Path) -> dict[str, str]:
    reference = Path(os.environ.get("LEITAI_REFERENCE_DATA", root.parent / "shared" / "data"))
    files = sorted((reference.parent / "documents").glob("0*.txt"))
    if not files:
        pytest.skip("the five reports are not here: they lie beside LEITAI_REFERENCE_DATA, in documents/")
    return {path.name[:3]: plain(path.read_text(encoding="utf-8")) for path in files}


def plain(text: str) -> str:
    """Without line breaks, and without the pinyin that a scraper wrote behind characters: 學(xué)習(xí)."""
    return re.sub(r"\([a-zà-ǜ]+\)|\s", "", text)


def test_every_quotation_is_in_its_report(seeds: list[Seed], reports: dict[str, str]) -> None:
    assert [s for s in seeds if plain(s.quotation) not in reports[s.source]] == []


def test_every_report_is_quoted(seeds: list[Seed], reports: dict[str, str]) -> None:
    assert {seed.source for seed in seeds} == set(reports)


def test_the_quotations_are_short(seeds: list[Seed]) -> None:
    assert [seed.quotation for seed in seeds if len(seed.quotation) > LONGEST_QUOTATION] == []
