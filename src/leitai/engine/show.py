"""The one formatter: every number a page, sheet, slide or sentence shows is written here."""

from __future__ import annotations

from fractions import Fraction

from leitai.engine.decimals import decimal_text, significant
from leitai.engine.exact import Exact

NO_SCORE = "—"


def show_score(score: int | str | None, places: int | None) -> str:
    """A score as it is shown everywhere: `show_score(975, 2)` → `9.75`; none is an em dash, never 0."""
    if score is None:
        return NO_SCORE
    if places is None:
        return str(score)
    return decimal_text(Fraction(int(score), 10**places), places)


def show_change(change: str, progress: str, lang: str = "zh") -> str:
    """A change by arrow and sign: `↑2`, `↓1`, `→0`; points with their sign."""
    if change == "":
        return NO_SCORE
    value = Fraction(change)
    arrow = "↑" if value > 0 else "↓" if value < 0 else "→"
    return f"{arrow}{decimal_text(abs(value))}"


def show_value(value: Fraction | None) -> str:
    """A number in a sentence: exact where it is a short decimal, else twelve significant digits with ≈."""
    if value is None:
        return NO_SCORE
    text = decimal_text(value)
    if "/" in text or len(text.partition(".")[2]) > 12:
        return f"≈{significant(value)}"
    return text


def show_points(value: Fraction | None, places: int, mode: str = "half_up", *, signed: bool = False) -> str:
    """Points that were added up, not published: to so many places, with ≈ where more digits were cut off.

    >>> show_points(Fraction("0.4"), 2), show_points(Fraction(-2, 3), 2), show_points(Fraction(1), 1, signed=True)
    ('0.40', '≈-0.67', '+1.0')
    """
    if value is None:
        return NO_SCORE
    given = Fraction(int(Exact.of(value).to_ticks(places, mode)), 10**places)
    about = "" if given == value else "≈"
    plus = "+" if signed and value > 0 else ""
    return f"{about}{plus}{decimal_text(given, places)}"


def show_rate(rate: Fraction | None) -> str:
    """得分率, per cent to one place, half up: `show_rate(Fraction(875, 10))` → `87.5`."""
    if rate is None:
        return NO_SCORE
    return decimal_text(Fraction(int(Exact.of(rate).to_ticks(1, "half_up")), 10), 1)
