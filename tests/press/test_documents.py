"""The workbook as a document: the same bytes twice, one look, what must stand on every sheet, names kept as text."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from leitai import engine
from leitai.press.workbook import results_xlsx
from leitai.press.workbook.front import notice
from leitai.press.workbook.layout import FIRST, lay_out
from tests import examples
from tests.press.awkward import AWKWARD, LONG

CHINESE = re.compile(r"[\u3400-\u9fff]")


@cache
def demo() -> engine.Book:
    return engine.open_book(examples.result("lanchuan", "2023-Q2"))


def opened(data: bytes, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


@cache
def demo_workbook(lang: engine.errors.Lang = "zh") -> Workbook:
    return opened(results_xlsx(demo(), lang=lang))


@pytest.mark.parametrize("name", [*AWKWARD, "lanchuan"])
def test_two_renders_are_the_same_bytes(name: str) -> None:
    book = demo() if name == "lanchuan" else AWKWARD[name]()
    sentences = {"u0": [(0, "总分"), (1, "基础分")]}
    assert results_xlsx(book, sentences) == results_xlsx(book, sentences)


def test_no_date_but_the_fixed_one() -> None:
    with ZipFile(BytesIO(results_xlsx(demo()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("name", AWKWARD)
def test_stored_values_are_the_published_ones(name: str) -> None:
    """A reader that does not calculate (a phone's preview) sees the same totals."""
    book = AWKWARD[name]()
    layout = lay_out(book, "zh")
    sheet = opened(results_xlsx(book), values=True)[layout.groups[0].ranking]
    column = {cell.value: cell.column for cell in sheet[4]}["总分"]
    stored = [sheet.cell(FIRST + 1 + k, column).value for k in range(len(layout.groups[0].rows))]
    assert stored == [float(row.score) for row in layout.groups[0].rows]


def test_every_sheet_is_named_fit_for_a_spreadsheet() -> None:
    workbook = opened(results_xlsx(AWKWARD["long_names"]()))
    names = workbook.sheetnames
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_names_are_never_cut() -> None:
    book = AWKWARD["long_names"]()
    workbook = opened(results_xlsx(book))
    for sheet in lay_out(book, "zh").groups[0].tracks:
        assert workbook[sheet.name]["A1"].value == sheet.title
    names = {cell.value for cell in workbook[lay_out(book, "zh").groups[0].ranking]["B"]}
    assert {f"{LONG}{k}" for k in range(6, 14)} <= names


def test_only_formulas_are_formulas() -> None:
    """Whatever a name begins with, a spreadsheet is given it as text."""
    book = AWKWARD["long_names"]()
    for sheet in opened(results_xlsx(book)):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value in ("=1+1", "@SUM(A1)", "+7", "-7"):
                    assert cell.data_type == "s"


def test_every_sheet_carries_its_notice_its_code_and_its_print_set_up() -> None:
    book = demo()
    for sheet in demo_workbook():
        foot = sheet.oddFooter
        assert book.code in foot.left.text
        assert foot.right.text.strip() == notice(book, "zh") == "演示数据"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert not sheet.sheet_view.showGridLines
        assert "演示数据" in str([cell.value for row in sheet["A1:A2"] for cell in row])


def test_heads_and_names_stay_in_sight() -> None:
    layout = lay_out(demo(), "zh")
    workbook = demo_workbook()
    for group in layout.groups:
        assert workbook[group.ranking].freeze_panes == "E6"
        assert workbook[group.ranking].print_title_rows == "$3:$5"
        for track in group.tracks:
            assert workbook[track.name].freeze_panes == "B6"


def test_tracks_stand_in_the_order_of_the_edition() -> None:
    book = AWKWARD["halves"]()
    sheet = opened(results_xlsx(book))[lay_out(book, "zh").groups[0].ranking]
    heads = [cell.value for cell in sheet[4]]
    assert heads[:8] == ["名次", "参赛单位", "总分", "赛道s", "赛道w", "指标i", "赛道o", "标注"]


def test_ids_are_there_to_join_by_but_not_printed() -> None:
    sheet = demo_workbook()[lay_out(demo(), "zh").groups[0].ranking]
    assert [cell.value for cell in sheet[4]][-1] == "标识"
    assert sheet.print_area.endswith(f"${openpyxl.utils.get_column_letter(sheet.max_column - 1)}$26")


def test_the_cover_says_what_it_is_and_links_to_every_sheet() -> None:
    workbook = demo_workbook()
    cover = workbook["首页"]
    text = "\n".join(str(cell.value) for row in cover.iter_rows() for cell in row if cell.value)
    for part in (
        "澜川市2023年高质量发展大竞赛",
        "演示数据",
        "2023-Q2 二季度",
        demo().digest,
        demo().code,
        "leitai verify",
    ):
        assert part in text
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in workbook.sheetnames[1:]]


def test_a_trial_says_so_on_every_sheet() -> None:
    book = AWKWARD["halves"]()
    book.result["trial"] = True
    for sheet in opened(results_xlsx(book)):
        assert "试算" in str([cell.value for row in sheet["A1:A2"] for cell in row])


def test_numbers_stand_right_with_their_decimals_and_words_left() -> None:
    layout = lay_out(demo(), "zh")
    sheet = demo_workbook()[layout.groups[0].ranking]
    heads = {cell.value: cell.column for cell in sheet[4]}
    total, name = sheet.cell(6, heads["总分"]), sheet.cell(6, heads["参赛单位"])
    assert (total.alignment.horizontal, total.number_format) == ("right", "0.00")
    assert (name.alignment.horizontal, name.font.bold) == ("left", True)
    assert sheet.cell(9, heads["参赛单位"]).font.bold is False


def test_what_cannot_be_had_is_a_word_never_a_zero() -> None:
    book = AWKWARD["shares"]()
    layout = lay_out(book, "zh")
    track = next(sheet for sheet in layout.groups[0].tracks if sheet.title == "赛道w")
    line = next(k for k, row in enumerate(layout.groups[0].rows) if row.contestant == "u4")
    cells = [cell.value for cell in opened(results_xlsx(book))[track.name][FIRST + 1 + line]]
    assert cells[1:5] == ["无任务"] * 4


def test_explanations_are_indented_by_level_and_left_out_where_there_are_none() -> None:
    book = AWKWARD["halves"]()
    assert "说明" not in opened(results_xlsx(book)).sheetnames
    said = {"u3": [(0, "总分 61.5"), (1, "赛道s 20.01"), (2, "得分：10 + 10.01")]}
    sheet = opened(results_xlsx(book, said))["说明"]
    found = [(cell.value, cell.alignment.indent) for cell in sheet["A"][3:]]
    assert found == [("单位u3", 0), ("总分 61.5", 0), ("赛道s 20.01", 2), ("得分：10 + 10.01", 4)]


def test_the_figures_are_those_of_the_round_each_with_its_source() -> None:
    book = demo()
    sheet = opened(results_xlsx(book), values=True)["数据"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST + 1)]
    assert {row[2] for row in rows} <= {"2023-Q2", "2023-06", "2023-Q1", "2023-03"}
    row = next(row for row in rows if row[:2] == ["汐桥区", "地区生产总值增速"])
    assert row[2:9] == ["2023-06", "实际值", 5.5, "%", "已审核", "最终", "演示数据生成器"]


def test_every_policy_is_printed_with_what_it_did() -> None:
    sheet = demo_workbook()["政策"]
    rows = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows(min_row=FIRST + 1)}
    assert rows["缺报"][0].startswith("记 0 分")
    assert rows["缺报"][1] == rows["迟报"][1] == "1 项"
    assert "0.2" in rows["迟报"][0]
    own = next(said for case, said in rows.items() if case.endswith("工业用地亩均税收"))
    assert own[0].startswith("同组平均得分")
    assert len(rows) >= 19


def test_the_english_workbook_has_no_chinese_of_its_own() -> None:
    """Every name of the demo has its English; units, clauses, sources and notes are quoted as they were filed."""
    workbook = demo_workbook("en")
    for name in workbook.sheetnames:
        assert not CHINESE.search(name)
    for sheet in workbook:
        if sheet.title not in ("Figures", "Adjustment items", "Cover"):
            chinese = [c.value for row in sheet.iter_rows() for c in row if c.value and CHINESE.search(str(c.value))]
            assert chinese == [], sheet.title
