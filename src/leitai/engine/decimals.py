"""Rationals as decimal text: exactly where they end, to a stated number of digits where they do not."""

from __future__ import annotations

from fractions import Fraction

POWERS = tuple(10**k for k in range(7))


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """A rational as plain decimal text: with `places` digits where it has been rounded, else exactly where it ends."""
    num, den = value.numerator, value.denominator
    if places is None:
        places = _ending(den)
        if places is None:
            return f"{num}/{den}"
    scale = 10**places
    if scale % den:
        raise ValueError(f"{value} is not rounded to {places} places")
    digits = str(abs(num) * (scale // den)).zfill(places + 1)
    sign = "-" if num < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _ending(den: int) -> int | None:
    """How many places a fraction of this denominator has; None where it does not end."""
    for places, power in enumerate(POWERS):
        if power % den == 0:
            return places
    twos, fives = _times(den, 2), _times(den, 5)
    return max(twos, fives) if 2**twos * 5**fives == den else None


def _times(number: int, prime: int) -> int:
    """How often a prime divides a number."""
    count = 0
    while number % prime == 0:
        number, count = number // prime, count + 1
    return count


def written(value: Fraction) -> str:
    """A rational as it stands inside an expression: a decimal, or a quotient or a negative number in brackets.

    >>> written(Fraction("2.50")), written(Fraction(2, 3)), written(Fraction(-1, 2))
    ('2.5', '(2/3)', '(-0.5)')
    """
    text = decimal_text(value)
    return f"({text})" if "/" in text or value < 0 else text


def significant(value: Fraction, digits: int = 12) -> str:
    """Decimal text to `digits` significant digits, half to even: how an unrounded node is written down."""
    if value == 0:
        return "0"
    # Find the exponent exactly: the float estimate may be off by one at powers of ten.
    magnitude = len(str(abs(value.numerator))) - len(str(value.denominator))
    while abs(value) >= Fraction(10) ** (magnitude + 1):
        magnitude += 1
    while abs(value) < Fraction(10) ** magnitude:
        magnitude -= 1
    places = digits - 1 - magnitude
    scaled = value * Fraction(10) ** places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if rest * 2 > scaled.denominator or (rest * 2 == scaled.denominator and whole % 2):
        whole += 1
    exact = Fraction(whole if value > 0 else -whole) / Fraction(10) ** places
    return decimal_text(exact)
