"""The example contests as tests read them: scored once a session, round by round.

`NAMES` are the contests, a folder each. `FIELD` are the small rulebooks of rules-of-the-field, one for a row or
a few rows of the catalogue: they are scored, explained and held against the witness like every contest, and left out of
the rings that open office documents or pages of each example.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from leitai import engine
from leitai.engine.assess.plan import compile_plan
from leitai.engine.assess.run import Run
from leitai.engine.assess.snapshot import resolve, rounds_with_figures
from leitai.tables.read import read_figures

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NAMES = tuple(sorted(path.parent.name for path in EXAMPLES.glob("*/rulebook.yaml")))
FIELD = tuple(sorted(f"{path.parts[-3]}/{path.parts[-2]}" for path in EXAMPLES.glob("*/*/rulebook.yaml")))
EVERY = (*NAMES, *FIELD)


@cache
def rulebook(name: str) -> engine.Rulebook:
    return engine.load_rulebook(EXAMPLES / name / "rulebook.yaml")


@cache
def figures(name: str) -> tuple[engine.Figure, ...]:
    folder = EXAMPLES / name
    table = read_figures(folder / "figures" if (folder / "figures").is_dir() else folder / "figures.csv")
    assert not table.errors, [fault.line() for fault in table.errors]
    return table.figures


SCORED = tuple(name for name in NAMES if rulebook(name).tree is not None)


@cache
def periods(name: str) -> tuple[str, ...]:
    plan = compile_plan(rulebook(name))
    return tuple(rounds_with_figures(plan, resolve(plan, figures(name))))


ROUNDS = tuple((name, period) for name in SCORED for period in periods(name))
EVERY_ROUND = (*ROUNDS, *((name, period) for name in FIELD for period in periods(name)))


@cache
def run(name: str, period: str) -> Run:
    return engine.score_figures(rulebook(name), figures(name), period)


@cache
def result(name: str, period: str) -> dict[str, Any]:
    return engine.build_result(run(name, period))
