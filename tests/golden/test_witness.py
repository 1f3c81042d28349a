"""The second witness, written from the documents alone and sharing no code, recomputes every example to the tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leitai import engine
from tests import examples, witness
from tests.agreement import differences

MOST_LINES = 400


def _figures(name: str) -> list[Path]:
    folder = examples.EXAMPLES / name
    return sorted((folder / "figures").glob("*.csv")) or [folder / "figures.csv"]


@pytest.mark.parametrize("name", [*examples.SCORED, *examples.FIELD])
def test_the_witness_recomputes_every_round_of_an_example(name: str) -> None:
    """Round after round, each against the published result before it."""
    result: dict[str, Any] | None = None
    mine: dict[str, Any] = {}
    for period in examples.periods(name):
        earlier = engine.earlier_from(result) if result else None
        run = engine.score_figures(examples.rulebook(name), examples.figures(name), period, earlier=earlier)
        result = engine.build_result(run)
        mine = witness.score(examples.EXAMPLES / name / "rulebook.yaml", _figures(name), period, before=mine)
        assert differences(result, period, mine) == []


@pytest.mark.parametrize(("name", "period"), examples.EVERY_ROUND)
def test_the_witness_recomputes_a_round_from_the_same_figures(name: str, period: str) -> None:
    """Without a published result, the rounds before are scored from the same figures."""
    mine = witness.score(examples.EXAMPLES / name / "rulebook.yaml", _figures(name), period)
    assert differences(examples.result(name, period), period, mine) == []


def test_the_witness_stays_small_and_on_its_own(root: Path) -> None:
    files = sorted((root / "tests" / "witness").glob("*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert sum(text.count("\n") for text in texts) <= MOST_LINES
    assert not any("import leitai" in text or "from leitai" in text for text in texts)
