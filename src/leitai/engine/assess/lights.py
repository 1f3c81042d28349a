"""红黄绿灯: which band of a table of lights an indicator's measure falls into, for every contestant of a round."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from leitai.engine.assess.cells import PRESENT, Values
from leitai.engine.assess.derive import measure
from leitai.engine.assess.plan import Plan
from leitai.engine.assess.score import SCORED
from leitai.engine.assess.standing import GroupRun
from leitai.engine.exact import Exact
from leitai.engine.rulebook.expression import parse
from leitai.engine.rulebook.interval import Interval

LightsOf = Mapping[str, Mapping[str, str]]


def lit(plan: Plan, run: GroupRun, r: int) -> Mapping[int, LightsOf]:
    """By contestant position: node → table → band. Nothing is lit where the measure has no value."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    for table in plan.rulebook.lights:
        bands = [(band.id, Interval.read(band.interval)) for band in table.bands]
        node = parse(table.measure)
        for column in plan.columns:
            if table.indicators and column.indicator.id not in table.indicators:
                continue
            if not run.grid.active[r, column.index]:
                continue
            values = measure(plan, node, run.grid.periods, run.grid.resolver, _local(plan, run, column.index))
            shape = run.grid.member.shape
            present = np.broadcast_to(values.present, shape)[r] & run.grid.member[r]
            for i in np.flatnonzero(present):
                x = _at(values.value, shape, r, int(i))
                band = next((id_ for id_, interval in bands if interval.contains(x)), None)
                if band is not None:
                    found.setdefault(int(i), {}).setdefault(column.indicator.id, {})[table.id] = band
    return found


def _at(value: Exact, shape: tuple[int, ...], r: int, i: int) -> Fraction:
    return Exact(np.broadcast_to(value.num, shape), value.den).at((r, i))


def _local(plan: Plan, run: GroupRun, column: int) -> dict[str, Values]:
    """The names a measure may use for the indicator it is asked about."""
    indicator = plan.columns[column].indicator
    periods = run.grid.periods
    state = run.leaves.state[..., column]
    points = Exact.of(plan.points(plan.columns[column], run.grid.group.id))
    rate = run.leaves.score[..., column].over(points) * Exact.of(100)
    reason = np.where(state == SCORED, np.int8(PRESENT), np.int8(1))
    return {
        "value": run.grid.values[column],
        "target": run.grid.resolver(indicator.id, "target", periods),
        "base": run.grid.resolver(indicator.id, "base", periods),
        "score_rate": Values(rate, reason),
    }
