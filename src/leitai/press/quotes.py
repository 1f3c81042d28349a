"""Where a document gets its numbers: each is written by the book's formatter and noted down as it is given out.

What was noted is the index of a made file: whoever picks a number in it finds here whose it is and what it states.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Cell, Row
from leitai.engine.compare import Highlight, highlight_sentence, points_text
from leitai.engine.decimals import decimal_text, significant
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE, show_change, show_rate, show_value

What = Literal[
    "score",
    "value",
    "rank",
    "change",
    "of",
    "full",
    "lead",
    "moved",
    "rate",
    "step",
    "sentence",
    "explanation",
    "gap_first",
    "gap_median",
    "gap_next",
    "count",
    "given",
    "adjustment",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """One number of a document: as printed, whose, of which node and round, what it states, and where it stands."""

    text: str
    contestant: str
    node: str
    period: str
    what: What
    where: str


@dataclass(frozen=True, slots=True)
class Document:
    """A made file and the index of its numbers."""

    data: bytes
    quotes: tuple[Quote, ...]


class Quotes:
    """The numbers of one document, in the order in which they were asked for."""

    def __init__(self, book: Book, lang: Lang) -> None:
        self.book = book
        self.lang: Lang = lang
        self.found: list[Quote] = []
        self._where = ""

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Whatever is asked for inside stands there: a slide, a page."""
        before, self._where = self._where, where
        yield
        self._where = before

    def note(self, text: str, what: What, contestant: str = "", node: str = ROOT, period: str = "") -> str:
        """Take a number down; what the book's formatter wrote is given back unchanged."""
        self.found.append(Quote(text, contestant, node, period or self.book.period, what, self._where))
        return text

    def cell(self, contestant: str, node: str) -> Cell:
        """A node's cell; an empty one where the node does not count for the contestant."""
        return self.book.cell(self.book.period, contestant, node) or Cell(NO_SCORE, "", 0, (), True)

    def score(self, contestant: str, node: str = ROOT) -> str:
        return self.note(self.cell(contestant, node).score, "score", contestant, node)

    def value(self, contestant: str, node: str) -> str:
        """The figure behind a score; a dash where there is none."""
        text = self.cell(contestant, node).value
        return self.note(brief(Fraction(text)) if text else NO_SCORE, "value", contestant, node)

    def place(self, contestant: str, node: str) -> str:
        """The rank at a node among its peers."""
        rank = self.cell(contestant, node).rank
        return self.note(str(rank) if rank else NO_SCORE, "rank", contestant, node)

    def rank(self, row: Row) -> str:
        return self.note(str(row.rank) if row.rank else NO_SCORE, "rank", row.contestant)

    def of(self, row: Row) -> str:
        return self.note(str(row.of), "of", row.contestant)

    def change(self, row: Row) -> str:
        text = show_change(row.change, self.book.plan.policies.progress, self.lang)
        return self.note(text, "change", row.contestant)

    def lead(self, row: Row, other: Row) -> str:
        """By how much the one total is above the other, in the places totals are published in."""
        return self.note(difference(self.book, row, other), "lead", row.contestant)

    def count(self, number: int) -> str:
        return self.note(str(number), "count")

    def points(
        self, value: Fraction | None, what: What, contestant: str, node: str = ROOT, *, signed: bool = False
    ) -> str:
        """Points that were added up."""
        return self.note(points_text(self.book, value, signed=signed), what, contestant, node)

    def highlight(self, one: Highlight) -> str:
        """A sentence of 亮点 or 不足, its numbers taken down."""
        if one.contestant:
            self.note(one.score, "score", one.contestant, one.node)
            self.note(str(one.rank), "rank", one.contestant, one.node)
            self.note(str(one.of), "of", one.contestant, one.node)
            self.note(str(one.tied), "count", one.contestant, one.node)
            self.note(decimal_text(one.full), "full", one.contestant, one.node)
            self.note(show_rate(abs(one.lead)), "rate", one.contestant, one.node)
            self.note(points_text(self.book, abs(one.gained or Fraction(0))), "moved", one.contestant, one.node)
            if one.value:
                self.note(one.value, "value", one.contestant, one.node)
        else:
            self.note(show_rate(one.median_rate), "rate", "", one.node)
        return highlight_sentence(self.book, one, self.lang)


def brief(value: Fraction | None) -> str:
    """A number where there is little room: exactly where it is short, else six significant digits with ≈.

    >>> brief(Fraction("12.345")), brief(Fraction(16, 3)), brief(None)
    ('12.345', '≈5.33333', '—')
    """
    text = show_value(value)
    if value is None or (len(text.partition(".")[2]) <= 6 and not text.startswith("≈")):
        return text
    return f"≈{significant(value, 6)}"


def difference(book: Book, row: Row, other: Row) -> str:
    """The difference of two published totals."""
    if NO_SCORE in (row.score, other.score):
        return NO_SCORE
    apart = abs(Fraction(row.score) - Fraction(other.score))
    places = book.plan.policies.rounding.total
    return show_value(apart) if places is None else decimal_text(apart, places)
