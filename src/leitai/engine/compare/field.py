"""The field: everyone of a group of peers side by side at one node, and how far others are from one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import ROOT, TreeNode
from leitai.engine.book import Book
from leitai.engine.compare.account import as_fraction, own_full, own_score, worths


@dataclass(frozen=True, slots=True)
class Entry:
    """One contestant at a node: rank (0: none), score in the node's own points, rate in per cent, value in its unit.

    A value that is measured against the contestant's own target or base says nothing beside another's: it is left out.
    """

    contestant: str
    rank: int
    score: Fraction | None
    rate: Fraction | None
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far it is to somewhere: theirs less own; None where either has none.

    whose   who is there, in the edition's order; nobody for the median
    """

    whose: tuple[str, ...]
    rank: int
    score: Fraction | None
    score_gap: Fraction | None
    value: Fraction | None
    value_gap: Fraction | None

    @property
    def lead(self) -> Fraction | None:
        """Own score less theirs, as tables print it under 比第一, 比中位, 比上一位: below them it is negative."""
        return None if self.score_gap is None else -self.score_gap


@dataclass(frozen=True, slots=True)
class Field:
    """A group of peers in one round, node by node.

    nodes    everyone for whom the node counts, in the edition's order
    ranking  who has a rank at it, the first first; ties in the edition's order
    """

    group: str
    period: str
    nodes: Mapping[str, tuple[Entry, ...]]
    ranking: Mapping[str, tuple[Entry, ...]]

    def at(self, node: str) -> tuple[Entry, ...]:
        return self.nodes.get(node, ())

    def entry(self, node: str, contestant: str) -> Entry | None:
        return next((one for one in self.at(node) if one.contestant == contestant), None)

    def ranked(self, node: str) -> tuple[Entry, ...]:
        return self.ranking.get(node, ())

    def first(self, node: str) -> list[Entry]:
        ranked = self.ranked(node)
        return [one for one in ranked if one.rank == ranked[0].rank]

    def last(self, node: str) -> list[Entry]:
        ranked = self.ranked(node)
        return [one for one in ranked if one.rank == ranked[-1].rank]

    def next_better(self, node: str, contestant: str) -> list[Entry]:
        """Who has the nearest better place; nobody above the first, or of one without a rank."""
        own = self.entry(node, contestant)
        above = [one for one in self.ranked(node) if own is not None and one.rank < own.rank]
        return [one for one in above if one.rank == above[-1].rank]

    def from_last(self, node: str, contestant: str) -> int:
        """1 for the last, ties sharing the place nearer the end; 0 without a rank."""
        own = self.entry(node, contestant)
        if own is None or not own.rank:
            return 0
        return 1 + sum(1 for one in self.at(node) if one.rank > own.rank)

    def median_rate(self, node: str) -> Fraction | None:
        """中位得分率 of those who have a rank at the node."""
        return median([one.rate for one in self.at(node) if one.rank and one.rate is not None])


def field_of(book: Book, group: str, period: str | None = None) -> Field:
    """A group of peers of the book's own grouping. A node that does not count for somebody has no entry of theirs."""
    period = period or book.period
    found: dict[str, list[Entry]] = {}
    table = book.result["values"][period]
    for contestant in sorted(table, key=lambda id_: book.plan.position[id_]):
        if table[contestant]["group"] == group:
            worth = worths(book, table[contestant])
            for node in book.plan.nodes:
                one = _entry(book, period, contestant, node, worth)
                if one is not None:
                    found.setdefault(node.id, []).append(one)
    nodes = {node: tuple(entries) for node, entries in found.items()}
    ranking = {
        node: tuple(sorted((one for one in entries if one.rank), key=lambda one: one.rank))
        for node, entries in nodes.items()
    }
    return Field(group, period, nodes, ranking)


def _entry(book: Book, period: str, contestant: str, node: TreeNode, worth: Mapping[str, Fraction]) -> Entry | None:
    plain = book.entry(period, contestant)
    if node.id == ROOT:
        score = as_fraction(plain["score"], book.plan.policies.rounding.total)
        place = plain["places"].get(book.rulebook.peers, {})
        return Entry(contestant, place.get("rank", 0), score, _rate(score, own_full(book, plain, node, worth)), None)
    cell = plain["nodes"].get(node.id)
    if cell is None or cell.get("out", False):
        return None
    score = own_score(book, plain, node)
    value = Fraction(cell["v"]) if "v" in cell and _comparable(book, node) else None
    return Entry(contestant, cell.get("r", 0), score, _rate(score, own_full(book, plain, node, worth)), value)


def _comparable(book: Book, node: TreeNode) -> bool:
    """Whether the indicator's values are scored as they are, without a figure of the contestant's own beside them."""
    assert node.column is not None
    column = book.plan.columns[node.column]
    return not column.method.roles(column.parameters)


def _rate(score: Fraction | None, full: Fraction) -> Fraction | None:
    return None if score is None or not full else score / full * 100


def median(values: Sequence[Fraction]) -> Fraction | None:
    """中位数: the one in the middle, or the mean of the two; of nothing, none."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def distance(own: Entry, there: Sequence[Entry]) -> Distance | None:
    """To those who share a place: to the first of them in the edition's order, all named."""
    if not there:
        return None
    one = there[0]
    gap, value_gap = _less(one.score, own.score), _less(one.value, own.value)
    return Distance(tuple(e.contestant for e in there), one.rank, one.score, gap, one.value, value_gap)


def to_median(own: Entry, field: Field, node: str) -> Distance | None:
    """To the median of those who have a rank; of values, of those of them who have one."""
    ranked = field.ranked(node)
    score = median([one.score for one in ranked if one.score is not None])
    value = median([one.value for one in ranked if one.value is not None])
    if score is None:
        return None
    return Distance((), 0, score, _less(score, own.score), value, _less(value, own.value))


def _less(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b
