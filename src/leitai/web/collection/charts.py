"""Small pictures beside a figure: where its dots lie, in whole steps of a canvas. Never a number that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 320, 64, 6


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a line. `y` is None where there is none: the line has a gap there."""

    x: int
    y: int | None
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through the values there are, in unbroken pieces."""

    dots: Sequence[Dot]
    pieces: Sequence[str]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Strip:
    """A group on one axis: its whole reach, its middle half, its middle, and where one's own value lies."""

    low: int
    first: int
    middle: int
    third: int
    high: int
    own: int | None
    width: int = WIDTH

    @property
    def half(self) -> int:
        return self.third - self.first


def trend(points: Sequence[tuple[str, str]]) -> Trend | None:
    """The line of (label, value as text); None for fewer than two values."""
    known = [Decimal(value) for _, value in points if value]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) // max(len(points) - 1, 1)
    dots = [
        Dot(EDGE + step * n, HEIGHT - _at(Decimal(value), low, high, HEIGHT) if value else None, label, value)
        for n, (label, value) in enumerate(points)
    ]
    pieces: list[list[str]] = [[]]
    for dot in dots:
        if dot.y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{dot.x},{dot.y}")
    return Trend(dots, [" ".join(piece) for piece in pieces if len(piece) > 1])


def strip(marks: Sequence[Decimal], own: Decimal | None) -> Strip:
    """The five marks of a group, lowest first, and one's own value among them."""
    low, high = marks[0], marks[-1]
    at = [_at(mark, low, high, WIDTH) for mark in marks]
    return Strip(at[0], at[1], at[2], at[3], at[4], None if own is None else _at(own, low, high, WIDTH))


def _at(value: Decimal, low: Decimal, high: Decimal, length: int) -> int:
    """A place between the edges; the middle where all values are one."""
    room = length - 2 * EDGE
    return EDGE + (room // 2 if high == low else int((value - low) * room / (high - low)))
