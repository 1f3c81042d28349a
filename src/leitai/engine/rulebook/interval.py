"""Intervals as they are written in rules: `[80, 90)` is taken as written, `80..90` takes its borders from a policy.

>>> str(Interval.read("80..90", "left_closed")), Interval.read("(-inf, 60)").contains(Fraction(60))
('[80, 90)', False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

NUM = r"[+-]?\d+(?:\.\d+)?"
BRACKETED = re.compile(rf"([\[(])\s*({NUM}|[-−]inf)\s*[,,]\s*({NUM}|[+]?inf)\s*([\])])")
DOTTED = re.compile(rf"({NUM})?\s*\.\.\s*({NUM})?")


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` or `high` None is without end; the `closed` flags say whether the end belongs to it."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool
    high_closed: bool

    @classmethod
    def read(cls, text: str, borders: str = "left_closed") -> Interval:
        """Read a written interval. Raises ValueError where it is not one or is empty."""
        text = text.strip()
        if match := BRACKETED.fullmatch(text):
            low = None if "inf" in match[2] else Fraction(Decimal(match[2]))
            high = None if "inf" in match[3] else Fraction(Decimal(match[3]))
            made = cls(low, high, match[1] == "[" and low is not None, match[4] == "]" and high is not None)
        elif (match := DOTTED.fullmatch(text)) and text != "..":
            low = None if match[1] is None else Fraction(Decimal(match[1]))
            high = None if match[2] is None else Fraction(Decimal(match[2]))
            left = borders == "left_closed"
            made = cls(low, high, left and low is not None, not left and high is not None)
        else:
            raise ValueError(text)
        if made.empty:
            raise ValueError(text)
        return made

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None or self.low < self.high:
            return False
        return not (self.low == self.high and self.low_closed and self.high_closed)

    def contains(self, x: Fraction) -> bool:
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below

    def __str__(self) -> str:
        low = "-inf" if self.low is None else show(self.low)
        high = "+inf" if self.high is None else show(self.high)
        return f"{'[' if self.low_closed else '('}{low}, {high}{']' if self.high_closed else ')'}"


def show(x: Fraction) -> str:
    """A rational as a decimal where it is one, else as a quotient."""
    decimal = Decimal(x.numerator) / Decimal(x.denominator)
    return format(decimal.normalize(), "f") if Fraction(decimal) == x else f"{x.numerator}/{x.denominator}"


def is_interval(text: str) -> bool:
    try:
        Interval.read(text)
    except ValueError:
        return False
    return True


def gaps_and_overlaps(intervals: Sequence[Interval], domain: Interval) -> tuple[list[Interval], list[Interval]]:
    """What of `domain` no interval covers, and what two of them cover. Both empty: complete and disjoint.

    Every end splits the line into points and open stretches; each piece of the domain must lie in exactly one interval.
    """
    ends = sorted({end for i in (*intervals, domain) for end in (i.low, i.high) if end is not None})
    order = {end: place for place, end in enumerate(ends)}

    def span(interval: Interval) -> tuple[int, int]:
        """The first piece of an interval, and the first behind it. Pieces: before ends[0], ends[0] itself, …"""
        first = 0 if interval.low is None else 2 * order[interval.low] + (1 if interval.low_closed else 2)
        behind = (
            2 * len(ends) + 1
            if interval.high is None
            else 2 * order[interval.high] + (2 if interval.high_closed else 1)
        )
        return first, behind

    change = [0] * (2 * len(ends) + 2)
    for interval in intervals:
        first, behind = span(interval)
        change[first] += 1
        change[behind] -= 1
    covering = list(accumulate(change))
    gaps: list[Interval] = []
    overlaps: list[Interval] = []
    for place in range(*span(domain)):
        if covering[place] == 1:
            continue
        if place % 2:
            piece = Interval(ends[place // 2], ends[place // 2], True, True)
        else:
            low = ends[place // 2 - 1] if place else None
            high = ends[place // 2] if place // 2 < len(ends) else None
            piece = Interval(low, high, False, False)
        _extend(gaps if covering[place] == 0 else overlaps, piece)
    return gaps, overlaps


def _extend(found: list[Interval], piece: Interval) -> None:
    """Append a piece, joined to the one before where they touch, so that one gap is named once."""
    if found and found[-1].high == piece.low and (found[-1].high_closed or piece.low_closed):
        last = found.pop()
        piece = Interval(last.low, piece.high, last.low_closed, piece.high_closed)
    found.append(piece)
