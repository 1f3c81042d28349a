"""Formulas say the rule: worked through here by a small reader of the few functions they use."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest

from leitai.press.workbook.formulas import (
    Expression,
    applicable,
    branch,
    limited,
    rank,
    rounded,
    runs,
    spans,
    weighed,
)

HALVES = [
    "2.675",
    "1.005",
    "2.665",
    "0.125",
    "-2.675",
    "-0.125",
    "0.5",
    "1.5",
    "2.5",
    "-2.5",
    "99.995",
    "7.25",
    "3.3349999",
]


def spreadsheet(formula: str) -> float:
    """What a spreadsheet makes of a formula of numbers: binary arithmetic, decimal rounding away from zero."""

    def away(number: float, places: int) -> float:
        return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    names = {
        "ROUND": away,
        "ABS": abs,
        "SIGN": lambda number: (number > 0) - (number < 0),
        "MOD": lambda number, divisor: number % divisor,
    }
    return float(eval(re.sub(r"(?<![<>=])=(?!=)", "==", formula), {"__builtins__": {}}, names))


@pytest.mark.parametrize("text", HALVES)
@pytest.mark.parametrize("places", [0, 1, 2])
@pytest.mark.parametrize("mode", ["half_up", "gbt8170"])
def test_a_half_goes_where_the_policy_sends_it(text: str, places: int, mode: str) -> None:
    noisy = f"({text}*3/3+0.1+0.2-0.3)"
    rule = ROUND_HALF_UP if mode == "half_up" else ROUND_HALF_EVEN  # in decimal, "up" is away from zero
    expected = float(Decimal(text).quantize(Decimal(1).scaleb(-places), rule))
    assert spreadsheet(rounded(Expression(noisy, None), places, mode).text) == expected
    assert spreadsheet(rounded(Expression(noisy, 7), places, mode).text) == expected


def test_gbt8170_agrees_with_half_even_on_every_tick() -> None:
    for tick in range(-400, 400):
        text = str(Decimal(tick).scaleb(-3))
        expected = float(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_EVEN))
        assert spreadsheet(rounded(Expression(text, 3), 2, "gbt8170").text) == expected


def test_a_sum_that_cannot_have_more_places_is_only_brought_back_to_them() -> None:
    assert rounded(Expression("SUM(B6:D6)", 2), 2, "gbt8170").text == "ROUND(SUM(B6:D6),2)"
    assert rounded(Expression("SUM(B6:D6)", 2), None, "half_up").text == "ROUND(SUM(B6:D6),2)"
    assert rounded(Expression("B6/C6", None), None, "half_up").text == "B6/C6"


def test_neighbours_are_one_span() -> None:
    assert runs([2, 3, 5, 4, 9]) == [(2, 5), (9, 9)]
    assert spans([2, 3, 5], 5) == ["C6:D6", "F6"]
    assert spans([2, 3, 5], 4, fixed_row=True) == ["C$5:D$5", "F$5"]


def test_points_are_added_and_absent_tasks_shared_out() -> None:
    plain = branch([2, 3], 5, 4, weights=False, partial=False, decimals=2)
    assert plain == Expression("SUM(C6:D6)", 2)
    shared = branch([2, 3], 5, 4, weights=False, partial=True, decimals=2)
    assert shared == Expression("SUM(C6:D6)*SUM(C$5:D$5)/(SUMPRODUCT(ISNUMBER(C6:D6)*C$5:D$5))", None)


def test_weights_are_a_mean_over_what_applies() -> None:
    assert weighed([2, 3, 5], 5, 4) == "SUMPRODUCT(C6:D6,C$5:D$5)+N(F6)*F$5"
    assert applicable([2, 3, 5], 5, 4) == "SUMPRODUCT(ISNUMBER(C6:D6)*C$5:D$5)+ISNUMBER(F6)*F$5"
    mean = branch([2, 3], 5, 4, weights=True, partial=False, decimals=2)
    assert mean == Expression("(SUMPRODUCT(C6:D6,C$5:D$5))/(SUM(C$5:D$5))", None)


def test_limits_bound_and_keep_their_decimals() -> None:
    assert limited(Expression("A1", 2), "0", "105.125") == Expression("MIN(105.125,MAX(0,A1))", 3)
    assert limited(Expression("A1", 2), None, None) == Expression("A1", 2)


def test_ranks_by_policy() -> None:
    assert rank([4], 5, 5, 9, dense=False) == "RANK(E6,E$6:E$10)"
    assert rank([4], 5, 5, 9, dense=True) == "1+SUMPRODUCT((E$6:E$11>E6)*(FREQUENCY(E$6:E$10,E$6:E$10)>0))"
    assert rank([4, 6], 5, 5, 9, dense=False) == ('1+COUNTIFS(E$6:E$10,">"&E6)+COUNTIFS(E$6:E$10,E6,G$6:G$10,">"&G6)')
