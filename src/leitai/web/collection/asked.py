"""Which figures a round asks for, of whom, and who checks them: read off the edition, pure.

A cell is asked once however many indicators rest on it. Required cells are those the round's score needs
(`engine.owed_cells`); optional ones are filed only where there is something to file (bonuses, deductions, vetoes, what
gates and lights read). Rulings are nobody's to owe: the office files them when a case needs one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import CellKey, Column, Plan, adjustments_of, cells_read, counts, members, read_period
from leitai.engine.assess.snapshot import owed_cells
from leitai.engine.periods import cell_period
from leitai.engine.rulebook.expression import figures_of, parse, references
from leitai.engine.rulebook.model import Adjustment, Group, Indicator, Series
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
        owed = [(column, key) for column in columns for key in owed_cells(plan, column, period)]
        optional = _optional(plan, columns, group, period)
        for contestant in members(group, period):
            for column, key in owed:
                if contestant not in column.indicator.not_applicable:
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


def _optional(plan: Plan, columns: Iterable[Column], group: Group, period: str) -> list[CellKey]:
    """`engine.optional_cells` for one group, without what its contestants do not have and without rulings."""
    keys: set[CellKey] = set()
    for column in columns:
        item = plan.inputs[column.indicator.id]
        at = cell_period(read_period(item, period), item.kind)
        keys |= cells_read(plan, figures_of(item.program), read_period(item, period))
        for table in plan.rulebook.lights:
            if not table.indicators or item.id in table.indicators:
                keys |= {(item.id, role, at) for role in ("target", "base") if role in table.measure}
        for award in plan.rulebook.awards:
            if f"met({item.id})" in award.when.replace(" ", ""):
                keys.add((item.id, "target", at))
    for adjustment in adjustments_of(plan, group.id):
        item = plan.inputs[adjustment.id]
        if item.formula is None:
            keys.add((item.id, "actual", cell_period(period, item.kind)))
        for text in _conditions(adjustment):
            keys |= cells_read(plan, references(parse(text)), period)
    return sorted(keys)


def _conditions(adjustment: Adjustment) -> Iterator[str]:
    yield from (text for text in (adjustment.gate, adjustment.formula) if text)


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


def _column_of(plan: Plan, indicator: str) -> int:
    column = plan.nodes[plan.node_position[indicator]].column
    assert column is not None
    return column
