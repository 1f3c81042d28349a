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

# A round has a few runs that people look at; each holds a rulebook and some megabytes.
KEPT = 8


class Opened:
    """A book as a key, for what is worked out of it once: the same digest is the same result."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opened) and other.book.digest == self.book.digest

    def __hash__(self) -> int:
        return hash(self.book.digest)


class _Kept:
    """A run as a key: the same primary key is the same frozen row."""

    def __init__(self, run: ScoringRun) -> None:
        self.run = run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and (other.run.pk, other.run.digest) == (self.run.pk, self.run.digest)

    def __hash__(self) -> int:
        return hash((self.run.pk, self.run.digest))


def result_of(run: ScoringRun) -> dict[str, Any]:
    """The whole result as plain data."""
    return dict(_book(_Kept(run)).result)


def book_of(run: ScoringRun) -> Book:
    """The run's book."""
    return _book(_Kept(run))


def before_of(run: ScoringRun) -> Book | None:
    """What was published of the round before, as this run stands on it; None in a first round."""
    return book_of(run.before.run) if run.before is not None else None


def replay(run: ScoringRun) -> Run:
    """The scoring itself, recomputed from the stored result: what explanations are read from."""
    return _run(_Kept(run))


@lru_cache(maxsize=KEPT)
def _book(kept: _Kept) -> Book:
    return open_book(json.loads(kept.run.result))


@lru_cache(maxsize=KEPT)
def _run(kept: _Kept) -> Run:
    return run_of(dict(_book(kept).result))
