"""The colours of documents made to be shown; on black-and-white paper neighbours still differ by their lightness."""

from __future__ import annotations

from fractions import Fraction

INK, PAPER, RULE, MUTED = "1c2430", "ffffff", "e3e6ea", "5b6675"
ACCENT, SECOND = "1f5fbf", "6b5bd2"
# Series beside one another: dark and light by turns.
SERIES = ("1f5fbf", "c5d6f0", "3a4350", "d9d5f4", "6b5bd2", "d5dae0", "0b3d91", "a9c3ea")
# Shares of the full points, in per cent: paper below the first border, darker beyond each.
HEAT = ("ffffff", "e9f0fa", "cfdff5", "a9c6ee", "7fa9e3")
HEAT_BORDERS = (60, 70, 80, 90)


def is_dark(colour: str) -> bool:
    """Whether white letters are read better on it than ink."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (0, 2, 4))
    return red * 299 + green * 587 + blue * 114 < 140_000


def heat(rate: Fraction | None) -> str:
    """The colour behind a score, by its share of the full points; none where that is paper."""
    if rate is None:
        return ""
    step = sum(rate >= border for border in HEAT_BORDERS)
    return HEAT[step] if step else ""


def series_colour(number: int) -> str:
    return SERIES[number % len(SERIES)]
