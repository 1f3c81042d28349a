"""Figures become arrays here and nowhere else: one column a leaf, shape (round, contestant), for one group of peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from leitai.engine.assess.cells import BY_STATUS, NOT_APPLICABLE, NOT_YET, PRESENT, UNREPORTED, Resolver, Values, merged
from leitai.engine.assess.derive import derive
from leitai.engine.assess.plan import Column, Plan, counts, members
from leitai.engine.assess.reads import CellKey, read_at, read_period
from leitai.engine.assess.snapshot import CellRow, Snapshot
from leitai.engine.exact import Exact, Mask, from_decimal
from leitai.engine.rulebook.model import Group


@dataclass(frozen=True, slots=True)
class Grid:
    """All a group's figures of the rounds scored. Everything is (round, contestant) a column."""

    group: Group
    periods: tuple[str, ...]
    contestants: tuple[str, ...]
    member: Mask
    ranked: Mask
    active: Mask
    points: Exact
    values: tuple[Values, ...]
    roles: Mapping[int, Mapping[str, Values]]
    rulings: tuple[Values, ...]
    resolver: Resolver


def build_grid(plan: Plan, snapshot: Snapshot, group: Group) -> Grid:
    """Read a group's columns from a snapshot. `active` (round, column): whether the leaf counts; `points` (column,)."""
    periods = snapshot.rounds
    belongs = [set(members(group, period)) for period in periods]
    inside = tuple(c for c in plan.contestants if any(c in b for b in belongs))
    member = np.array([[c in b for c in inside] for b in belongs], dtype=bool).reshape(len(periods), len(inside))
    by_id = {c.id: c for c in plan.rulebook.contestants}
    ranked = np.array([by_id[c].ranked for c in inside], dtype=bool)
    active = np.array([[counts(plan, column, group.id, p) for column in plan.columns] for p in periods], dtype=bool)
    points = Exact.of([plan.points(column, group.id) for column in plan.columns])
    resolver = reader(plan, snapshot, inside)
    values, rulings, roles = [], [], {}
    for column in plan.columns:
        own = _own(plan, column, periods, resolver)
        values.append(own)
        rulings.append(_filed(plan, column.indicator.id, "ruling", periods, resolver))
        roles[column.index] = {
            role: _filed(plan, column.indicator.id, role, periods, resolver)
            for role in column.method.roles(column.parameters)
        }
    return Grid(group, periods, inside, member, ranked, active, points, tuple(values), roles, tuple(rulings), resolver)


def reader(plan: Plan, snapshot: Snapshot, contestants: Sequence[str]) -> Resolver:
    """A function (input, role, periods) → the filed or derived values of these contestants; each read once."""
    adjustments = {one.id for one in plan.rulebook.adjustments}
    rows: dict[CellKey, dict[str, CellRow]] = {}
    for row in snapshot.cells:
        rows.setdefault((row.indicator, row.role, row.period), {})[row.contestant] = row
    known: dict[tuple[str, str, tuple[str, ...]], Values] = {}

    def resolve(name: str, role: str, periods: tuple[str, ...]) -> Values:
        key = (name, role, periods)
        if key not in known:
            item = plan.inputs[name]
            if item.formula is not None and role == "actual":
                found = derive(plan, item, tuple(read_period(item, period) for period in periods), resolve)
            else:
                reads = [read_at(item, role, period) for period in periods]
                # Of an adjustment none filed is none: nobody owes what did not happen.
                absent = PRESENT if name in adjustments and role == "actual" else UNREPORTED
                found = _read(rows, contestants, [read.cell for read in reads], absent)
                if item.previous and (found.reason == NOT_YET).any():
                    found = _carry(found, _read(rows, contestants, [read.before for read in reads]))
            if item.excused and role != "ruling":
                found = _excused(found, [contestant in item.excused for contestant in contestants])
            known[key] = found
        return known[key]

    return resolve


def _read(
    rows: Mapping[CellKey, Mapping[str, CellRow]],
    contestants: Sequence[str],
    keys: Sequence[CellKey],
    absent: int = UNREPORTED,
) -> Values:
    shape = (len(keys), len(contestants))
    found = [rows.get(key, {}).get(contestant) for key in keys for contestant in contestants]
    value, _ = from_decimal([None if row is None or row.value is None else Decimal(row.value) for row in found])
    reason = np.array([absent if row is None else BY_STATUS[row.status] for row in found], dtype=np.int8)
    marks = {
        status: np.array([row is not None and row.status == status for row in found], dtype=bool).reshape(shape)
        for status in ("late", "reported")
    }
    return Values(Exact(value.num.reshape(shape), value.den), reason.reshape(shape), merged(marks))


def _carry(found: Values, earlier: Values) -> Values:
    """Policy not_yet_published: previous — the figure of the round before stands in, and says so."""
    take = (found.reason == NOT_YET) & earlier.present
    value = Exact(np.where(take, 0, found.value.num), found.value.den)
    value = value + Exact(np.where(take, earlier.value.num, 0), earlier.value.den)
    return Values(value, np.where(take, np.int8(PRESENT), found.reason), {**found.marks, "previous": take})


def _excused(found: Values, who: Sequence[bool]) -> Values:
    """不适用: who has no such task has no figure for it, for formulas that read it either."""
    reason = np.where(np.array(who, dtype=bool), np.int8(NOT_APPLICABLE), found.reason)
    return replace(found, reason=reason)


def _own(plan: Plan, column: Column, periods: tuple[str, ...], resolver: Resolver) -> Values:
    if column.formula is None and not column.method.reads_value:
        return _all_of(
            [_filed(plan, column.indicator.id, r, periods, resolver) for r in column.method.roles(column.parameters)]
        )
    return resolver(column.indicator.id, "actual", periods)


def _filed(plan: Plan, name: str, role: str, periods: tuple[str, ...], resolver: Resolver) -> Values:
    return resolver(name, role, periods)


def _all_of(parts: Sequence[Values]) -> Values:
    """Where a method reads roles only (votes, ratings): there where any of them is, else with the gravest reason."""
    reason = np.minimum.reduce([part.reason for part in parts])
    zero = Exact(np.zeros(reason.shape, dtype=np.int64), np.array(1))
    late = np.logical_or.reduce([part.marks.get("late", np.zeros(reason.shape, dtype=bool)) for part in parts])
    return Values(zero, reason, merged({"late": late}))
