"""What stands between the figures on file and a snapshot, and between a snapshot and a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.run import score_groups
from leitai.engine.assess.score import Need
from leitai.engine.assess.snapshot import CellRow, Snapshot, freeze, resolve
from leitai.engine.errors import Fault, InputError
from leitai.web.collection.api import Round, figures_of


@dataclass(frozen=True, slots=True)
class Readiness:
    """A round's figures as they stand. `faults` are of the figures themselves; with any of them nothing else is known.

    `unverified` and `cases` stand in the way of a freeze; `missing` does not, each has its reason, and the office
    acknowledges how many there are.
    """

    faults: tuple[Fault, ...] = ()
    cells: int = 0
    unverified: tuple[CellRow, ...] = ()
    cases: tuple[Need, ...] = ()
    missing: tuple[CellRow, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not (self.faults or self.unverified or self.cases)


def weigh(plan: Plan, round_: Round) -> Readiness:
    """Freeze and score the figures on file as a trial, and list all that is missing or open."""
    try:
        snapshot = freeze(plan, resolve(plan, figures_of(round_.book, round_.period)), [round_.period], trial=True)
        needs = [need for group in score_groups(plan, snapshot) for need in group.leaves.needs]
    except InputError as error:
        return Readiness(tuple(error.faults))
    return Readiness(
        (),
        len(snapshot.cells),
        tuple(row for row in snapshot.cells if row.status == "reported"),
        tuple(
            sorted(set(needs), key=lambda need: (plan.node_position[need.indicator], plan.position[need.contestant]))
        ),
        missing_of(snapshot),
    )


def missing_of(snapshot: Snapshot) -> tuple[CellRow, ...]:
    """The cells without a value, each with the status that says why."""
    return tuple(row for row in snapshot.cells if row.value is None)


def by_reason(rows: Sequence[CellRow]) -> dict[str, list[CellRow]]:
    """Status → the missing cells with it: what is simply owed comes first."""
    found: dict[str, list[CellRow]] = {}
    for row in sorted(rows, key=lambda row: (row.status != "unreported", row.status)):
        found.setdefault(row.status, []).append(row)
    return found
