"""Figures → csv, xlsx, parquet. What is written reads back as the same figures, and appears whole or not at all.

A value stands with its suffix (`1.2亿元`); one without a value stands blank with its status. Text that a spreadsheet
would run as a formula (`=`, `+`, `-`, `@` first) is written after an apostrophe, which the reader takes off again.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any, TextIO

from leitai.engine.figures import COLUMNS, Figure
from leitai.engine.quantities import Quantity, format_quantity
from leitai.tables.cells import guard
from leitai.tables.whole import whole_file, write_whole

TEXTS = frozenset(COLUMNS.index(name) for name in ("contestant", "indicator", "note", "source"))
MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's dates have no zone
EXACT_DIGITS = 15
DECIMAL_DIGITS = 38


def write_figures_csv(path: str | os.PathLike[str], figures: Iterable[Figure]) -> None:
    """UTF-8 with a BOM, so that a spreadsheet shows Chinese rightly; lines end in LF."""
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            _write_rows(text, figures)
        finally:
            text.detach()


def _write_rows(text: TextIO, figures: Iterable[Figure]) -> None:
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for figure in figures:
        writer.writerow(guard(cell) if at in TEXTS else cell for at, cell in enumerate(_cells(figure)))


def _cells(figure: Figure) -> tuple[str, ...]:
    value = "" if figure.value is None else format_quantity(Quantity(figure.value, figure.unit))
    return (
        figure.contestant,
        figure.indicator,
        figure.period,
        figure.role,
        value,
        figure.status,
        figure.vintage,
        figure.note,
        figure.source,
    )


def write_figures_xlsx(path: str | os.PathLike[str], figures: Iterable[Figure]) -> None:
    """One sheet. A number is a number where a float holds it exactly, else text. The same figures, the same bytes.

    Raises ValueError for what a workbook cannot hold: a text beyond 32,767 characters, more than 1,048,575 rows.
    """
    out = io.BytesIO()
    book = import_module("xlsxwriter").Workbook(out, {"constant_memory": True})
    try:
        book.set_properties({"created": MADE})
        _write_sheet(book.add_worksheet("figures"), figures)
    finally:
        book.close()
    write_whole(path, out.getvalue())


def _write_sheet(sheet: Any, figures: Iterable[Figure]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, name)
    for row, figure in enumerate(figures, start=1):
        for at, cell in enumerate(_cells(figure)):
            if at == 4 and figure.value is not None and not figure.unit and _is_exact(figure.value):
                failed = sheet.write_number(row, at, float(figure.value))
            else:
                failed = sheet.write_string(row, at, cell) if cell else 0
            if failed:
                raise ValueError(f"a workbook cannot hold row {row}: {cell[:40]}")


def _is_exact(value: Decimal) -> bool:
    """Whether the number comes back from a workbook with the same value."""
    return len(value.as_tuple().digits) <= EXACT_DIGITS and abs(value) < 10**15 and Decimal(repr(float(value))) == value


def write_figures_parquet(path: str | os.PathLike[str], figures: Iterable[Figure]) -> None:
    """Values are decimals where all stand without suffix and fit 38 digits, else text with the suffix."""
    pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    rows = list(figures)
    columns = dict(zip(COLUMNS, _columns(rows), strict=True))
    scale = _common_scale(rows)
    kind = pa.string() if scale is None else pa.decimal128(DECIMAL_DIGITS, scale)
    values = columns["value"] if scale is None else [figure.value for figure in rows]
    arrays = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    table = pa.table({**arrays, "value": pa.array(values, kind)})
    with whole_file(path) as file:
        pq.write_table(table, file, compression="zstd")


def _columns(figures: Sequence[Figure]) -> Iterator[list[str]]:
    rows = [_cells(figure) for figure in figures]
    for at in range(len(COLUMNS)):
        yield [row[at] for row in rows]


def _common_scale(figures: Sequence[Figure]) -> int | None:
    """Decimal places that hold every value in 38 digits, or None."""
    scale = whole = 0
    for figure in figures:
        if figure.unit:
            return None
        if figure.value is not None:
            exponent = int(figure.value.as_tuple().exponent)
            scale = max(scale, -exponent)
            whole = max(whole, figure.value.adjusted() + 1)
    return scale if scale + whole <= DECIMAL_DIGITS else None
