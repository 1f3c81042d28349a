"""结果运用: who is on a list, over all groups. Praise that is not yet confirmed is marked 拟."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leitai.engine.rulebook.model import Award
from leitai.press.lists import lists_of
from leitai.press.papers.draft import Block, Draft
from leitai.press.papers.words import LISTS
from leitai.press.word.pieces import Origin, Piece, Printed, compose, joined


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the edition with its contestants in the order of the groups and their ranks."""

    award: Award
    contestants: tuple[str, ...]
    confirmed: bool


def listed(draft: Draft, kinds: Sequence[str] = ()) -> list[Listed]:
    """The lists that may be stated, of some kinds or of all, in the edition's order."""
    found: dict[str, Listed] = {}
    for one in lists_of(draft.book, draft.particulars.confirmed, draft.lang):
        if one.stated and (not kinds or one.award.kind in kinds):
            before = found[one.award.id].contestants if one.award.id in found else ()
            there = *before, *(row.contestant for row in one.rows)
            found[one.award.id] = Listed(one.award, there, one.confirmed)
    return list(found.values())


def outcomes(draft: Draft) -> Iterator[Block]:
    made = listed(draft)
    for one in made:
        clause = LISTS["clause"].say(draft.lang).format(clause=one.award.clause) if one.award.clause else ""
        words = LISTS["confirmed" if one.confirmed else "proposed"]
        name = one.award.name.say(draft.lang)
        yield Block("point", compose(words, draft.lang, name=name, clause=clause, units=names(draft, one)))
    if not made:
        yield Block("text", compose(LISTS["nobody"], draft.lang))


def names(draft: Draft, one: Listed) -> list[Piece]:
    """The contestants of a list, each with the list it is on."""
    parts: list[list[Piece]] = []
    for contestant in one.contestants:
        origin = Origin(f"list:{one.award.id}", draft.period, contestant, clause=one.award.clause)
        parts.append([Printed(draft.name(contestant), origin)])
    return joined(parts, "、" if draft.lang == "zh" else ", ")
