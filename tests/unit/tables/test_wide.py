"""The wide table: units down, indicators across, and what a header cell can say."""

from decimal import Decimal
from typing import Any

import pytest

from leitai.tables.header import Heading, clean_header, read_heading
from leitai.tables.limits import Options
from leitai.tables.read import read_figures
from leitai.tables.words import read_period

Q1 = Options(period="2023-Q1")


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("gdp", Heading("gdp")),
        ("gdp@target", Heading("gdp", "target")),
        ("gdp@target@2023-Q1", Heading("gdp", "target", "2023-Q1")),
        ("gdp@2023年一季度@目标值", Heading("gdp", "target", "2023-Q1")),
        ("gdp＠快报", Heading("gdp", vintage="flash")),
        ("gdp@votes", Heading("gdp", "votes")),
        ("地区生产总值(目标)", Heading("地区生产总值", "target")),
        ("地区生产总值（亿元，目标）", Heading("地区生产总值", "target", unit="亿元")),
        ("地区生产总值 2023-Q1 目标", Heading("地区生产总值", "target", "2023-Q1")),
        ("增速(%)(2023年上半年)", Heading("增速", period="2023-H1", unit="%")),
        ("增速（％）", Heading("增速", unit="%")),
        ("地区生产\n总值\n(亿元)", Heading("地区生产总值", unit="亿元")),
        ("能耗(吨标准煤／万元) 快报", Heading("能耗", vintage="flash", unit="吨标准煤/万元")),
        ("R&D 投入强度", Heading("R&D 投入强度")),
        ("GDP(现价)", Heading("GDP(现价)")),
        ("指标(1)", Heading("指标(1)")),
        ("增速(年)", Heading("增速(年)")),
    ],
)
def test_what_a_header_cell_says(written: str, heading: Heading) -> None:
    assert read_heading(clean_header(written), Options()) == heading


def test_a_name_the_caller_knows_is_taken_whole() -> None:
    known = Options(names=frozenset({"投入强度(%)", "就业 目标"}))
    assert read_heading("投入强度(%)", known) == Heading("投入强度(%)")
    assert read_heading("就业 目标@target", known) == Heading("就业 目标", "target")
    assert read_heading("投入强度(%)(目标)", known) == Heading("投入强度(%)", "target")


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2023", "2023"), ("2023年", "2023"), ("2023年度", "2023"), ("２０２３年", "2023"),
        ("2023-Q1", "2023-Q1"), ("2023Q1", "2023-Q1"), ("2023q1", "2023-Q1"), ("2023年一季度", "2023-Q1"),
        ("2023年第1季度", "2023-Q1"), ("2023年1-3月", "2023-Q1"), ("2023年前三季度", "2023-Q3"),
        ("2023年1—9月", "2023-Q3"), ("2023年上半年", "2023-H1"), ("2023年1～6月", "2023-H1"),
        ("2023年下半年", "2023-H2"),
        ("2023年1-12月", "2023"), ("2023-06", "2023-06"), ("2023-6", "2023-06"), ("2023/06", "2023-06"),
        ("202306", "2023-06"), ("2023年6月", "2023-06"), ("2023年6月份", "2023-06"), ("2023年十二月", "2023-12"),
        ("2023-01/02", "2023-01/02"), ("2023年1—2月", "2023-01/02"), ("2023年1至2月份", "2023-01/02"),
        ("2023年1—5月", ""), ("2023.6", ""), ("2023-13", ""), ("2023-01-02", ""), ("23年", ""),
        ("一季度", ""), ("", ""),
    ],
)  # fmt: skip
def test_how_periods_are_written(written: str, period: str) -> None:
    assert read_period(written) == period


def test_units_down_indicators_across(desk: Any) -> None:
    path = desk.csv("单位,gdp@2022,地区生产总值(亿元),增速(%),gdp@target", "a,1,2.50,3.5％,5000万", "b,4,,不适用,8")
    figures = read_figures(path, options=Q1).require()
    assert [(f.contestant, f.indicator, f.period, f.role, f.value, f.unit, f.status) for f in figures] == [
        ("a", "gdp", "2022", "actual", Decimal(1), "", "verified"),
        ("a", "地区生产总值", "2023-Q1", "actual", Decimal("2.50"), "亿元", "verified"),
        ("a", "增速", "2023-Q1", "actual", Decimal("3.5"), "%", "verified"),
        ("a", "gdp", "2023-Q1", "target", Decimal(5000), "万", "verified"),
        ("b", "gdp", "2022", "actual", Decimal(4), "", "verified"),
        ("b", "地区生产总值", "2023-Q1", "actual", None, "", "unreported"),
        ("b", "增速", "2023-Q1", "actual", None, "", "not_applicable"),
        ("b", "gdp", "2023-Q1", "target", Decimal(8), "", "verified"),
    ]


@pytest.mark.parametrize("heading", ["@target", "gdp@@", "gdp@2023@2024"])
def test_headings_that_say_too_little_or_too_much(desk: Any, heading: str) -> None:
    [fault] = read_figures(desk.csv(f"单位,{heading}", "a,1"), options=Q1).errors
    assert (fault.code in ("TB-023", "TB-024"), fault.place) == (True, "f.csv:1")


def test_a_row_may_carry_period_role_and_source(desk: Any) -> None:
    path = desk.csv("县区,期别,角色,来源,gdp", "a,2023-Q1,目标,计划,1", "a,2023-Q2,,,2")
    figures = read_figures(path).require()
    assert [(f.period, f.role, f.source) for f in figures] == [("2023-Q1", "target", "计划"), ("2023-Q2", "actual", "")]
    [fault] = read_figures(desk.csv("县区,期别,gdp", "a,,1")).errors
    assert (fault.code, fault.place) == ("TB-025", "f.csv:2")


def test_options_say_what_the_header_leaves_open(desk: Any) -> None:
    path = desk.csv("单位,gdp", "a,1")
    options = Options(role="目标", period="2023年", vintage="快报", source="计划", status="reported")
    [figure] = read_figures(path, options=options).require()
    assert figure[2:] == ("2023", "target", Decimal(1), "", "reported", "flash", "", "计划", "f.csv:2")


def test_titles_above_and_a_column_of_numbers_are_passed_over_aloud(desk: Any) -> None:
    path = desk.csv("2023年一季度主要指标,,", "填报单位:统计局,,", "序号,单位,gdp", "1,a,1")
    table = read_figures(path, options=Q1)
    assert [(f.value, f.unit) for f in table.require()] == [(Decimal(1), "")]
    assert [(f.code, f.place) for f in table.warnings] == [("TB-048", "f.csv:1"), ("TB-022", "f.csv:3")]


def test_a_unit_stated_above_the_table_holds_where_the_heading_says_none(desk: Any) -> None:
    path = desk.csv("主要指标（单位：万元）,,", "单位,税收,增速(%)", "a,1,5")
    table = read_figures(path, options=Q1)
    assert [(f.value, f.unit) for f in table.require()] == [(Decimal(1), "万元"), (Decimal(5), "%")]
    assert [f.code for f in table.warnings] == ["TB-048", "TB-052"]
    path = desk.csv("单位:亿元", "单位,指标,期别,数值", "a,b,2023,1", "a,b,2024,2万元", "a,c,2023,5%", name="g.csv")
    table = read_figures(path)
    assert [(f.value, f.unit) for f in table.figures] == [(Decimal(1), "亿元"), (Decimal(2), "万元")]
    assert [(f.code, f.place) for f in table.errors] == [("TB-038", "g.csv:5")]


@pytest.mark.parametrize(
    "above", ["单位:亿元", "单位,亿元", "单位：,亿元", "数据表(单位：亿元、户)", ",计量单位: 亿元"]
)
def test_how_the_unit_of_a_table_is_written(desk: Any, above: str) -> None:
    [figure] = read_figures(desk.csv("标题", above, "单位,税收", "a,1"), options=Q1).require()
    assert (figure.value, figure.unit) == (Decimal(1), "亿元")


def test_the_same_indicator_twice_is_a_fault_even_under_two_spellings(desk: Any) -> None:
    path = desk.csv("单位,gdp@target,gdp(目标)", "a,1,2")
    [fault] = read_figures(path, options=Q1).errors
    assert fault.code == "TB-020"
    assert "gdp@target" in fault.found.zh
