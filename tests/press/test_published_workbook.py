"""The workbook of a publication: it says which one it is, and of lists only what a person confirmed."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from leitai.engine.errors import Lang
from leitai.press.site import site_files
from leitai.press.workbook import publication_xlsx, results_xlsx
from tests.press.releases import cleared, demo

STRUCK = {"speak": ("shanze",), "pledge": ()}


@cache
def workbook(lang: Lang = "zh", **more: Any) -> Workbook:
    release = demo("2023-Q3", "2023-Q2", trials=3, number="2023-Q3-2", supersedes="2023-Q3-1", reason="一项数据补报",
                   audience="internal", confirmed=STRUCK, **more)  # fmt: skip
    return openpyxl.load_workbook(io.BytesIO(publication_xlsx(release, lang)))


def texts(book: Workbook) -> list[str]:
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_nobody_stands_on_a_list_she_was_struck_off() -> None:
    proposed = {row.contestant for _, _, rows in demo("2023-Q3").book.lists() for row in rows}
    assert len(proposed) > 1
    found = texts(workbook())
    assert not [one for one in found if "规则提出的名单" in one or "由人确认" in one or "表态发言" in one]
    sheets = [sheet for sheet in workbook() if any(cell.value == "名单" for cell in sheet[4])]
    assert sheets
    for sheet in sheets:
        heads = {cell.value: cell.column for cell in sheet[4]}
        for line in sheet.iter_rows(min_row=6):
            name, listed = (line[heads[key] - 1].value for key in ("参赛单位", "名单"))
            assert (listed or "") == ("交流发言" if name == "杉泽市" else "")


def test_a_publication_without_lists_has_no_column_of_them() -> None:
    release = demo("2023-Q3", confirmed={})
    book = openpyxl.load_workbook(io.BytesIO(publication_xlsx(release)))
    assert not [cell.value for sheet in book for cell in sheet[4] if cell.value in ("名单", "规则提出的名单")]


@pytest.mark.parametrize(
    ("lang", "facts"),
    [
        ("zh", {"发布编号": "2023-Q3-2", "公开范围": "内部", "发文机关": "澜川市大竞赛考评办",
                "成文日期": "2023年10月25日", 
                "更正": "本期结果更正并替代 2023-Q3-1：一项数据补报", "试算": "数据锁定后、发布前共试算 3 次",
                "确认的名单": "交流发言：杉泽市"}),
        ("en", {"Publication": "2023-Q3-2", "Audience": "Internal", "Date": "25 October 2023",
                "Correction": "This publication corrects and replaces 2023-Q3-1: 一项数据补报",
                "Trials": "3 trial scorings between freeze and publication"}),
    ],
)  # fmt: skip
def test_the_front_says_which_publication_it_is(lang: Lang, facts: dict[str, str]) -> None:
    front = workbook(lang).worksheets[0]
    found = {row[0].value: row[1].value for row in front.iter_rows(min_row=3) if row[0].value}
    assert {key: found[key] for key in facts} == facts


def test_every_sheet_prints_number_audience_and_code() -> None:
    code = demo("2023-Q3").code
    for sheet in workbook():
        assert f"发布编号 2023-Q3-2 · 内部 · 校验短码 {code}" in (sheet.oddFooter.left.text or ""), sheet.title


def test_a_result_that_is_not_published_keeps_its_plain_workbook() -> None:
    found = texts(openpyxl.load_workbook(io.BytesIO(results_xlsx(demo("2023-Q3").book))))
    assert "规则提出的名单" in found
    assert not [one for one in found if "发布编号" in one]


def test_the_site_carries_the_workbook_of_its_publication_byte_for_byte() -> None:
    release = cleared(demo("2023-Q3", "2023-Q2"))
    assert site_files(release, langs=("zh",))["data/results.xlsx"] == publication_xlsx(release)
