"""Ratios in one process: the official path against numpy's own pass over the same data, and growth with the work.

.venv/bin/python benchmarks/score.py
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from leitai import engine
from leitai.engine.assess.adjust import adjust
from leitai.engine.assess.grid import Grid, build_grid
from leitai.engine.assess.plan import Plan, compile_plan
from leitai.engine.assess.score import score_leaves
from leitai.engine.assess.snapshot import Snapshot, freeze, resolve
from leitai.engine.assess.standing import GroupRun, rank_nodes, standings
from leitai.engine.assess.tree import build_tree

METHODS: tuple[dict[str, str], ...] = (
    {"name": "completion", "target": "100"},
    {"name": "efficacy"},
    {"name": "share_of_best"},
    {"name": "linear_loss", "full_at": "98", "per_unit": "0.02", "floor": "0"},
    {"name": "ladder", "step": "0.05"},
)
POLICIES: dict[str, Any] = {
    "rounding": {"indicator": "2", "track": "2", "total": "2", "mode": "half_up"},
    "rank_on": "rounded",
    "ties": "competition",
    "tied_ladder": "shared",
    "ladder_floor": "0",
    "equal_range": "full",
    "zero_target": "ruling",
    "nonpositive_base": "zero",
    "abnormal_base": "none",
    "unreported": "zero",
    "late": "none",
    "not_yet_published": "unranked",
    "no_task": "reweight",
    "grade_borders": "left_closed",
    "peers_include_self": "true",
    "park_in_county": "separate",
    "vintage": "latest",
    "unranked_in_statistics": "false",
    "progress": "places",
}


def contest(units: int, indicators: int, rounds: int, groups: int = 3) -> tuple[Plan, list[Grid]]:
    """A contest of six tracks, its figures resolved, frozen and laid out as arrays."""
    plan, snapshot = frozen(units, indicators, rounds, groups)
    return plan, [build_grid(plan, snapshot, group) for group in plan.peer_groups]


def frozen(units: int, indicators: int, rounds: int, groups: int = 3) -> tuple[Plan, Snapshot]:
    """The same up to its facts."""
    months = [f"2023-{month:02d}" for month in range(1, rounds + 1)]
    per_track = indicators // 6
    nodes = [
        {
            "id": f"t{track}",
            "name": f"赛道{track}",
            "nodes": [
                {
                    "id": f"i{track}_{j}",
                    "name": f"指标{track}之{j}",
                    "points": "1",
                    "unit": "%",
                    "direction": "higher",
                    "period": "period",
                    "method": METHODS[(track * per_track + j) % len(METHODS)],
                }
                for j in range(per_track)
            ],
        }
        for track in range(6)
    ]
    members = [[f"c{i}" for i in range(units) if i % groups == g] for g in range(groups)]
    rulebook = engine.rulebook_from_plain(
        {
            "leitai": "1",
            "id": "benchmark",
            "edition": "1",
            "title": "基准",
            "status": "draft",
            "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
            "rounds": [{"period": month} for month in months],
            "contestants": [{"id": f"c{i}", "name": f"单位{i}"} for i in range(units)],
            "groupings": [
                {
                    "id": "all",
                    "name": "全部",
                    "groups": [{"id": f"g{g}", "name": f"组{g}", "members": members[g]} for g in range(groups)],
                }
            ],
            "peers": "all",
            "tree": {"measure": "points", "full": str(per_track * 6), "nodes": nodes},
            "policies": POLICIES,
        }
    )
    draw = random.Random(1)
    figures = [
        engine.Figure(f"c{i}", f"i{track}_{j}", month, value=Decimal(draw.randint(5000, 12000)) / 100)
        for i in range(units)
        for track in range(6)
        for j in range(per_track)
        for month in months
    ]
    plan = compile_plan(rulebook)
    return plan, freeze(plan, resolve(plan, figures), months)


def score(plan: Plan, grids: list[Grid]) -> None:
    """The official path from arrays to standings: kernels, policies, tree, adjustments, ranks, progress."""
    runs = []
    for grid in grids:
        leaves = score_leaves(plan, grid)
        nodes = build_tree(plan, grid, leaves)
        adjusted = adjust(plan, grid, leaves, nodes[0])
        runs.append(GroupRun(grid, leaves, nodes, adjusted, rank_nodes(plan, grid, leaves, nodes, adjusted)))
    table: Any = {}
    for r in range(len(grids[0].periods)):
        table = standings(plan, runs, r, table)


def median(work: Callable[[], object], times: int = 9) -> float:
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def numpy_pass(grids: list[Grid]) -> None:
    """numpy's own minimum: one multiplication and one sum over the same cells in float64."""
    for grid in grids:
        cells = np.stack([np.asarray(values.value.num, dtype=np.float64) for values in grid.values], axis=-1)
        (cells * 0.01).sum(axis=-1)


def main() -> None:
    print("units × indicators × rounds   score ms   numpy ms   ratio")
    before = 0.0
    for units, indicators, rounds in ((62, 150, 1), (62, 150, 12), (124, 150, 12), (248, 150, 12)):
        plan, grids = contest(units, indicators, rounds)
        ours = median(lambda plan=plan, grids=grids: score(plan, grids))
        least = median(lambda grids=grids: numpy_pass(grids))
        growth = f"   ×{ours / before:.2f} for twice the units" if before and rounds == 12 and units > 62 else ""
        print(
            f"{units:5d} × {indicators} × {rounds:2d}{ours * 1e3:20.1f}{least * 1e3:11.2f}{ours / least:8.0f}{growth}"
        )
        before = ours


if __name__ == "__main__":
    main()
