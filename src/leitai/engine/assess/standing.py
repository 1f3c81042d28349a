"""Scores become standings: ranks per group and node, progress, grades, and the lists results put units on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from leitai.engine.assess.adjust import Adjusted, vetoed
from leitai.engine.assess.grid import Grid
from leitai.engine.assess.plan import Plan, members
from leitai.engine.assess.rank import Ranks, keys_of, rank, rank_with_breakers
from leitai.engine.assess.score import SCORED, Leaves
from leitai.engine.assess.tree import NodeScore
from leitai.engine.exact import Exact, IntArray, Mask
from leitai.engine.rulebook.interval import Interval
from leitai.engine.rulebook.model import Grouping, TieBreakers


@dataclass(frozen=True, slots=True)
class GroupRun:
    """A group of peers, scored: everything (round, contestant); `ranks` (node, round, contestant), 0 is unranked."""

    grid: Grid
    leaves: Leaves
    nodes: tuple[NodeScore, ...]
    adjusted: Adjusted
    ranks: Ranks

    def ticks(self, plan: Plan) -> IntArray | None:
        """Ticks of every node (node, round, contestant), the root's after adjustments; None where any is unrounded."""
        rounding = plan.policies.rounding
        if None in (rounding.indicator, rounding.track, rounding.total):
            return None
        shape = self.grid.member.shape
        parts = [self.adjusted.score.num, *(node.score.num for node in self.nodes[1:])]
        found = np.stack([np.broadcast_to(part, shape) for part in parts])
        return None if found.dtype == object else found

    @property
    def counted(self) -> Mask:
        """Who has a total that may be ranked."""
        return np.asarray(self.nodes[0].state == SCORED) & self.grid.ranked


@dataclass(frozen=True, slots=True)
class Place:
    """A contestant's place in one group of one grouping: 0 is unranked. `nodes`: its rank at every node of the plan."""

    rank: int
    rank_last: int
    of: int
    nodes: tuple[int, ...]
    rank_before: int = 0
    change: Fraction | None = None
    progress_rank: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contestant stands in one round. `score` is None where the total could not be had."""

    contestant: str
    group: str
    score: Fraction | None
    score_before: Fraction | None
    places: Mapping[str, tuple[str, Place]]
    grade: str = ""
    effects: frozenset[str] = frozenset()
    held: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()


def rank_nodes(plan: Plan, grid: Grid, leaves: Leaves, nodes: Sequence[NodeScore], adjusted: Adjusted) -> Ranks:
    """Ranks of every node within the group of peers; the root's after adjustments and vetoes."""
    shape = grid.member.shape
    exact = plan.policies.rank_on == "exact"
    keys, counted = _node_keys(plan, nodes, leaves, shape, exact)
    counted &= grid.ranked
    ranks = rank(keys, counted, plan.policies.ties == "dense")
    total = adjusted.exact if exact else adjusted.score
    if exact:
        zero = vetoed(plan, adjusted, "zero")
        total = Exact(np.where(zero, 0, np.broadcast_to(total.num, shape)), total.den)
    levels = total_levels(
        plan, keys_of(total), lambda id_: keys_of(node_at(plan, nodes, id_, exact)), vetoed(plan, adjusted, "rank_last")
    )
    ranks[0] = rank_with_breakers(
        levels, counted[0] & ~vetoed(plan, adjusted, "unranked"), plan.policies.ties == "dense"
    )
    return ranks


def _node_keys(
    plan: Plan, nodes: Sequence[NodeScore], leaves: Leaves, shape: tuple[int, ...], exact: bool
) -> tuple[IntArray, Mask]:
    """What every node is ranked on (node, round, contestant), and where it has a score. All leaves in one step."""
    keys = np.zeros((len(nodes), *shape), dtype=np.int64)
    counted = np.zeros(keys.shape, dtype=bool)
    places = [p for p, node in enumerate(plan.nodes) if node.column is not None]
    counted[places] = np.moveaxis(leaves.state, -1, 0) == SCORED
    scores = leaves.exact if exact else leaves.score
    if scores.den.size == 1 and scores.num.dtype != object:
        keys[places] = np.moveaxis(scores.num, -1, 0)
        places = []
    for position, node in enumerate(nodes):
        if plan.nodes[position].column is None:
            counted[position] = node.state == SCORED
            places.append(position)
    for position in places:
        keys[position] = keys_of(nodes[position].exact if exact else nodes[position].score)
    return keys, counted


def node_at(plan: Plan, nodes: Sequence[NodeScore], id_: str, exact: bool) -> Exact:
    position = plan.node_position[id_]
    return nodes[position].exact if exact else nodes[position].score


def total_levels(plan: Plan, total: Any, breaker: Any, last: Mask) -> list[Any]:
    """The keys by which totals are ranked: not put last first, then the total, then the stated tie-breakers."""
    levels = [(~last).astype(np.int64), total] if last.any() else [total]
    if isinstance(plan.policies.ties, TieBreakers):
        levels += [breaker(id_) for id_ in plan.policies.ties.break_by]
    return levels


def standings(plan: Plan, groups: Sequence[GroupRun], r: int, earlier: Mapping[str, Standing]) -> dict[str, Standing]:
    """Everyone's standing in round `r`, against the round before (`earlier`, empty where there is none)."""
    found: dict[str, dict[str, tuple[str, Place]]] = {}
    for grouping in plan.rulebook.groupings:
        for contestant, group, place in _places(plan, grouping, groups, r, earlier):
            found.setdefault(contestant, {})[grouping.id] = (group, place)
    result = {}
    for group_run in groups:
        scores = group_run.adjusted.score[r].fractions()
        for i, contestant in enumerate(group_run.grid.contestants):
            if group_run.grid.member[r, i]:
                scored = group_run.nodes[0].state[r, i] == SCORED
                result[contestant] = _standing(
                    plan,
                    group_run,
                    (r, i),
                    scores[i] if scored else None,
                    found.get(contestant, {}),
                    earlier.get(contestant),
                )
    return result


def _standing(
    plan: Plan,
    run: GroupRun,
    at: tuple[int, int],
    score: Fraction | None,
    places: Mapping[str, tuple[str, Place]],
    before: Standing | None,
) -> Standing:
    effects = frozenset(id_ for id_, held in run.adjusted.vetoes.items() if held[at])
    return Standing(
        run.grid.contestants[at[1]],
        run.grid.group.id,
        score,
        before.score if before else None,
        places,
        grade_of(plan, score, effects),
        effects,
    )


def grade_of(plan: Plan, score: Fraction | None, effects: frozenset[str]) -> str:
    """The grade of a total, no better than a `cap_grade` veto leaves. Grades are listed best first."""
    if score is None:
        return ""
    order = [grade.id for grade in plan.rulebook.grades]
    borders = plan.policies.grade_borders
    grade = next((g.id for g in plan.rulebook.grades if _interval(g.interval, borders).contains(score)), "")
    for adjustment in plan.rulebook.adjustments:
        if adjustment.id in effects and adjustment.effect == "cap_grade" and grade and adjustment.grade:
            grade = order[max(order.index(grade), order.index(adjustment.grade))]
    return grade


@cache
def _interval(text: str, borders: str) -> Interval:
    return Interval.read(text, borders)


def _places(
    plan: Plan, grouping: Grouping, groups: Sequence[GroupRun], r: int, earlier: Mapping[str, Standing]
) -> list[tuple[str, str, Place]]:
    where_is = {c: (run, i) for run in groups for i, c in enumerate(run.grid.contestants) if run.grid.member[r, i]}
    found: list[tuple[str, str, Place]] = []
    own = grouping.id == plan.rulebook.peers
    ticks = {} if own or plan.policies.rank_on == "exact" else {id(run): run.ticks(plan) for run in groups}
    for group in grouping.groups:
        inside = [c for c in members(group, groups[0].grid.periods[r]) if c in where_is]
        if not inside:
            continue
        ranks = _ranks(plan, own, [where_is[c] for c in inside], r, ticks)
        of = int((ranks[0] > 0).sum())
        last = _from_last(ranks[0])
        changes = [
            _change(plan, grouping.id, *where_is[c], r, int(ranks[0][k]), earlier.get(c)) for k, c in enumerate(inside)
        ]
        ranked = [change if rank else None for change, rank in zip(changes, ranks[0], strict=True)]
        progress = _progress_ranks(ranked, plan.policies.ties == "dense")
        by_node = ranks.T.tolist()
        for k, contestant in enumerate(inside):
            before = earlier.get(contestant)
            rank_before = before.places[grouping.id][1].rank if before and grouping.id in before.places else 0
            place = Place(int(ranks[0][k]), int(last[k]), of, tuple(by_node[k]), rank_before, changes[k], progress[k])
            found.append((contestant, group.id, place))
    return found


def _ranks(
    plan: Plan, own: bool, at: Sequence[tuple[GroupRun, int]], r: int, ticks: Mapping[int, IntArray | None]
) -> Ranks:
    """Ranks (node, contestant) of the given contestants: the peers' own, or the same scores ranked anew."""
    if own:
        # A group of the peers is one run.
        return at[0][0].ranks[:, r, [i for _, i in at]]
    exact = plan.policies.rank_on == "exact"
    dense = plan.policies.ties == "dense"
    columns = [ticks.get(id(run)) for run, _ in at]
    if all(column is not None for column in columns):
        keys = np.stack([column[:, r, i] for column, (_, i) in zip(columns, at, strict=True) if column is not None], -1)
    else:
        keys = np.stack([_codes(_scores(plan, at, position, r, exact)) for position in range(len(plan.nodes))])
    states = np.array([[node.state[r, i] == SCORED for node in run.nodes] for run, i in at]).T
    ranks = rank(keys, states & np.array([bool(run.grid.ranked[i]) for run, i in at]), dense)
    totals = _scores(plan, at, 0, r, exact)
    last = np.array([vetoed(plan, run.adjusted, "rank_last")[r, i] for run, i in at])
    out = np.array([vetoed(plan, run.adjusted, "unranked")[r, i] for run, i in at])
    counted = np.array([run.counted[r, i] for run, i in at]) & ~out

    def breaker(id_: str) -> Any:
        return keys[plan.node_position[id_]]

    ranks[0] = rank_with_breakers(total_levels(plan, _codes(totals), breaker, last), counted, dense)
    return ranks


def _scores(plan: Plan, at: Sequence[tuple[GroupRun, int]], position: int, r: int, exact: bool) -> list[Fraction]:
    """What a node is ranked on, for contestants of several groups."""
    if position == 0:
        zero = [vetoed(plan, run.adjusted, "zero")[r, i] for run, i in at]
        totals = [(run.adjusted.exact if exact else run.adjusted.score).at((r, i)) for run, i in at]
        return [Fraction(0) if out else total for out, total in zip(zero, totals, strict=True)]
    return [(run.nodes[position].exact if exact else run.nodes[position].score).at((r, i)) for run, i in at]


def _codes(values: Sequence[Fraction]) -> Any:
    order = {value: k for k, value in enumerate(sorted(set(values)))}
    return np.array([order[value] for value in values], dtype=np.int64)


def _from_last(ranks: Any) -> Any:
    """1 for the last, 2 for the last but one…, ties sharing the place nearer the end; 0 unranked."""
    counted = ranks > 0
    return rank(ranks.astype(np.int64), counted)


def _change(
    plan: Plan, grouping: str, run: GroupRun, i: int, r: int, now: int, before: Standing | None
) -> Fraction | None:
    """进步: places gained, or points gained, by the policy `progress`; None where either round has none."""
    if before is None:
        return None
    if plan.policies.progress == "places":
        place = before.places.get(grouping)
        return Fraction(place[1].rank - now) if now and place and place[1].rank else None
    if before.score is None or run.nodes[0].state[r, i] != SCORED:
        return None
    return run.adjusted.score.at((r, i)) - before.score


def _progress_ranks(changes: Sequence[Fraction | None], dense: bool) -> list[int]:
    counted = np.array([change is not None for change in changes], dtype=bool)
    codes = _codes([Fraction(0) if change is None else change for change in changes])
    return [int(x) for x in rank(codes, counted, dense)]
