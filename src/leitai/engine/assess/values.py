"""What a run found, as plain data: ticks, ranks, flags, lists. The part of a result that its digest calls `values`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from leitai.engine.assess.cells import PRESENT
from leitai.engine.assess.lights import lit
from leitai.engine.assess.run import Run
from leitai.engine.assess.score import OFF, OUT, SCORED
from leitai.engine.assess.standing import GroupRun, Place, Standing
from leitai.engine.decimals import decimal_text, significant
from leitai.engine.exact import Exact

Plain = dict[str, Any]


def values_of(run: Run) -> Plain:
    """Every score, rank, flag and list of every round scored, by period and contestant."""
    return {period: _round(run, r, period) for r, period in enumerate(run.snapshot.rounds)}


def _round(run: Run, r: int, period: str) -> Plain:
    table = run.standings[period]
    found: Plain = {}
    for group in run.groups:
        lights, flags = lit(run.plan, group, r), _flags(group, r)
        for i, contestant in enumerate(group.grid.contestants):
            if group.grid.member[r, i]:
                found[contestant] = _contestant(run, group, r, i, table[contestant], lights.get(i, {}), flags)
    return found


def _contestant(
    run: Run,
    group: GroupRun,
    r: int,
    i: int,
    standing: Standing,
    lights: Mapping[str, Mapping[str, str]],
    flags: Mapping[tuple[int, int], list[str]],
) -> Plain:
    adjusted = group.adjusted
    rounding = run.plan.policies.rounding
    scored = group.nodes[0].state[r, i] == SCORED
    entry: Plain = {
        "group": group.grid.group.id,
        "nodes": _nodes(run, group, r, i, flags),
        "base": written(group.nodes[0].exact.at((r, i))) if scored else None,
        "score": ticks_or_text(adjusted.score, rounding.total, r, i) if scored else None,
        "places": {
            grouping: _place(run, grouping, group_id, place) for grouping, (group_id, place) in standing.places.items()
        },
    }
    items = [
        [item.id, written(item.count.at((r, i))), written(item.points.at((r, i)))]
        for item in adjusted.items
        if item.count.at((r, i)) != 0
    ]
    cuts = [written(cut.at((r, i))) for cut in (adjusted.cut_deduction, adjusted.cut_bonus)]
    optional = {
        "adjustments": items,
        "cuts": cuts if any(cut != "0" for cut in cuts) else [],
        "vetoes": sorted(standing.effects),
        "grade": standing.grade,
        "held": list(standing.held),
        "lists": list(standing.awards),
        "lights": {node: dict(by_table) for node, by_table in lights.items()},
        "score_before": None if standing.score_before is None else written(standing.score_before),
        "flags": flags_of(run, group, r, i),
    }
    return entry | {key: value for key, value in optional.items() if value}


def flags_of(run: Run, group: GroupRun, r: int, i: int) -> list[str]:
    """Flags of the total: what its indicators were flagged with, and what the adjustments did."""
    found = {name for name, mask in group.leaves.flags.items() if mask[r, i].any()}
    if group.adjusted.bounded[r, i]:
        found.add("bounded")
    return sorted(found)


def _flags(group: GroupRun, r: int) -> dict[tuple[int, int], list[str]]:
    """The flags of every leaf cell of a round, by (contestant, column), in order of their names."""
    found: dict[tuple[int, int], list[str]] = {}
    for name in sorted(group.leaves.flags):
        for i, j in np.argwhere(group.leaves.flags[name][r]).tolist():
            found.setdefault((i, j), []).append(name)
    return found


def _nodes(run: Run, group: GroupRun, r: int, i: int, flags: Mapping[tuple[int, int], list[str]]) -> Plain:
    """Per node: score (ticks where rounded, else text), rank, flags, raw figure; absent where it does not count."""
    rounding = run.plan.policies.rounding
    found: Plain = {}
    for position, node in enumerate(run.plan.nodes):
        state = group.nodes[position].state[r, i]
        if position == 0 or state == OFF:
            continue
        entry: Plain = {}
        if state == SCORED:
            places = rounding.track if node.column is None else rounding.indicator
            entry["s"] = ticks_or_text(group.nodes[position].score, places, r, i)
        elif state == OUT:
            entry["out"] = True
        if rank := int(group.ranks[position, r, i]):
            entry["r"] = rank
        if node.column is not None:
            if (i, node.column) in flags:
                entry["f"] = flags[i, node.column]
            own = group.grid.values[node.column]
            if own.reason[r, i] == PRESENT and run.plan.columns[node.column].method.reads_value:
                entry["v"] = written(own.value.at((r, i)))
        found[node.id] = entry
    return found


def _place(run: Run, grouping: str, group: str, place: Place) -> Plain:
    """Where one stands in a grouping; ranks of nodes only outside the peers' grouping (theirs stand by node)."""
    entry: Plain = {"group": group, "of": place.of}
    if place.rank:
        entry |= {"rank": place.rank, "rank_last": place.rank_last}
    if place.rank_before:
        entry["rank_before"] = place.rank_before
    if place.change is not None:
        entry["change"] = written(place.change)
        entry["progress_rank"] = place.progress_rank
    if grouping != run.plan.rulebook.peers:
        ranked = zip(run.plan.nodes[1:], place.nodes[1:], strict=True)
        entry["nodes"] = {node.id: rank for node, rank in ranked if rank}
    return entry


def ticks_or_text(score: Exact, places: int | None, r: int, i: int) -> int | str:
    """Ticks of 10^-places; an unrounded score to twelve significant digits."""
    if places is None:
        return significant(score.at((r, i)))
    num, den = score.pair((r, i))
    scale: int = 10**places
    ticks, rest = divmod(num * scale, den)
    assert rest == 0, "a rounded score is a whole number of ticks"
    return ticks


def written(value: Fraction) -> str:
    """A number that is not a score: exactly where it is a decimal, else to twelve significant digits."""
    text = decimal_text(value)
    return significant(value) if "/" in text else text
