"""A total taken apart: what every node gave it, what rounding added or took, and what adjustments did.

Everything is in points of the total and exact. The account adds up by construction, and says where it had to round:

    total = Σ leaves' scores + Σ residues of the branches and the root + Σ extras
    full  = Σ leaves' full points, each with what absent tasks gave to it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from leitai.engine.assess.adjust import LATE, LATE_NAME
from leitai.engine.assess.plan import ROOT, TreeNode
from leitai.engine.book import Book
from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Adjustment

ZERO, ONE = Fraction(0), Fraction(1)
ExtraKind = Literal["deduction", "bonus", "cap", "limit", "veto", "rounding"]
NAMES: Mapping[str, Text] = {
    "cap": Text("加减分限额", "caps on adjustments"),
    "limit": Text("总分上下限", "limits of the total"),
    "veto": Text("一票否决计零分", "veto: the total is 0"),
    "rounding": Text("取舍", "rounding"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A node of a contestant's tree.

    full     its full points, with what siblings that do not apply gave to it
    score    what it gave to the total; None where it has no score
    scale    points of the total to one point of the score as it is shown
    residue  of a branch: its score less what its children gave, i.e. what rounding it added; 0 for a leaf
    """

    node: str
    name: Text
    leaf: bool
    full: Fraction
    score: Fraction | None
    scale: Fraction
    residue: Fraction
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Extra:
    """What stands between the base total and the total: an adjustment, a cap, a limit, a veto or the last rounding."""

    kind: ExtraKind
    id: str
    name: Text
    clause: str
    count: Fraction | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class Account:
    """A contestant's total of a round. `root` holds the base total; `absent` are the nodes that do not apply."""

    contestant: str
    group: str
    period: str
    root: Part
    extras: tuple[Extra, ...]
    total: Fraction | None
    absent: tuple[str, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """Every node that counts, parents first, the root left out."""
        for top in self.root.children:
            yield from top.walk()

    @property
    def leaves(self) -> Iterator[Part]:
        return (part for part in self.parts if part.leaf)


def account_of(book: Book, contestant: str, period: str | None = None) -> Account:
    """Take a contestant's total apart. Raises KeyError where it is not in the round."""
    period = period or book.period
    entry = book.entry(period, contestant)
    root = _part(book, entry, worths(book, entry), book.plan.nodes[0], ONE)
    total = as_fraction(entry["score"], book.plan.policies.rounding.total)
    absent = tuple(
        node.id for node in book.plan.nodes if node.level and entry["nodes"].get(node.id, {}).get("out", False)
    )
    extras = tuple(_extras(book, entry, total)) if total is not None else ()
    return Account(contestant, entry["group"], period, root, extras, total, absent)


def as_fraction(score: int | str | None, places: int | None) -> Fraction | None:
    """A score as a result writes it: ticks of 10^-places, or text where it is not rounded."""
    if score is None:
        return None
    return Fraction(score) if places is None else Fraction(int(score), 10**places)


def own_score(book: Book, entry: Mapping[str, Any], node: TreeNode) -> Fraction | None:
    """A node's score in its own points; the root's is the base total."""
    if node.id == ROOT:
        return None if entry["base"] is None else Fraction(entry["base"])
    plain = entry["nodes"].get(node.id, {})
    return as_fraction(plain.get("s"), book.places_of(node))


def own_full(book: Book, entry: Mapping[str, Any], node: TreeNode, worth: Mapping[str, Fraction]) -> Fraction:
    """A node's full points on its own scale, in the contestant's round; `worth` as `worths` gives it."""
    tree = book.rulebook.tree
    assert tree is not None
    return book.plan.full(entry["group"]) if tree.measure == "weights" else worth[node.id]


def worths(book: Book, entry: Mapping[str, Any]) -> dict[str, Fraction]:
    """Full points of every node in a tree of points: of its leaves that count in the round, applicable or not."""
    found: dict[str, Fraction] = {}
    for node in reversed(book.plan.nodes):
        if node.column is not None:
            found[node.id] = book.plan.points(book.plan.columns[node.column], entry["group"])
        else:
            found[node.id] = sum((found[child.id] for child in _counting(book, entry, node)), ZERO)
    return found


def _counting(book: Book, entry: Mapping[str, Any], node: TreeNode) -> list[TreeNode]:
    """The children of a branch that count in the round, whether they apply or not."""
    children = (book.plan.nodes[position] for position in node.children)
    return [child for child in children if child.id in entry["nodes"]]


def _part(book: Book, entry: Mapping[str, Any], worth: Mapping[str, Fraction], node: TreeNode, scale: Fraction) -> Part:
    score = own_score(book, entry, node)
    given = None if score is None else score * scale
    full = own_full(book, entry, node, worth) * scale
    name = Text(node.name.zh, node.name.en)
    if node.column is not None:
        return Part(node.id, name, True, full, given, scale, ZERO)
    applied = [child for child in _counting(book, entry, node) if not entry["nodes"][child.id].get("out", False)]
    shares = _shares(book, entry, worth, node, applied)
    children = tuple(
        _part(book, entry, worth, child, scale * share) for child, share in zip(applied, shares, strict=True)
    )
    residue = ZERO
    if given is not None:
        residue = given - sum((child.score for child in children if child.score is not None), ZERO)
    return Part(node.id, name, False, full, given, scale, residue, children)


def _shares(
    book: Book, entry: Mapping[str, Any], worth: Mapping[str, Fraction], node: TreeNode, applied: list[TreeNode]
) -> list[Fraction]:
    """Points of a branch to one point of each child: weights over their sum, or what absent tasks were worth."""
    tree = book.rulebook.tree
    assert tree is not None
    if tree.measure == "weights":
        weights = [book.plan.weight(book.plan.items[child.id], entry["group"]) for child in applied]
        whole = sum(weights, ZERO)
        return [weight / whole if whole else ZERO for weight in weights]
    kept = sum((worth[child.id] for child in applied), ZERO)
    factor = worth[node.id] / kept if kept else ONE
    return [factor] * len(applied)


def _extras(book: Book, entry: Mapping[str, Any], total: Fraction) -> Iterator[Extra]:
    """From the base total to the total, in the order of the engine: items, caps, limits, veto, rounding."""
    reached = Fraction(entry["base"])
    known = {one.id: one for one in book.rulebook.adjustments}
    for id_, count, points in entry.get("adjustments", ()):
        extra = _item(known, id_, Fraction(count), Fraction(points))
        reached += extra.points
        yield extra
    for cut, sign in zip(entry.get("cuts", ()), (1, -1), strict=False):
        if Fraction(cut):
            reached += sign * Fraction(cut)
            yield _plain("cap", sign * Fraction(cut))
    caps = book.rulebook.caps
    bounded = reached if caps.floor is None else max(reached, Fraction(caps.floor))
    bounded = bounded if caps.total is None else min(bounded, Fraction(caps.total))
    if bounded != reached:
        yield _plain("limit", bounded - reached)
    zero = next((known[id_] for id_ in entry.get("vetoes", ()) if known[id_].effect == "zero"), None)
    if zero is not None:
        yield Extra("veto", zero.id, Text(zero.name.zh, zero.name.en), zero.clause, None, -bounded)
        bounded = ZERO
    if total != bounded:
        yield _plain("rounding", total - bounded)


def _item(known: Mapping[str, Adjustment], id_: str, count: Fraction, points: Fraction) -> Extra:
    if id_ not in known:
        assert id_ == LATE, "only late figures are taken off without an adjustment of their own"
        return Extra("deduction", id_, LATE_NAME, "", count, -points)
    one = known[id_]
    assert one.kind != "veto", "a veto gives no points"
    signed = -points if one.kind == "deduction" else points
    return Extra(one.kind, id_, Text(one.name.zh, one.name.en), one.clause, count, signed)


def _plain(kind: Literal["cap", "limit", "rounding"], points: Fraction) -> Extra:
    return Extra(kind, kind, NAMES[kind], "", None, points)
