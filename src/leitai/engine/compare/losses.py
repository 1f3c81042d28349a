"""失分: where a contestant's points went, and how far it is to the first, the median and the next place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Cell
from leitai.engine.compare.account import Account, Extra, Part, account_of
from leitai.engine.compare.field import Distance, Entry, Field, distance, field_of, to_median
from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Branch


@dataclass(frozen=True, slots=True)
class Loss:
    """A node as the contestant's page shows it.

    full, score, lost   in points of the total; score and lost are None where there is no score
    cell                score, value, rank and flags as every page shows them
    of                  how many have a rank at the node
    rate, median_rate   得分率 in per cent, own and the group's median
    residue             what rounding at the node added (a branch)
    first, median, next distances in the node's own points and in the unit of its value
    """

    node: str
    name: Text
    level: int
    leaf: bool
    clause: str
    unit: str
    full: Fraction
    score: Fraction | None
    lost: Fraction | None
    cell: Cell
    of: int
    rate: Fraction | None
    median_rate: Fraction | None
    residue: Fraction
    first: Distance | None
    median: Distance | None
    next: Distance | None


@dataclass(frozen=True, slots=True)
class Losses:
    """A contestant's losses. Where it has a base total, `full − base = Σ lost of the leaves − Σ residues`, exactly.

    total    the total itself as a node: rank, distances; its score is after adjustments
    lines    every node that counts, parents first, in the edition's order
    absent   nodes that do not apply; their points are with their siblings
    residue  what rounding added on the way from the leaves to the base total
    extras   adjustments, caps, limits, veto and the last rounding: `base + Σ extras = total`
    """

    contestant: str
    group: str
    period: str
    full: Fraction
    base: Fraction | None
    score: Fraction | None
    total: Loss
    lines: tuple[Loss, ...]
    absent: tuple[str, ...]
    residue: Fraction
    extras: tuple[Extra, ...]

    @property
    def leaves(self) -> Iterator[Loss]:
        return (line for line in self.lines if line.leaf)

    @property
    def tracks(self) -> Iterator[Loss]:
        return (line for line in self.lines if line.level == 1)

    def worst(self, most: int) -> list[Loss]:
        """The indicators that lost most points, ties in the edition's order."""
        lost = [line for line in self.leaves if line.lost is not None and line.lost > 0]
        return sorted(lost, key=lambda line: -(line.lost or 0))[:most]


def losses(book: Book, contestant: str, period: str | None = None, field: Field | None = None) -> Losses:
    """Where the points went. `field`: the contestant's group, where the caller has it already (`field_of`)."""
    account = account_of(book, contestant, period)
    if field is None:
        field = field_of(book, account.group, account.period)
    nodes = {part.node: part for part in account.root.walk()}
    lines = tuple(_loss(book, account, field, part) for node, part in nodes.items() if node != ROOT)
    residue = sum((part.residue for part in nodes.values()), Fraction(0))
    return Losses(
        contestant,
        account.group,
        account.period,
        account.root.full,
        account.root.score,
        account.total,
        _loss(book, account, field, account.root),
        lines,
        account.absent,
        residue,
        account.extras,
    )


def _loss(book: Book, account: Account, field: Field, part: Part) -> Loss:
    node = part.node
    cell = book.cell(account.period, account.contestant, node)
    assert cell is not None, "what stands in the account stands in the book"
    place = book.node(node)
    item = book.plan.items.get(node)
    own = field.entry(node, account.contestant) or Entry(account.contestant, 0, None, None, None)
    score = account.total if node == ROOT else part.score
    return Loss(
        node,
        part.name,
        place.level,
        part.leaf,
        item.clause if item is not None else "",
        item.unit if item is not None and not isinstance(item, Branch) else "",
        part.full,
        score,
        None if score is None else part.full - score,
        cell,
        len(field.ranked(node)),
        own.rate,
        field.median_rate(node),
        part.residue,
        distance(own, field.first(node)),
        to_median(own, field, node),
        distance(own, field.next_better(node, account.contestant)),
    )
