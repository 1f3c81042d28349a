"""Round numbers along an axis, exact, so that the same picture has the same labels everywhere.

>>> [str(one) for one in round_numbers(Fraction(60), Fraction(100))]
['60', '70', '80', '90', '100']
>>> [str(one) for one in round_numbers(Fraction(0), Fraction(1, 2))]
['0', '1/10', '1/5', '3/10', '2/5', '1/2']
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, log10

from leitai.engine.decimals import decimal_text


def round_numbers(low: Fraction, high: Fraction, most: int = 6) -> list[Fraction]:
    """At most `most` round numbers inside a range, as near to one another as that allows: steps of 1, 2 or 5."""
    span = high - low
    if span <= 0:
        return [low]
    step = Fraction(10) ** (floor(log10(span)) - 2)
    sizes = [step * size * 10**power for power in range(4) for size in (1, 2, 5)]
    for size in sizes:
        first, last = ceil(low / size), floor(high / size)
        if last - first + 1 <= most:
            return [size * k for k in range(first, last + 1)]
    return [low]


def tick_text(value: Fraction) -> str:
    """A round number as it stands beside an axis, with a true minus."""
    return decimal_text(value).replace("-", "−")
