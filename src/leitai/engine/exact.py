"""Exact rational arrays: integer numerators over integer denominators, rounded once, at the end.

Official methods are rational (linear, brackets, ladders, ratios). float64 with half-up of its repr is wrong for
hundreds of two-decimal rates, so scores never pass through it: an `Exact` holds int64 where the numbers provably fit
and Python integers (dtype object) where they might not; the same kernels run on both.

>>> x = Exact.of(["87.5", "98.4"])
>>> (Exact.of("25") - Exact.of("0.5") * (Exact.of("98") - x)).to_ticks(2, "half_up").tolist()
[1975, 2520]
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

Mask = np.ndarray[Any, np.dtype[np.bool_]]
IntArray = np.ndarray[Any, np.dtype[Any]]
LIMIT = 2**62
NEAR = 1e-9
# Up to so many numbers a list is looked through faster than numpy begins.
SMALL = 64


def _peak(a: IntArray) -> int:
    """The largest magnitude in `a`, as a Python integer."""
    if a.size <= SMALL:
        return max(map(abs, a.ravel().tolist()), default=0)
    return max(abs(int(a.max())), abs(int(a.min())))


def _array(a: Any) -> IntArray:
    """An array again, where arithmetic on 0-d arrays has handed back a bare number."""
    if isinstance(a, np.ndarray):
        return a
    # numpy would make a Python integer from 2^63 up unsigned, and the two together float64.
    return np.array(int(a), dtype=np.int64 if -LIMIT < int(a) < LIMIT else object)


def _wide(a: IntArray) -> IntArray:
    return a if a.dtype == object else a.astype(object)


def _times(a: IntArray, b: IntArray) -> IntArray:
    """a·b, in Python integers where int64 could overflow."""
    if a.dtype == object or b.dtype == object or _peak(a) * _peak(b) < LIMIT:
        return _array(a * b)
    return _array(_wide(a) * _wide(b))


def _plus(a: IntArray, b: IntArray) -> IntArray:
    if a.dtype == object or b.dtype == object or _peak(a) + _peak(b) < LIMIT:
        return _array(a + b)
    return _array(_wide(a) + _wide(b))


def _narrow(a: IntArray) -> IntArray:
    a = _array(a)
    return a.astype(np.int64) if a.dtype == object and _peak(a) < LIMIT else a


def _same(a: IntArray, b: IntArray) -> bool:
    return (
        a is b
        or (a.shape == b.shape and a.size <= 4096 and bool((a == b).all()))
        or (a.size == 1 and b.size == 1 and bool(a.ravel()[0] == b.ravel()[0]))
    )


class Exact:
    """An array of rationals. Immutable by convention: every operation returns a new one; shapes broadcast."""

    __slots__ = ("den", "num")
    __array_priority__ = 1000

    def __init__(self, num: IntArray, den: IntArray) -> None:
        self.num = _array(num)
        self.den = _array(den)

    # -- making ------------------------------------------------------------------------------------------------------

    @classmethod
    def of(cls, values: Any) -> Exact:
        """From a number or nested lists of them (str, int, Decimal, Fraction), over one common denominator."""
        raw = np.asarray(values, dtype=object)
        fractions = [Fraction(v) for v in raw.ravel()]
        den = 1
        for f in fractions:
            den = den * f.denominator // gcd(den, f.denominator)
        ints = [f.numerator * (den // f.denominator) for f in fractions]
        num = np.empty(raw.shape, dtype=object)
        num[...] = np.array(ints, dtype=object).reshape(raw.shape) if ints else 0
        dens = np.array(den, dtype=object)
        if max(map(abs, ints), default=0) < LIMIT and den < LIMIT:
            return cls(num.astype(np.int64), dens.astype(np.int64))
        return cls(num, dens)

    @classmethod
    def ticks(cls, ticks: IntArray, places: int) -> Exact:
        """Rounded scores: integers of 10^-places."""
        return cls(ticks, np.array(10**places))

    # -- looking -----------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        return np.broadcast_shapes(self.num.shape, self.den.shape)

    def at(self, index: tuple[int, ...]) -> Fraction:
        """One element as a `Fraction`."""
        return Fraction(*self.pair(index))

    def pair(self, index: tuple[int, ...]) -> tuple[int, int]:
        """One element as numerator and denominator."""
        return int(picked(self.num, index)), int(picked(self.den, index))

    def fractions(self) -> list[Fraction]:
        """Every element, in C order."""
        shape = self.shape
        nums, dens = np.broadcast_to(self.num, shape).ravel(), np.broadcast_to(self.den, shape).ravel()
        return [Fraction(int(n), int(d)) for n, d in zip(nums, dens, strict=True)]

    def approx(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """float64, for ordering hints and pictures only; never for a score."""
        if self.num.dtype == object or self.den.dtype == object:
            return np.array([_as_float(f) for f in self.fractions()], dtype=np.float64).reshape(self.shape)
        return np.asarray(self.num / self.den, dtype=np.float64)

    def __getitem__(self, index: Any) -> Exact:
        if self.den.size == 1 and self.den.ndim <= self.num.ndim:
            return Exact(self.num[index], self.den.reshape(()))
        if self.den.shape == self.num.shape:
            return Exact(self.num[index], self.den[index])
        shape = self.shape
        den = self.den if self.den.size == 1 else np.broadcast_to(self.den, shape)[index]
        return Exact(np.broadcast_to(self.num, shape)[index], den.reshape(()) if den.size == 1 else den)

    # -- arithmetic --------------------------------------------------------------------------------------------------

    def __neg__(self) -> Exact:
        return Exact(-self.num, self.den)

    def __add__(self, other: Exact) -> Exact:
        if _same(self.den, other.den):
            return Exact(_plus(self.num, other.num), self.den)
        a, b, den = _common(self, other)
        return Exact(_plus(a, b), den)

    def __sub__(self, other: Exact) -> Exact:
        return self + (-other)

    def __mul__(self, other: Exact) -> Exact:
        return Exact(_times(self.num, other.num), _times(self.den, other.den)).tidy()

    def over(self, other: Exact, where: Mask | None = None) -> Exact:
        """self ÷ other; 0 where `where` is False. A zero divisor elsewhere raises ZeroDivisionError."""
        zero = other.num == 0
        if where is not None:
            zero = zero | ~where
            num = np.where(where, self.num, 0)
        else:
            num = self.num
        if (where is None and bool(np.any(zero))) or (where is not None and bool(np.any((other.num == 0) & where))):
            raise ZeroDivisionError("Exact.over: a divisor is zero where it counts")
        divisor = np.where(zero, 1, other.num)
        sign = np.where(divisor < 0, -1, 1)
        den = _times(self.den, _array(np.abs(divisor)))
        return Exact(_times(_array(num * sign), other.den), den).tidy()

    def __truediv__(self, other: Exact) -> Exact:
        return self.over(other)

    def tidy(self) -> Exact:
        """Lowest terms, only where the integers have grown large enough to matter."""
        if (
            self.num.dtype != object
            and self.den.dtype != object
            and _peak(self.num) < 2**40
            and _peak(self.den) < 2**24
        ):
            return self
        shape = self.shape
        num, den = np.broadcast_to(self.num, shape), np.broadcast_to(self.den, shape)
        if self.den.size == 1 and num.size:
            g = _array(gcd(int(np.gcd.reduce(num.ravel())), int(den.ravel()[0])))
            return Exact(_narrow(self.num // g), _narrow(self.den // g))
        g = np.gcd(num, den)
        g = np.where(g == 0, 1, g)
        return Exact(_narrow(num // g), _narrow(den // g))

    def absolute(self) -> Exact:
        return Exact(np.abs(self.num), self.den)

    # -- comparing ---------------------------------------------------------------------------------------------------

    def _difference(self, other: Exact) -> IntArray:
        if _same(self.den, other.den):
            return _plus(self.num, _array(-other.num))
        a, b, _ = _common(self, other)
        return _plus(a, _array(-b))

    def lt(self, other: Exact) -> Mask:
        return np.asarray(self._difference(other) < 0, dtype=bool)

    def le(self, other: Exact) -> Mask:
        return np.asarray(self._difference(other) <= 0, dtype=bool)

    def gt(self, other: Exact) -> Mask:
        return np.asarray(self._difference(other) > 0, dtype=bool)

    def ge(self, other: Exact) -> Mask:
        return np.asarray(self._difference(other) >= 0, dtype=bool)

    def eq(self, other: Exact) -> Mask:
        return np.asarray(self._difference(other) == 0, dtype=bool)

    def minimum(self, other: Exact) -> Exact:
        return where(self.le(other), self, other)

    def maximum(self, other: Exact) -> Exact:
        return where(self.ge(other), self, other)

    # -- over an axis ------------------------------------------------------------------------------------------------

    def sum(self, axis: int, mask: Mask | None = None) -> Exact:
        """Sum over `axis` (negative), of the elements in `mask`."""
        even = self.even(axis)
        num = even.num if mask is None else np.where(mask, even.num, 0)
        num = np.broadcast_to(num, np.broadcast_shapes(num.shape, even.shape))
        if num.dtype != object and _peak(num) * num.shape[axis] >= LIMIT:
            num = _wide(num)
        total = np.add.reduce(num, axis=axis)
        return Exact(np.asarray(total), _drop(even.den, axis)).tidy()

    def even(self, axis: int) -> Exact:
        """The same values with a denominator that does not vary along `axis`."""
        if self.den.ndim < -axis or self.den.shape[axis] == 1:
            return self
        den = np.lcm.reduce(_wide(self.den), axis=axis, keepdims=True)
        den = np.asarray(den)
        return Exact(_narrow(_wide(self.num) * (den // self.den)), _narrow(den))

    def keys(self, axis: int) -> IntArray:
        """Integers that lie along `axis` in the very order of the values, ties included.

        Where denominators vary, ⌊value·D²⌋ with D the largest of them: distinct values differ by 1/D² or more.
        """
        if self.den.ndim < -axis or self.den.shape[axis] == 1:
            return self.num
        largest = _peak(self.den)
        return _array(_times(self.num, _array(largest * largest)) // self.den)

    def highest(self, axis: int, mask: Mask) -> Exact:
        """Largest element of `mask` along `axis` (keepdims); 0 where the mask is empty."""
        keys = self.keys(axis)
        shape = np.broadcast_shapes(keys.shape, mask.shape)
        keys = np.broadcast_to(keys, shape)
        least = keys.min() if keys.size else 0
        place = np.expand_dims(np.where(mask, keys, least - 1).argmax(axis=axis), axis)
        some = mask.any(axis=axis, keepdims=True)
        num = np.take_along_axis(np.broadcast_to(self.num, shape), place, axis=axis)
        varies = self.den.ndim >= -axis and self.den.shape[axis] != 1
        den = np.take_along_axis(np.broadcast_to(self.den, shape), place, axis=axis) if varies else self.den
        return Exact(np.where(some, num, 0), den)

    def lowest(self, axis: int, mask: Mask) -> Exact:
        """Smallest element of `mask` along `axis` (keepdims); 0 where the mask is empty."""
        return -((-self).highest(axis, mask))

    # -- rounding ----------------------------------------------------------------------------------------------------

    def to_ticks(self, places: int, mode: str) -> IntArray:
        """Round to integers of 10^-places: `half_up` 四舍五入 (half away from zero), `gbt8170` 修约 (half to even)."""
        scale = np.array(10**places, dtype=object if places > 15 else np.int64)
        num = _times(_array(np.abs(self.num)), scale)
        if num.dtype != object and max(_peak(num), _peak(self.den)) >= LIMIT // 4:
            num = _wide(num)
        den = _wide(self.den) if num.dtype == object else self.den
        if mode == "half_up":
            # ⌊n/d + 1/2⌋ in one division.
            rounded = _array((num * 2 + den) // (den * 2))
        else:
            whole, rest = _array(num // den), _array(num % den)
            twice = _array(rest * 2)
            up = (twice > den) | ((twice == den) & (whole % 2 == 1))
            rounded = _array(whole + np.asarray(up, dtype=bool))
        return _narrow(np.where(self.num < 0, _array(-rounded), rounded))


def picked(a: np.ndarray[Any, Any], index: tuple[int, ...]) -> Any:
    """The element a broadcast array would have at `index`."""
    inner = index[len(index) - a.ndim :]
    return a.item(tuple(0 if size == 1 else k for size, k in zip(a.shape, inner, strict=True)))


def _as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _common(a: Exact, b: Exact) -> tuple[IntArray, IntArray, IntArray]:
    """Both numerators over the least common denominator."""
    g = np.gcd(a.den, b.den)
    fa, fb = _array(b.den // g), _array(a.den // g)
    return _times(a.num, fa), _times(b.num, fb), _times(a.den, fa)


def _drop(den: IntArray, axis: int) -> IntArray:
    return den if den.ndim < -axis else np.squeeze(den, axis=axis)


def where(mask: Mask, a: Exact, b: Exact) -> Exact:
    """`a` where the mask holds, `b` elsewhere."""
    if _same(a.den, b.den):
        return Exact(np.where(mask, a.num, b.num), a.den)
    if a.den.size == 1 and b.den.size == 1:
        na, nb, den = _common(a, b)
        return Exact(np.where(mask, na, nb), den)
    return Exact(np.where(mask, a.num, b.num), np.where(mask, a.den, b.den))


def stack(parts: Sequence[Exact], axis: int = -1) -> Exact:
    """Arrays side by side along a new last axis (or `axis`), each keeping its own denominator."""
    shape = np.broadcast_shapes(*(p.shape for p in parts))
    num = np.stack([np.broadcast_to(p.num, shape) for p in parts], axis=axis)
    if all(p.den.size == 1 for p in parts) and axis == -1:
        return Exact(num, np.array([p.den.ravel()[0] for p in parts]))
    den = np.stack([np.broadcast_to(p.den, shape) for p in parts], axis=axis)
    return Exact(num, den)


def assembled(shape: tuple[int, ...], parts: Sequence[tuple[list[int], Exact]]) -> Exact:
    """Blocks of columns put into their places along the last axis; 0 where no block says anything."""
    wide = any(part.num.dtype == object or part.den.dtype == object for _, part in parts)
    num = np.zeros(shape, dtype=object if wide else np.int64)
    # One denominator a column, unless a block has one for every cell.
    plain = all(part.den.size in (1, part.den.shape[-1] if part.den.ndim else 1) for _, part in parts)
    den = np.ones(shape[-1:] if plain else shape, dtype=num.dtype)
    for index, part in parts:
        num[..., index] = part.num
        den[..., index] = part.den.ravel() if plain else part.den
    return Exact(num, den)


def from_decimal(values: Sequence[Decimal | None]) -> tuple[Exact, Mask]:
    """A column of decimals as one exact array with a single scale, and the mask of what is present."""
    present = np.array([v is not None for v in values], dtype=bool)
    scale = max((max(0, -int(v.as_tuple().exponent)) for v in values if v is not None), default=0)
    ints = [0 if v is None else _scaled(v, scale) for v in values]
    num = np.array(ints, dtype=object)
    return Exact(_narrow(num), _narrow(np.array(10**scale, dtype=object))), present


def _scaled(value: Decimal, scale: int) -> int:
    """value·10^scale, exactly (Decimal's own scaling would round to the context's precision)."""
    num, den = value.as_integer_ratio()
    return int(num * 10**scale // den)
