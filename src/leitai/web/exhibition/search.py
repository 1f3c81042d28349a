"""What search finds of this room."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.access import readable
from leitai.web.exhibition.standing import superseding
from leitai.web.foundation.api import Hit, lang, now
from leitai.web.people.api import Actor

# How many publications search looks through; each period has a few.
MOST = 40


def search(actor: Actor, words: str) -> Sequence[Hit]:
    """Publications by number, period or short code."""
    asked = words.strip().upper()
    if not asked:
        return ()
    rows = Publication.objects.select_related("run__round").defer("run__result").order_by("-pk")[:MOST]
    hits = []
    for reading in readable(actor, rows, now()):
        one = reading.publication
        if asked in one.number.upper() or asked in one.code:
            note = "" if superseding(one, now()) is None else Text("已更正", "superseded").say(lang())
            url = reverse("exhibition:publication", args=[one.number])
            hits.append(Hit(one.number, Text("公布件", "publication"), url, note))
    return hits
