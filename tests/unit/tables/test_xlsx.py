"""Workbooks as they come: what a cell holds, what only looks like a number, and archives that mean harm."""

import datetime
import io
import subprocess
import sys
import time
import tracemalloc
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from leitai.tables.limits import Limits, Options
from leitai.tables.read import read_figures
from leitai.tables.sheet_scan import column_letters, column_number, percent_styles

Q1 = Options(period="2023-Q1")
HEAD = "<row r='1'><c r='A1' t='str'><v>单位</v></c><c r='B1' t='str'><v>gdp</v></c></row>"
NAME = "<c r='A2' t='str'><v>a</v></c>"


def row(cell: str) -> str:
    return f"{HEAD}<row r='2'>{NAME}{cell}</row>"


@pytest.mark.parametrize(
    ("value", "read", "unit"),
    [
        (3, "3", ""),
        (3.0, "3", ""),
        (0.1, "0.1", ""),
        (1e-7, "1E-7", ""),
        (123456789012345, "123456789012345", ""),
        (-5.25, "-5.25", ""),
        ("1.2亿元", "1.2", "亿元"),
        (" １，２３４ ", "1234", ""),
        ("3.5％", "3.5", "%"),
    ],
)
def test_numbers_and_texts(desk: Any, value: object, read: str, unit: str) -> None:
    [figure] = read_figures(desk.xlsx([["单位", "gdp"], ["a", value]]), options=Q1).require()
    assert (figure.value, figure.unit, figure.place) == (Decimal(read), unit, "f.xlsx 表!B2")


def test_a_float_is_its_shortest_decimal(desk: Any) -> None:
    for written, read in (("0.28999999999999998", "0.29"), ("0.30000000000000004", "0.30000000000000004")):
        [figure] = read_figures(desk.sheet_xml(row(f"<c r='B2'><v>{written}</v></c>")), options=Q1).require()
        assert figure.value == Decimal(read)


@pytest.mark.parametrize(
    ("stored", "shown", "read"),
    [(0.057, "0.0%", "5.7"), (0.05, "0%", "5"), (1.2, '0.00"%"%', "120"), (0.57, "[Red]0.0%;-0.0%", "57")],
)
def test_a_number_shown_as_a_percentage_is_read_as_shown(desk: Any, stored: float, shown: str, read: str) -> None:
    def show(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"].number_format = shown

    [figure] = read_figures(desk.xlsx([["单位", "增速"], ["a", stored]], show), options=Q1).require()
    assert (figure.value, figure.unit) == (Decimal(read), "%")


@pytest.mark.parametrize("shown", ['0.0"%"', "0.0\\%", "0.00", "General"])
def test_a_percent_sign_that_is_only_text_changes_nothing(desk: Any, shown: str) -> None:
    def show(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"].number_format = shown

    [figure] = read_figures(desk.xlsx([["单位", "增速"], ["a", 5.7]], show), options=Q1).require()
    assert (figure.value, figure.unit) == (Decimal("5.7"), "")


def test_formats_of_styles_not_used_by_cells_do_not_count() -> None:
    styles = b"""<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0&quot;%&quot;"/></numFmts>
    <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
    <cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs>
    </styleSheet>"""
    assert percent_styles(styles) == {2}


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
def test_error_cells_are_named(desk: Any, error: str) -> None:
    for cell in (f"<c r='B2' t='e'><v>{error}</v></c>", f'<c r="B2" s="0" t="e"><f>1/0</f><v>{error}</v></c>'):
        [fault] = read_figures(desk.sheet_xml(row(cell)), options=Q1).errors
        assert (fault.code, fault.place) == ("TB-030", "f.xlsx 表!B2")
        assert error in fault.found.zh


def test_error_and_date_cells_in_every_kind_of_column(desk: Any) -> None:
    rows: list[list[object]] = [
        ["contestant", "indicator", "period", "value", "note"],
        ["a", "gdp", datetime.date(2023, 6, 1), 1, None],
        ["a", "gdp", datetime.date(2023, 6, 2), 1, None],
        [datetime.date(2023, 6, 2), "gdp", 2023, 1, None],
        ["b", "gdp", 202306, 1, True],
    ]
    table = read_figures(desk.xlsx(rows))
    assert [f.period for f in table.figures] == ["2023-06"]
    assert [(f.code, f.place) for f in table.errors] == [
        ("TB-031", "f.xlsx 表!C3"), ("TB-031", "f.xlsx 表!A4"), ("TB-032", "f.xlsx 表!E5"),
    ]  # fmt: skip


def test_a_formula_never_computed_is_not_a_blank(desk: Any) -> None:
    for cell in (
        "<c r='B2'><f>A1*2</f></c>",
        "<c r='B2'><f>A1</f><v/></c>",
        "<c r='B2'><f t='shared' si='0'/><v></v></c>",
    ):
        [fault] = read_figures(desk.sheet_xml(row(cell)), options=Q1).errors
        assert (fault.code, fault.place) == ("TB-033", "f.xlsx 表!B2")
    [figure] = read_figures(desk.sheet_xml(row("<c r='B2'><f>A1</f><v>7</v></c>")), options=Q1).require()
    assert figure.value == 7
    [figure] = read_figures(desk.sheet_xml(row("<c r='B2' t='str'><f>A1</f><v></v></c>")), options=Q1).require()
    assert figure.status == "unreported"


def test_a_row_of_nothing_but_formulas_never_computed_is_not_passed_over(desk: Any) -> None:
    last = "<row r='3'><c r='A3'><f>X1</f></c><c r='B3'><f>X2</f></c></row>"
    table = read_figures(desk.sheet_xml(row("<c r='B2'><v>1</v></c>") + last), options=Q1)
    assert [f.place for f in table.errors] == ["f.xlsx 表!A3"]
    assert len(table.figures) == 1


def test_merged_cells_matter_only_in_the_table(desk: Any) -> None:
    rows: list[list[object]] = [["一季度指标", None, None], ["单位", "gdp", "税收"], ["a", 1, 2], ["b", 3, 4]]

    def merge(*areas: str) -> Any:
        return lambda book: [book.worksheets[0].merge_cells(area) for area in areas]

    assert read_figures(desk.xlsx(rows, merge("A1:C1")), options=Q1).require()
    assert read_figures(desk.xlsx(rows, merge("E3:F4")), options=Q1).require()
    table = read_figures(desk.xlsx(rows, merge("B3:B4", "A2:A3")), options=Q1)
    assert [(f.code, f.place) for f in table.errors] == [("TB-042", "f.xlsx 表!A2"), ("TB-042", "f.xlsx 表!B3")]
    assert "A2:A3" in table.errors[0].found.zh
    assert "取消合并" in table.errors[0].mend.zh
    assert table.figures == ()


def test_every_sheet_with_a_header_is_read_and_the_others_named(desk: Any) -> None:
    sheets = {"一": [["单位", "gdp"], ["a", 1]], "说明": [["填表说明"]], "空": [], "二": [["单位", "税收"], ["b", 2]]}
    table = read_figures(desk.sheets(sheets), options=Q1)
    assert [f.place for f in table.require()] == ["f.xlsx 一!B2", "f.xlsx 二!B2"]
    assert [(f.code, f.place) for f in table.warnings] == [("TB-047", "f.xlsx 说明!A1")]
    assert [f.code for f in read_figures(desk.sheets({"说明": [["填表"]]})).errors] == ["TB-017"]
    assert [f.code for f in read_figures(desk.sheets({"空": []})).errors] == ["TB-003"]


def test_a_hidden_sheet_is_not_read(desk: Any) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["藏"].sheet_state = "veryHidden"

    table = read_figures(
        desk.sheets({"一": [["单位", "gdp"], ["a", 1]], "藏": [["单位", "gdp"], ["a", 2]]}, hide), options=Q1
    )
    assert [f.value for f in table.require()] == [1]
    assert [f.place for f in table.warnings] == ["f.xlsx 藏!A1"]


def test_a_table_that_starts_further_in(desk: Any) -> None:
    rows: list[list[object]] = [[], [], [None, None, "单位", "gdp"], [None, None, "a", 1]]
    assert [f.place for f in read_figures(desk.xlsx(rows), options=Q1).require()] == ["f.xlsx 表!D4"]


def test_styled_empty_cells_far_out_are_no_data(desk: Any) -> None:
    far = row("<c r='B2'><v>1</v></c>") + "<row r='1048576'><c r='XFD1048576' s='0'/></row>"
    assert len(read_figures(desk.sheet_xml(far), options=Q1).require()) == 1


# -- archives that are broken or mean harm ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"content.xml": b"", "mimetype": b"x"}, "ods"),
        ({"word/document.xml": b""}, "docx"),
        ({"ppt/presentation.xml": b""}, "pptx"),
        ({"xl/workbook.bin": b""}, "xlsb"),
        ({"readme.txt": b""}, "zip"),
    ],
)
def test_other_zips_are_called_by_their_names(desk: Any, parts: dict[str, bytes], name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in parts.items():
            archive.writestr(path, data)
    [fault] = read_figures(desk.file("f.xlsx", out.getvalue())).errors
    assert fault.code == "TB-005"
    assert name in fault.found.en


def test_every_way_of_being_cut_off_is_said(desk: Any) -> None:
    whole = desk.xlsx([["单位", "gdp"], *([f"u{n}", n] for n in range(200))]).read_bytes()
    for length in range(4, len(whole), 97):
        [fault] = read_figures(desk.file("g.xlsx", whole[:length]), options=Q1).errors
        assert fault.code == "TB-044", length


def test_parts_encrypted_or_packed_in_another_way(desk: Any) -> None:
    data = bytearray(desk.xlsx([["单位", "gdp"], ["a", 1]]).read_bytes())
    encrypted, packed = bytearray(data), bytearray(data)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        encrypted[at + 8] |= 1
        packed[at + 10] = zipfile.ZIP_LZMA
    assert [f.code for f in read_figures(desk.file("e.xlsx", bytes(encrypted))).errors] == ["TB-043"]
    assert [f.code for f in read_figures(desk.file("p.xlsx", bytes(packed))).errors] == ["TB-044"]


@pytest.mark.parametrize("value", [datetime.time(3, 4), datetime.timedelta(hours=30)])
def test_times_are_dates_too(desk: Any, value: object) -> None:
    assert [f.code for f in read_figures(desk.xlsx([["单位", "gdp"], ["a", value]]), options=Q1).errors] == ["TB-031"]


def test_a_number_beyond_a_float_is_refused(desk: Any) -> None:
    [fault] = read_figures(desk.sheet_xml(row("<c r='B2'><v>1e400</v></c>")), options=Q1).errors
    assert (fault.code, fault.place) == ("TB-037", "f.xlsx 表!B2")


def test_a_flipped_byte_is_found_or_harmless(desk: Any) -> None:
    whole = bytearray(desk.xlsx([["单位", "gdp"], *([f"u{n}", n] for n in range(50))]).read_bytes())
    sound = read_figures(desk.folder / "f.xlsx", options=Q1).figures
    for at in range(0, len(whole), 101):
        broken = bytearray(whole)
        broken[at] ^= 0x55
        table = read_figures(desk.file("f.xlsx", bytes(broken)), options=Q1)
        assert table.errors or table.figures == sound, at


def peak_of(path: Any) -> tuple[list[str], int, float]:
    """The codes of the errors, the most memory Python held, and the seconds it took."""
    tracemalloc.start()
    started = time.monotonic()
    codes = [fault.code for fault in read_figures(path, options=Q1).errors]
    took, (_, peak) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return codes, peak, took


def test_a_zip_bomb_is_refused_by_what_it_declares(desk: Any) -> None:
    path = desk.sheet_xml(HEAD + " " * 50_000_000)
    assert path.stat().st_size < 100_000
    codes, peak, took = peak_of(path)
    assert codes == ["TB-045"]
    assert peak < 20_000_000
    assert took < 5


def test_a_zip_bomb_whose_directory_lies_is_stopped_while_it_inflates(desk: Any) -> None:
    data = bytearray(desk.sheet_xml(HEAD + " " * 50_000_000).read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    honest, lie = info.file_size.to_bytes(4, "little"), (5000).to_bytes(4, "little")
    assert data.count(honest) == 2
    path = desk.file("f.xlsx", bytes(data.replace(honest, lie)))
    codes, peak, took = peak_of(path)
    assert codes == ["TB-045"]
    assert peak < 20_000_000
    assert took < 5


def test_an_archive_of_a_million_names_is_not_opened(desk: Any) -> None:
    sound = desk.xlsx([["单位", "gdp"], ["a", 1]]).read_bytes()
    at = sound.rindex(b"PK\x05\x06")
    path = desk.file("f.xlsx", sound[: at + 10] + b"\xff\xff" + (50_000_000).to_bytes(4, "little") + sound[at + 16 :])
    assert peak_of(path)[0] == ["TB-045"]


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        "<c r='xfd1048576'><v>1</v></c>",
        "<x:c r='XFD1048576'><x:v>1</x:v></x:c>",
        "<é:c r='XFD1048576'><v>1</v></é:c>",
        "<c s='0' r = 'XFD1048576' ><v>1</v></c>",
        "<c\tr='XFD1048576'><v>1</v></c>",
        "<c a='>' r='XFD1048576'><v>1</v></c>",
        "<c a='<' r='XFD1048576'><v>1</v></c>",
        "<c r='ZZZ9'><v>1</v></c>",
        "<c r='A9999999999'><v>1</v></c>",
        "<c r='A99999999999999999999'><v>1</v></c>",
        "<c r='AAAAAAAAAAAA1'><v>1</v></c>",
        "<c r='&#88;FD1048576'><v>1</v></c>",
        "<c><v>1</v></c>",
    ],
)
def test_one_far_cell_does_not_lay_out_the_grid(desk: Any, cell: str) -> None:
    """calamine would ask for gigabytes and the process would be aborted: none of these may reach it."""
    codes, peak, _ = peak_of(desk.sheet_xml(row(cell)))
    assert codes in (["TB-046"], ["TB-044"])
    assert peak < 5_000_000


def test_one_long_text_in_many_cells_is_counted_before_it_is_made(desk: Any) -> None:
    cells = "".join(f"<row r='{n}'><c r='A{n}' t=\"s\"><v>0</v></c></row>" for n in range(2, 20_000))
    strings = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>" + b"x" * 30_000
    strings += b"</t></si></sst>"
    codes, peak, took = peak_of(desk.sheet_xml(HEAD + cells, [("xl/sharedStrings.xml", strings)]))
    assert codes == ["TB-045"]
    assert peak < 100_000_000
    assert took < 10


@pytest.mark.parametrize("head", [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xff\xfe<\0"])
def test_xml_no_spreadsheet_writes_is_refused(desk: Any, head: bytes) -> None:
    part = head + b"<worksheet><sheetData/></worksheet>"
    [fault] = read_figures(desk.sheet_xml("", [("xl/worksheets/sheet1.xml", part)])).errors
    assert fault.code == "TB-044"


@pytest.mark.parametrize(
    "xml",
    [
        f"{HEAD}<row r='2'>{NAME}<c r='B2' t='s'><v>99</v></c></row>",
        f"{HEAD}<row r='2'>{NAME}<c r='B2'><v>1</v>",
        f"{HEAD}<row r='2'></c></row>",
    ],
)
def test_what_calamine_cannot_read_is_said(desk: Any, xml: str) -> None:
    path = desk.sheet_xml("", [("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{xml}".encode())])
    assert [f.code for f in read_figures(path, options=Q1).errors] == ["TB-044"]


def test_limits_can_be_raised(desk: Any) -> None:
    path = desk.xlsx([["单位", "gdp"], *([f"u{n}", n] for n in range(99))])
    assert [f.code for f in read_figures(path, options=Q1, limits=Limits(xlsx_cells=199)).errors] == ["TB-046"]
    assert len(read_figures(path, options=Q1, limits=Limits(xlsx_cells=200)).require()) == 99
    size = path.stat().st_size
    assert [f.code for f in read_figures(path, options=Q1, limits=Limits(xlsx_bytes=size - 1)).errors] == ["TB-004"]


def test_letters_of_columns() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(at)) == at + 1 for at in range(16_384))


def test_a_reader_of_csv_loads_no_reader_of_workbooks(desk: Any) -> None:
    path = desk.csv("contestant,gdp@2023", "a,1")
    code = f"""
import sys
from leitai.tables.read import read_figures
read_figures({str(path)!r}).require()
sys.exit(any(name in sys.modules for name in ("pyarrow", "xlsxwriter", "python_calamine", "numpy")))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
