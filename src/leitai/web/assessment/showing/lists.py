"""The lists of a result in the web: in a publication what a person confirmed, before it what the rule proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.book import Book
from leitai.engine.errors import Lang, Text
from leitai.press.lists import lists_of

# List of the edition → the units a person confirmed; None where nothing is published yet.
Confirmed = Mapping[str, Sequence[str]]
PROPOSED = Text("（拟）", " (proposed)")


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list of the edition with its units: (key, name)."""

    name: str
    clause: str
    units: tuple[tuple[str, str], ...]
    confirmed: bool

    def mark(self, lang: Lang) -> str:
        """The list as it stands beside one of its units."""
        return self.name if self.confirmed else self.name + PROPOSED.say(lang)


def lists_shown(book: Book, group: str, lang: Lang, confirmed: Confirmed | None) -> tuple[ListShown, ...]:
    """The lists of a group. A publication states no blame that nobody confirmed; the office sees what is proposed."""
    return tuple(
        ListShown(
            one.award.name.say(lang),
            one.award.clause,
            tuple((row.contestant, row.name) for row in one.rows),
            one.confirmed,
        )
        for one in lists_of(book, confirmed or {}, lang)
        if one.group == group and (one.rows or one.confirmed) and (confirmed is None or one.confirmed or one.stated)
    )


def marks_of(lists: Sequence[ListShown], contestant: str, lang: Lang) -> str:
    """The lists a unit is on, in a line."""
    on = [one.mark(lang) for one in lists if any(key == contestant for key, _ in one.units)]
    return ("、" if lang == "zh" else ", ").join(on)
