"""Which publication stands, and which one corrects which."""

from __future__ import annotations

import datetime
from functools import lru_cache

from leitai.web.assessment.api import Publication


def in_force(at: datetime.datetime, pulse: int) -> int:
    """How many publications are in force: it grows when an hour comes, without anybody's act.

    `pulse` counts the acts so far: the hours that are set change with one of them and are not read again until then.
    """
    return sum(hour <= at for hour in _hours(pulse))


@lru_cache(maxsize=2)
def _hours(pulse: int) -> tuple[datetime.datetime, ...]:
    return tuple(Publication.objects.values_list("effective_at", flat=True))


def superseding(publication: Publication, at: datetime.datetime) -> Publication | None:
    """The newest publication in force of the same period with another result; None while this one stands.

    A correction that waits for its hour is nobody's business before it.
    """
    rows = Publication.objects.filter(
        book=publication.book, period=publication.period, pk__gt=publication.pk, effective_at__lte=at
    )
    return rows.exclude(run=publication.run_id).defer("run__result").order_by("-pk").first()
