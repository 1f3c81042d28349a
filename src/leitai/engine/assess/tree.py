"""Leaves become tracks and a total: sums of points or weighted means, the points of absent tasks given to siblings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from leitai.engine.assess.cells import Reasons
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Plan, TreeNode
from leitai.engine.assess.score import OFF, OUT, SCORED, UNRANKED, Leaves, rounded
from leitai.engine.exact import Exact, Mask, where

ZERO = Exact.of(0)


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One node: (round, contestant). `exact` is the value before the node's own rounding.

    full    full points of its children that count in the round (weights: their weights), (round, 1)
    kept    the part of `full` whose children apply, (round, contestant); smaller than full: the rest was reweighted
    """

    score: Exact
    exact: Exact
    state: Reasons
    full: Exact
    kept: Exact


def build_tree(plan: Plan, grid: Grid, leaves: Leaves) -> tuple[NodeScore, ...]:
    """Every node's score, by position in the plan; the root's is the base total before adjustments, unrounded.

    Formula   points: s = Σ s_child · W / W_applicable · weights: s = Σ w·s_child / Σ w, over the children that apply
    Missing   no child applies → the node does not apply; an applicable child without a score → no score
    """
    assert plan.rulebook.tree is not None
    weights = plan.rulebook.tree.measure == "weights"
    worth = grid.points
    if weights:
        worth = Exact.of([plan.weight(column.indicator, grid.group.id) for column in plan.columns])
    worth = Exact(worth.num * grid.active, worth.den)
    done: dict[int, NodeScore] = {}
    for position in reversed(range(len(plan.nodes))):
        node = plan.nodes[position]
        if node.column is not None:
            j = node.column
            full = Exact(worth.num[:, j : j + 1], worth.den)
            score, exact = leaves.score[..., j], leaves.exact[..., j]
            done[position] = NodeScore(score, exact, leaves.state[..., j], full, full)
        else:
            parts = _parts(plan, grid, node, leaves, worth, done, weights)
            done[position] = _branch(plan, node, parts, weights)
    return tuple(done[position] for position in range(len(plan.nodes)))


class _Part(NamedTuple):
    """Some children of a branch side by side: scores and states (round, contestant, child), shares (round, 1, …)."""

    score: Exact
    state: Reasons
    share: Exact


def _parts(
    plan: Plan,
    grid: Grid,
    node: TreeNode,
    leaves: Leaves,
    worth: Exact,
    done: dict[int, NodeScore],
    weights: bool,
) -> list[_Part]:
    """The children of a branch: all its leaves in one part, each branch below it in one of its own."""
    columns = [c for child in node.children if (c := plan.nodes[child].column) is not None]
    found = []
    if columns:
        share = Exact(worth.num[:, None, columns], worth.den)
        found.append(_Part(leaves.score[..., columns], leaves.state[..., columns], share))
    for child in node.children:
        if plan.nodes[child].column is None:
            below = done[child]
            share = below.full
            if weights:
                own = Exact.of(plan.weight(plan.items[plan.nodes[child].id], grid.group.id))
                share = Exact(np.where(share.num > 0, own.num, 0), own.den)
            found.append(_Part(below.score[..., None], below.state[..., None], Exact(share.num[..., None], share.den)))
    return found


def _branch(plan: Plan, node: TreeNode, parts: list[_Part], weights: bool) -> NodeScore:
    states = parts[0].state if len(parts) == 1 else np.concatenate([part.state for part in parts], axis=-1)
    state = np.full(states.shape[:-1], SCORED, dtype=np.int8)
    state[(states == UNRANKED).any(axis=-1)] = UNRANKED
    state[~((states == SCORED) | (states == UNRANKED)).any(axis=-1)] = OUT
    state[(states == OFF).all(axis=-1)] = OFF
    full, kept, total = ZERO, ZERO, ZERO
    for part in parts:
        applied = (part.state == SCORED) | (part.state == UNRANKED)
        full = full + part.share.sum(-1)
        kept = kept + part.share.sum(-1, applied)
        gained = part.score * part.share if weights else part.score
        total = total + gained.sum(-1, applied)
    exact = _spread(total, full, kept, weights)
    exact = Exact(np.where(state == SCORED, np.broadcast_to(exact.num, state.shape), 0), exact.den)
    rounding = plan.policies.rounding
    score = exact if node.level == 0 else rounded(exact, rounding.track, rounding.mode)
    return NodeScore(score, exact, state, full, kept)


def _spread(total: Exact, full: Exact, kept: Exact, weights: bool) -> Exact:
    """Scale the sum of the applicable children up to the whole: exact, before the parent is rounded."""
    some: Mask = np.asarray(kept.num > 0)
    if weights:
        return total.over(kept, where=some)
    short = kept.lt(full) & some
    if not short.any():
        return total
    scaled = (total * full).over(kept, where=short)
    return where(short, scaled, total)
