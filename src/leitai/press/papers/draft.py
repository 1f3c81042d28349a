"""What the composers of papers share: the release, the language, and figures that know their cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from leitai.engine.book import Book, Row
from leitai.engine.compare import Field, Highlight, Moved, field_of, group_highlights, moved
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Group
from leitai.press.disclosure import withheld
from leitai.press.papers.words import MARKS, notice_words, round_words
from leitai.press.release import Particulars, Release
from leitai.press.word.pieces import Origin, Piece, Printed
from leitai.press.words import AUDIENCES

BlockKind = Literal["heading", "subheading", "point", "text"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its place in 一、（一）1."""

    kind: BlockKind
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as a file, and every figure printed in it with where it comes from, in the order of the text."""

    data: bytes
    figures: tuple[Printed, ...]


@dataclass(frozen=True)
class Draft:
    """A release being put into words in one language."""

    release: Release
    lang: Lang

    @property
    def book(self) -> Book:
        return self.release.book

    @property
    def particulars(self) -> Particulars:
        return self.release.particulars

    @property
    def period(self) -> str:
        return self.book.period

    @property
    def round(self) -> str:
        return round_words(self.book.rulebook, self.period, self.lang)

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.book.groups()

    def rows(self, group: str) -> list[Row]:
        return self.book.rows(group, lang=self.lang)

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {group.id: field_of(self.book, group.id) for group in self.groups}

    @cached_property
    def chosen(self) -> dict[str, tuple[Highlight, ...]]:
        """Each group's 亮点 and 不足."""
        return {group.id: group_highlights(self.book, group.id, field=self.fields[group.id]) for group in self.groups}

    @cached_property
    def moves(self) -> dict[str, Moved]:
        """What moved each contestant since the publication of the round before; empty where there is none."""
        everybody = self.book.result["values"][self.period]
        found = {id_: moved(self.release.before, self.book, id_) for id_ in everybody}
        return {id_: step for id_, step in found.items() if step is not None}

    @cached_property
    def withheld(self) -> frozenset[str]:
        return withheld(self.release)

    def name(self, contestant: str) -> str:
        return self.book.contestant(contestant).name.say(self.lang)

    def shown(self, node: str) -> bool:
        """Whether an indicator may be named before the audience of this publication."""
        return node not in self.withheld

    # -- figures -------------------------------------------------------------------------------------------------

    def figure(self, text: str | int, what: str, contestant: str = "", node: str = "", group: str = "") -> Printed:
        clause = ""
        if node in self.book.plan.items:
            clause = self.book.plan.items[node].clause
        role = "actual" if what == "value" else ""
        return Printed(str(text), Origin(what, self.period, contestant, group, node, role, clause))

    def count(self, number: int, what: str, group: str = "") -> Printed:
        return self.figure(number, what, group=group)

    def of_row(self, row: Row, what: Literal["rank", "total", "rank_before"]) -> Printed:
        text = {"rank": str(row.rank), "total": row.score, "rank_before": str(row.rank_before)}[what]
        return self.figure(text, what, row.contestant)


def foot(draft: Draft) -> list[str]:
    """What stands at the foot of every page: notice, number, audience, code, and how to check."""
    lang, own = draft.lang, draft.particulars
    code = draft.release.code
    parts = [
        notice_words(draft.book, lang),
        MARKS["number"].say(lang).format(number=own.number),
        AUDIENCES[own.audience].say(lang),
        MARKS["code"].say(lang).format(code=code),
    ]
    return [("　" if lang == "zh" else " · ").join(part for part in parts if part), how_to_check(draft)]


def how_to_check(draft: Draft) -> str:
    said = MARKS["verify"].say(draft.lang).format(code=draft.release.code)
    if draft.particulars.address:
        said += MARKS["address"].say(draft.lang).format(address=draft.particulars.address)
    return said
