"""A publication as the press writes it: the book, the run that explains it, and the particulars."""

from __future__ import annotations

import datetime
import json
import logging
from pathlib import Path

from django.conf import settings

from leitai.engine.errors import InputError
from leitai.press.pages.shapes import Shapes, read_shapes
from leitai.press.release import Audience, Particulars, Release
from leitai.web.assessment.api import Publication, before_of, book_of, replay, reviewed_for

MAP = "map.json"


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
    """The map of the place: `map.json` in the data folder. A faulty one leaves the map out, never the result."""
    path = Path(settings.CONFIG.data) / MAP
    if not path.exists():
        return Shapes()
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return read_shapes(plain, book_of(publication.run).plan.position, MAP)
    except (ValueError, InputError) as error:
        logging.getLogger(__name__).warning("%s: %s", path, error)
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
