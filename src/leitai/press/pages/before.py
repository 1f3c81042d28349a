"""The round before a release: another publication, or an earlier round of the same result."""

from __future__ import annotations

from leitai.engine.book import Book
from leitai.engine.compare import Moved, moved
from leitai.press.release import Release


def earlier(release: Release) -> tuple[Book, str] | None:
    """The book of the round before and its period there; None in a first round."""
    if release.before is not None:
        return release.before, release.before.period
    if len(release.book.periods) > 1:
        return release.book, release.book.periods[-2]
    return None


def since_before(release: Release, contestant: str) -> Moved | None:
    """What moved since the round before: of the release before, or of the same result where it holds both rounds."""
    found = earlier(release)
    return None if found is None else moved(found[0], release.book, contestant, period_before=found[1])
