"""The lists of a round as pages show them: only those that a person confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.engine.errors import Lang
from leitai.engine.terms import term
from leitai.press.lists import lists_of
from leitai.press.pages.board import Board
from leitai.press.release import Release


@dataclass(frozen=True, slots=True)
class ListShown:
    """One list of a group: its name and kind, where the rule stands, who is on it."""

    name: str
    kind: str
    clause: str
    names: tuple[str, ...]


def lists_shown(release: Release, board: Board, lang: Lang) -> tuple[ListShown, ...]:
    """The confirmed lists that have anyone of the group on them, in the edition's order."""
    found = []
    for one in lists_of(release.book, release.particulars.confirmed, lang):
        if one.confirmed and one.group == board.group and one.rows:
            name, kind = one.award.name.say(lang), term(f"Award.kind.{one.award.kind}").say(lang)
            names = tuple(row.name for row in one.rows)
            found.append(ListShown(name, "" if kind == name else kind, one.award.clause, names))
    return tuple(found)
