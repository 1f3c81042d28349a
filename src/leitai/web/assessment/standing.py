"""Which publication a round is measured against."""

from __future__ import annotations

import datetime

from leitai.engine.periods import sort_key
from leitai.web.assessment.models import Publication
from leitai.web.collection.api import Round


def standing_before(round_: Round, at: datetime.datetime) -> Publication | None:
    """What a round is measured against: the last publication in force of the latest earlier period."""
    rows = Publication.objects.filter(book=round_.book, effective_at__lte=at).order_by("pk").defer("run__result")
    earlier = [one for one in rows.select_related("run") if sort_key(one.period) < sort_key(round_.period)]
    return max(earlier, key=lambda one: (sort_key(one.period), one.pk), default=None)
