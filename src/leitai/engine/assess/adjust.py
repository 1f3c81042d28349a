"""Adjustments in their order: base total → deductions → bonuses (gated) → caps → rounding → veto. Never rescaled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from leitai.engine.assess.cells import PRESENT
from leitai.engine.assess.derive import condition
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Plan, adjustments_of
from leitai.engine.assess.score import SCORED, Leaves, rounded
from leitai.engine.assess.tree import NodeScore
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, Mask, where
from leitai.engine.rulebook.model import Adjustment, LateRule

LATE = "late"
LATE_NAME = Text("迟报扣分", "late figures")
ZERO = Exact.of(0)


@dataclass(frozen=True, slots=True)
class Applied:
    """One adjustment as it was applied, (round, contestant). `points` are positive and after its own cap.

    held    where a bonus exists (its gate is open); everywhere for the rest
    capped  where its own cap bit
    """

    id: str
    kind: str
    category: str
    count: Exact
    points: Exact
    held: Mask
    capped: Mask


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The total. base − deduction + bonus = exact, within caps.floor and caps.total; `score`: rounded, after veto.

    cut_deduction, cut_bonus  what the caps per category and per kind took away
    """

    items: tuple[Applied, ...]
    deduction: Exact
    bonus: Exact
    cut_deduction: Exact
    cut_bonus: Exact
    exact: Exact
    bounded: Mask
    score: Exact
    vetoes: Mapping[str, Mask]


def adjust(plan: Plan, grid: Grid, leaves: Leaves, root: NodeScore) -> Adjusted:
    """Apply the edition's adjustments to a group's base totals."""
    items = []
    vetoes: dict[str, Mask] = {}
    for adjustment in adjustments_of(plan, grid.group.id):
        figure = grid.resolver(adjustment.id, "actual", grid.periods)
        there = (figure.reason == PRESENT) & grid.member
        count = Exact(np.where(there, figure.value.num, 0), figure.value.den)
        if adjustment.kind == "veto":
            vetoes[adjustment.id] = count.gt(ZERO)
        else:
            items.append(_apply(plan, grid, adjustment, count))
    if isinstance(plan.policies.late, LateRule):
        items.insert(0, _late(plan.policies.late, leaves))
    deduction, cut_deduction = _total(plan, items, "deduction", grid)
    bonus, cut_bonus = _total(plan, items, "bonus", grid)
    exact = root.exact - deduction + bonus
    free = exact
    caps = plan.rulebook.caps
    if caps.floor is not None:
        exact = exact.maximum(Exact.of(caps.floor))
    if caps.total is not None:
        exact = exact.minimum(Exact.of(caps.total))
    bounded = ~exact.eq(free) & (root.state == SCORED)
    rounding = plan.policies.rounding
    score = rounded(exact, rounding.total, rounding.mode)
    score = where(_effect(plan, vetoes, "zero", grid.member.shape), ZERO, score)
    scored = root.state == SCORED
    score = Exact(np.where(scored, np.broadcast_to(score.num, scored.shape), 0), score.den)
    return Adjusted(tuple(items), deduction, bonus, cut_deduction, cut_bonus, exact, bounded, score, vetoes)


def _apply(plan: Plan, grid: Grid, adjustment: Adjustment, count: Exact) -> Applied:
    held = grid.member
    if adjustment.gate:
        held = held & condition(plan, adjustment.gate, grid.periods, grid.resolver, held.shape)
    points = count * Exact.of(adjustment.points or 0)
    points = where(held, points, ZERO)
    capped = np.zeros(held.shape, dtype=bool)
    if adjustment.cap is not None:
        cap = Exact.of(adjustment.cap)
        capped = points.gt(cap)
        points = points.minimum(cap)
    return Applied(adjustment.id, adjustment.kind, adjustment.category or "", count, points, held, capped)


def _late(rule: LateRule, leaves: Leaves) -> Applied:
    """Policy late: so many points for each late figure that scored."""
    late = leaves.flags.get(LATE)
    shape = leaves.state.shape[:2]
    number = np.zeros(shape, dtype=np.int64) if late is None else (late & (leaves.state == SCORED)).sum(axis=-1)
    count = Exact(number, np.array(1))
    points = count * Exact.of(rule.deduct)
    capped = np.zeros(shape, dtype=bool)
    if rule.cap is not None:
        capped = points.gt(Exact.of(rule.cap))
        points = points.minimum(Exact.of(rule.cap))
    return Applied(LATE, "deduction", "", count, points, np.ones(shape, dtype=bool), capped)


def _total(plan: Plan, items: list[Applied], kind: str, grid: Grid) -> tuple[Exact, Exact]:
    """All of one kind after the caps per category and per kind, and what those caps cut off."""
    shape = grid.member.shape
    by_category: dict[str, Exact] = {}
    nothing = Exact(np.zeros(shape, dtype=np.int64), np.array(1))
    free = nothing
    for item in items:
        if item.kind == kind:
            by_category[item.category] = by_category.get(item.category, nothing) + item.points
            free = free + item.points
    caps = plan.rulebook.caps
    total = nothing
    for category, points in by_category.items():
        cap = caps.categories.get(category)
        total = total + (points if cap is None else points.minimum(Exact.of(cap)))
    limit = caps.bonus if kind == "bonus" else caps.deduction
    if limit is not None:
        total = total.minimum(Exact.of(limit))
    return total, free - total


def _effect(plan: Plan, vetoes: Mapping[str, Mask], effect: str, shape: tuple[int, ...]) -> Mask:
    """Where any veto with this effect holds."""
    found = np.zeros(shape, dtype=bool)
    for adjustment in plan.rulebook.adjustments:
        if adjustment.effect == effect and adjustment.id in vetoes:
            found |= vetoes[adjustment.id]
    return found


def vetoed(plan: Plan, adjusted: Adjusted, effect: str) -> Mask:
    """Where a veto with this effect holds, (round, contestant)."""
    return _effect(plan, adjusted.vetoes, effect, adjusted.exact.shape)


def item_points(item: Applied, r: int, i: int) -> Fraction:
    """The signed points of one adjustment for one contestant."""
    points = item.points.at((r, i))
    return -points if item.kind == "deduction" else points
