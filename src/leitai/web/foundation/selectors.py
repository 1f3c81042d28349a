"""Reads of the audit log, newest first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Sum

from leitai.engine.rulebook.digest import normalise_code
from leitai.web.foundation.errors import Invisible
from leitai.web.foundation.models import AuditEvent, ChainHead, Checkpoint


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to show; what is empty does not narrow. Actors and organisations are named by key.

    An act on many things has one event: `rows` (model, key) names frozen rows of which an event may hold any, beside
    those whose subject it is.
    """

    actors: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    subject: str = ""
    rows: tuple[tuple[str, int], ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None


def list_events(which: EventFilter) -> QuerySet[AuditEvent]:
    """Events newest first. `until` is the last day that is shown."""
    events = AuditEvent.objects.order_by("-at", "-id")
    if which.actors is not None:
        events = events.filter(actor__in=which.actors)
    if which.organisations is not None:
        events = events.filter(organisation__in=which.organisations)
    if which.rows:
        # As `append` writes them: [["collection.FigureVersion",12,"…"]].
        held = (Q(rows__contains=f'["{label}",{pk},"') for label, pk in which.rows)
        events = events.filter(reduce(or_, held, Q(subject=which.subject)))
    elif which.subject:
        events = events.filter(subject__startswith=which.subject)
    if which.since:
        events = events.filter(at__date__gte=which.since)
    if which.until:
        events = events.filter(at__date__lte=which.until)
    return events


def list_chains() -> QuerySet[ChainHead]:
    return ChainHead.objects.order_by("chain")


def pulse() -> int:
    """A number that grows with every act anybody does, and with nothing else: what was read at one pulse still holds
    while it is the same."""
    return int(ChainHead.objects.aggregate(acts=Sum("number"))["acts"] or 0)


def list_checkpoints() -> QuerySet[Checkpoint]:
    return Checkpoint.objects.order_by("-at", "-id")


def get_checkpoint(code: str) -> Checkpoint:
    """The checkpoint of a printed code, however it was typed. Raises Invisible."""
    found = Checkpoint.objects.filter(code=normalise_code(code)).first()
    if found is None:
        raise Invisible()
    return found
