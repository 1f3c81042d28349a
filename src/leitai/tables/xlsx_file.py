"""xlsx → rows of cells, by calamine, after the archive and its sheets were found to be within bounds.

A number in a workbook is a binary float: its shortest decimal that reads back as the same float is taken, which is what
was typed. A number shown as a percentage is stored divided by 100; it is read as it is shown, with its %.
"""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from leitai.engine.figures import Figure
from leitai.tables.cells import Broken, Cell, Odd, Row, Source
from leitai.tables.findings import Findings
from leitai.tables.limits import MB, Limits, Options
from leitai.tables.rows import Located, locate, no_header, read_located
from leitai.tables.sheet_scan import Oddities, column_letters, extent, oddities, percent_styles, text_size
from leitai.tables.sniff import TO_XLSX, zip_name
from leitai.tables.unpack import Damaged, Encrypted, TooLarge, repack, unpack

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


class Sheet(NamedTuple):
    """A sheet worth looking at: its rows, its merged ranges, and how its cells are named."""

    name: str
    rows: Iterator[Row]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    source: Source


def read_workbook(
    data: bytes, name: str, limits: Limits, options: Options, findings: Findings, out: list[Figure]
) -> None:
    """Read every visible sheet that has a header. Raises Broken with the fault said, or TooMany."""
    found = False
    skipped: list[tuple[Source, list[Row]]] = []
    with damage_said(name, limits, findings):
        for sheet in open_sheets(data, name, limits, findings):
            located = locate(sheet.rows)
            if isinstance(located, list):
                if located:
                    skipped.append((sheet.source, located))
                continue
            found = True
            if not _merged(sheet, located, findings):
                read_located(located, sheet.source, options, limits, findings, out)
    if not found and skipped:
        no_header(skipped[0][1], skipped[0][0], findings)
    elif not found:
        findings.error("TB-003", name)
    else:
        for source, _ in skipped:
            findings.warn("TB-047", source.place(1), "", reason="没有表头", reason_en="it has no header")


@contextmanager
def damage_said(name: str, limits: Limits, findings: Findings) -> Iterator[None]:
    """What is wrong with the archive becomes a fault, and Broken is raised."""
    try:
        yield
    except Encrypted as error:
        findings.error("TB-043", name)
        raise Broken from error
    except Damaged as error:
        findings.error("TB-044", name, "", reason=error.reason.zh, reason_en=error.reason.en)
        raise Broken from error
    except TooLarge as error:
        limit, ratio = limits.xlsx_unpacked, limits.xlsx_ratio
        reason, reason_en = error.reason
        findings.error(
            "TB-045", name, "", reason=reason, reason_en=reason_en, limit=limit, ratio=ratio, name=error.name
        )
        raise Broken from error


def open_sheets(data: bytes, name: str, limits: Limits, findings: Findings) -> Iterator[Sheet]:
    """The visible sheets, each once the whole workbook was found to be within bounds."""
    names, parts = unpack(data, limits)
    other = zip_name(names)
    if other is not None:
        findings.error("TB-005", name, "", kind=other.zh, kind_en=other.en, mend=TO_XLSX.zh, mend_en=TO_XLSX.en)
        raise Broken
    paths = _sheet_parts(parts)
    percent = percent_styles(next((part for path, part in parts.items() if path.lower() == "xl/styles.xml"), b""))
    room = limits.xlsx_cells
    odd: dict[str, Oddities] = {}
    for sheet, path in paths.items():
        reach = extent(parts[path], room)
        room -= reach.cells
        if room < 0:
            area, cells = f"A1:{column_letters(max(reach.columns - 1, 0))}{reach.rows}", limits.xlsx_cells - room
            findings.error("TB-046", f"{name} {sheet}", "", area=area, cells=cells, limit=limits.xlsx_cells)
            raise Broken
        odd[sheet] = oddities(parts[path], percent)
    size = text_size(parts, list(paths.values()), limits.xlsx_cells)
    if size > limits.xlsx_unpacked:
        raise TooLarge(f"文字共 {size} 字节", f"{size} bytes of text")
    archive = repack(parts)
    parts.clear()
    with _calamine_speaks(), CalamineWorkbook.from_filelike(archive) as workbook:
        del archive
        for about in workbook.sheets_metadata:
            place = f"{name} {about.name}!"
            if about.visible != SheetVisibleEnum.Visible:
                findings.warn("TB-047", place + "A1", "", reason="是隐藏的", reason_en="it is hidden")
                continue
            if about.typ != SheetTypeEnum.WorkSheet or about.name not in paths:
                continue
            opened = workbook.get_sheet_by_name(about.name)
            source = Source(place, lambda line, column: f"{column_letters(column)}{line}")
            rows = _rows(opened, odd.pop(about.name))
            yield Sheet(about.name, rows, opened.merged_cell_ranges or [], source)


class _calamine_speaks:
    """What calamine raises, and a panic of the Rust below it, as Damaged."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None and (isinstance(error, CalamineError) or type(error).__name__ == "PanicException"):
            said = str(error)
            raise Damaged(said, said) from error


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Name of a visible sheet → the part that holds it."""
    book, relations = parts["xl/workbook.xml"], parts.get("xl/_rels/workbook.xml.rels", b"")
    if len(book) + len(relations) > 10 * MB:
        raise TooLarge("工作簿目录过大", "the list of sheets is too large")
    try:
        targets = {
            element.get("Id", ""): element.get("Target", "") for element in ElementTree.fromstring(relations).iter()
        }
        sheets = [
            element
            for element in ElementTree.fromstring(book).iter()
            if element.tag.endswith("}sheet") and element.get("state", "visible") == "visible"
        ]
    except ElementTree.ParseError as error:
        raise Damaged("工作簿目录读不懂", "the list of sheets cannot be read") from error
    found = {}
    for sheet in sheets:
        target = targets.get(sheet.get(_RELATION) or sheet.get(_RELATION_STRICT) or "", "")
        path = target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"
        if path in parts:
            found[sheet.get("name", "")] = path
    return found


def _rows(sheet: CalamineSheet, odd: Oddities) -> Iterator[Row]:
    """Every row from the first, from column A; and rows below that hold nothing but formulas never computed."""
    left: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
    at = -1
    for at, values in enumerate(sheet.iter_rows()):
        yield at + 1, _row(at, [*left, *values], odd)
    for below in sorted(row for row in odd.uncomputed if row > at):
        yield below + 1, _row(below, [], odd)


def _row(at: int, values: list[Value], odd: Oddities) -> list[Cell]:
    cells: list[Cell] = [value if type(value) is str else _cell(value) for value in values]
    for column in odd.percent.get(at, ()):
        if column < len(values):
            cells[column] = _percent(values[column], cells[column])
    said = odd.errors.get(at, {})
    for column in (*odd.uncomputed.get(at, ()), *said):
        cells += [""] * (column + 1 - len(cells))
        cells[column] = Odd("error", said[column]) if column in said else Odd("uncomputed", "")
    return cells


def _cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return Odd("bool", str(value).upper())
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return Odd("date", value.isoformat().removesuffix("T00:00:00"))
    return Odd("date", str(value))


def _percent(value: Value, cell: Cell) -> Cell:
    """A number shown as a percentage, as it is shown: 0.057 → 5.7%."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value in (float("inf"), float("-inf")):
        return cell
    return f"{Decimal(repr(value)).scaleb(2):f}%"


def _merged(sheet: Sheet, located: Located, findings: Findings) -> bool:
    """Whether merged cells lie in the header or the data; each is a fault."""
    before = findings.errors
    for (top, left), (bottom, right) in sorted(sheet.merged):
        if bottom + 1 >= located.line and left < located.header.width:
            area = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            findings.error("TB-042", sheet.source.place(top + 1, left), "", range=area)
    return findings.errors != before
