"""The round as the office sees it: units by forms, one state each, who and since when; and who owes what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.db.models import Count, F, Max

from leitai.engine.assess.plan import Plan, members
from leitai.web.collection.editions import organisation_names
from leitai.web.collection.models import Extension, FigureDecision, FigureVersion, Obligation, Reminder, Round
from leitai.web.collection.rules.states import STATES
from leitai.web.collection.showing import URGENCY
from leitai.web.people.api import person_names


class Owed(NamedTuple):
    cell: int
    contestant: str
    indicator: str
    state: str
    filer: str


class Last(NamedTuple):
    """Who touched a figure last, what it was, and when."""

    person: str
    at: datetime.datetime


class Form(NamedTuple):
    """One glyph of the matrix: the figures of one indicator for one unit, by the one that is furthest behind."""

    cell: int
    state: str
    figures: int
    filer: str
    who: str
    since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    contestant: str
    name: str
    forms: Sequence[Form | None]
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns are (indicator, name) in the edition's order; a unit without an indicator has None there."""

    group: str
    group_name: str
    columns: Sequence[tuple[str, str]]
    lines: Sequence[Line]


def round_matrix(plan: Plan, round_: Round, group_id: str, lang: str = "zh") -> Matrix:
    """One group's units by the forms that are required of them. Five queries whatever the size."""
    group = next(group for group in plan.peer_groups if group.id == group_id)
    inside = members(group, round_.period)
    owed = list(_owed(round_, inside))
    last = last_touched(round_, inside)
    names = person_names({touch.person for touch in last.values()})
    bodies = organisation_names(plan, lang)
    present = {one.indicator for one in owed}
    columns = [(name, plan.inputs[name].name.say(lang)) for name in plan.inputs if name in present]
    by: dict[tuple[str, str], list[Owed]] = {}
    for one in owed:
        by.setdefault((one.contestant, one.indicator), []).append(one)
    lines = []
    for contestant in inside:
        found = [by.get((contestant, name)) for name, _ in columns]
        forms = [_form(some, last, names, bodies) if some else None for some in found]
        states = [one.state for some in found if some for one in some]
        done = sum(state in ("verified", "confirmed") for state in states)
        lines.append(Line(contestant, bodies.get(contestant, contestant), forms, done, len(states)))
    return Matrix(group.id, group.name.say(lang), columns, lines)


def _owed(round_: Round, contestants: Sequence[str]) -> Iterable[Owed]:
    names = ("cell_id", "cell__contestant", "cell__indicator", "cell__state", "filer")
    rows = Obligation.objects.filter(round=round_, cell__contestant__in=contestants, required=True).order_by("pk")
    return (Owed(*row) for row in rows.values_list(*names))


def last_touched(round_: Round, contestants: Sequence[str]) -> dict[int, Last]:
    """Cell → its last filing or decision; what was decided of is not read twice."""
    within = {"cell__obligations__round": round_, "cell__contestant__in": contestants}
    decisions = FigureDecision.objects.filter(
        **{f"version__{key}": value for key, value in within.items()}, version__number=F("version__cell__version")
    ).order_by("pk")
    rows = decisions.values_list("version__cell_id", "person", "at")
    versions = FigureVersion.objects.filter(**within, number=F("cell__version"), decisions__isnull=True)
    filed = versions.values_list("cell_id", "person", "at")
    return {cell: Last(person, at) for cell, person, at in chain(filed, rows)}


def _form(some: Sequence[Owed], last: Mapping[int, Last], names: Mapping[str, str], bodies: Mapping[str, str]) -> Form:
    worst = some[0] if len(some) == 1 else min(some, key=lambda one: (URGENCY[one.state], one.cell))
    touch = last.get(worst.cell)
    return Form(
        worst.cell,
        worst.state,
        len(some),
        bodies.get(worst.filer, worst.filer),
        names.get(touch.person, touch.person) if touch else "",
        touch.at if touch else None,
    )


@dataclass(frozen=True, slots=True)
class Filer:
    """One organisation that files in a round: how its figures stand, its day, and when it was reminded."""

    organisation: str
    name: str
    counts: Mapping[str, int]
    asked: int
    due: datetime.date
    reminded: int
    last_reminded: datetime.datetime | None
    extension: Extension | None

    @property
    def missing(self) -> int:
        return sum(self.counts.get(state, 0) for state in ("empty", "returned", "explain"))

    @property
    def filed(self) -> int:
        return self.asked - self.counts.get("empty", 0)


def last_reminders(round_: Round) -> list[Reminder]:
    """The reminders that went out together last."""
    last = Reminder.objects.filter(round=round_).order_by("-at").first()
    return list(Reminder.objects.filter(round=round_, at=last.at).order_by("pk")) if last else []


def filers_of(plan: Plan, round_: Round, only: Iterable[str] | None = None, lang: str = "zh") -> list[Filer]:
    """Every organisation that files, what is missing first. Three queries."""
    counts: dict[str, dict[str, int]] = {}
    due: dict[str, datetime.date] = {}
    rows = Obligation.objects.filter(round=round_, required=True).values_list("filer", "cell__state").order_by()
    for filer, state, count, day in rows.annotate(Count("pk"), Max("due")):
        counts.setdefault(filer, dict.fromkeys(STATES, 0))[state] = count
        due[filer] = max(day, due.get(filer, day))
    reminded: dict[str, list[datetime.datetime]] = {}
    for organisation, at in Reminder.objects.filter(round=round_).order_by("at").values_list("organisation", "at"):
        reminded.setdefault(organisation, []).append(at)
    asked = Extension.objects.filter(round=round_).select_related("ruling").order_by("pk")
    extensions = {one.organisation: one for one in asked}
    names = organisation_names(plan, lang)
    found = [
        Filer(
            key,
            names.get(key, key),
            own,
            sum(own.values()),
            due[key],
            len(reminded.get(key, ())),
            reminded[key][-1] if key in reminded else None,
            extensions.get(key),
        )
        for key, own in counts.items()
        if only is None or key in only
    ]
    return sorted(found, key=lambda filer: (-filer.missing, filer.organisation))
