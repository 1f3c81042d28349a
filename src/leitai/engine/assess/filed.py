"""What is filed must be able to be what it says: items are counted, places are whole, votes come from the same ballots.

A figure that cannot is a fault that names it; taken as it stands it would become a number nobody can defend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leitai.engine.assess.plan import Column, Plan, counts
from leitai.engine.assess.reads import CellKey, read_at
from leitai.engine.errors import Catalogue, Fault
from leitai.engine.figures import Figure
from leitai.engine.rulebook.canonical import number_text

CATALOGUE = Catalogue.of("leitai.engine.assess")
# How many contestants a fault names.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Expected:
    """What may be filed for what: adjustment → its kind; indicator → the roles it reads and what they hold."""

    adjustments: Mapping[str, str]
    columns: Mapping[str, tuple[frozenset[str], str]]

    @classmethod
    def of(cls, plan: Plan) -> Expected:
        columns = {
            one.indicator.id: (frozenset(one.method.roles(one.parameters)), one.method.roles_hold)
            for one in plan.columns
        }
        return cls({one.id: one.kind for one in plan.rulebook.adjustments}, columns)


def figure_faults(expected: Expected, name: str, role: str, value: Decimal | None, figure: Figure) -> Iterator[Fault]:
    """What is wrong with one figure beyond its names and its unit: counts, places and votes, rulings nobody reads."""
    code = _wrong(expected, name, role, value)
    if code is not None:
        where = " ".join(part for part in (figure.contestant, figure.indicator, figure.period, figure.role) if part)
        said = name if value is None or role == "ruling" else number_text(value)
        yield CATALOGUE.fault(code, figure.place, where, value=said)


def _wrong(expected: Expected, name: str, role: str, value: Decimal | None) -> str | None:
    if role == "ruling":
        return None if name in expected.columns else "FG-019"
    if value is None:
        return None
    whole = value == value.to_integral_value()
    if role == "actual" and name in expected.adjustments:
        if value < 0:
            return "FG-015"
        return "FG-020" if expected.adjustments[name] == "veto" and not whole else None
    roles, hold = expected.columns.get(name, (frozenset(), ""))
    if role in roles and hold == "places" and not (whole and value >= 1):
        return "FG-021"
    return "FG-022" if role in roles and hold == "votes" and not (whole and value >= 0) else None


def ballot_faults(
    plan: Plan, rows: Mapping[tuple[str, CellKey], str | None], contestants: Sequence[str], group: str, period: str
) -> Iterator[Fault]:
    """Votes for places that do not add up: every ballot gives every contestant of the group one place.

    rows   (contestant, cell) → the value as text, of the cells that are frozen
    """
    for column in plan.columns:
        if column.method.roles_hold != "votes" or not counts(plan, column, group, period):
            continue
        sums = _sums(plan, column, rows, contestants, period)
        if len(set(sums.values())) > 1:
            usual = max(sums.values(), key=list(sums.values()).count)
            other = [f"{name} {number_text(votes)}" for name, votes in sums.items() if votes != usual]
            found = "、".join(other[:NAMED]) + ("…" if len(other) > NAMED else "")
            where = f"{column.indicator.id} {period} {group}"
            yield CATALOGUE.fault("FG-023", "", where, value=found, usual=number_text(usual))


def _sums(
    plan: Plan,
    column: Column,
    rows: Mapping[tuple[str, CellKey], str | None],
    contestants: Sequence[str],
    period: str,
) -> dict[str, Decimal]:
    """Contestant → all its votes, of those whose votes are all there."""
    item = plan.inputs[column.indicator.id]
    cells = [read_at(item, role, period).cell for role in column.method.roles(column.parameters)]
    found = {}
    for contestant in contestants:
        votes = [rows.get((contestant, cell)) for cell in cells]
        if None not in votes:
            found[contestant] = sum((Decimal(vote) for vote in votes if vote is not None), Decimal(0))
    return found
