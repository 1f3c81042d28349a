"""瀑布图: from one total to another, step by step, ending exactly at the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book
from leitai.engine.compare.account import NAMES, ZERO, Account, Extra, ExtraKind, Part, account_of
from leitai.engine.compare.field import Field, field_of
from leitai.engine.errors import Text

StepKind = Literal["track", "indicator", "deduction", "bonus", "cap", "limit", "veto", "rounding"]
Presence = Literal["both", "here", "there"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one node, adjustment or rounding adds on the way from there to here: `change = here − there`.

    presence   here: it counts only here; there: only there; both
    parts      of a branch: its children and its rounding; they add up to it
    """

    id: str
    kind: StepKind
    name: Text
    there: Fraction | None
    here: Fraction | None
    change: Fraction
    presence: Presence
    parts: tuple[Step, ...] = ()

    def flat(self) -> Iterator[Step]:
        """The indicators and roundings below, or the step itself: they add up to it as well."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.flat()


@dataclass(frozen=True, slots=True)
class Steps:
    """`start + Σ change = end`, exactly: tracks in the edition's order, roundings, adjustments."""

    start: Fraction
    end: Fraction
    steps: tuple[Step, ...]

    def flat(self) -> Iterator[Step]:
        for step in self.steps:
            yield from step.flat()

    def largest(self, most: int, sign: int) -> list[Step]:
        """The indicators that count on both sides with the largest change of one sign, ties in order."""
        found = [step for step in self.indicators("both") if step.change * sign > 0]
        return sorted(found, key=lambda step: -abs(step.change))[:most]

    def indicators(self, presence: Presence) -> list[Step]:
        """The indicators that count on both sides, only here (new), or only there (gone)."""
        return [step for step in self.flat() if step.kind == "indicator" and step.presence == presence]


def waterfall(
    book: Book,
    contestant: str,
    against: str | None = None,
    period: str | None = None,
    field: Field | None = None,
) -> Steps | None:
    """From another's total to the contestant's: what it is short of, or ahead, per track and indicator.

    `against`: the first of its group (of several, the first in the edition's order; itself where it is the first)
    unless named. None where either has no total, or nobody is ranked.
    """
    here = account_of(book, contestant, period)
    if against is None:
        first = (field or field_of(book, here.group, here.period)).first(ROOT)
        if not first:
            return None
        against = contestant if contestant in {one.contestant for one in first} else first[0].contestant
    return between(account_of(book, against, here.period), here)


def between(there: Account, here: Account) -> Steps | None:
    """From one account to another. None where either has no total."""
    if there.total is None or here.total is None:
        return None
    base = _parts(there.root, here.root)
    extras = _extras(there.extras, here.extras)
    return Steps(there.total, here.total, (*base, *extras))


def _parts(there: Part | None, here: Part | None) -> tuple[Step, ...]:
    """The children of two branches that are one, in the order of here, then those that are only there."""
    old = {part.node: part for part in there.children} if there else {}
    new = {part.node: part for part in here.children} if here else {}
    steps = [_step(old.get(node), new.get(node)) for node in dict.fromkeys([*new, *old])]
    residues = (there.residue if there else ZERO, here.residue if here else ZERO)
    if residues[0] != residues[1]:
        steps.append(_rounding(*residues))
    return tuple(steps)


def _rounding(there: Fraction, here: Fraction) -> Step:
    return Step("rounding", "rounding", NAMES["rounding"], there, here, here - there, "both")


def _step(there: Part | None, here: Part | None) -> Step:
    one = here or there
    assert one is not None
    scores = (there.score if there else None, here.score if here else None)
    change = (scores[1] or ZERO) - (scores[0] or ZERO)
    leaf = any(part.leaf for part in (there, here) if part)
    parts = () if leaf else _parts(there, here)
    kind: StepKind = "indicator" if leaf else "track"
    return Step(one.node, kind, one.name, *scores, change, _presence(there, here), parts)


def _presence(there: object | None, here: object | None) -> Presence:
    return "both" if there and here else "here" if here else "there"


def _extras(there: Sequence[Extra], here: Sequence[Extra]) -> Iterator[Step]:
    """Adjustments of one id against each other; what gives the same on both sides is no step."""
    order: list[ExtraKind] = ["deduction", "bonus", "cap", "limit", "veto", "rounding"]

    def key(extra: Extra) -> tuple[int, str]:
        return order.index(extra.kind), extra.id

    old, new = _by(key, there), _by(key, here)
    for place in sorted(dict.fromkeys([*new, *old]), key=lambda one: one[0]):
        a, b = old.get(place), new.get(place)
        one = b or a
        assert one is not None
        points = (a.points if a else None, b.points if b else None)
        change = (points[1] or ZERO) - (points[0] or ZERO)
        if change:
            yield Step(one.id, one.kind, one.name, *points, change, _presence(a, b))


def _by(key: Callable[[Extra], tuple[int, str]], extras: Sequence[Extra]) -> dict[tuple[int, str], Extra]:
    """Extras by kind and id, in their order; the two caps are one."""
    found: dict[tuple[int, str], Extra] = {}
    for extra in extras:
        place = key(extra)
        points = found[place].points + extra.points if place in found else extra.points
        found[place] = Extra(extra.kind, extra.id, extra.name, extra.clause, extra.count, points)
    return found
