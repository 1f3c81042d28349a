"""A file of figures as rectangles of text, one a sheet: what a paste is, only from a file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Fault, Text
from leitai.tables import csv_file, xlsx_file
from leitai.tables.cells import Broken, text_of
from leitai.tables.findings import Findings
from leitai.tables.limits import MB, Limits
from leitai.tables.sniff import kind_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.pasting import MOST_ROWS, Paste, lay
from leitai.web.collection.selectors.grid import Grid

LARGEST_FILE = 5 * MB
LIMITS = Limits(csv_bytes=LARGEST_FILE, xlsx_bytes=LARGEST_FILE, xlsx_unpacked=50 * MB, xlsx_cells=200_000, faults=5)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """One sheet, and where it comes from, as a figure's source says it."""

    rows: list[list[str]]
    source: str


def read_rectangles(name: str, data: bytes) -> list[Rectangle]:
    """The sheets of a workbook, or a csv as its only one. Raises Cannot with what is wrong with the file."""
    findings = Findings(LIMITS.faults)
    stamp = f"sha256:{hashlib.sha256(data).hexdigest()[:16]}"
    short = name.rsplit("/", 1)[-1][-120:]
    try:
        if not data:
            raise Cannot(f"文件“{short}”是空的。", f"The file {short} is empty.")
        kind, called = kind_of(data[:4096])
        if kind not in ("zip", "text"):
            called = called if called.zh else Text("旧版 Excel 或 Parquet 文件", "an old Excel or a Parquet file")
            raise Cannot(
                f"文件“{short}”是{called.zh}。请存成 xlsx 或 csv 再传。",
                f"The file {short} is {called.en}. Save it as xlsx or csv.",
            )
        sheets = _workbook(data, short, findings) if kind == "zip" else _csv(data, short, findings)
        found = [Rectangle(rows, f"{short}{f' {sheet}' if sheet else ''}（{stamp}）") for sheet, rows in sheets]
    except (Broken, csv.Error):
        found = []
    if not any(one.rows for one in found):
        raise _refused(short, findings.listed())
    return found


def read_file(rectangles: Sequence[Rectangle], grid: Grid, contestant: str, column: str) -> tuple[Paste, str]:
    """The sheet that fits the grid best, laid onto it, and where it comes from; a sheet of notes is passed over.

    Raises Cannot, with what is wrong with the first sheet, where none fits.
    """
    laid: list[tuple[Paste, str]] = []
    wrong: list[Cannot] = []
    for one in rectangles:
        try:
            if one.rows:
                laid.append((lay(one.rows, grid, contestant, column), one.source))
        except Cannot as refusal:
            wrong.append(refusal)
    if not laid:
        raise wrong[0]
    return max(laid, key=lambda one: (one[0].by_header, len(one[0].targets), -len(one[0].faults)))


def _workbook(data: bytes, name: str, findings: Findings) -> Iterator[tuple[str, list[list[str]]]]:
    with xlsx_file.damage_said(name, LIMITS, findings):
        for sheet in xlsx_file.open_sheets(data, name, LIMITS, findings):
            yield sheet.name, _few([text_of(cell) for cell in cells] for _, cells in sheet.rows)


def _csv(data: bytes, name: str, findings: Findings) -> Iterator[tuple[str, list[list[str]]]]:
    file = io.BytesIO(data)
    encoding = csv_file.scan(file, name, LIMITS, findings).encoding
    file.seek(0)
    rows = csv_file.read_rows(file, encoding, name, findings)
    yield "", _few([text_of(cell) for cell in cells] for _, cells in rows)


def _few(rows: Iterator[list[str]]) -> list[list[str]]:
    found = []
    for row in rows:
        if any(row):
            found.append(row)
        if len(found) > MOST_ROWS:
            raise Cannot(
                f"文件超过 {MOST_ROWS} 行，不是一张填报表。请只留要填报的表。",
                f"The file has more than {MOST_ROWS} lines; that is no form. Keep only what is to be filed.",
            )
    return found


def _refused(name: str, faults: tuple[Fault, ...]) -> Cannot:
    said = "；".join(fault.found.zh for fault in faults), "; ".join(fault.found.en for fault in faults)
    zh, en = said[0] or "没有内容", said[1] or "nothing is in it"
    return Cannot(
        f"文件“{name}”读不出来：{zh}。请存成 xlsx 或 csv 再传。",
        f"The file {name} cannot be read: {en}. Save it as xlsx or csv.",
    )
