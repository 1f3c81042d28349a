"""Scoring a group again under other numbers gives what a whole scoring under those rules gives."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from leitai.engine.assess.again import place_again
from leitai.engine.assess.grid import build_grid
from leitai.engine.assess.plan import Plan, compile_plan
from leitai.engine.assess.run import score_snapshot
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.rulebook.model import Branch, MethodUse, Node, Rulebook
from tests import examples


def with_points(rulebook: Rulebook, indicator: str, group: str, points: str) -> Rulebook:
    def node(one: Node) -> Node:
        if isinstance(one, Branch):
            return one.model_copy(update={"nodes": tuple(node(child) for child in one.nodes), "points": None})
        if one.id != indicator or not isinstance(one.points, dict):
            return one
        method = MethodUse(name=one.method.name, version=one.method.version, **one.method.parameters)
        return one.model_copy(update={"points": one.points | {group: Decimal(points)}, "method": method})

    tree = rulebook.tree
    assert tree is not None
    return rulebook.model_copy(update={"tree": tree.model_copy(update={"nodes": tuple(map(node, tree.nodes))})})


@pytest.mark.parametrize("points", ["6", "0", "12.5"])
@pytest.mark.parametrize("group", ["county", "department", "park"])
def test_a_group_placed_again_stands_as_a_whole_scoring_would_have_it(points: str, group: str) -> None:
    rulebook = examples.rulebook("lanchuan")
    plan = compile_plan(rulebook)
    facts = freeze(plan, resolve(plan, examples.figures("lanchuan")), ["2023-Q3"], True)
    grid = build_grid(plan, facts, next(one for one in plan.peer_groups if one.id == group))
    other: Plan = compile_plan(with_points(rulebook, "gdp_growth", group, points))
    whole = score_snapshot(other, facts, trial=True).standings["2023-Q3"]
    placed = place_again(other, grid)
    assert len(placed) == len(grid.contestants)
    for one in placed:
        standing = whole[one.contestant]
        assert (one.rank, one.score) == (standing.places[rulebook.peers][1].rank, standing.score)
    assert all(isinstance(one.score, Fraction) for one in placed)
