"""Who reads which publication, and which part of it before its hour."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from leitai.web.assessment.api import Publication, belongs, prepares, reads_early
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, require


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody reads of a publication. `whole`: everything; `boards`: the boards for print; `units`: the rank and
    total of these contestants alone. `early`: it is not in force yet."""

    publication: Publication
    whole: bool
    boards: bool
    units: frozenset[str]
    early: bool


def access_publication(actor: Actor, number: str, at: datetime.datetime, book: str = "") -> Reading:
    """A publication by its number, and what of it the actor may read now."""
    rows = Publication.objects.filter(number=number, **({"book": book} if book else {}))
    for found in rows.select_related("run__round", "run__snapshot", "run__before__run", "supersedes").order_by("-pk"):
        reading = reading_of(actor, found, at)
        if reading is not None:
            return reading
    raise Invisible


def access_whole(actor: Actor, number: str, at: datetime.datetime) -> Publication:
    """A publication that the actor reads as a whole."""
    reading = access_publication(actor, number, at)
    if not reading.whole:
        raise Invisible
    return reading.publication


def access_map(actor: Actor, *, to: str = "") -> None:
    """The map of the place: for who prepares publications, approves them or audits the contest."""
    if not prepares(actor):
        raise Invisible
    if to:
        require(actor, to)


def access_public(number: str, at: datetime.datetime) -> Publication:
    """A publication for outsiders: public, and in force."""
    rows = Publication.objects.filter(number=number, audience="public", effective_at__lte=at)
    found = rows.select_related("run__round", "run__snapshot", "run__before__run").order_by("-pk").first()
    if found is None:
        raise Invisible
    return found


def reading_of(actor: Actor, publication: Publication, at: datetime.datetime) -> Reading | None:
    """What the actor reads of it, or None."""
    if publication.effective_at <= at:
        return Reading(publication, True, True, frozenset(), False) if belongs(actor, publication) else None
    if prepares(actor):
        return Reading(publication, True, True, frozenset(), True)
    granted = reads_early(publication, actor.key) if actor.key else []
    if not granted:
        return None
    scopes = {one.scope for one in granted}
    whole = "all" in scopes
    units = frozenset(one.contestant for one in granted if one.scope == "own")
    return Reading(publication, whole, whole or "boards" in scopes, units, True)


def readable(actor: Actor, rows: Iterable[Publication], at: datetime.datetime) -> list[Reading]:
    """The publications somebody may read something of, in the order given."""
    found = (reading_of(actor, one, at) for one in rows)
    return [one for one in found if one is not None]
