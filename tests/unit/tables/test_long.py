"""The long table: what each column may hold, and what a row without a value means."""

from decimal import Decimal
from typing import Any

import pytest

from leitai.engine.errors import InputError, Text, UsageError
from leitai.engine.figures import Figure
from leitai.tables.limits import Limits, Options
from leitai.tables.read import read_figures


def test_a_row_is_a_figure(desk: Any) -> None:
    path = desk.long("澜江县,gdp,2023-Q1,target,12.50亿元,late,flash,备注,统计局")
    assert read_figures(path).require() == (
        Figure(
            "澜江县", "gdp", "2023-Q1", "target", Decimal("12.50"), "亿元", "late", "flash", "备注", "统计局", "f.csv:2"
        ),
    )


def test_what_is_left_out_has_a_default(desk: Any) -> None:
    path = desk.csv("contestant,indicator,period,value", "a,gdp,2023,1")
    assert read_figures(path).require() == (Figure("a", "gdp", "2023", value=Decimal(1), place="f.csv:2"),)


def test_chinese_headers_and_words(desk: Any) -> None:
    path = desk.csv(
        "参赛单位,指标,期别,口径角色,数值,状态,数据版次,备注,来源",
        "澜江县,地区生产总值,2023年一季度,目标值,1,迟报,快报,,",
        "澜江县,地区生产总值,2023年一季度,实际,,尚未公布,初步核算数,,",
    )
    one, other = read_figures(path).require()
    assert one[:8] == ("澜江县", "地区生产总值", "2023-Q1", "target", Decimal(1), "", "late", "flash")
    assert other[3:8] == ("actual", None, "", "not_yet_published", "preliminary")


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [
        ("1", "", "verified"),
        ("1", "reported", "reported"),
        ("", "", "unreported"),
        ("\u3000", "", "unreported"),
        ("", "不适用", "not_applicable"),
        ("", "exempt", "exempt"),
        ("不适用", "", "not_applicable"),
        ("缺报", "unreported", "unreported"),
        ("not yet published", "", "not_yet_published"),
    ],
)
def test_value_and_status(desk: Any, value: str, status: str, expected: str) -> None:
    [figure] = read_figures(desk.long(f"a,gdp,2023,,{value},{status},,,")).require()
    assert figure.status == expected
    assert (figure.value is None) == (expected in ("unreported", "not_applicable", "exempt", "not_yet_published"))


def test_a_blank_can_be_no_figure_at_all(desk: Any) -> None:
    path = desk.long("a,gdp,2023,,,,,,", "b,gdp,2023,,1,,,,")
    assert [f.contestant for f in read_figures(path, options=Options(blank="skip")).require()] == ["b"]


@pytest.mark.parametrize("dash", ["-", "—", "——", "…", "……", "/", "无", "N/A", "--", "－"])
def test_a_dash_means_what_the_caller_says(desk: Any, dash: str) -> None:
    path = desk.long(f"a,gdp,2023,,{dash},,,,")
    assert [f.code for f in read_figures(path).errors] == ["TB-036"]
    [figure] = read_figures(path, options=Options(dash="不适用")).require()
    assert (figure.value, figure.status) == (None, "not_applicable")


def test_names_stay_as_written(desk: Any) -> None:
    path = desk.long(" 澜江 县\u3000,GDP(现价),2023,,1,,,,", "530102,gdp,2023,,1,,,,")
    figures = read_figures(path).require()
    assert [(f.contestant, f.indicator) for f in figures] == [("澜江 县", "GDP(现价)"), ("530102", "gdp")]


def test_a_column_for_the_unit_of_measure(desk: Any) -> None:
    path = desk.csv("单位,指标,期别,数值,计量单位", "a,gdp,2023,1.5,亿元", "a,tax,2023,2亿元,万元", "a,x,2023,5%,元")
    table = read_figures(path)
    assert [(f.value, f.unit) for f in table.figures] == [(Decimal("1.5"), "亿元"), (Decimal(2), "亿元")]
    assert [(f.code, f.place) for f in table.errors] == [("TB-038", "f.csv:4")]


def test_more_figures_than_the_limit_stop_the_reading(desk: Any) -> None:
    table = read_figures(desk.long("a,b,2023,,1,,,,", "a,c,2023,,1,,,,"), limits=Limits(figures=1))
    assert (len(table.figures), [f.code for f in table.errors]) == (1, ["TB-015"])


def test_roles_an_edition_declares(desk: Any) -> None:
    path = desk.long("a,gdp,2023,votes,1,,,,", "a,gdp,2023,得票,1,,,,")
    assert [f.place for f in read_figures(path).errors] == ["f.csv:3"]
    roles = {"votes": Text("得票", "votes")}
    assert [f.role for f in read_figures(path, options=Options(roles=roles)).require()] == ["votes", "votes"]
    assert len(read_figures(path, options=Options(roles={})).errors) == 2


def test_a_slip_of_the_pen_is_answered_with_the_right_word(desk: Any) -> None:
    path = desk.long("a,gdp,2023,tarqet,1,verifieq,fnal,,")
    assert [f.mend.zh for f in read_figures(path).errors] == [
        "是否想写 target?", "是否想写 verified?", "是否想写 final?",
    ]  # fmt: skip
    [column] = read_figures(desk.csv("contestant,indikator,period,value", "a,b,2023,1")).errors[:1]
    assert "indicator" in column.mend.zh


def test_every_fault_of_a_file_at_once(desk: Any) -> None:
    path = desk.long("a,gdp,2023,,约10,,,,", "a,,2023,,1,,,,", "a,gdp,23,,1,,,,", "a,gdp,2023,,1,,,,")
    table = read_figures(path)
    assert [(f.code, f.place) for f in table.errors] == [
        ("TB-037", "f.csv:2"), ("TB-026", "f.csv:3"), ("TB-027", "f.csv:4"),
    ]  # fmt: skip
    assert len(table.figures) == 1
    with pytest.raises(InputError) as caught:
        table.require()
    assert caught.value.faults == table.errors


def test_faults_beyond_the_limit_are_counted(desk: Any) -> None:
    path = desk.long(*["a,gdp,2023,,x,,,,"] * 1000)
    faults = read_figures(path).errors
    assert len(faults) == 201
    assert faults[-1].code == "TB-001"
    assert "800" in faults[-1].found.zh
    assert faults[-1].place == "f.csv:1001"
    assert len(read_figures(path, limits=Limits(faults=2000)).errors) == 1000


@pytest.mark.parametrize(
    "wrong", [{"role": "目"}, {"period": "23"}, {"status": "缺报"}, {"dash": "迟报"}, {"vintage": "x"}]
)
def test_an_option_that_means_nothing_is_the_callers_fault(desk: Any, wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        read_figures(desk.long("a,b,2023,,1,,,,"), options=Options(**{"roles": {}, **wrong}))  # type: ignore[arg-type]


def test_a_folder_is_its_files_by_name(desk: Any) -> None:
    desk.long("b,gdp,2023,,1,,,,", name="二.csv")
    desk.xlsx([["单位", "gdp@2023"], ["c", 2]], name="三.xlsx")
    desk.csv("contestant\tindicator\tperiod\tvalue", "a\tgdp\t2023\t3", name="a.TSV")
    desk.file("说明.md", "不读")
    desk.file("~$三.xlsx", "锁")
    desk.file(".hidden.csv", "x")
    (desk.folder / "sub").mkdir()
    table = read_figures(desk.folder)
    assert [f.place for f in table.require()] == ["a.TSV:2", "三.xlsx 表!B2", "二.csv:2"]
    assert table.digest == read_figures([str(desk.folder)]).digest
    desk.long("b,gdp,2023,,2,,,,", name="二.csv")
    assert table.digest != read_figures(desk.folder).digest


def test_a_folder_says_what_it_cannot_read(desk: Any) -> None:
    desk.long("b,gdp,2023,,1,,,,")
    desk.file("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert [(f.code, f.place) for f in read_figures(desk.folder).errors] == [("TB-005", "旧.xls")]


def test_the_digest_of_one_file_is_that_of_its_bytes(desk: Any) -> None:
    import hashlib

    for path in (desk.long("a,gdp,2023,,1,,,,"), desk.xlsx([["单位", "gdp@2023"], ["c", 2]])):
        assert read_figures(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_two_files_of_one_name_are_told_apart(desk: Any) -> None:
    other = desk.folder / "else"
    other.mkdir()
    one = desk.long("a,gdp,2023,,1,,,,")
    two = other / "f.csv"
    two.write_bytes(one.read_bytes())
    assert [f.place for f in read_figures([one, two]).figures] == [f"{one}:2", f"{two}:2"]
