"""A rulebook as a workbook: the same edition both ways, forgiving of how it is filled in, clear about what is wrong."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from leitai.engine.errors import InputError
from leitai.engine.rulebook.anatomy import Shape
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.load import Reading, load_rulebook, read_rulebook
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.skeleton import write_skeleton
from leitai.tables.limits import Limits
from leitai.tables.rulebook_xlsx import read_rulebook_xlsx, read_workbook, rulebook_xlsx, write_workbook
from leitai.tables.rulebook_xlsx.cells import from_cell, into_cell, quoted, unquoted
from leitai.tables.rulebook_xlsx.layout import sheets

ROOT = Path(__file__).parents[3]
EDITIONS = sorted(path.parent.name for path in (ROOT / "examples").glob("*/rulebook.yaml"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("skeleton") / "new"
    write_skeleton(folder)
    return load_rulebook(folder / "rulebook.yaml")


class Desk:
    """A workbook of the skeleton, changed by hand and read again."""

    def __init__(self, folder: Path, edition: Rulebook) -> None:
        self.path = folder / "规则.xlsx"
        self.edition = edition
        self.book = openpyxl.load_workbook(io.BytesIO(rulebook_xlsx(edition)))

    def sheet(self, name: str) -> Worksheet:
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def cell(self, sheet: str, key: str, row: int) -> Any:
        """The cell of a key in a row of a list (or of a form, where the key names the row)."""
        page = self.sheet(sheet)
        keys = [one.value for one in page[2]]
        if "value" in keys:
            found = next(line for line in range(3, page.max_row + 1) if page.cell(line, 2).value == key)
            return page.cell(found, 3)
        return page.cell(row, keys.index(key) + 1)

    def read(self) -> Reading:
        self.book.save(self.path)
        return read_rulebook_xlsx(self.path)

    def found(self) -> list[tuple[str, str]]:
        """Code and cell of each fault."""
        return [(fault.code, fault.place.removeprefix(f"{self.path}").strip()) for fault in self.read().faults]


@pytest.fixture
def desk(tmp_path: Path, edition: Rulebook) -> Desk:
    return Desk(tmp_path, edition)


def changed(reading: Reading) -> dict[str, Any]:
    assert reading.rulebook is not None, [fault.line() for fault in reading.faults]
    assert reading.faults == ()
    return canonical(reading.rulebook)


# -- both ways -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDITIONS)
def test_every_example_keeps_its_digest(name: str, tmp_path: Path) -> None:
    reading = read_rulebook(ROOT / "examples" / name / "rulebook.yaml")
    assert reading.rulebook is not None
    write_workbook(reading.rulebook, tmp_path / "规则.xlsx")
    again = read_rulebook_xlsx(tmp_path / "规则.xlsx")
    assert [fault.line() for fault in again.errors] == []
    assert again.digest == reading.digest


def test_a_spreadsheet_that_saves_it_again_keeps_the_digest(desk: Desk, edition: Rulebook) -> None:
    assert changed(desk.read()) == canonical(edition)


def test_two_workbooks_of_one_edition_are_the_same_bytes(edition: Rulebook) -> None:
    assert rulebook_xlsx(edition) == rulebook_xlsx(edition)


def test_what_could_not_be_written_leaves_nothing(edition: Rulebook, tmp_path: Path) -> None:
    notice = edition.title.model_copy(update={"zh": "长" * 32_768})
    with pytest.raises(InputError) as raised:
        write_workbook(edition.model_copy(update={"notice": notice}), tmp_path / "规则.xlsx")
    (fault,) = raised.value.faults
    assert (fault.code, fault.place) == ("RX-011", "规则!C9")
    assert list(tmp_path.iterdir()) == []


# -- for the person who fills it in --------------------------------------------------------------------------------


def test_headings_are_chinese_keys_stand_below_and_both_stay_in_view(desk: Desk) -> None:
    assert [name for name in desk.book.sheetnames if name != "选项"] == [sheet.name for sheet in sheets({})]
    page = desk.sheet("指标")
    assert (page["B1"].value, page["B2"].value) == ("代号", "id")
    assert page.freeze_panes == "C3"
    headings = [cell.value for cell in page[1]]
    assert "分值：县" in headings
    assert "单独政策：无此任务" in headings
    assert all(width.width and width.width >= 8 for width in page.column_dimensions.values())
    assert desk.book["选项"].sheet_state == "hidden"


def test_cells_that_have_choices_offer_them_and_notes_tell_what_is_allowed(desk: Desk) -> None:
    page = desk.sheet("指标")
    offered = {}
    for rule in page.data_validations.dataValidation:
        first = str(rule.sqref).split(":")[0]
        area = str(rule.formula1).removeprefix("选项!").replace("$", "")
        offered[page[f"{first[:-1]}2"].value] = [cell.value for (cell,) in desk.book["选项"][area]]
    assert offered["direction"] == ["越高越好 higher", "越低越好 lower"]
    assert "目标完成率 completion" in offered["method"]
    assert offered["comparable"] == ["是", "否"]
    note = page.cell(1, [cell.value for cell in page[2]].index("direction") + 1).comment
    assert note is not None
    assert "higher 越高越好" in note.text


def test_parameters_stand_one_a_line_and_tables_on_their_own_sheet(tmp_path: Path) -> None:
    desk = Desk(tmp_path, load_rulebook(ROOT / "examples" / "lanchuan" / "rulebook.yaml"))
    page = desk.sheet("指标")
    keys = [cell.value for cell in page[2]]
    row = next(line for line in range(3, page.max_row) if page.cell(line, 2).value == "gdp_growth")
    assert page.cell(row, keys.index("parent") + 1).value == "strength"
    assert page.cell(row, keys.index("points.county") + 1).value == 6
    assert page.cell(row, keys.index("method") + 1).value == "名次阶梯 ladder"
    assert page.cell(row, keys.index("method.parameters") + 1).value == "step: 0.04\neligible: 4\nentry: 2.4"
    tables = [[cell.value for cell in line] for line in desk.sheet("分段").iter_rows(min_row=2)]
    assert tables[0][:2] == ["indicator", "parameter"]
    row_of = dict(zip(tables[0], next(one for one in tables if one[0] == "fai_growth"), strict=True))
    assert (row_of["parameter"], row_of["interval"], row_of["per_unit"]) == ("segments", "(-inf, 8)", 0.15)


def test_what_people_type_is_taken(desk: Desk) -> None:
    desk.cell("轮次", "report_by", 3).value = datetime.date(2025, 4, 19)
    desk.cell("轮次", "verify_by", 3).value = "2025/4/21"
    desk.cell("轮次", "publish_by", 3).value = "2025年4月26日"
    desk.cell("轮次", "period", 4).value = datetime.date(2025, 6, 1)
    desk.cell("轮次", "period", 4).number_format = "yyyy-mm"
    desk.cell("规则", "edition", 0).value = 2026
    desk.cell("政策", "policies.rank_on", 0).value = "exact"
    desk.cell("政策", "policies.peers_include_self", 0).value = False
    desk.cell("政策", "policies.ties", 0).value = "break_by:gdp_growth、energy"
    desk.cell("政策", "policies.late", 0).value = "deduct=0.2\ncap: 1"
    desk.cell("指标", "method.parameters", 5).value = " cap:1.1 \n\nfloor: none"
    desk.cell("指标", "not_applicable", 7).value = "north,east"
    plain = changed(desk.read())
    assert plain["rounds"][0]["report_by"] == "2025-04-19"
    assert plain["rounds"][0]["verify_by"] == "2025-04-21"
    assert plain["rounds"][0]["publish_by"] == "2025-04-26"
    assert plain["rounds"][1]["period"] == "2025-06"
    assert plain["edition"] == "2026"
    assert plain["policies"]["rank_on"] == "exact"
    assert plain["policies"]["peers_include_self"] is False
    assert plain["policies"]["ties"] == {"break_by": ["gdp_growth", "energy"]}
    assert plain["policies"]["late"] == {"deduct": "0.2", "cap": "1"}
    leaves = plain["tree"]["nodes"][0]["nodes"]
    assert leaves[1]["method"] == {"name": "completion", "cap": "1.1", "floor": "none"}
    assert leaves[3]["not_applicable"] == ["north", "east"]


def test_rows_may_be_blank_and_a_group_named_once(desk: Desk, edition: Rulebook) -> None:
    page = desk.sheet("分组")
    for line in range(4, page.max_row + 1):
        if page.cell(line, 4).value == page.cell(line - 1, 4).value or line < 7:
            page.cell(line, 1).value = None
    for line in (4, 5, 6):
        page.cell(line, 4).value = None
    desk.sheet("参赛单位").insert_rows(5)
    desk.sheet("指标").insert_rows(6)
    assert changed(desk.read()) == canonical(edition)


def test_points_may_be_one_number_for_all(desk: Desk) -> None:
    for key in ("points.county", "points.park"):
        desk.cell("指标", key, 7).value = None
    desk.cell("指标", "points", 7).value = 20
    assert changed(desk.read())["tree"]["nodes"][0]["nodes"][3]["points"] == "20"


def test_a_remark_of_ones_own_is_told_and_left_alone(desk: Desk, edition: Rulebook) -> None:
    desk.sheet("等级")["Z4"] = "请领导再看"
    desk.book.create_sheet("我的草稿")["A1"] = "随手记"
    reading = desk.read()
    assert [(fault.code, fault.severity) for fault in reading.faults] == [("RX-005", "warning"), ("RX-012", "warning")]
    assert reading.rulebook is not None
    assert canonical(reading.rulebook) == canonical(edition)


# -- what is wrong -------------------------------------------------------------------------------------------------


def set_to(sheet: str, key: str, row: int, value: object) -> Callable[[Desk], object]:
    return lambda desk: setattr(desk.cell(sheet, key, row), "value", value)


def unknown_key(desk: Desk) -> None:
    desk.sheet("等级")["E2"] = "colour"
    desk.sheet("等级")["E4"] = "#00ff00"


FAULTS: dict[str, tuple[Callable[[Desk], object], tuple[str, str]]] = {
    "a word not among the choices": (set_to("指标", "direction", 4, "向上"), ("RB-024", "指标!L4")),
    "an unknown method": (set_to("指标", "method", 4, "efficacey"), ("RB-070", "指标!N4")),
    "an unknown key": (unknown_key, ("RB-022", "等级!E4")),
    "a number that is none": (set_to("指标", "points.county", 4, "三十"), ("RB-025", "指标!F4")),
    "an error value": (set_to("等级", "interval", 4, "#N/A"), ("RX-003", "等级!D4")),
    "a formula without a result": (set_to("等级", "interval", 4, "=A1&B1"), ("RX-004", "等级!D4")),
    "a line that is no parameter": (set_to("指标", "method.parameters", 5, "封顶 1.2"), ("RX-008", "指标!O5")),
    "a parameter twice": (set_to("指标", "method.parameters", 5, "cap: 1\ncap: 2"), ("RX-008", "指标!O5")),
    "points both ways": (set_to("指标", "points", 7, 20), ("RX-006", "指标!F7")),
    "a parent nobody is": (set_to("指标", "parent", 5, "econmy"), ("RX-007", "指标!A5")),
    "a circle": (set_to("指标", "parent", 3, "gdp_growth"), ("RX-009", "指标!A3")),
    "a group without an id": (set_to("分组", "grouping.id", 3, None), ("RX-010", "分组!A3")),
    "merged cells": (lambda desk: desk.sheet("参赛单位").merge_cells("A3:A4"), ("RX-002", "参赛单位!A3")),
    "no key row": (lambda desk: desk.sheet("规则").delete_rows(2), ("RX-001", "")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_names_its_cell(desk: Desk, name: str) -> None:
    change, (code, place) = FAULTS[name]
    change(desk)
    assert (code, place) in desk.found()


def test_faults_come_in_the_order_of_the_sheets(desk: Desk) -> None:
    desk.cell("政策", "policies.progress", 0).value = "快"
    for row in (9, 8, 6):
        desk.cell("参赛单位", "ranked", row).value = "也许"
    desk.cell("规则", "status", 0).value = "正式的"
    assert [place for code, place in desk.found() if code.startswith("RB-0")] == [
        *("规则!C8", "政策!C24", "参赛单位!G6", "参赛单位!G8", "参赛单位!G9")
    ]


def test_a_table_of_an_indicator_nobody_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path, load_rulebook(ROOT / "examples" / "lanchuan" / "rulebook.yaml"))
    desk.cell("分段", "indicator", 3).value = "fai_grwth"
    desk.cell("分段", "parameter", 4).value = None
    found = desk.found()
    assert ("RX-007", "分段!A3") in found
    assert ("RX-010", "分段!A4") in found


def test_the_same_faults_as_in_yaml(desk: Desk) -> None:
    """What the rulebook itself gets wrong is said with the words of every other spelling, at its cell."""
    desk.cell("指标", "points.county", 4).value = 31
    faults = desk.read().errors
    assert {fault.code for fault in faults} <= {"RB-063", "RB-064", "RB-065", "RB-066", "RB-068"}
    assert all(str(desk.path) in fault.place for fault in faults)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "TB-044"),
        (b"PK\x03\x04 cut off", "TB-044"),
        (b"\xd0\xcf\x11\xe0 an old xls", "TB-044"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "规则.xlsx"
    path.write_bytes(data)
    reading = read_rulebook_xlsx(path)
    assert reading.rulebook is None
    assert [fault.code for fault in reading.faults] == [code]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert [fault.code for fault in read_rulebook_xlsx(tmp_path / "没有.xlsx").faults] == ["RB-001"]


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "大.xlsx").open("wb") as file:
        file.truncate(1_000_000_000)
    assert [fault.code for fault in read_rulebook_xlsx(tmp_path / "大.xlsx").faults] == ["RB-002"]


def test_a_workbook_of_figures_is_no_rulebook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["单位", "gdp@2023-Q1"])
    book.save(tmp_path / "数据.xlsx")
    assert [fault.code for fault in read_rulebook_xlsx(tmp_path / "数据.xlsx").errors] == ["RX-001"]


def test_a_bomb_is_not_unpacked(edition: Rulebook) -> None:
    with zipfile.ZipFile(io.BytesIO(rulebook_xlsx(edition))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
        packed.writestr("xl/worksheets/sheet99.xml", b" " * 30_000_000)
    document = read_workbook(out.getvalue(), "bomb.xlsx", Limits(xlsx_unpacked=20_000_000))
    assert document.value is None
    assert [fault.code for fault in document.faults] == ["TB-045"]


def test_a_sheet_that_reaches_too_far_is_refused(desk: Desk) -> None:
    desk.sheet("等级")["XFD1048576"] = 1
    assert [fault.code for fault in desk.read().faults] == ["TB-046"]


# -- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0.1", Decimal("0.1")),
        ("123456789012345", Decimal("123456789012345")),
        ("0.123456789012345", Decimal("0.123456789012345")),
        ("1234567890123456", "1234567890123456"),
        ("0.1234567890123456", "0.1234567890123456"),
        ("0.0000000000000000001", "0.0000000000000000001"),
        ("-2.5", Decimal("-2.5")),
    ],
)
def test_a_number_is_a_number_cell_only_where_every_digit_survives(number: str, written: object) -> None:
    cell = into_cell(number, Shape("number"), {})
    assert cell == written
    assert type(cell) is type(written)


@pytest.mark.parametrize(
    "text",
    ["", " ", " a", "a\t", '"q"', "a\r\nb", "_x000D_", "\u2028", "=1+1", "'x", "1.0", "true", "名:值", "a\nb", '"'],
)
def test_any_text_comes_back(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert from_cell(quoted(text), Shape("text")) == text


def test_a_text_that_only_looks_quoted_is_taken_as_it_is() -> None:
    assert unquoted('"甲" 与 "乙"') == '"甲" 与 "乙"'
    assert unquoted("“甲”") == "“甲”"
