"""Small pictures beside numbers, as coordinates only: the template draws them, the number stands next to each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

# Coordinates are whole hundredths of a unit of the picture, so that two renders have the same digits.
STEPS = 100


def share(value: Fraction | None, full: Fraction | None, width: int = 100) -> str:
    """How long a bar is: `share(Fraction(3), Fraction(4), 80)` → "60"."""
    if value is None or not full or value <= 0:
        return "0"
    return _plain(min(Fraction(1), value / full) * width)


def sparkline(ranks: Sequence[int], of: int, width: int = 72, height: int = 20) -> str:
    """Points of a line over past ranks, the first at the top; a round without a rank leaves a gap at its place."""
    if len(ranks) < 2 or of < 1:
        return ""
    step = Fraction(width - 4, len(ranks) - 1)
    fall = Fraction(height - 4, max(1, of - 1))
    return " ".join(f"{_plain(2 + step * at)},{_plain(2 + fall * (rank - 1))}" for at, rank in enumerate(ranks) if rank)


def _plain(value: Fraction) -> str:
    whole = int(value * STEPS)
    return f"{whole // STEPS}.{whole % STEPS:02d}".rstrip("0").rstrip(".") if whole >= 0 else "0"
