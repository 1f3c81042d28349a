"""What the entry grid shows: one organisation's figures of a round, units down and indicators across."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from leitai.engine.assess.plan import Plan
from leitai.web.collection.editions import organisation_names, role_name
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Obligation, Pin, Round
from leitai.web.collection.services.acting import holding


class Column(NamedTuple):
    """A column of the grid: one indicator in one role and period."""

    key: str
    indicator: str
    role: str
    period: str
    title: str
    role_name: str
    unit: str
    required: bool


@dataclass(frozen=True, slots=True)
class Held:
    """One cell of the grid as it stands."""

    cell: int
    version: int
    state: str
    value: str
    status: str
    vintage: str
    note: str
    source: str
    explanation: str
    due: datetime.date
    required: bool
    reason: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class Row:
    contestant: str
    name: str
    cells: Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class Grid:
    columns: Sequence[Column]
    rows: Sequence[Row]


def column_key(indicator: str, role: str, period: str) -> str:
    return f"{indicator}|{role}|{period}"


def entry_grid(plan: Plan, round_: Round, filers: Iterable[str], lang: str = "zh") -> Grid:
    """All that these organisations file in a round. Four queries."""
    duties = Obligation.objects.filter(round=round_, filer__in=list(filers)).exclude(cell__role="ruling")
    return _grid(plan, duties, lang)


def contestant_grid(plan: Plan, round_: Round, contestants: Iterable[str], lang: str = "zh") -> Grid:
    """A unit's own row: every figure about it, whoever files it."""
    duties = Obligation.objects.filter(round=round_, cell__contestant__in=list(contestants))
    return _grid(plan, duties.filter(Q(required=True) | Q(cell__version__gt=0)), lang)


def _grid(plan: Plan, duties: QuerySet[Obligation], lang: str) -> Grid:
    order = {name: place for place, name in enumerate(plan.inputs)}
    obligations = list(duties.select_related("cell"))
    cells = [one.cell for one in obligations]
    held = holding(cells)
    reasons = _reasons(held.values())
    pinned = set(Pin.objects.filter(cell_id__in=[cell.pk for cell in cells]).values_list("cell_id", flat=True))
    required: dict[str, bool] = {}
    by: dict[str, dict[str, Held]] = {}
    for one in obligations:
        key = column_key(one.cell.indicator, one.cell.role, one.cell.period)
        required[key] = required.get(key, False) or one.required
        entry = held_cell(one, held.get(one.cell_id), reasons, one.cell_id in pinned)
        by.setdefault(one.cell.contestant, {})[key] = entry
    names = organisation_names(plan, lang)
    columns = sorted(
        (_column(plan, key, needed, lang) for key, needed in required.items()),
        key=lambda c: (not c.required, order[c.indicator], c.period, c.role != "actual", c.role),
    )
    rows = [Row(key, names.get(key, key), by[key]) for key in sorted(by, key=lambda key: plan.position[key])]
    return Grid(columns, rows)


def held_cell(one: Obligation, version: FigureVersion | None, reasons: Mapping[int, str], evidence: bool) -> Held:
    cell: Cell = one.cell
    return Held(
        cell.pk,
        cell.version,
        cell.state,
        version.value if version else "",
        version.status if version else "",
        version.vintage if version else "final",
        version.note if version else "",
        version.source if version else "",
        version.explanation if version else "",
        one.due,
        one.required,
        reasons.get(version.pk, "") if version and cell.state in ("returned", "questioned") else "",
        evidence,
    )


def _column(plan: Plan, key: str, required: bool, lang: str) -> Column:
    indicator, role, period = key.split("|")
    item = plan.inputs[indicator]
    unit = "分" if role == "ruling" else item.unit
    return Column(key, indicator, role, period, item.name.say(lang), role_name(plan, role, lang), unit, required)


def _reasons(versions: Iterable[FigureVersion]) -> dict[int, str]:
    """Version → the last reason it was returned or questioned for."""
    rows = FigureDecision.objects.filter(version__in=list(versions), kind__in=("return", "question")).order_by("pk")
    return dict(rows.values_list("version_id", "reason"))
