"""Door 4, first half: figures become points, leaf by leaf.

Leaves that share a method, its structural parameters and its policies are scored as one block; what the kernel leaves
open (missing, undefined, no such task, rulings) is closed here by the edition's policies, each leaving a flag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from leitai.engine.assess.cells import (
    EXEMPT,
    INACTIVE,
    NOT_APPLICABLE,
    NOT_YET,
    PRESENT,
    UNDEFINED,
    UNREPORTED,
    Reasons,
)
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Column, Plan
from leitai.engine.exact import Exact, IntArray, Mask, assembled, stack, where
from leitai.engine.methods.method import Facts, Method, Outcome, Rules
from leitai.engine.rulebook.model import FixedPoints

# States of a score: there; the node does not apply (its points go to its siblings); not to be had (so no rank above).
SCORED, OUT, UNRANKED, OFF = range(4)


class Need(NamedTuple):
    """A cell that waits for a ruling, with the case and the policy that asks for one."""

    contestant: str
    indicator: str
    period: str
    case: str


@dataclass(frozen=True, slots=True)
class Block:
    """Leaves scored in one call, with what the kernel saw and said."""

    method: Method
    columns: tuple[int, ...]
    facts: Facts
    outcome: Outcome

    def slot(self, column: int) -> int:
        return self.columns.index(column)


@dataclass(frozen=True, slots=True)
class Leaves:
    """Scores of all leaves: (round, contestant, column). `exact` is before, `score` after rounding."""

    score: Exact
    exact: Exact
    state: Reasons
    reason: Reasons
    flags: Mapping[str, Mask]
    blocks: tuple[Block, ...]
    needs: tuple[Need, ...]


def score_leaves(plan: Plan, grid: Grid) -> Leaves:
    """Score every leaf of a group in every round.

    Shapes    all results (round, contestant, column)
    Missing   unreported → policy `unreported`; no such task → policy `no_task`; not yet published → unranked (or the
              figure before, which the grid has put in); undefined → a `Need`, unless a ruling is filed
    """
    shape = (len(grid.periods), len(grid.contestants), len(plan.columns))
    reason = _reasons(plan, grid, shape)
    flags: dict[str, Mask] = {}
    undefined: dict[str, Mask] = {}
    blocks = []
    for method, rules, columns in _blocks(plan, grid):
        facts = _facts(plan, grid, reason, rules, columns)
        outcome = method.kernel(facts)
        block = Block(method, tuple(c.index for c in columns), facts, outcome)
        blocks.append(block)
        index = list(block.columns)
        for name, mask in outcome.flags.items():
            _mark(flags, name, mask & facts.present, index, shape)
        for name, mask in _undefined(outcome).items():
            _mark(undefined, name, mask & facts.present, index, shape)
    for column in plan.columns:
        for name, mask in grid.values[column.index].marks.items():
            _mark(flags, name, mask[..., None], [column.index], shape)
        for name, mask in grid.values[column.index].open.items():
            waiting = mask & (reason[..., column.index] == UNDEFINED)
            _mark(undefined, name, waiting[..., None], [column.index], shape)
    points = assembled(shape, [(list(block.columns), block.outcome.points) for block in blocks])
    return _close(plan, grid, shape, points, reason, flags, undefined, tuple(blocks))


def _reasons(plan: Plan, grid: Grid, shape: tuple[int, ...]) -> Reasons:
    reason = np.empty(shape, dtype=np.int8)
    for column in plan.columns:
        reason[..., column.index] = grid.values[column.index].reason
        if column.indicator.not_applicable:
            out = [i for i, c in enumerate(grid.contestants) if c in column.indicator.not_applicable]
            reason[:, out, column.index] = NOT_APPLICABLE
    reason[~np.broadcast_to(grid.active[:, None, :], shape)] = INACTIVE
    reason[~grid.member] = INACTIVE
    return reason


def _blocks(plan: Plan, grid: Grid) -> list[tuple[Method, Rules, list[Column]]]:
    found: dict[tuple[Any, ...], tuple[Method, Rules, list[Column]]] = {}
    for column in plan.columns:
        structure = tuple(
            (name, "number" if isinstance(value, Decimal) else repr(value)) for name, value in column.parameters.items()
        )
        # Values of one scale keep int64; a quotient has a denominator of its own in every cell.
        single = grid.values[column.index].value.den.size == 1
        key = (column.method.key, structure, column.rules, single)
        found.setdefault(key, (column.method, column.rules, []))[2].append(column)
    return list(found.values())


def _facts(plan: Plan, grid: Grid, reason: Reasons, rules: Rules, columns: list[Column]) -> Facts:
    index = [column.index for column in columns]
    present = np.asarray(reason[..., index] == PRESENT)
    counted = grid.ranked | plan.policies.unranked_in_statistics
    parameters: dict[str, Any] = {}
    for name, value in columns[0].parameters.items():
        numbers = isinstance(value, Decimal)
        parameters[name] = Exact.of([c.parameters[name] for c in columns]) if numbers else value
    roles = {}
    for role in grid.roles[index[0]]:
        parts = [grid.roles[column][role] for column in index]
        roles[role] = (stack([p.value for p in parts]), np.stack([p.present for p in parts], axis=-1))
    return Facts(
        value=stack([grid.values[column].value for column in index]),
        present=present,
        roles=roles,
        peers=present & counted[:, None],
        points=grid.points[index],
        lower=np.array([column.indicator.direction == "lower" for column in columns]),
        parameters=parameters,
        rules=rules,
    )


def _undefined(outcome: Outcome) -> dict[str, Mask]:
    return {**outcome.undefined, **{f"missing_{role}": mask for role, mask in outcome.missing.items()}}


def _mark(table: dict[str, Mask], name: str, mask: Mask, index: list[int], shape: tuple[int, ...]) -> None:
    """Put a block's mask into its columns of the whole; masks that hold nowhere leave no trace."""
    if not mask.any():
        return
    whole = table.setdefault(name, np.zeros(shape, dtype=bool))
    whole[..., index] |= np.broadcast_to(mask, (*shape[:2], len(index)))


def _close(
    plan: Plan,
    grid: Grid,
    shape: tuple[int, ...],
    exact: Exact,
    reason: Reasons,
    flags: dict[str, Mask],
    undefined: dict[str, Mask],
    blocks: tuple[Block, ...],
) -> Leaves:
    """Apply the policies to what the kernels left open, then round."""
    open_cases = np.zeros(shape, dtype=bool)
    for mask in undefined.values():
        open_cases |= mask
    reason = np.where(open_cases, np.int8(UNDEFINED), reason)
    ruled = np.stack([r.present for r in grid.rulings], axis=-1) & (reason != INACTIVE)
    if ruled.any():
        exact = where(ruled, stack([r.value for r in grid.rulings]), exact)
        flags["ruling"] = ruled
    reason = np.where(ruled, np.int8(PRESENT), reason)
    scored = np.asarray(reason == PRESENT)
    exact = Exact(np.where(scored, exact.num, 0), exact.den)
    score = rounded(exact, plan.policies.rounding.indicator, plan.policies.rounding.mode)
    state = np.full(shape, UNRANKED, dtype=np.int8)
    state[scored] = SCORED
    state[reason == INACTIVE] = OFF
    _flag(flags, "not_yet_published", reason == NOT_YET)
    _flag(flags, "unreported", reason == UNREPORTED)
    _flag(flags, "exempt", reason == EXEMPT)
    _flag(flags, "not_applicable", reason == NOT_APPLICABLE)
    for name, mask in undefined.items():
        _flag(flags, name, mask & ~ruled)
    score = _unreported(plan, reason, score, state, scored)
    score = _no_task(plan, grid, reason, score, state, scored & grid.ranked[:, None])
    needs = tuple(
        Need(grid.contestants[i], plan.columns[j].indicator.id, grid.periods[r], name)
        for name, mask in undefined.items()
        for r, i, j in np.argwhere(mask & ~ruled)
    )
    exact = where(scored, exact, score)
    return Leaves(score, exact, state, reason, flags, blocks, needs)


def rounded(value: Exact, places: int | None, mode: str) -> Exact:
    return value if places is None else Exact.ticks(value.to_ticks(places, mode), places)


def _flag(flags: dict[str, Mask], name: str, mask: Mask) -> None:
    if mask.any():
        flags[name] = np.asarray(mask)


def _unreported(plan: Plan, reason: Reasons, score: Exact, state: Reasons, scored: Mask) -> Exact:
    """缺报: 0 points, or the lowest of the group where the policy says so. Never a guessed figure."""
    absent = np.asarray(reason == UNREPORTED)
    if not absent.any():
        return score
    state[absent] = SCORED
    lowest = np.array([(c.indicator.policies.unreported or plan.policies.unreported) == "lowest" for c in plan.columns])
    least = score.lowest(-2, scored)
    return where(absent & lowest, least, score)


def _no_task(plan: Plan, grid: Grid, reason: Reasons, score: Exact, state: Reasons, peers: Mask) -> Exact:
    """无此项任务: give the points to the siblings, the group's mean score, fixed points, or no rank."""
    absent = np.asarray((reason == NOT_APPLICABLE) | (reason == EXEMPT))
    for column in plan.columns:
        here = absent[..., column.index]
        if not here.any():
            continue
        policy = column.indicator.policies.no_task or plan.policies.no_task
        if policy == "reweight":
            state[..., column.index][here] = OUT
        elif isinstance(policy, FixedPoints):
            fixed = min(Fraction(policy.fixed), plan.points(column, grid.group.id))
            score = _put(plan, score, here, column.index, Exact.of(fixed))
            state[..., column.index][here] = SCORED
        elif policy == "group_mean":
            counted = peers[..., column.index]
            some = np.broadcast_to(counted.any(axis=1, keepdims=True), here.shape)
            own = score[..., column.index]
            number = Exact(counted.sum(axis=1), np.array(1))
            mean = own.sum(-1, counted).over(number, where=np.asarray(counted.any(axis=1)))
            score = _put(plan, score, here & some, column.index, mean[:, None])
            state[..., column.index][here & some] = SCORED
    return score


def _put(plan: Plan, score: Exact, mask: Mask, column: int, value: Exact) -> Exact:
    given = rounded(value, plan.policies.rounding.indicator, plan.policies.rounding.mode)
    whole = np.zeros(score.shape, dtype=bool)
    whole[..., column] = mask
    return where(whole, given[..., None], score) if given.shape else where(whole, given, score)


def ticks(score: Exact, places: int) -> IntArray:
    """Rounded scores as integers of 10^-places, exactly."""
    return score.to_ticks(places, "half_up")
