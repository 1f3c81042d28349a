"""A rulebook → the bytes of a workbook, the same each time."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from leitai.engine.errors import Catalogue, InputError
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import keys_of
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.model import Rulebook
from leitai.tables.rulebook_xlsx.cells import YES_NO, into_cell
from leitai.tables.rulebook_xlsx.layout import (
    METHOD_PARAMETERS,
    OPTIONS,
    Column,
    Form,
    Level,
    Nodes,
    Records,
    Sheet,
    Tables,
    choice_labels,
    is_table,
    sheets,
)
from leitai.tables.whole import write_whole

Plain = dict[str, Any]
LONGEST = 32_767
SPARE_ROWS = 200
MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
WIDTHS = {"number": 10, "whole": 10, "per_group": 12, "flag": 8, "day": 12, "period": 12}
WIDE = {
    "name": 24,
    "title": 36,
    "definition": 40,
    "quotation": 48,
    "when": 36,
    "formula": 28,
    "parameters": 28,
    "en": 24,
}
COMMENT = {"x_scale": 2.2, "y_scale": 1.6, "author": "leitai"}
LINE, HIGHEST = 15, 400
FORM_KEYS = (("项目", "item", 24), ("键", "key", 30), ("内容", "value", 44), ("说明", "note", 70))


def write_workbook(rulebook: Rulebook, path: str | os.PathLike[str]) -> None:
    """Write the workbook; the file appears whole or not at all."""
    write_whole(path, rulebook_xlsx(rulebook))


def rulebook_xlsx(rulebook: Rulebook) -> bytes:
    """The workbook's bytes. Raises InputError where a text does not fit into a cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": rulebook.title.zh, "created": MADE})
        _Writer(workbook, rulebook).write()
    return out.getvalue()


class _Writer:
    """Writes one edition, sheet by sheet; the words of drop-downs are gathered on the last, hidden sheet."""

    def __init__(self, workbook: xlsxwriter.Workbook, rulebook: Rulebook) -> None:
        self.book = workbook
        self.plain = canonical(rulebook)
        self.groups = _groups(rulebook)
        self.lists: dict[tuple[str, ...], int] = {}
        text, small = {"num_format": "@", "valign": "top", "text_wrap": True}, {"font_size": 8, "font_color": "#808080"}
        self.head = workbook.add_format(
            {"bold": True, "bg_color": "#eef1f4", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.keys = workbook.add_format({**small, "num_format": "@", "bottom": 1})
        self.text = workbook.add_format(text)
        self.note = workbook.add_format({**small, "text_wrap": True, "valign": "top"})
        self.number = workbook.add_format({"valign": "top", "align": "left"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})

    def write(self) -> None:
        for sheet in sheets(self.groups):
            page = self.book.add_worksheet(sheet.name)
            page.freeze_panes(2, 2)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            if isinstance(sheet, Form):
                self.form(page, sheet)
            else:
                self.table(page, sheet)
        options = self.book.add_worksheet(OPTIONS)
        options.hide()
        for words, column in self.lists.items():
            for row, word in enumerate(words):
                options.write_string(row, column, word, self.text)

    # -- forms ---------------------------------------------------------------------------------------------------

    def form(self, page: Worksheet, sheet: Form) -> None:
        for at, (heading, key, width) in enumerate(FORM_KEYS):
            page.set_column(at, at, width)
            page.write_string(0, at, heading, self.head)
            page.write_string(1, at, key, self.keys)
        for row, column in enumerate(sheet.columns, start=2):
            plain = value_at(self.plain, column)
            page.write_string(row, 0, column.heading, self.text)
            page.write_string(row, 1, column.key, self.note)
            page.write_string(row, 3, column.note.split("\n")[0], self.note)
            page.write_blank(row, 2, None, self.format_of(column))
            page.write_comment(row, 0, self.hint(column), COMMENT)
            page.set_row(row, height([(plain, FORM_KEYS[2][2]), (column.note.split("\n")[0], FORM_KEYS[3][2])]))
            self.put(page, row, 2, column, plain)
            self.drop_down(page, column, row, row, 2)

    # -- tables --------------------------------------------------------------------------------------------------

    def table(self, page: Worksheet, sheet: Sheet) -> None:
        columns = list(headed(sheet))
        for at, (heading, key, column) in enumerate(columns):
            page.set_column(at, at, width_of(column), self.format_of(column))
            page.write_string(0, at, heading, self.head)
            page.write_string(1, at, key, self.keys)
            if column.note:
                page.write_comment(0, at, self.hint(column), COMMENT)
        last = 2
        for row, cells in enumerate(self.rows(sheet), start=2):
            last = row
            page.set_row(
                row, height([(cell, width_of(column)) for cell, (_, _, column) in zip(cells, columns, strict=True)])
            )
            for at, (_, _, column) in enumerate(columns):
                self.put(page, row, at, column, cells[at])
        for at, (_, _, column) in enumerate(columns):
            self.drop_down(page, column, 2, last + SPARE_ROWS, at)

    def rows(self, sheet: Sheet) -> Iterator[list[Any]]:
        if isinstance(sheet, Records):
            yield from records(self.plain, sheet.levels)
        elif isinstance(sheet, Nodes):
            for node, parent in nodes_of(self.plain):
                flat = {**node, "parent": parent}
                yield [value_at(flat, column) for column in sheet.columns]
        elif isinstance(sheet, Tables):
            for node, _ in nodes_of(self.plain):
                for name, row in table_rows(node):
                    flat = {**row, "indicator": node["id"], "parameter": name}
                    yield [flat.get(column.key) for column in sheet.columns]

    # -- cells ---------------------------------------------------------------------------------------------------

    def put(self, page: Worksheet, row: int, at: int, column: Column, plain: Any) -> None:
        if plain is None:
            return
        written = into_cell(plain, column.shape, choice_labels(column))
        if isinstance(written, Decimal):
            page.write_number(row, at, float(written), self.number)
        elif isinstance(written, datetime.date):
            page.write_datetime(row, at, datetime.datetime.combine(written, datetime.time()), self.day)
        else:
            self.put_text(page, row, at, column, written)

    def put_text(self, page: Worksheet, row: int, at: int, column: Column, written: str) -> None:
        if len(written) > LONGEST:
            place = f"{page.name}!{xl_rowcol_to_cell(row, at)}"
            words = Catalogue.of("leitai.tables.rulebook_xlsx")
            raise InputError([words.fault("RX-011", place, column.key, size=len(written), limit=LONGEST)])
        page.write_string(row, at, written, self.text)

    def format_of(self, column: Column) -> Format:
        kind = column.shape.kind
        if kind == "day":
            return self.day
        return self.number if kind in ("number", "whole", "per_group") else self.text

    def hint(self, column: Column) -> str:
        choices = choice_labels(column).values()
        return column.note + ("\n" + "\n".join(choices) if choices else "")

    def drop_down(self, page: Worksheet, column: Column, first: int, last: int, at: int) -> None:
        """Offer the words a cell may hold. What a mapping may say beside them is not refused, only asked about."""
        words = tuple(YES_NO.values()) if column.shape.kind == "flag" else tuple(choice_labels(column).values())
        if not words or column.shape.kind in ("number", "whole"):
            return
        where = self.lists.setdefault(words, len(self.lists))
        end = xl_rowcol_to_cell(len(words) - 1, where, row_abs=True, col_abs=True)
        source = f"={OPTIONS}!{xl_rowcol_to_cell(0, where, row_abs=True, col_abs=True)}:{end}"
        page.data_validation(
            first,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": column.heading[:32],
                "error_message": "不在所列各项之内，仍要填吗？"[:255],
            },
        )


def headed(sheet: Sheet) -> Iterator[tuple[str, str, Column]]:
    """Heading, key and column, from left to right."""
    if isinstance(sheet, Records):
        for level in sheet.levels:
            for column in level.columns:
                yield level.heading_of(column), level.key_of(column), column
    else:
        for column in sheet.columns:
            yield column.heading, column.key, column


def height(cells: list[tuple[Any, int]]) -> int:
    """Room for the cell with the most lines; a Chinese character is two letters wide."""
    most = 1
    for plain, width in cells:
        said = "\n".join(f"{key}: {one}" for key, one in plain.items()) if isinstance(plain, dict) else str(plain or "")
        wide = [sum(1 + (letter > "\u2e7f") for letter in line) for line in said.split("\n")]
        most = max(most, sum(1 + letters // width for letters in wide))
    return min(LINE * most, HIGHEST)


def width_of(column: Column) -> int:
    return WIDE.get(column.path[-1], WIDTHS.get(column.shape.kind, 16))


def value_at(plain: Any, column: Column) -> Any:
    """What a column's keys lead to; words stand at their own key and `en`, points at their own key or a group's."""
    if column.path[-2:] == METHOD_PARAMETERS:
        return _parameters(plain.get("method"))
    for step in column.path[:-1]:
        plain = plain.get(step) if isinstance(plain, dict) else None
    value = plain.get(column.path[-1]) if isinstance(plain, dict) else None
    if not isinstance(value, dict):
        return value
    if column.path[-1] == "method":
        return value["name"]
    if column.shape.kind == "per_group":
        return None
    return value["zh"] if column.shape.kind == "text" else value


def _parameters(use: Plain | None) -> Plain | None:
    """The parameters that are no tables, as they stand in one cell."""
    if use is None:
        return None
    names = _tables_of(use)
    kept = {key: value for key, value in use.items() if key != "name" and key not in names}
    return kept or None


def _tables_of(use: Plain) -> list[str]:
    method = find_method(use["name"], int(use.get("version", 1)))
    shapes = keys_of(method.parameters) if method is not None else {}
    return [key for key in use if is_table(shapes.get(key))]


def table_rows(node: Plain) -> Iterator[tuple[str, Plain]]:
    use: Plain = node.get("method", {})
    for name in _tables_of(use) if use else ():
        for row in use[name]:
            yield name, row


def nodes_of(plain: Plain) -> Iterator[tuple[Plain, str | None]]:
    """Every node with its parent's id, parents first."""

    def below(nodes: list[Plain], parent: str | None) -> Iterator[tuple[Plain, str | None]]:
        for node in nodes:
            yield node, parent
            yield from below(node.get("nodes", []), node["id"])

    yield from below(plain.get("tree", {}).get("nodes", []), None)


def records(plain: Plain, levels: tuple[Level, ...]) -> Iterator[list[Any]]:
    """Rows of items; an item above is named in every row and described in its first."""
    level, *rest = levels
    for item in plain.get(level.key, []):
        if isinstance(item, str):
            item = {"id": item}
        own = [value_at(item, column) for column in level.columns]
        if not rest:
            yield own
            continue
        for below in records(item, tuple(rest)):
            yield [*own, *below]
            own = [value if column.key == "id" else None for value, column in zip(own, level.columns, strict=True)]


def _groups(rulebook: Rulebook) -> Mapping[str, str]:
    """The groups that points are given for, with their names."""
    return {
        group.id: group.name.zh
        for grouping in rulebook.groupings
        if grouping.id == rulebook.peers
        for group in grouping.groups
    }
