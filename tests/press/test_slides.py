"""The slides as a file: every number the book's, every chart native and editable, the same bytes twice."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZipFile

import openpyxl
import pytest

from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE
from leitai.press.quotes import Document
from leitai.press.slides import slides_pptx
from tests.press.publications import AWKWARD, ODD, demo
from tests.press.reading_back import numbers_of_slides, said_by_book, slides_of, texts_of

CHINESE = re.compile(r"[\u3400-\u9fff]")
CODE = demo().code


@cache
def demo_slides(lang: Lang = "zh") -> Document:
    return slides_pptx(demo(), lang)


@cache
def awkward_slides(name: str) -> Document:
    return slides_pptx(AWKWARD[name]())


def titles(document: Document) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides_of(document.data)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_picked_at_random_are_the_books(lang: Lang) -> None:
    book, document = demo().book, demo_slides(lang)
    found = list(numbers_of_slides(document.data, book, lang))
    picked = Random(2023).sample(found, 500)
    assert [one for one in picked if one.text != said_by_book(book, one)] == []
    index = {(quote.where, quote.contestant, quote.node, quote.text) for quote in document.quotes}
    noted = [one for one in picked if one.what != "moved" and one.text != NO_SCORE]
    assert [one for one in noted if (one.where, one.contestant, one.node, one.text) not in index] == []


@pytest.mark.parametrize("name", ["all_tied", "nobody_ranked", "many"])
def test_numbers_of_awkward_rounds_are_the_books(name: str) -> None:
    release = AWKWARD[name]()
    found = list(numbers_of_slides(awkward_slides(name).data, release.book))
    assert found
    assert [one for one in found if one.text != said_by_book(release.book, one)] == []


def test_a_wrong_digit_is_seen() -> None:
    """The comparison itself: a book that says something else differs from the slides."""
    document, other = awkward_slides("all_tied"), AWKWARD["all_tied"]()
    other.book.result["values"][other.book.period]["u3"]["score"] += 1
    found = numbers_of_slides(document.data, other.book)
    assert {one.contestant for one in found if one.what == "score" and one.text != said_by_book(other.book, one)} == {
        "u3"
    }


def test_numbers_in_titles_and_sentences_stand_in_the_index() -> None:
    """What a title or a sentence of 亮点 states was asked of the book, on that very slide."""
    document = demo_slides()
    book = demo().book
    names = [book.contestant(id_).name.zh for id_ in book.plan.position] + [node.name.zh for node in book.plan.nodes]
    known: dict[str, set[str]] = {}
    for quote in document.quotes:
        known.setdefault(quote.where, set()).update(re.findall(r"\d+(?:\.\d+)?", quote.text))
    checked = 0
    for number, slide in enumerate(slides_of(document.data)[2:-1], start=3):
        for text in (
            slide.shapes.title.text_frame.text,
            *(t for t in texts_of(slide) if "得分率" in t and "满分" in t),
        ):
            for name in sorted(names, key=len, reverse=True):
                text = text.replace(name, "")
            numbers = set(re.findall(r"\d+(?:\.\d+)?", text))
            checked += len(numbers)
            assert numbers <= known.get(str(number), set()), (number, text)
    assert checked > 100


@pytest.mark.parametrize("name", ["demo", *AWKWARD])
def test_two_renders_are_the_same_bytes(name: str) -> None:
    release = demo() if name == "demo" else AWKWARD[name]()
    data = slides_pptx(release).data
    assert data == slides_pptx(release).data
    with ZipFile(BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_chart_is_native_and_its_sheet_holds_what_it_shows() -> None:
    charts = [shape for slide in slides_of(demo_slides().data) for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 10
    for shape in charts:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        chart = shape.chart
        sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        for column, series in enumerate(chart.plots[0].series, start=2):
            assert sheet.cell(1, column).value == series.name
            behind = [sheet.cell(row, column).value for row in range(2, 2 + len(series.values))]
            assert behind == list(series.values)
    pictures = [shape for slide in slides_of(demo_slides().data) for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 1  # the square code, and no picture of a chart


def test_bars_begin_at_nought_and_share_a_scale() -> None:
    charts = [
        shape.chart for slide in slides_of(awkward_slides("many").data) for shape in slide.shapes if shape.has_chart
    ]
    totals = [chart for chart in charts if chart.plots[0].series[0].name == "总分"]
    assert len(totals) == 3
    assert {chart.value_axis.minimum_scale for chart in totals} == {0}
    assert len({chart.value_axis.maximum_scale for chart in totals}) == 1


def test_every_slide_says_what_it_is_for_whom_and_its_code() -> None:
    for slide in slides_of(demo_slides().data):
        foot = next(text for text in texts_of(slide) if "校验短码" in text and " · " in text and "2023-Q2-1" in text)
        assert CODE in foot
        assert "演示数据" in foot
        assert "会场使用" in foot


def test_a_correction_says_so() -> None:
    assert any(
        "更正并替代 2023-Q2-1：更正一项数据" in text for text in texts_of(slides_of(awkward_slides("many").data)[0])
    )


def test_every_slide_has_a_title_that_states_something() -> None:
    said = titles(demo_slides())
    assert all(said)
    assert "杉泽市以 95.64 分居首，领先第 2 名 1.34 分" in said
    assert any("上升最多（↑" in title for title in said)


def test_what_is_only_proposed_says_so() -> None:
    slide = next(s for s in slides_of(demo_slides().data) if "交流发言" in s.shapes.title.text_frame.text)
    assert slide.shapes.title.text_frame.text == "交流发言 3 家，表态发言 3 家（拟）"
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    lines = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert lines[0][:3] == ["交流发言", "县市区、开发（度假）区", "杉泽市"]
    assert all(line[0] == "表态发言（拟）" for line in lines[3:])


def test_at_most_a_dozen_lines_a_slide() -> None:
    for name in ("many", "all_tied"):
        for slide in slides_of(awkward_slides(name).data):
            for shape in slide.shapes:
                if shape.has_table:
                    assert len(shape.table.rows) <= 15


def test_tied_alone_and_unranked_are_said_as_they_are() -> None:
    assert "组：14 家总分相同，均为 70.00 分" in titles(awkward_slides("all_tied"))
    assert "组：仅 独一家 一家参加排名，总分 70.00 分" in titles(awkward_slides("one_unit"))
    assert "组：没有单位参加排名" in titles(awkward_slides("nobody_ranked"))
    dashes = [text for slide in slides_of(awkward_slides("nobody_scored").data) for text in texts_of(slide)]
    assert dashes.count("—") > 3
    assert "0.00" not in dashes


def test_long_names_are_whole_in_the_tables() -> None:
    whole = {text for slide in slides_of(awkward_slides("many").data) for text in texts_of(slide)}
    book = AWKWARD["many"]().book
    assert {row.name for row in book.rows("g")} <= whole


def test_names_that_look_like_formulas_stay_text_in_the_sheets_behind() -> None:
    charts = [shape.chart for s in slides_of(awkward_slides("odd_names").data) for shape in s.shapes if shape.has_chart]
    cells = [
        cell
        for chart in charts
        for row in openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active.iter_rows()
        for cell in row
    ]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert set(ODD) <= {text for s in slides_of(awkward_slides("odd_names").data) for text in texts_of(s)}


def test_chinese_has_its_font_named_in_the_theme_and_in_every_chart() -> None:
    with ZipFile(BytesIO(demo_slides().data)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
        charts = [name for name in archive.namelist() if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
        assert charts
        for name in charts:
            assert '<a:ea typeface="Microsoft YaHei"/>' in archive.read(name).decode()
        assert not [name for name in archive.namelist() if "font" in name.lower()]


def test_the_english_slides_have_no_chinese_of_their_own() -> None:
    """Clauses, units of measure, the issuer and its number are quoted as they were written."""
    units = {column.indicator.unit for column in demo().book.plan.columns}
    clause = r"第[一二三四五六七八九十]+条(?:第[一二三四五六七八九十]+[款项])?"
    quoted = re.compile("|".join([clause, *sorted(map(re.escape, units), key=len, reverse=True)]))
    for slide in slides_of(demo_slides("en").data)[1:]:
        for text in texts_of(slide):
            assert not CHINESE.search(quoted.sub("", text)), text
