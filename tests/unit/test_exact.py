"""Exact arrays: nothing is lost, nothing overflows, and rounding happens once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from leitai.engine.decimals import decimal_text, significant, written
from leitai.engine.exact import LIMIT, Exact, from_decimal, stack, where

HUGE = 10**308
SAMPLES = ["0", "1", "-2.5", "0.001", Fraction(2, 3), LIMIT - 1, -LIMIT, 2**63, 2**64 - 1, HUGE, Fraction(1, HUGE)]


def fractions(value: object) -> Fraction:
    return Fraction(value)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(("a", "b"), list(product(SAMPLES, repeat=2)))
def test_arithmetic_on_single_numbers_is_exact_at_any_size(a: object, b: object) -> None:
    x, y, p, q = Exact.of(a), Exact.of(b), fractions(a), fractions(b)
    assert (x + y).at(()) == p + q
    assert (x - y).at(()) == p - q
    assert (x * y).at(()) == p * q
    if q:
        assert (x / y).at(()) == p / q
    assert (bool(x.lt(y)), bool(x.le(y)), bool(x.eq(y))) == (p < q, p <= q, p == q)
    assert (bool(x.gt(y)), bool(x.ge(y))) == (p > q, p >= q)
    assert x.minimum(y).at(()) == min(p, q)
    assert x.maximum(y).at(()) == max(p, q)
    assert where(np.array(True), x, y).at(()) == p


@pytest.mark.parametrize("a", SAMPLES)
@pytest.mark.parametrize("mode", ["half_up", "gbt8170"])
def test_single_numbers_round_at_any_size(a: object, mode: str) -> None:
    value = fractions(a)
    ticks = Exact.of(a).to_ticks(2, mode)
    assert ticks.dtype in (np.int64, object)
    assert abs(Fraction(int(ticks), 100) - value) <= Fraction(1, 200)


def test_arrays_that_could_overflow_become_python_integers() -> None:
    big = Exact.of(["4611686018427387903", "3"])
    assert big.num.dtype == np.int64
    assert (big + big).fractions() == [2 * (LIMIT - 1), 6]
    assert (big * big).at((0,)) == (LIMIT - 1) ** 2
    assert (big * big).over(big).num.dtype == np.int64


def test_a_small_number_made_of_large_ones_is_narrow_again() -> None:
    assert Exact(np.array([HUGE, 2 * HUGE], dtype=object), np.array(HUGE, dtype=object)).tidy().num.dtype == np.int64


def test_division_gives_nothing_where_it_is_not_asked() -> None:
    quotient = Exact.of(["6", "5"]).over(Exact.of(["-4", "0"]), where=np.array([True, False]))
    assert quotient.fractions() == [Fraction(-3, 2), 0]


def test_division_by_zero_where_it_counts_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        Exact.of(["6", "5"]) / Exact.of(["4", "0"])
    with pytest.raises(ZeroDivisionError):
        Exact.of("1").over(Exact.of(["0", "1"]), where=np.array([True, True]))


def test_operations_leave_their_inputs_alone() -> None:
    x = Exact.of([["1.5", "2"], ["3", "4"]])
    x.num.flags.writeable = x.den.flags.writeable = False
    mask = np.array([[True, False], [True, True]])
    mask.flags.writeable = False
    for made in (x + x, x * x, x.over(x), -x, x.sum(-2, mask), x.highest(-2, mask), x.absolute(), x.tidy()):
        assert made.shape in {(2, 2), (2,), (1, 2)}
    assert x.fractions() == [Fraction(3, 2), 2, 3, 4]


def test_sum_counts_only_what_the_mask_holds() -> None:
    quotients = Exact(np.array([[1, 1], [1, 5]]), np.array([[2, 3], [3, 1]]))
    assert quotients.sum(-2).fractions() == [Fraction(5, 6), Fraction(16, 3)]
    assert quotients.sum(-2, np.array([[True, False], [False, False]])).fractions() == [Fraction(1, 2), 0]


def test_sum_of_many_large_numbers_does_not_overflow() -> None:
    assert Exact(np.full(1000, LIMIT - 1), np.array(1)).sum(-1).at(()) == 1000 * (LIMIT - 1)


def test_even_keeps_the_values() -> None:
    quotients = Exact(np.array([[1, 1], [1, 5]]), np.array([[2, 3], [3, 1]]))
    even = quotients.even(-2)
    assert even.den.shape == (1, 2)
    assert even.fractions() == quotients.fractions()


@pytest.mark.parametrize("scale", [1, 10**300])
def test_keys_order_quotients_and_keep_their_ties(scale: int) -> None:
    pairs = [(1, 3), (2, 6), (-1, 3), (333, 1000), (1, 2), (0, 5), (-7, 2), (334, 1001)]
    value = Exact(
        np.array([n * scale for n, _ in pairs], dtype=object)[:, None], np.array([d for _, d in pairs])[:, None]
    )
    keys = value.keys(-2)[:, 0]
    exact = [Fraction(n, d) for n, d in pairs]
    for i, j in product(range(len(pairs)), repeat=2):
        assert (keys[i] < keys[j], keys[i] == keys[j]) == (exact[i] < exact[j], exact[i] == exact[j])


def test_highest_and_lowest_of_quotients_under_a_mask() -> None:
    value = Exact(np.array([[1], [2], [5]]), np.array([[3], [3], [2]]))
    mask = np.array([[True, True], [True, False], [False, False]])
    assert value.highest(-2, mask).fractions() == [Fraction(2, 3), Fraction(1, 3)]
    assert value.lowest(-2, mask).fractions() == [Fraction(1, 3), Fraction(1, 3)]
    assert value.highest(-2, mask & False).fractions() == [0, 0]


def test_highest_is_never_an_element_the_mask_leaves_out() -> None:
    assert Exact.of([["5"], ["1"]]).highest(-2, np.array([[False], [True]])).fractions() == [1]


def test_highest_of_a_mask_with_more_axes() -> None:
    value = Exact.of([["1", "4"], ["3", "2"]])
    mask = np.array([[[True, True], [True, True]], [[True, False], [False, True]]])
    assert value.highest(-2, mask).fractions() == [3, 4, 1, 2]


@pytest.mark.parametrize("mode", ["half_up", "gbt8170"])
def test_every_two_decimal_rate_rounds_as_on_paper(mode: str) -> None:
    """The 2,501 rates from 75.00 to 100.00 under R30; float64 is wrong for 342 of them."""
    rates = [Fraction(7500 + i, 100) for i in range(2501)]
    points = Exact.of("25") - Exact.of("0.5") * (Exact.of("98") - Exact.of(rates))
    ticks = points.to_ticks(2, mode).tolist()
    for rate, tick in zip(rates, ticks, strict=True):
        hundredths = (25 - (98 - rate) / 2) * 100
        below, rest = divmod(hundredths, 1)
        half = rest == Fraction(1, 2)
        up = rest > Fraction(1, 2) or (half and (mode == "half_up" or below % 2 == 1))
        assert tick == below + up


@pytest.mark.parametrize(
    ("value", "half_up", "gbt8170"),
    [("2.675", 268, 268), ("2.665", 267, 266), ("0.125", 13, 12), ("-0.125", -13, -12), ("-2.675", -268, -268)],
)
def test_halves_go_away_from_zero_or_to_even(value: str, half_up: int, gbt8170: int) -> None:
    assert int(Exact.of(value).to_ticks(2, "half_up")) == half_up
    assert int(Exact.of(value).to_ticks(2, "gbt8170")) == gbt8170
    assert int(Exact.of(Fraction(value)).to_ticks(2, "half_up")) == half_up


def test_indexing_and_stacking_keep_values() -> None:
    x, y = Exact.of(["1.5", "2"]), Exact(np.array([1, 2]), np.array([3, 7]))
    table = stack([x, y])
    assert table.shape == (2, 2)
    assert table.fractions() == [Fraction(3, 2), Fraction(1, 3), 2, Fraction(2, 7)]
    assert table[..., 1].fractions() == y.fractions()
    assert stack([x, x]).den.tolist() == [2, 2]
    assert stack([x, y], axis=0).fractions() == x.fractions() + y.fractions()


def test_where_mixes_scales() -> None:
    mixed = where(np.array([True, False]), Exact.of(["0.5", "1"]), Exact(np.array([1, 2]), np.array([3, 7])))
    assert mixed.fractions() == [Fraction(1, 2), Fraction(2, 7)]


def test_approx_is_near_and_survives_any_size() -> None:
    assert Exact.of(["0.5", "2"]).approx().tolist() == [0.5, 2.0]
    assert Exact.of([HUGE * 10**5, -HUGE * 10**5, 1]).approx().tolist() == [float("inf"), float("-inf"), 1.0]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction("2.50"), None, "2.5"),
        (Fraction(2, 3), None, "2/3"),
        (Fraction(-1, 8), None, "-0.125"),
        (Fraction(3), None, "3"),
        (Fraction(5, 2), 2, "2.50"),
        (Fraction(-1, 100), 2, "-0.01"),
        (Fraction(-3), 0, "-3"),
    ],
)
def test_decimal_text(value: Fraction, places: int | None, text: str) -> None:
    assert decimal_text(value, places) == text


def test_decimal_text_refuses_what_is_not_rounded() -> None:
    with pytest.raises(ValueError, match="not rounded"):
        decimal_text(Fraction(1, 3), 2)


def test_written_brackets_what_would_run_together() -> None:
    assert [written(Fraction(x)) for x in ("1.25", "-3", "1/3", "-1/3")] == ["1.25", "(-3)", "(1/3)", "(-1/3)"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(-2, 3), "-0.666666666667"),
        (Fraction(10**15 + 5), "1000000000000000"),
        (Fraction(9999999999995, 10), "1000000000000"),
        (Fraction(1, 1000), "0.001"),
    ],
)
def test_significant_keeps_twelve_digits(value: Fraction, text: str) -> None:
    assert significant(value) == text


def test_columns_of_decimals_share_one_scale() -> None:
    column, present = from_decimal([Decimal("1.25"), None, Decimal("3E+2"), Decimal("1e-40")])
    assert present.tolist() == [True, False, True, True]
    assert column.fractions() == [Fraction(5, 4), 0, 300, Fraction(1, 10**40)]
    assert from_decimal([])[0].shape == (0,)
