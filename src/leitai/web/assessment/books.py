"""A stored run opened for reading: the book that says its numbers and the run that explains them, kept per process.

Runs are frozen, so what was read once under a digest holds for ever.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from leitai.engine.assess.result import run_of
from leitai.engine.assess.run import Run
from leitai.engine.book import Book, open_book
from leitai.web.assessment.models import ScoringRun
from leitai.web.foundation.api import Keyed

# A round has a few runs that people look at; each holds a rulebook and some megabytes.
KEPT = 8


def keyed(book: Book) -> Keyed[Book]:
    """A book as a key, for what is worked out of it once."""
    return Keyed(book.digest, book)


def result_of(run: ScoringRun) -> dict[str, Any]:
    """The whole result as plain data."""
    return dict(book_of(run).result)


def book_of(run: ScoringRun) -> Book:
    """The run's book."""
    return _book(Keyed((run.pk, run.digest), run))


def before_of(run: ScoringRun) -> Book | None:
    """What was published of the round before, as this run stands on it; None in a first round."""
    return book_of(run.before.run) if run.before is not None else None


def replay(run: ScoringRun) -> Run:
    """The scoring itself, recomputed from the stored result: what explanations are read from."""
    return _run(keyed(book_of(run)))


@lru_cache(maxsize=KEPT)
def _book(run: Keyed[ScoringRun]) -> Book:
    return open_book(json.loads(run.thing.result))


@lru_cache(maxsize=KEPT)
def _run(book: Keyed[Book]) -> Run:
    return run_of(dict(book.thing.result))
