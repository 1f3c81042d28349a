"""Door 4: a run is a pure function of an edition and a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from leitai.engine.assess.adjust import adjust
from leitai.engine.assess.earlier import earlier_tables
from leitai.engine.assess.grid import build_grid
from leitai.engine.assess.lists import with_lists
from leitai.engine.assess.plan import Plan, compile_plan
from leitai.engine.assess.score import Need, score_leaves
from leitai.engine.assess.snapshot import CATALOGUE, CellRow, Snapshot, freeze, resolve, rounds_with_figures
from leitai.engine.assess.standing import GroupRun, Standing, rank_nodes, standings
from leitai.engine.assess.tree import build_tree
from leitai.engine.errors import InputError, UsageError
from leitai.engine.figures import Figure
from leitai.engine.methods.cases import NO_PEERS, OUT_OF_RANGE
from leitai.engine.periods import sort_key
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.words import flag_words

# Cases that no policy closes; a role that a method needs and nobody filed is another.
UNRULED = frozenset({NO_PEERS, OUT_OF_RANGE, "division_by_zero"})


@dataclass(frozen=True)
class Run:
    """A scored snapshot. `standings` holds one table a round scored; `earlier` what was kept of a published result."""

    plan: Plan
    snapshot: Snapshot
    groups: tuple[GroupRun, ...]
    standings: Mapping[str, Mapping[str, Standing]]
    earlier: Mapping[str, Any]
    trial: bool

    @property
    def period(self) -> str:
        """The round the run is for: the last one scored."""
        return self.snapshot.rounds[-1]

    @cached_property
    def rows(self) -> Mapping[tuple[str, str, str, str], CellRow]:
        """The snapshot's cells by (contestant, input, period, role)."""
        return {row[:4]: row for row in self.snapshot.cells}

    def rounds_before(self, period: str) -> frozenset[str]:
        """The rounds before one of which there is a result, in this run or kept from an earlier one."""
        there = {*self.earlier.get("rounds", {}), *self.snapshot.rounds}
        return frozenset(one for one in there if sort_key(one) < sort_key(period))

    def group_of(self, contestant: str) -> tuple[GroupRun, int]:
        for group in self.groups:
            if contestant in group.grid.contestants:
                return group, group.grid.contestants.index(contestant)
        raise KeyError(contestant)


def score_snapshot(
    plan: Plan,
    snapshot: Snapshot,
    *,
    trial: bool = False,
    earlier: Mapping[str, Any] | None = None,
) -> Run:
    """Score a snapshot. Raises InputError naming every cell that waits for a ruling, unless a trial.

    Rounds before the last are scored for progress and for lists over consecutive rounds; what they lack is refused as
    well, for nobody can be measured against a round that has no result.
    """
    groups = score_groups(plan, snapshot)
    if not trial:
        refuse_open_cases([need for group in groups for need in group.leaves.needs])
    kept = earlier_tables(earlier or {}, plan.policies.rounding.total)
    tables: dict[str, Mapping[str, Standing]] = {}
    history: dict[str, Mapping[str, Standing]] = {
        period: kept[period] for period in sorted(kept, key=sort_key) if sort_key(period) < sort_key(snapshot.rounds[0])
    }
    for r, period in enumerate(snapshot.rounds):
        last = next(reversed(history.values()), {})
        table = standings(plan, groups, r, last)
        table = with_lists(plan, groups, r, table, history)
        tables[period] = table
        history[period] = table
    return Run(plan, snapshot, tuple(groups), tables, earlier or {}, trial)


def score_groups(plan: Plan, snapshot: Snapshot) -> list[GroupRun]:
    """The arrays of every group of peers that has members: leaves, tree, adjustments, ranks."""
    groups = []
    for group in plan.peer_groups:
        grid = build_grid(plan, snapshot, group)
        if not grid.contestants:
            continue
        leaves = score_leaves(plan, grid)
        nodes = build_tree(plan, grid, leaves)
        adjusted = adjust(plan, grid, leaves, nodes[0])
        run = GroupRun(grid, leaves, nodes, adjusted, rank_nodes(plan, grid, leaves, nodes, adjusted))
        groups.append(run)
    if not groups:
        raise InputError([CATALOGUE.fault("FG-018", "", "、".join(snapshot.rounds), grouping=plan.rulebook.peers)])
    return groups


def score_figures(
    rulebook: Rulebook,
    figures: Iterable[Figure],
    period: str | None = None,
    *,
    trial: bool = False,
    earlier: Mapping[str, Any] | None = None,
) -> Run:
    """Resolve, freeze and score. Without `period`, the only round with figures.

    With `earlier` (`earlier_from` a result that stands) the round is scored alone against them; without, every earlier
    round of the edition that has figures is scored from the same figures.
    """
    plan = compile_plan(rulebook)
    cells = resolve(plan, figures)
    there = rounds_with_figures(plan, cells)
    period = choose_round(plan, there, period)
    upto = plan.periods[: plan.periods.index(period) + 1]
    rounds = [period] if earlier is not None else [p for p in upto if p in there or p == period]
    run = score_snapshot(plan, freeze(plan, cells, rounds, trial), trial=trial, earlier=earlier)
    # Of some rounds there may be figures, and yet none that counts: such a round is not the round before.
    scored = [p for r, p in enumerate(rounds) if p == period or any(_has_figures(group, r) for group in run.groups)]
    if len(scored) == len(rounds):
        return run
    return score_snapshot(plan, freeze(plan, cells, scored, trial), trial=trial, earlier=earlier)


def _has_figures(group: GroupRun, r: int) -> bool:
    """Whether any leaf that counts in the round has a value of its own."""
    grid = group.grid
    return any(
        bool((values.present[r] & grid.member[r]).any())
        for values, active in zip(grid.values, grid.active[r], strict=True)
        if active
    )


def choose_round(plan: Plan, there: Sequence[str], period: str | None) -> str:
    """The round asked for, or the only one with figures. UsageError lists several; InputError: there is none."""
    if period is not None:
        if period not in plan.periods:
            raise UsageError(
                f"规则没有 {period} 这一期；规则所列各期：{'、'.join(plan.periods)}",
                f"the rulebook has no round {period}; its rounds: {', '.join(plan.periods)}",
            )
        return period
    if not there:
        raise InputError([CATALOGUE.fault("FG-016", "", plan.rulebook.title.zh, known="、".join(plan.periods))])
    if len(there) > 1:
        raise UsageError(
            f"有数据的不止一期，请用 --period 指明：{'、'.join(there)}",
            f"more than one round has figures; name one with --period: {', '.join(there)}",
        )
    return there[0]


def refuse_open_cases(needs: Sequence[Need]) -> None:
    """Stop where a case is open under the rule: all such cells at once."""
    faults = [
        CATALOGUE.fault(
            "FG-024" if need.case in UNRULED or need.case.startswith("missing_") else "FG-013",
            "",
            f"{need.contestant} {need.indicator} {need.period}",
            case=flag_words(need.case),
            case_en=flag_words(need.case, "en"),
            policy=need.case,
        )
        for need in needs
    ]
    if faults:
        raise InputError(faults)
