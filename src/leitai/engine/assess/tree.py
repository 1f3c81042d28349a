"""Leaves become tracks and a total: sums of points, or weighted means, with the points of absent tasks given to siblings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from leitai.engine.assess.cells import Reasons
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Plan, TreeNode
from leitai.engine.assess.score import OFF, OUT, SCORED, UNRANKED, Leaves, rounded
from leitai.engine.exact import Exact, Mask, where
from leitai.engine.rulebook.model import Branch, Indicator


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
    rulebook = plan.rulebook
    assert rulebook.tree is not None
    weights = rulebook.tree.measure == "weights"
    items = {item.id: item for item in _walk(rulebook.tree.nodes)}
    done: dict[int, NodeScore] = {}
    for position in reversed(range(len(plan.nodes))):
        node = plan.nodes[position]
        if node.column is not None:
            done[position] = _leaf(plan, grid, leaves, node, items[node.id], weights)
        else:
            done[position] = _branch(plan, grid, node, [done[c] for c in node.children], items, weights)
    return tuple(done[position] for position in range(len(plan.nodes)))


def _walk(nodes: tuple[Branch | Indicator, ...]) -> list[Branch | Indicator]:
    found: list[Branch | Indicator] = []
    for node in nodes:
        found.append(node)
        if isinstance(node, Branch):
            found += _walk(node.nodes)
    return found


def _leaf(
    plan: Plan, grid: Grid, leaves: Leaves, node: TreeNode, item: Branch | Indicator, weights: bool
) -> NodeScore:
    assert node.column is not None
    column = plan.columns[node.column]
    group = grid.group.id
    points = plan.weight(item, group) if weights else plan.points(column, group)
    active = grid.active[:, column.index : column.index + 1]
    worth = Exact.of(points)
    full = Exact(np.where(active, worth.num, 0), worth.den)
    state = leaves.state[..., column.index]
    return NodeScore(
        leaves.score[..., column.index],
        leaves.exact[..., column.index],
        state,
        full,
        _kept(full, state),
    )


def _kept(full: Exact, state: Reasons) -> Exact:
    return Exact(np.where((state == OUT) | (state == OFF), 0, np.broadcast_to(full.num, state.shape)), full.den)


def _branch(
    plan: Plan,
    grid: Grid,
    node: TreeNode,
    children: list[NodeScore],
    items: dict[str, Branch | Indicator],
    weights: bool,
) -> NodeScore:
    states = np.stack([child.state for child in children])
    applies = np.asarray((states == SCORED) | (states == UNRANKED))
    state = np.full(states.shape[1:], SCORED, dtype=np.int8)
    state[(states == UNRANKED).any(axis=0)] = UNRANKED
    state[~applies.any(axis=0)] = OUT
    state[(states == OFF).all(axis=0)] = OFF
    shares = [_share(plan, grid, child, plan.nodes[p], items, weights) for child, p in zip(children, node.children, strict=True)]
    full = shares[0]
    for share in shares[1:]:
        full = full + share
    kept, total = None, None
    for child, share, applied in zip(children, shares, applies, strict=True):
        part = Exact(np.where(applied, np.broadcast_to(share.num, applied.shape), 0), share.den)
        gained = Exact(np.where(applied, child.score.num, 0), child.score.den)
        gained = gained * share if weights else gained
        kept = part if kept is None else kept + part
        total = gained if total is None else total + gained
    assert kept is not None and total is not None
    exact = _spread(total, full, kept, weights)
    exact = Exact(np.where(state == SCORED, np.broadcast_to(exact.num, state.shape), 0), exact.den)
    rounding = plan.policies.rounding
    score = exact if node.level == 0 else rounded(exact, rounding.track, rounding.mode)
    return NodeScore(score, exact, state, full, kept)


def _share(
    plan: Plan, grid: Grid, child: NodeScore, node: TreeNode, items: dict[str, Branch | Indicator], weights: bool
) -> Exact:
    """What a child weighs among its siblings: its full points, or its own weight."""
    if not weights or node.column is not None:
        return child.full
    weight = Exact.of(plan.weight(items[node.id], grid.group.id))
    return Exact(np.where(child.full.num > 0, weight.num, 0), weight.den)


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


def share_of(node: NodeScore, r: int, i: int) -> Fraction:
    """The factor by which a node's sum was scaled for tasks that do not apply; 1 where none."""
    kept, full = node.kept.at((r, i)), node.full.at((r, 0))
    return full / kept if kept and kept != full else Fraction(1)
