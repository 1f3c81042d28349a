"""Which publication stands, and which one corrects which."""

from __future__ import annotations

import datetime

from leitai.web.assessment.api import Publication


def superseding(publication: Publication) -> Publication | None:
    """The newest publication of the same period with another result, in force or not; None while this one stands."""
    rows = Publication.objects.filter(book=publication.book, period=publication.period, pk__gt=publication.pk)
    return rows.exclude(run=publication.run_id).defer("run__result").order_by("-pk").first()


def standing(book: str, at: datetime.datetime) -> list[Publication]:
    """The last publication in force of each period of a contest, the latest period first."""
    found: dict[str, Publication] = {}
    for one in Publication.objects.filter(book=book, effective_at__lte=at).select_related("run__round").order_by("pk"):
        found[one.period] = one
    return sorted(found.values(), key=lambda one: one.pk, reverse=True)
