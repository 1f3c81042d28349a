"""Which filed cells a round reads, through derived inputs down to what is filed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from leitai.engine.assess.plan import Column, Input, Plan, adjustments_of
from leitai.engine.periods import before, cell_period, shift
from leitai.engine.rulebook.expression import Reference, figures_of, parse, references
from leitai.engine.rulebook.model import Adjustment

CellKey = tuple[str, str, str]
"""(input id, role, cell period): one figure for every contestant."""


class Read(NamedTuple):
    """A cell that is read, and the one before it, which may stand in while this one is not yet published."""

    cell: CellKey
    before: CellKey


def read_at(item: Input, role: str, period: str) -> Read:
    """The cell of an input for the period a round or a formula asks for; both cells carry the input's own offset."""
    now, earlier = (cell_period(read_period(item, p), item.kind) for p in (period, before(period)))
    return Read((item.id, role, now), (item.id, role, earlier))


def read_period(item: Input, period: str) -> str:
    """The period an input reads when the round's (or the formula's) period is given."""
    return shift(period, item.offset) if item.offset else period


def ruling_key(plan: Plan, column: Column, period: str) -> CellKey:
    """The cell of a ruling on an indicator in a round."""
    return read_at(plan.inputs[column.indicator.id], "ruling", period).cell


def formula_reads(plan: Plan, figures: Iterable[Reference], period: str) -> set[Read]:
    """The filed cells that references rest on in a period."""
    found: set[Read] = set()
    for reference in figures:
        item = plan.inputs.get(reference.name)
        if item is None:
            continue
        at = shift(period, reference.offset) if reference.offset else period
        if item.formula is not None and reference.role == "actual":
            found |= formula_reads(plan, figures_of(item.program), read_period(item, at))
        else:
            found.add(read_at(item, reference.role, at))
    return found


def owed_reads(plan: Plan, column: Column, period: str) -> set[Read]:
    """The cells somebody owes for an indicator in a round: its value, or what its formula rests on, and its roles."""
    return own_reads(plan, column, period) | role_reads(plan, column, period)


def own_reads(plan: Plan, column: Column, period: str) -> set[Read]:
    """The cells of the value itself: the filed figure, what the formula rests on, or the roles a method reads alone."""
    item = plan.inputs[column.indicator.id]
    if column.formula is not None:
        return formula_reads(plan, references(column.formula), read_period(item, period))
    return {read_at(item, "actual", period)} if column.method.reads_value else role_reads(plan, column, period)


def role_reads(plan: Plan, column: Column, period: str) -> set[Read]:
    item = plan.inputs[column.indicator.id]
    return {read_at(item, role, period) for role in column.method.roles(column.parameters)}


def optional_reads(plan: Plan, period: str, group: str | None = None) -> set[Read]:
    """Cells read where they are filed and owed by nobody: rulings, adjustments, what gates, lights and lists read.

    Of one group, only the adjustments that hold for it.
    """
    rulings = {read_at(plan.inputs[column.indicator.id], "ruling", period) for column in plan.columns}
    adjustments = plan.rulebook.adjustments if group is None else adjustments_of(plan, group)
    return rulings | consulted_reads(plan, period, plan.columns, adjustments)


def consulted_reads(plan: Plan, period: str, columns: Iterable[Column], adjustments: Iterable[Adjustment]) -> set[Read]:
    """What these indicators and adjustments look at beyond what is owed, rulings aside."""
    found: set[Read] = set()
    conditions: list[str] = []
    for column in columns:
        item = plan.inputs[column.indicator.id]
        # A year earlier, where the policy averages two years of growth: read if filed, owed by nobody.
        found |= formula_reads(plan, figures_of(item.program), read_period(item, period))
        for table in plan.rulebook.lights:
            if not table.indicators or item.id in table.indicators:
                found |= {read_at(item, role, period) for role in ("target", "base") if role in table.measure}
        for award in plan.rulebook.awards:
            if f"met({item.id})" in award.when.replace(" ", ""):
                found.add(read_at(item, "target", period))
    for adjustment in adjustments:
        item = plan.inputs[adjustment.id]
        if item.formula is None:
            found.add(read_at(item, "actual", period))
        conditions += [text for text in (adjustment.gate, adjustment.formula) if text]
    for text in conditions:
        found |= formula_reads(plan, references(parse(text)), period)
    return found
