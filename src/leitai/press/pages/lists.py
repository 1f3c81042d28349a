"""The lists of a round as pages show them: only those that a person confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.engine.errors import Lang
from leitai.engine.terms import term
from leitai.press.pages.board import Board
from leitai.press.release import Release


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of a group: its name and kind, where the rule stands, who is on it."""

    name: str
    kind: str
    clause: str
    names: tuple[str, ...]


def lists_of(release: Release, board: Board, lang: Lang) -> tuple[Listed, ...]:
    """The confirmed lists that have anyone of the group on them, in the edition's order."""
    found = []
    for award in release.book.rulebook.awards:
        on = release.particulars.confirmed.get(award.id, ())
        names = tuple(line.name for line in board.lines if line.contestant in on)
        if names:
            name, kind = award.name.say(lang), term(f"Award.kind.{award.kind}").say(lang)
            found.append(Listed(name, "" if kind == name else kind, award.clause, names))
    return tuple(found)
