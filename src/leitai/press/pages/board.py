"""A release as pages show it: groups, lines, tracks, earlier places. Every number comes written out of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from leitai.engine.assess.plan import ROOT, TreeNode
from leitai.engine.book import Book, Cell, Row
from leitai.engine.errors import Lang
from leitai.engine.periods import sort_key
from leitai.engine.rulebook.model import Group
from leitai.engine.show import NO_SCORE, show_change
from leitai.press import words
from leitai.press.release import Release
from leitai.press.words import NOTES
from leitai.press.workbook.front import notice

FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A node's score of one unit. `word` stands where there is no number; `fifth` 0 is the best fifth of the group,
    None no rank; `permille` of the full points, for the length of a bar."""

    node: str
    score: str
    word: str
    rank: int
    fifth: int | None
    permille: int
    flags: tuple[str, ...]

    @property
    def text(self) -> str:
        """The score, or the word in its place."""
        return self.word if self.score == NO_SCORE else self.score

    @property
    def what(self) -> str:
        """Where there is a number, what number of the book it is."""
        return "" if self.score == NO_SCORE else "score"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in its group."""

    contestant: str
    name: str
    rank: int
    of: int
    score: str
    rank_before: int
    change: str
    grade: str
    tracks: tuple[Shown, ...]
    flags: tuple[str, ...]
    vetoes: tuple[str, ...]
    past: tuple[int, ...]
    """Its rank in each period of the board; 0 where it had none."""

    @property
    def risen(self) -> int:
        """Places gained since the round before; 0 where either rank is missing."""
        return self.rank_before - self.rank if self.rank and self.rank_before else 0


@dataclass(frozen=True, slots=True)
class Track:
    """A child of the root that counts for a group."""

    node: str
    name: str
    full: Fraction


@dataclass(frozen=True, slots=True)
class Board:
    """A group of the peers in the release's round."""

    group: str
    name: str
    period: str
    periods: tuple[str, ...]
    tracks: tuple[Track, ...]
    lines: tuple[Line, ...]

    @property
    def ranked(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.rank)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on every page: title, round, cut, number, code, and that it is a demonstration where it is."""

    title: str
    round: str
    period: str
    number: str
    issuer: str
    date: str
    audience: str
    notice: str
    code: str
    digest: str
    checkpoint: str
    trials: int


AUDIENCES = {"meeting": ("会场材料", "For the meeting"), "internal": ("内部资料", "Internal"), "public": ("", "")}


def front_of(release: Release, lang: Lang) -> Front:
    book, about = release.book, release.particulars
    zh, en = AUDIENCES[about.audience]
    return Front(
        book.rulebook.title.say(lang),
        round_name(book, book.period, lang),
        book.period,
        about.number,
        about.issuer,
        about.date.isoformat(),
        zh if lang == "zh" else en,
        notice(book, lang),
        book.code,
        f"{book.rulebook.seal}:{book.digest}",
        about.checkpoint,
        about.trials,
    )


def round_name(book: Book, period: str, lang: Lang) -> str:
    """The round's own name, or its period."""
    return words.round_name(book.rulebook, period, lang) or period


def boards_of(release: Release, lang: Lang) -> tuple[Board, ...]:
    """Every group that has anyone in the round, in the edition's order."""
    return tuple(board_of(release.book, release.before, group, lang) for group in release.book.groups())


def board_of(book: Book, before: Book | None, group: Group, lang: Lang) -> Board:
    """One group. `before`: the result of the round before, for the places of earlier rounds."""
    nodes = book.nodes_of(group.id)
    there = {node.id for node in nodes}
    tops = [node for node in nodes if node.level == 1]
    tracks = tuple(Track(node.id, node.name.say(lang), full_points(book, group.id, node, there)) for node in tops)
    past = places_by_period(book, before, group.id)
    rows = book.rows(group.id, lang=lang)
    lines = tuple(_line(book, row, tracks, past, lang) for row in rows)
    return Board(group.id, group.name.say(lang), book.period, tuple(past), tracks, lines)


def _line(book: Book, row: Row, tracks: tuple[Track, ...], past: Mapping[str, Mapping[str, int]], lang: Lang) -> Line:
    grades = {grade.id: grade.name.say(lang) for grade in book.rulebook.grades}
    vetoes = {one.id: one.name.say(lang) for one in book.rulebook.adjustments}
    return Line(
        row.contestant,
        row.name,
        row.rank,
        row.of,
        row.score,
        row.rank_before,
        show_change(row.change, book.plan.policies.progress, lang),
        grades.get(row.grade, ""),
        tuple(shown(book, row.contestant, track.node, row.of, track.full, lang) for track in tracks),
        tuple(book.flag(flag, lang) for flag in row.flags),
        tuple(vetoes[veto] for veto in row.vetoes),
        tuple(table.get(row.contestant, 0) for table in past.values()),
    )


def shown(book: Book, contestant: str, node: str, of: int, full: Fraction, lang: Lang) -> Shown:
    """A node of a unit; where it has no number, the word that says why."""
    cell = book.cell(book.period, contestant, node)
    if cell is None:
        return Shown(node, NO_SCORE, NO_SCORE, 0, None, 0, ())
    fifth = min((cell.rank - 1) * FIFTHS // max(of, 1), FIFTHS - 1) if cell.rank else None
    flags = tuple(book.flag(flag, lang) for flag in cell.flags)
    return Shown(node, cell.score, _word(cell, lang), cell.rank, fifth, permille(cell.score, full), flags)


def _word(cell: Cell, lang: Lang) -> str:
    if cell.score != NO_SCORE or not cell.out:
        return NO_SCORE
    return NOTES["exempt_cell" if "exempt" in cell.flags else "no_task_cell"].say(lang)


def permille(score: str, full: Fraction) -> int:
    """A score's part of the full points, for the length of a bar; never printed as a number."""
    if score == NO_SCORE or not full:
        return 0
    return min(max(int(Fraction(score) * 1000 / full), 0), 1000)


def full_points(book: Book, group: str, node: TreeNode, there: set[str]) -> Fraction:
    """Full points of a node for a group: the sum of its leaves' in a tree of points, the scale in a tree of weights."""
    tree = book.rulebook.tree
    assert tree is not None
    if tree.measure == "weights":
        return book.plan.full(group)
    if node.column is not None:
        return book.plan.points(book.plan.columns[node.column], group)
    children = [book.plan.nodes[child] for child in node.children]
    return sum((full_points(book, group, child, there) for child in children if child.id in there), Fraction(0))


def places_by_period(book: Book, before: Book | None, group: str) -> dict[str, dict[str, int]]:
    """Period → unit → rank in the group, in order: earlier rounds kept in the result, the result before, this one."""
    tables: dict[str, Mapping[str, Any]] = dict(book.result["earlier"].get("rounds", {}))
    if before is not None:
        tables |= before.result["values"]
    tables |= book.result["values"]
    found: dict[str, dict[str, int]] = {}
    for period in sorted(tables, key=sort_key):
        if sort_key(period) > sort_key(book.period):
            continue
        ranks = {}
        for contestant, entry in tables[period].items():
            place = entry["places"].get(book.rulebook.peers, {})
            if place.get("group") == group:
                ranks[contestant] = int(place.get("rank", 0))
        if any(ranks.values()):
            found[period] = ranks
    return found or {book.period: {}}


def parent_names(book: Book, node: TreeNode, lang: Lang) -> tuple[str, ...]:
    """The nodes above one, from the track down."""
    names: list[str] = []
    above = node.parent
    while above is not None and book.plan.nodes[above].id != ROOT:
        names.append(book.plan.nodes[above].name.say(lang))
        above = book.plan.nodes[above].parent
    return tuple(reversed(names))
