"""Where the figures of a score come from: who filed each, who verified it, and on which page it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from leitai.web.collection.models import Cell, FigureDecision, FigureVersion
from leitai.web.people.api import names_on, person_names


class Origin(NamedTuple):
    """One figure as it stood at a moment: its cell, who filed it for whom, who verified it for whom."""

    cell: int
    contestant: str
    indicator: str
    period: str
    role: str
    vintage: str
    written: str
    filed: str
    filed_for: str
    filed_at: datetime.datetime
    verified: str
    verified_for: str
    verified_at: datetime.datetime | None


def origins_of(book: str, contestant: str, indicators: Iterable[str], at: datetime.datetime) -> list[Origin]:
    """The figures of a contestant for some indicators as they stood at a moment, in a total order. Five queries."""
    cells = {
        one.pk: one
        for one in Cell.objects.filter(book=book, contestant=contestant, indicator__in=list(indicators), version__gt=0)
    }
    held: dict[tuple[int, str], FigureVersion] = {}
    for version in FigureVersion.objects.filter(cell__in=cells, at__lte=at).order_by("cell_id", "number"):
        held[version.cell_id, version.vintage] = version
    verified: dict[int, FigureDecision] = {}
    rows = FigureDecision.objects.filter(version__in=[one.pk for one in held.values()], kind="verify", at__lte=at)
    for decision in rows.order_by("pk"):
        verified[decision.version_id] = decision
    rows_of: list[FigureVersion | FigureDecision] = [*held.values(), *verified.values()]
    people = person_names({one.person for one in rows_of})
    bodies = names_on(at.date(), {one.organisation for one in rows_of})
    found = [_origin(cells[cell], one, verified.get(one.pk), people, bodies) for (cell, _), one in held.items()]
    return sorted(found, key=lambda one: (one.indicator, one.period, one.role, one.vintage))


def _origin(
    cell: Cell, version: FigureVersion, decision: FigureDecision | None, people: dict[str, str], bodies: dict[str, str]
) -> Origin:
    return Origin(
        cell.pk,
        cell.contestant,
        cell.indicator,
        cell.period,
        cell.role,
        version.vintage,
        version.written or version.value,
        people.get(version.person, version.person),
        bodies.get(version.organisation, version.organisation),
        version.at,
        people.get(decision.person, decision.person) if decision is not None else "",
        bodies.get(decision.organisation, decision.organisation) if decision is not None else "",
        decision.at if decision is not None else None,
    )
