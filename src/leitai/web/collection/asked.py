"""Which figures a round asks for, of whom, and who checks them: read off the edition, pure.

A cell is asked once however many indicators rest on it. Required cells are those the round's score needs
(`engine.assess.reads`); optional ones are filed only where there is something to file (bonuses, deductions, vetoes,
what gates and lights read). Rulings are nobody's to owe: the office files them when a case needs one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import Column, Plan, adjustments_of, counts, members
from leitai.engine.assess.reads import CellKey, consulted_reads, owed_reads
from leitai.engine.rulebook.model import Adjustment, Indicator, Series
from leitai.engine.show import show_value
from leitai.web.collection.rules.duties import choose_verifier


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure a round asks for. `verifier` is empty where nobody is left to check it."""

    contestant: str
    indicator: str
    period: str
    role: str
    filer: str
    verifier: str
    required: bool


@dataclass(frozen=True, slots=True)
class Who:
    """Who answers for an input: an indicator, a series or an adjustment."""

    department: str | None
    verifier: str | None


def responsible(plan: Plan) -> dict[str, Who]:
    items: list[Indicator | Series | Adjustment] = [column.indicator for column in plan.columns]
    items += [*plan.rulebook.series, *plan.rulebook.adjustments]
    return {item.id: Who(item.data_department, item.verifier) for item in items}


def asked_figures(plan: Plan, period: str, office: str, counter: str) -> list[Asked]:
    """Every figure the round asks for, in the edition's order of groups, contestants and indicators."""
    who = responsible(plan)
    order = {name: place for place, name in enumerate(plan.inputs)}
    found: dict[tuple[str, CellKey], Asked] = {}
    for group in plan.peer_groups:
        columns = [column for column in plan.columns if counts(plan, column, group.id, period)]
        owed = [(column, key) for column in columns for key, _ in owed_reads(plan, column, period)]
        optional = sorted(read.cell for read in consulted_reads(plan, period, columns, adjustments_of(plan, group.id)))
        for contestant in members(group, period):
            for column, key in owed:
                if not (contestant in column.indicator.not_applicable or _exempt(plan, contestant, key[0])):
                    found[contestant, key] = _asked(who, contestant, key, True, office, counter)
            for key in optional:
                if (contestant, key) not in found and not _exempt(plan, contestant, key[0]):
                    found[contestant, key] = _asked(who, contestant, key, False, office, counter)
    return sorted(
        found.values(),
        key=lambda a: (plan.position[a.contestant], order[a.indicator], a.role != "actual", a.role, a.period),
    )


def _exempt(plan: Plan, contestant: str, name: str) -> bool:
    item = plan.items.get(name)
    return isinstance(item, Indicator) and contestant in item.not_applicable


def _asked(who: dict[str, Who], contestant: str, key: CellKey, required: bool, office: str, counter: str) -> Asked:
    name, role, period = key
    answer = who[name]
    filer = answer.department or contestant
    verifier = choose_verifier(filer, contestant, answer.verifier or "", office, counter)
    return Asked(contestant, name, period, role, filer, verifier, required)


def unverifiable(asked: Iterable[Asked]) -> list[Asked]:
    """Figures whose only possible verifier files them or is judged by them."""
    return [figure for figure in asked if not figure.verifier]


def full_points(plan: Plan, indicator: str, contestant: str, period: str, role: str) -> Fraction | None:
    """The full points of a figure that is points given by people (a review, a ruling); None for every other figure."""
    item = plan.items.get(indicator)
    if not isinstance(item, Indicator):
        return None
    column = plan.columns[_column_of(plan, indicator)]
    if role != "ruling" and not (role == "actual" and column.method.name == "given"):
        return None
    for group in plan.peer_groups:
        if contestant in members(group, period):
            return plan.points(column, group.id)
    return None


@dataclass(frozen=True, slots=True)
class OwnShare:
    """How much of all points rests on what a contestant files itself: so many indicators, that part of the whole."""

    indicators: int
    of: int
    part: Fraction

    @property
    def per_cent(self) -> str:
        return show_value(self.part * 100)


def own_share(plan: Plan, contestant: str, period: str) -> OwnShare | None:
    """The self-reported share of a contestant's points; None where it is in no group this period."""
    group = next((group.id for group in plan.peer_groups if contestant in members(group, period)), None)
    if group is None:
        return None
    there = [
        column
        for column in plan.columns
        if counts(plan, column, group, period) and contestant not in column.indicator.not_applicable
    ]
    parts = {column.indicator.id: _part(plan, column, group) for column in there}
    own = [column.indicator.id for column in there if (column.indicator.data_department or contestant) == contestant]
    whole = sum(parts.values(), Fraction(0))
    return OwnShare(len(own), len(there), sum((parts[name] for name in own), Fraction(0)) / whole if whole else whole)


def _part(plan: Plan, column: Column, group: str) -> Fraction:
    """What a leaf is of the whole: its points, or its weight within each branch above it."""
    assert plan.rulebook.tree is not None
    if plan.rulebook.tree.measure == "points":
        return plan.points(column, group)
    part, at = Fraction(1), plan.node_position[column.indicator.id]
    while (above := plan.nodes[at].parent) is not None:
        beside = [plan.weight(plan.items[plan.nodes[child].id], group) for child in plan.nodes[above].children]
        whole = sum(beside, Fraction(0))
        part = part * plan.weight(plan.items[plan.nodes[at].id], group) / whole if whole else Fraction(0)
        at = above
    return part


def _column_of(plan: Plan, indicator: str) -> int:
    column = plan.nodes[plan.node_position[indicator]].column
    assert column is not None
    return column
