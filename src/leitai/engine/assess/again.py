"""A group scored again under other points or parameters: what was read stays read, what is made of it is made anew.

For trying rules that are not signed yet; a result is made by `run` alone.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from leitai.engine.assess.adjust import adjust
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Plan, counts
from leitai.engine.assess.score import SCORED, score_leaves
from leitai.engine.assess.standing import rank_nodes
from leitai.engine.assess.tree import build_tree
from leitai.engine.exact import Exact


class Placed(NamedTuple):
    """A contestant's rank (0: none) and total in the last round of the grid; None where it has no total."""

    contestant: str
    rank: int
    score: Fraction | None


def place_again(plan: Plan, grid: Grid) -> list[Placed]:
    """The last round's ranking of the grid's group under a plan of the same indicators, by rank, the unranked last.

    `plan` may differ from the one the grid was read under in points, weights and the numbers of methods, and in nothing
    that decides which cells are read.
    """
    group = grid.group
    active = np.array([[counts(plan, one, group.id, p) for one in plan.columns] for p in grid.periods], dtype=bool)
    grid = replace(grid, points=Exact.of([plan.points(one, group.id) for one in plan.columns]), active=active)
    leaves = score_leaves(plan, grid)
    nodes = build_tree(plan, grid, leaves)
    adjusted = adjust(plan, grid, leaves, nodes[0])
    ranks = rank_nodes(plan, grid, leaves, nodes, adjusted)
    r = len(grid.periods) - 1
    found = [
        Placed(
            contestant,
            int(ranks[0][r, i]),
            adjusted.score.at((r, i)) if nodes[0].state[r, i] == SCORED else None,
        )
        for i, contestant in enumerate(grid.contestants)
        if grid.member[r, i]
    ]
    return sorted(found, key=lambda one: (one.rank == 0, one.rank, plan.position[one.contestant]))
