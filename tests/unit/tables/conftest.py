"""Making figures files, sound and awkward, in a folder of the test."""

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest

Sheets = dict[str, list[list[object]]]
HEAD = "contestant,indicator,period,role,value,status,vintage,note,source\n"


def workbook(sheets: Sheets, change: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    """An xlsx with these sheets; `change` makes it awkward."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet_xml(sheet_data: str, extra: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """An xlsx whose only sheet holds this XML, with parts added or replaced."""
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>"
    )
    parts = dict(extra)
    parts.setdefault("xl/worksheets/sheet1.xml", xml.encode())
    source = zipfile.ZipFile(io.BytesIO(workbook({"表": [["x"]]})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*source.namelist(), *(name for name in parts if name not in source.namelist())]:
            archive.writestr(name, parts.get(name) or source.read(name))
    return out.getvalue()


class Desk:
    """Writes files into one folder and says where they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def long(self, *rows: str, name: str = "f.csv") -> Path:
        return self.file(name, HEAD + "".join(row + "\n" for row in rows))

    def csv(self, *lines: str, name: str = "f.csv") -> Path:
        return self.file(name, "".join(line + "\n" for line in lines))

    def xlsx(
        self,
        rows: list[list[object]],
        change: Callable[[openpyxl.Workbook], object] | None = None,
        name: str = "f.xlsx",
    ) -> Path:
        return self.file(name, workbook({"表": rows}, change))

    def sheets(
        self, sheets: Sheets, change: Callable[[openpyxl.Workbook], object] | None = None, name: str = "f.xlsx"
    ) -> Path:
        return self.file(name, workbook(sheets, change))

    def sheet_xml(self, sheet_data: str, extra: Iterable[tuple[str, bytes]] = (), name: str = "f.xlsx") -> Path:
        return self.file(name, with_sheet_xml(sheet_data, extra))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
