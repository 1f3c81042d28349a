"""The field of a group, worked out once for each result: boards, units and explanations all stand on it."""

from __future__ import annotations

from functools import lru_cache

from leitai.engine.book import Book
from leitai.engine.compare import Field, field_of
from leitai.web.assessment.books import keyed
from leitai.web.foundation.api import Keyed

# A few results are looked at, each with a few groups.
KEPT = 48


def field_in(book: Book, group: str) -> Field:
    """Everyone of the group side by side at every node."""
    return _field(keyed(book), group)


@lru_cache(maxsize=KEPT)
def _field(opened: Keyed[Book], group: str) -> Field:
    return field_of(opened.thing, group)
