"""The cells a line of a result stands on: of a leaf, a branch, an adjustment, a series, or the whole."""

from __future__ import annotations

from leitai.engine.assess.plan import ROOT, Plan
from leitai.engine.assess.reads import CellKey, consulted_reads, owed_reads, ruling_key


def line_reads(plan: Plan, period: str, node: str) -> frozenset[CellKey]:
    """Every cell a line may read: of the leaves under it their values, roles and rulings; of an adjustment its own;
    of the total those of all adjustments as well; of a series whatever is filed under its name."""
    found: set[CellKey] = set()
    for column in plan.columns:
        if _under(plan, column.indicator.id, node):
            found.add(ruling_key(plan, column, period))
            for read in owed_reads(plan, column, period):
                found |= {read.cell, read.before} if plan.inputs[read.cell[0]].previous else {read.cell}
    adjustments = [one for one in plan.rulebook.adjustments if node in (ROOT, one.id)]
    found |= {read.cell for read in consulted_reads(plan, period, (), adjustments)}
    if node in {one.id for one in plan.rulebook.series}:
        for column in plan.columns:
            found |= {read.cell for read in owed_reads(plan, column, period) if read.cell[0] == node}
    return frozenset(found)


def _under(plan: Plan, leaf: str, node: str) -> bool:
    at: int | None = plan.node_position[leaf]
    while at is not None:
        if plan.nodes[at].id == node:
            return True
        at = plan.nodes[at].parent
    return False
