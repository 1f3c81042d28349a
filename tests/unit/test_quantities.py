"""Numbers as people write them, and what is no number and says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.quantities import EXPONENT, Quantity, QuantityError, format_quantity, read_quantity
from leitai.engine.units import TABLE


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1234.5", "1234.5", ""),
        ("1,234.5", "1234.5", ""),
        ("12,345,678", "12345678", ""),
        ("1，234．5", "1234.5", ""),
        ("１２３４．５", "1234.5", ""),
        ("1\u2009234\u2009567", "1234567", ""),
        ("1\u00a0234.5", "1234.5", ""),
        ("+5", "5", ""),
        ("-5", "-5", ""),
        ("－5", "-5", ""),
        ("−5", "-5", ""),
        ("–5", "-5", ""),
        ("- 5", "-5", ""),
        (".5", "0.5", ""),
        ("\u3000 5 \u00a0", "5", ""),
        ("\ufeff5", "5", ""),
        ("1.2亿元", "1.2", "亿元"),
        ("1.2 亿 元", "1.2", "亿元"),
        ("5000万", "5000", "万"),
        ("5万亿", "5", "万亿"),
        ("3千万元", "3", "千万元"),
        ("3百", "3", "百"),
        ("3万人", "3", "万人"),
        ("3千瓦时", "3", "千瓦时"),
        ("3亿千瓦时", "3", "亿千瓦时"),
        ("12.5吨标准煤/万元", "12.5", "吨标准煤/万元"),
        ("2.5万元／亩", "2.5", "万元/亩"),
        ("-3.5％", "-3.5", "%"),
        ("3.5%", "3.5", "%"),
        ("12‰", "12", "‰"),
        ("0.3个百分点", "0.3", "个百分点"),
        ("0.3pp", "0.3", "pp"),
        ("3个月", "3", "个月"),
        ("10.5年", "10.5", "年"),
        ("1e5", "1E+5", ""),
        ("1.5E-3", "0.0015", ""),
        ("1e400", "1E+400", ""),
        ("1e-400", "1E-400", ""),
        ("(1,234)", "-1234", ""),
        ("（1234.50）", "-1234.50", ""),
        ("(5%)", "-5", "%"),
    ],
)
def test_what_is_a_quantity(text: str, value: str, unit: str) -> None:
    read = read_quantity(text)
    assert (read.value, read.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "空"),
        ("约10", "约数"),
        ("10左右", "约数"),
        ("50余", "约数"),
        ("1.2万以上", "约数"),
        (">5", "界限"),
        ("≥5%", "界限"),
        ("10-12", "范围"),
        ("10~12%", "范围"),
        ("10—12", "范围"),
        ("1.5亿至2亿", "范围"),
        ("2023-06-30", "日期"),
        ("2023/6/30", "日期"),
        ("2023年", "日期"),
        ("2023年6月", "日期"),
        ("6月30日", "日期"),
        ("3月", "日期"),
        ("10:30", "时刻"),
        ("inf", "有限"),
        ("-Infinity", "有限"),
        ("nan", "有限"),
        ("1.2.3", "小数点"),
        ("1,23", "分隔符"),
        ("1,2345", "分隔符"),
        ("12 345", "两个数"),
        ("1/3", "分数"),
        ("12abc", "abc"),
        ("3标准厂房", "标准厂房"),
        ("5²", "单位"),
        ("1_000", "单位"),
        ("5.", "单位"),
        ("增长5%", "正负号"),
        ("▲5", "正负号"),
        ("负5", "正负号"),
        ("(3)", "序号"),
        ("(-3.5)", "一种"),
        ("()", "一种"),
        ("十二", "汉字"),
        ("万", "汉字"),
        ("½", "不是数"),
        ("①", "不是数"),
        ("٣", "不是数"),
        ("+-5", "不是数"),
        ("--", "不是数"),
        ("—", "不是数"),
        ("#REF!", "错误值"),
        ("1e401", "指数"),
        ("1e-401", "指数"),
        ("9" * 501, "500"),
    ],
)
def test_what_is_none_says_what_it_looks_like(text: str, reason: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_quantity(text)
    assert reason in caught.value.reason.zh
    assert caught.value.reason.en


def test_an_edition_may_know_more_units() -> None:
    assert read_quantity("3标准厂房", {"标准厂房"}) == Quantity(Decimal(3), "标准厂房")


def test_no_digit_is_lost() -> None:
    digits = "1234567890" * 20 + "." + "0123456789" * 20
    assert str(read_quantity(digits).value) == digits
    assert str(read_quantity(digits + "万元").value) == digits


NUMBERS = st.builds(
    lambda sign, digits, exponent: Decimal((sign, tuple(digits), exponent)),
    st.sampled_from([0, 1]),
    st.lists(st.integers(0, 9), min_size=1, max_size=60),
    st.integers(-EXPONENT + 60, EXPONENT - 60),
)
UNITS = st.sampled_from(["", "万", "亿", "万亿", *(u for u in TABLE if u not in ("月", "日", "1", "年"))])


@given(NUMBERS, UNITS)
def test_what_is_formatted_reads_back(value: Decimal, unit: str) -> None:
    read = read_quantity(format_quantity(Quantity(value, unit)))
    assert read.value.as_tuple().digits == value.as_tuple().digits or value == 0
    assert (read.value, read.unit) == (value, unit)


FULL_WIDTH = str.maketrans("0123456789.,-+%", "０１２３４５６７８９．，－＋％")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.sampled_from(["", "%", "万元"]))
def test_separators_and_width_change_nothing(value: Decimal, unit: str) -> None:
    for text in (f"{value:,f}{unit}", f" {value:f} {unit}\u3000", f"{value:,f}{unit}".translate(FULL_WIDTH)):
        assert read_quantity(text) == Quantity(value, unit)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_quantity(text)
    except QuantityError as error:
        read, said = None, error.reason.zh
    assert said if read is None else read.value.is_finite()
