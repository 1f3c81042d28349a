"""Boards and unit pages: every number the book's, names never markup, one page size, the same bytes twice."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import byref, c_float
from functools import cache
from random import Random

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import typst

from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE
from leitai.press.boards import boards_pdf, unit_pages
from leitai.press.boards.typesetting import MissingFontError
from leitai.press.quotes import Document
from leitai.press.release import Release
from tests.press.publications import AWKWARD, ODD, demo, forty
from tests.press.reading_back import Number, numbers_of_boards, numbers_of_units, pages_of, said_by_book

MM = 72 / 25.4


@cache
def demo_boards() -> Document:
    return boards_pdf(demo())


@cache
def demo_units(lang: Lang = "zh") -> Document:
    return unit_pages(demo(), lang=lang)


def wrong(release: Release, found: Iterable[Number]) -> list[tuple[Number, str]]:
    return [(one, said) for one in found if one.text != (said := said_by_book(release.book, one))]


def test_every_number_of_the_boards_is_the_books() -> None:
    found = list(numbers_of_boards(demo_boards().data, demo().book))
    assert len(found) >= 47 * 10
    assert wrong(demo(), found) == []
    index = {(quote.where, quote.contestant, quote.node, quote.text) for quote in demo_boards().quotes}
    noted = [one for one in found if one.text != NO_SCORE]
    assert [one for one in noted if (one.where, one.contestant, one.node, one.text) not in index] == []


def test_numbers_picked_at_random_from_the_unit_pages_are_the_books() -> None:
    found = list(numbers_of_units(demo_units().data, demo().book))
    assert len(found) > 47 * 30 * 3
    picked = Random(2023).sample(found, 500)
    assert wrong(demo(), picked) == []
    index = {(quote.contestant, quote.node, quote.text) for quote in demo_units().quotes}
    assert [one for one in picked if (one.contestant, one.node, one.text) not in index and one.text != NO_SCORE] == []


def test_every_contestant_has_every_indicator_on_its_pages() -> None:
    book, there = demo().book, set[tuple[str, str]]()
    for one in numbers_of_units(demo_units().data, book):
        there.add((one.contestant, one.node))
    for contestant, entry in book.result["values"][book.period].items():
        counted = {node for node, cell in entry["nodes"].items() if not cell.get("out")}
        assert {node for id_, node in there if id_ == contestant} == counted


@pytest.mark.parametrize("name", AWKWARD)
def test_two_renders_are_the_same_bytes(name: str) -> None:
    release = AWKWARD[name]()
    assert boards_pdf(release, "A4").data == boards_pdf(release, "A4").data
    some = [row.contestant for row in release.book.rows("g")][:5]
    assert unit_pages(release, some).data == unit_pages(release, some).data


def test_a_board_is_as_large_as_its_paper_and_its_content_far_from_the_edge() -> None:
    for made, (width, height), edge in (
        (demo_boards(), (594, 841), 40),
        (boards_pdf(demo(), "A4"), (210, 297), 14),
    ):
        document = pypdfium2.PdfDocument(made.data)
        for page in document:
            assert page.get_width() / MM == pytest.approx(width, abs=1)
            assert page.get_height() / MM == pytest.approx(height, abs=1)
            boxes = [item.get_bounds() for item in page.get_objects() if item.get_bounds()]
            assert min(box[0] for box in boxes) / MM > edge
            assert (page.get_width() - max(box[2] for box in boxes)) / MM > edge
            assert min(box[1] for box in boxes) / MM > edge * 0.7
        document.close()


def test_every_page_says_what_it_is_for_whom_and_its_code() -> None:
    for document in (demo_boards(), demo_units()):
        for lines in pages_of(document.data):
            foot = " ".join(lines)
            assert f"演示数据 · 发布编号 2023-Q2-1 · 限会场使用 · 校验短码 {demo().code}" in foot
            assert f"leitai verify result.json --code {demo().code}" in foot


def test_a_correction_says_so_on_every_page() -> None:
    for lines in pages_of(unit_pages(AWKWARD["many"](), ["u9"]).data):
        assert any("更正并替代 2023-Q2-1：更正一项数据" in line for line in lines)


def test_one_contestant_can_be_had_alone() -> None:
    pages = pages_of(unit_pages(demo(), ["luting"]).data)
    assert len(pages) == 1
    assert any(line.startswith("鹭汀区 · 1") for line in pages[0])
    with pytest.raises(KeyError):
        unit_pages(demo(), ["nobody"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_contestant_has_one_page(lang: Lang) -> None:
    """Also with forty indicators in eight tracks, one of the contestants with a name of forty characters."""
    assert len(pages_of(demo_units(lang).data)) == 47
    pages = pages_of(unit_pages(forty(), lang=lang).data)
    assert len(pages) == 6
    for lines in pages:
        assert sum(" / 2.00 " in line for line in lines) == 40
    assert any(forty().book.contestant("u0").name.zh in "".join(lines) for lines in pages)


def test_nothing_on_a_crowded_page_is_smaller_than_seven_and_a_half_points() -> None:
    document = pypdfium2.PdfDocument(unit_pages(forty()).data)
    sizes = []
    for item in document[0].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
        size = c_float()
        assert pdfium_c.FPDFTextObj_GetFontSize(item, byref(size))
        sizes.append(size.value)
    document.close()
    assert min(sizes) == pytest.approx(7.5, abs=0.02)


def test_what_a_page_cannot_hold_goes_on_under_the_same_name() -> None:
    pages = pages_of(unit_pages(forty(60), ["u1"]).data)
    assert len(pages) == 2
    assert pages[1][0] == "单位1 · 2023-Q2"
    assert sum(" / 2.00 " in line for lines in pages for line in lines) == 60


def test_where_there_is_room_a_page_says_how_each_score_was_worked_out() -> None:
    text = "".join(pages_of(unit_pages(AWKWARD["many"](), ["u1"]).data)[0])
    assert text.count("满分 10 分") == 10
    assert "逐项说明" not in text


def test_the_page_opens_with_the_sentence_and_ends_at_the_total() -> None:
    lines = pages_of(unit_pages(demo(), ["gaoxin"]).data)[0]
    text = "".join(lines)
    assert "第 2 名（共 21 家），总分 94.30 分，较上期升" in text
    start = lines.index(next(line for line in lines if line.startswith("与第一名杉泽市相比")))
    steps = lines[start + 1 :]
    assert steps[0] == "杉泽市 95.64"
    last = steps.index("澜川高新区 94.30")
    moved = sum(float(line.rpartition(" ")[2]) for line in steps[1:last])
    assert moved == pytest.approx(94.30 - 95.64)


def test_names_are_never_markup() -> None:
    pages = [" ".join(lines) for lines in pages_of(unit_pages(AWKWARD["odd_names"]()).data)]
    for name in ODD:
        assert any(page.find(name) >= 0 for page in pages), name
    board = " ".join(line for lines in pages_of(boards_pdf(AWKWARD["odd_names"]()).data) for line in lines)
    assert all(name in board for name in ODD)


def test_sixty_units_fit_a_board_and_long_names_are_whole() -> None:
    release = AWKWARD["many"]()
    pages = pages_of(boards_pdf(release).data)
    assert len(pages) == 2
    for lines in pages:
        text = "".join(lines)
        assert all(row.name in text for row in release.book.rows("g"))
    assert len(pages_of(boards_pdf(release, "A4").data)) == 6


def test_alone_tied_and_unranked_are_said_as_they_are() -> None:
    def first(name: str) -> str:
        return " ".join(pages_of(boards_pdf(AWKWARD[name]()).data)[0])

    assert "组：14 家总分相同，均为 70.00 分" in first("all_tied")
    assert "仅 独一家 一家参加排名" in first("one_unit")
    assert "没有单位参加排名" in first("nobody_ranked")
    for lines in pages_of(unit_pages(AWKWARD["nobody_scored"]()).data):
        assert any("本期没有总分，不排名" in line for line in lines)
        assert not any(line.endswith("0.00") for line in lines)


def test_without_a_font_for_a_letter_it_stops_and_says_what_to_do() -> None:
    with pytest.raises(MissingFontError) as refused:
        unit_pages(AWKWARD["one_unit"](), fonts=typst.Fonts(include_system_fonts=False))
    assert "请安装一种中文字体" in refused.value.text.zh
    assert "install one" in refused.value.text.en
