"""What a room puts on everybody's desk: what is owed, what search finds, where the menu leads."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from leitai.engine.errors import Text
from leitai.web.foundation.words import Mark


@dataclass(frozen=True, slots=True)
class Todo:
    """Something this person owes, until when, and the page where it is done.

    `what` is a sentence: 填报 2023-Q1 数据，还有 6 项. `on_behalf` names the unit, for who holds posts in several.
    """

    what: Text
    url: str
    due: datetime.date | None = None
    on_behalf: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that search found: its name, what it is, and its page."""

    name: str
    kind: Text
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: the name of its URL, its words, and the acts of which one opens it (none: everybody)."""

    url_name: str
    words: Text
    acts: tuple[str, ...] = ()
