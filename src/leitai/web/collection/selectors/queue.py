"""The verifier's queue: the places of all that waits, which may be thousands, and in full those of one page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from leitai.engine.assess.plan import Plan
from leitai.web.collection.editions import organisation_names, role_aside
from leitai.web.collection.models import FigureVersion, Obligation, Round
from leitai.web.collection.rules.duties import conflicts
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.people.api import Actor


class Queued(NamedTuple):
    """A figure's place in the queue, and the version that waits there."""

    cell: int
    version: int
    indicator: str
    role: str
    contestant: str
    period: str
    filer: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One figure in a verifier's queue."""

    cell: int
    version: int
    contestant: str
    contestant_name: str
    indicator: str
    title: str
    role: str
    unit: str
    period: str
    value: str
    status: str
    late: bool
    written: str
    note: str
    explanation: str
    person: str
    filer: str
    at: datetime.datetime
    own: bool
    conflict: str
    """利益关联: organisations on the other side in which the verifier herself holds a post, in words."""


def verifier_queue(plan: Plan, round_: Round, verifiers: Sequence[str], merged: Mapping[str, str]) -> list[Queued]:
    """All that waits for these bodies today, indicator by indicator in the edition's order. One query."""
    order = {name: place for place, name in enumerate(plan.inputs)}
    names = ("cell_id", "cell__version", "cell__indicator", "cell__role", "cell__contestant", "cell__period", "filer")
    duties = Obligation.objects.alias(verifies=verifier_today(merged)).filter(
        round=round_, verifies__in=list(verifiers), cell__state="reported"
    )
    return sorted(
        (Queued(*row) for row in duties.values_list(*names)),
        key=lambda one: (order[one.indicator], one.role, plan.position[one.contestant], one.period),
    )


def own_filings(queue: Iterable[Queued], actor: Actor) -> frozenset[int]:
    """The cells of a queue in which the verifier herself filed once: somebody else verifies them."""
    mine = FigureVersion.objects.filter(person=actor.key, cell__state="reported").values_list("cell_id", flat=True)
    return frozenset(mine) & {one.cell for one in queue}


def waiting_figures(
    plan: Plan, queued: Sequence[Queued], actor: Actor, verifiers: Sequence[str], lang: str = "zh"
) -> list[Waiting]:
    """Some of a queue in full, in its order. Two queries."""
    kept = FigureVersion.objects.filter(cell_id__in=[one.cell for one in queued], number=F("cell__version"))
    versions = {version.cell_id: version for version in kept}
    mine, names = own_filings(queued, actor), organisation_names(plan, lang)
    # A figure that was taken back between the two reads has no version any more.
    return [
        _waiting(plan, one, versions[one.cell], one.cell in mine, _conflict(actor, verifiers, one, names), names, lang)
        for one in queued
        if one.cell in versions
    ]


def _waiting(
    plan: Plan, one: Queued, version: FigureVersion, own: bool, conflict: str, names: Mapping[str, str], lang: str
) -> Waiting:
    item = plan.inputs[one.indicator]
    return Waiting(
        one.cell,
        version.number,
        one.contestant,
        names.get(one.contestant, one.contestant),
        one.indicator,
        item.name.say(lang),
        role_aside(plan, one.role, lang),
        "分" if one.role == "ruling" else item.unit,
        one.period,
        version.value,
        version.status,
        version.status == "late",
        version.written,
        version.note,
        version.explanation,
        version.person,
        names.get(one.filer, one.filer),
        version.at,
        own,
        conflict,
    )


def _conflict(actor: Actor, own: Sequence[str], one: Queued, names: Mapping[str, str]) -> str:
    return "、".join(names.get(key, key) for key in conflicts(actor, own, (one.filer, one.contestant)))
