"""What the entry grid shows: one organisation's figures of a round, units down and indicators across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from leitai.engine.assess.plan import Plan
from leitai.web.collection.editions import organisation_names, role_name
from leitai.web.collection.models import FigureDecision, FigureVersion, Obligation, Pin, Remark, Round


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
    spellings: tuple[str, ...]
    """The indicator's name in both languages: what a heading may call it."""


class Held(NamedTuple):
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
    required: bool
    reason: str
    evidence: int
    remarks: int
    silent: bool
    """Confirmed by nobody: the day passed, and the rule takes silence for consent."""


class Place(NamedTuple):
    """A figure that is asked for, by its place in the contest."""

    contestant: str
    indicator: str
    period: str
    role: str
    filer: str
    held: Held


@dataclass(frozen=True, slots=True)
class Row:
    contestant: str
    name: str
    spellings: tuple[str, ...]
    cells: Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class Grid:
    columns: Sequence[Column]
    rows: Sequence[Row]


# A figure nobody has filed: no version, no value, no words.
NOTHING = (0, "", "", "final", "", "", "")


def column_key(indicator: str, role: str, period: str) -> str:
    return f"{indicator}|{role}|{period}"


def entry_grid(plan: Plan, round_: Round, filers: Iterable[str], lang: str = "zh") -> Grid:
    """All that these organisations file in a round. Five queries."""
    duties = Obligation.objects.filter(round=round_, filer__in=list(filers)).exclude(cell__role="ruling")
    return _grid(plan, duties, lang)


def contestant_grid(plan: Plan, round_: Round, contestants: Iterable[str], lang: str = "zh") -> Grid:
    """A unit's own row: every figure about it, whoever files it."""
    duties = Obligation.objects.filter(round=round_, cell__contestant__in=list(contestants))
    return _grid(plan, duties.filter(Q(required=True) | Q(cell__version__gt=0)), lang)


def _grid(plan: Plan, duties: QuerySet[Obligation], lang: str) -> Grid:
    order = {name: place for place, name in enumerate(plan.inputs)}
    required: dict[str, bool] = {}
    by: dict[str, dict[str, Held]] = {}
    for one in places_of(duties):
        key = column_key(one.indicator, one.role, one.period)
        required[key] = required.get(key, False) or one.held.required
        by.setdefault(one.contestant, {})[key] = one.held
    names = organisation_names(plan, lang)
    columns = sorted(
        (_column(plan, key, needed, lang) for key, needed in required.items()),
        key=lambda c: (not c.required, order[c.indicator], c.period, c.role != "actual", c.role),
    )
    units = [plan.rulebook.contestants[plan.position[key]] for key in sorted(by, key=lambda key: plan.position[key])]
    rows = [Row(unit.id, names.get(unit.id, unit.id), (unit.name.zh, unit.name.en), by[unit.id]) for unit in units]
    return Grid(columns, rows)


def places_of(duties: QuerySet[Obligation]) -> Iterator[Place]:
    """What is asked for with what is on file for it. Five queries; no row becomes an object: it may be thousands."""
    cells = duties.order_by().values("cell_id")
    names = ("cell_id", "pk", "value", "status", "vintage", "note", "source", "explanation")
    rows = FigureVersion.objects.filter(cell_id__in=cells, number=F("cell__version")).values_list(*names)
    versions = {row[0]: row[1:] for row in rows}
    told = FigureDecision.objects.filter(version__cell_id__in=cells, kind__in=("return", "question", "silence"))
    decisions = list(told.order_by("pk").values_list("version_id", "kind", "reason"))
    reasons = {version: reason for version, kind, reason in decisions if kind != "silence"}
    silent = {version for version, kind, _ in decisions if kind == "silence"}
    evidence = Counter(Pin.objects.filter(cell_id__in=cells).values_list("cell_id", flat=True))
    remarks = Counter(Remark.objects.filter(cell_id__in=cells).values_list("cell_id", flat=True))
    where = ("cell__contestant", "cell__indicator", "cell__period", "cell__role", "filer")
    asked = duties.values_list(*where, "cell_id", "cell__version", "cell__state", "required")
    for contestant, indicator, period, role, filer, cell, number, state, required in asked:
        version, value, status, vintage, note, source, words = versions.get(cell, NOTHING)
        held = Held(
            cell, number, state, value, status, vintage, note, source, words, required,
            reasons.get(version, "") if state in ("returned", "questioned") else "",
            evidence.get(cell, 0), remarks.get(cell, 0), state == "confirmed" and version in silent,
        )  # fmt: skip
        yield Place(contestant, indicator, period, role, filer, held)


def _column(plan: Plan, key: str, required: bool, lang: str) -> Column:
    indicator, role, period = key.split("|")
    item = plan.inputs[indicator]
    unit = "分" if role == "ruling" else item.unit
    names = (item.name.zh, item.name.en)
    return Column(key, indicator, role, period, item.name.say(lang), role_name(plan, role, lang), unit, required, names)
