"""A publication as the press writes it: the book, the run that explains it, and the particulars."""

from __future__ import annotations

import datetime
import json
import logging

from leitai.engine.errors import InputError
from leitai.press.pages.shapes import Shapes
from leitai.press.release import Audience, Particulars, Release
from leitai.web.assessment.api import Publication, before_of, book_of, replay, reviewed_for
from leitai.web.exhibition.maps import map_at, shapes_in


def release_of(publication: Publication, address: str = "") -> Release:
    """Everything a document of the publication says."""
    run = publication.run
    return Release(
        book_of(run),
        replay(run),
        particulars_of(publication, address),
        before_of(run),
        book_of(publication.supersedes.run) if publication.supersedes is not None else None,
    )


def shapes_of(publication: Publication) -> Shapes:
    """The map that was in force when it was published, with the units of its rules. One whose file was lost or changed
    is left out: the result is never held up by it."""
    row = map_at(publication.published_at)
    if row is None:
        return Shapes()
    try:
        return shapes_in(row).among(book_of(publication.run).plan.position)
    except (OSError, InputError) as error:
        logging.getLogger(__name__).warning("map %s: %s", row.digest, error)
        return Shapes()


def particulars_of(publication: Publication, address: str = "") -> Particulars:
    said = json.loads(publication.particulars)
    return Particulars(
        number=publication.number,
        audience=_audience(publication.audience),
        issuer=said["issuer"],
        date=datetime.date.fromisoformat(said["dated"]),
        document_number=said["document_number"],
        signer=said["signer"],
        to=said["addressees"],
        copies=said["copies"],
        checkpoint=publication.checkpoint,
        address=address,
        supersedes=publication.supersedes.number if publication.supersedes is not None else "",
        reason=publication.reason,
        trials=publication.trials,
        reviewed=reviewed_for(publication),
        confirmed=confirmed_in(publication),
    )


def confirmed_in(publication: Publication) -> dict[str, tuple[str, ...]]:
    """List of the edition → the units that a person confirmed for it."""
    return {key: tuple(units) for key, units in json.loads(publication.confirmed).items()}


def _audience(said: str) -> Audience:
    if said == "meeting":
        return "meeting"
    return "public" if said == "public" else "internal"
