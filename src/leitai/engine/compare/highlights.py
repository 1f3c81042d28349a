"""亮点 and 不足, chosen by one stated rule, so that nobody picks them.

Of a contestant, among the indicators on which it has a rank:

    ahead   得分率 above the group's median, the farthest above first
    behind  得分率 below the group's median, the farthest below first
    rose    of the others, those that gave the total most more than in the round before
    fell    of the others, those that gave it most less

Of a group, for each track: of those who are first on an indicator of it, the one farthest above the median, and of
those who are last, the one farthest below; then the indicators on which the median of 得分率 is highest and lowest.

Ties go by the edition's order of contestants and indicators. What everybody has alike is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from leitai.engine.assess.plan import TreeNode
from leitai.engine.book import Book
from leitai.engine.compare.field import Field, field_of
from leitai.engine.compare.moved import moved
from leitai.engine.errors import Text

HighlightKind = Literal["ahead", "rose", "high", "behind", "fell", "low"]
GOOD: frozenset[HighlightKind] = frozenset({"ahead", "rose", "high"})


@dataclass(frozen=True, slots=True)
class Highlight:
    """One of them, with all its sentence states.

    contestant, rank, score, value   empty (0) where it is the group's (`high`, `low`)
    score, full                      the score as shown, and full points on the same scale
    lead                             own 得分率 less the median's, in percentage points
    gained                           change of its points in the total since the round before, where known
    """

    kind: HighlightKind
    group: str
    period: str
    node: str
    name: Text
    track: str
    clause: str
    unit: str
    contestant: str = ""
    score: str = ""
    value: str = ""
    full: Fraction = Fraction(0)
    rank: int = 0
    tied: int = 0
    from_last: int = 0
    of: int = 0
    rate: Fraction | None = None
    median_rate: Fraction | None = None
    lead: Fraction = Fraction(0)
    gained: Fraction | None = None
    flags: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """亮点; else 不足."""
        return self.kind in GOOD


def highlights(
    book: Book,
    contestant: str,
    before: Book | None = None,
    *,
    most: int = 3,
    period: str | None = None,
    period_before: str | None = None,
    field: Field | None = None,
) -> tuple[Highlight, ...]:
    """A contestant's 亮点, then its 不足; at most so many of each kind."""
    period = period or book.period
    field = field or field_of(book, book.entry(period, contestant)["group"], period)
    step = moved(before, book, contestant, period, period_before)
    steps = step.steps.flat() if step else ()
    gained = {one.id: one.change for one in steps if one.kind == "indicator" and one.presence == "both"}
    every = [
        replace(one, gained=gained.get(one.node))
        for node in _leaves(book)
        for one in _at(book, field, node, contestant)
    ]
    ahead, behind = _ahead(every)[:most], _behind(every)[:most]
    rest = [one for one in every if one not in ahead and one not in behind and one.gained]
    rose = sorted((one for one in rest if (one.gained or 0) > 0), key=lambda one: -(one.gained or 0))[:most]
    fell = sorted((one for one in rest if (one.gained or 0) < 0), key=lambda one: one.gained or 0)[:most]
    return (*_as("ahead", ahead), *_as("rose", rose), *_as("behind", behind), *_as("fell", fell))


def group_highlights(
    book: Book, group: str, *, most: int = 2, period: str | None = None, field: Field | None = None
) -> tuple[Highlight, ...]:
    """A group's 亮点 track by track and the indicators it does well on, then likewise its 不足."""
    period = period or book.period
    field = field or field_of(book, group, period)
    every: dict[str, list[Highlight]] = {}
    medians: list[Highlight] = []
    for node in _leaves(book):
        entries = list(_at(book, field, node, [entry.contestant for entry in field.at(node.id)]))
        if entries:
            one = entries[0]
            every.setdefault(one.track, []).extend(entries)
            alone = Highlight("high", group, period, one.node, one.name, one.track, one.clause, one.unit, of=one.of)
            medians.append(replace(alone, median_rate=one.median_rate))
    best = [ahead[0] for found in every.values() if (ahead := _farthest(found, 1))]
    worst = [behind[0] for found in every.values() if (behind := _farthest(found, -1))]
    ordered = sorted(medians, key=lambda one: one.median_rate or 0)
    low = [one for one in ordered if one.median_rate != ordered[-1].median_rate][:most]
    high = [one for one in sorted(medians, key=lambda one: -(one.median_rate or 0)) if low and one not in low][:most]
    return (*_as("ahead", best), *_as("high", high), *_as("behind", worst), *_as("low", low))


def _leaves(book: Book) -> Iterator[TreeNode]:
    return (node for node in book.plan.nodes if node.column is not None)


def _at(book: Book, field: Field, node: TreeNode, contestants: Sequence[str]) -> Iterator[Highlight]:
    """An indicator of those contestants that have a rank on it, against a median of at least two."""
    ranked, middle = field.ranked(node.id), field.median_rate(node.id)
    if middle is None or len(ranked) < 2:
        return
    assert node.column is not None
    column = book.plan.columns[node.column]
    tree = book.rulebook.tree
    assert tree is not None
    points = book.plan.full(field.group) if tree.measure == "weights" else book.plan.points(column, field.group)
    for entry in ranked:
        cell = book.cell(field.period, entry.contestant, node.id)
        if entry.contestant not in contestants or entry.rate is None or cell is None:
            continue
        yield Highlight(
            "ahead",
            field.group,
            field.period,
            node.id,
            Text(node.name.zh, node.name.en),
            _track_of(book, node),
            column.indicator.clause,
            column.indicator.unit,
            entry.contestant,
            cell.score,
            cell.value,
            points,
            entry.rank,
            sum(1 for one in ranked if one.rank == entry.rank),
            1 + sum(1 for one in ranked if one.rank > entry.rank),
            len(ranked),
            entry.rate,
            middle,
            entry.rate - middle,
            None,
            cell.flags,
        )


def _track_of(book: Book, node: TreeNode) -> str:
    """The node right below the root that a leaf is in."""
    while node.level > 1:
        assert node.parent is not None
        node = book.plan.nodes[node.parent]
    return node.id


def _ahead(every: Iterable[Highlight]) -> list[Highlight]:
    found = [one for one in every if one.lead > 0]
    return sorted(found, key=lambda one: -one.lead)


def _behind(every: Iterable[Highlight]) -> list[Highlight]:
    found = [one for one in every if one.lead < 0]
    return sorted(found, key=lambda one: one.lead)


def _farthest(every: Iterable[Highlight], sign: int) -> list[Highlight]:
    """Of the first (1) or the last (-1) on an indicator, by how far they are from the median, the farthest first."""
    found = [one for one in every if one.lead * sign > 0 and (one.rank if sign > 0 else one.from_last) == 1]
    return sorted(found, key=lambda one: -abs(one.lead))


def _as(kind: HighlightKind, found: Iterable[Highlight]) -> Iterator[Highlight]:
    return (replace(one, kind=kind) for one in found)
