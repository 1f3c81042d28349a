"""Units: exact conversion, what does not go together, and their algebra."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.units import (
    TABLE,
    Measure,
    UnitError,
    both_units,
    convert,
    divide,
    factor,
    is_known,
    multiply,
    parse_unit,
    power,
    same,
    same_kind,
    unit_text,
)


@pytest.mark.parametrize(
    ("value", "written", "unit", "expected"),
    [
        ("5000", "万", "亿元", "0.5"),
        ("3", "万", "万人", "3"),
        ("1.2", "万", "件", "12000"),
        ("1.2", "万", "公里", "12000"),
        ("5000", "万", "万元/亩", "5000"),
        ("3", "亿", "亿元/万人", "3"),
        ("5", "百万", "万元", "500"),
        ("1", "万亿", "亿元", "10000"),
        ("3", "万元", "亿元", "0.0003"),
        ("1.2", "亿元", "万元", "12000"),
        ("5", "%", "%", "5"),
        ("5", "‰", "%", "0.5"),
        ("5", "%", "‰", "50"),
        ("5", "%", "1", "0.05"),
        ("5", "pp", "个百分点", "5"),
        ("7", "万", "1", "70000"),
        ("1000", "平方米", "亩", "1.5"),
        ("15", "亩", "公顷", "1"),
        ("1", "平方公里", "亩", "1500"),
        ("2", "亿千瓦时", "万千瓦时", "20000"),
        ("3", "度", "千瓦时", "3"),
        ("1.5", "GWh", "万千瓦时", "150"),
        ("1", "吨", "千克", "1000"),
        ("1", "亿元/万人", "元/人", "10000"),
        ("5", "万标箱", "标箱", "50000"),
        ("3", "标准厂房", "标准厂房", "3"),
        ("3.50", "", "亿元", "3.50"),
        ("1e400", "万", "件", "1e404"),
        ("0", "万元", "亿元", "0"),
    ],
)
def test_conversion_is_exact(value: str, written: str, unit: str, expected: str) -> None:
    assert convert(Decimal(value), written, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "unit"),
    [("%", "亿元"), ("元", "人"), ("万", "%"), ("万", "个百分点"), ("个百分点", "%"), ("%", "个百分点"),
     ("元", "美元"), ("万元", "元/人"), ("吨", "吨标准煤"), ("人", "户"), ("个月", "天")],
)  # fmt: skip
def test_what_does_not_go_together_names_both(written: str, unit: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(Decimal(5), written, unit)
    for said in caught.value.reason:
        assert written in said
        assert unit in said


def test_a_conversion_without_end_is_refused() -> None:
    assert convert(Decimal(3), "亩", "平方米") == 2000
    with pytest.raises(UnitError, match="除不尽"):
        convert(Decimal(100), "亩", "平方米")


MONEY = ("元", "万元", "百万元", "亿元", "万亿元", "角")


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(MONEY), st.sampled_from(MONEY))
def test_there_and_back_is_the_same_number(value: Decimal, one: str, other: str) -> None:
    assert convert(convert(value, one, other), other, one) == value


@given(st.integers(-(10**30), 10**30), st.integers(0, 400))
def test_conversion_agrees_with_fractions(whole: int, places: int) -> None:
    value = Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -places))
    assert Fraction(convert(value, "万元", "亿元")) == Fraction(value) / 10**4


def test_tax_over_area() -> None:
    quotient = divide(parse_unit("万元"), parse_unit("亩"))
    assert same(quotient, parse_unit("万元/亩"))
    assert unit_text(quotient) == "万元/亩"
    assert same_kind(quotient, parse_unit("元/平方米"))
    assert factor(quotient, parse_unit("元/平方米")) == 15
    assert factor(quotient, parse_unit("万元")) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("亿元", "亿元"),
        ("元/(人·年)", "元/(人·年)"),
        ("元/人/年", "元/(人·年)"),
        ("吨标准煤/万元", "吨标准煤/万元"),
        ("%", "%"),
        ("个百分点", "%"),
        ("元/元", "1"),
        ("人/10万人", "(1/100000)"),
        ("亩^2", "亩^2"),
        ("万标箱", "万标箱"),
        ("人·天/项", "人·天/项"),
    ],
)
def test_a_unit_is_shown_as_people_write_it(text: str, shown: str) -> None:
    assert unit_text(parse_unit(text)) == shown


@pytest.mark.parametrize("text", ["", "元/", "元//人", "元/(人", "元/人)", "·元", "元/()"])
def test_what_is_no_unit(text: str) -> None:
    with pytest.raises(UnitError):
        parse_unit(text)
    assert not is_known(text)


def test_unknown_symbols_are_their_own_base() -> None:
    assert parse_unit("GDP(现价)") == Measure(Fraction(1), (("GDP(现价)", 1),))
    assert parse_unit("标准厂房/万人").powers == (("人", -1), ("标准厂房", 1))
    assert not is_known("标准厂房/万人")
    assert is_known("标准厂房", {"标准厂房"})
    assert is_known("亿千瓦时/万人")
    assert not is_known("123")


@given(st.sampled_from(sorted(TABLE)), st.sampled_from(sorted(TABLE)))
def test_multiplying_undoes_dividing(one: str, other: str) -> None:
    a, b = parse_unit(one), parse_unit(other)
    assert multiply(divide(a, b), b) == a
    assert divide(a, a) == Measure(Fraction(1))
    assert power(a, 2) == multiply(a, a)
    assert parse_unit(unit_text(a)) == a or not a.powers


@pytest.mark.parametrize(
    ("written", "column", "both"),
    [("", "万元", "万元"), ("万", "元", "万元"), ("亿元", "万元", "亿元"), ("%", "%", "%"), ("千万", "人", "千万人")],
)
def test_a_value_under_a_column_with_a_unit(written: str, column: str, both: str) -> None:
    assert both_units(written, column) == both


@pytest.mark.parametrize(("written", "column"), [("万", "万元"), ("%", "元"), ("万", "%"), ("%", "个百分点")])
def test_two_units_that_cannot_both_hold(written: str, column: str) -> None:
    with pytest.raises(UnitError):
        both_units(written, column)
