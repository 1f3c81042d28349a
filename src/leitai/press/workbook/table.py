"""A table on a sheet: columns of shown items under a head, written in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leitai.engine.show import NO_SCORE
from leitai.press.workbook.formulas import decimals_of
from leitai.press.workbook.layout import ABOVE, FIRST, FULL, HEAD
from leitai.press.workbook.look import (
    ROW,
    Look,
    Side,
    fitting,
    head_width,
    height,
    height_of,
    lines_of,
    pattern,
    put_text,
)

ARROWS = '"↑"{0};"↓"{0};"→"{0}'


class Item(NamedTuple):
    """What one cell shows. `formula` without its `=`; `value` where the number is finer than what is shown."""

    text: str
    formula: str = ""
    value: float | None = None
    number: bool = False


def number(text: str, formula: str = "", value: float | None = None) -> Item:
    """A number as the book shows it; where there is none, a word."""
    return Item(text, formula, value, text != NO_SCORE and text != "")


def text(words: str) -> Item:
    return Item(words)


@dataclass(slots=True)
class Column:
    """A column: its head, what stands under the head, and its items from the first line on."""

    head: str
    items: Sequence[Item]
    full: Item | None = None
    above: str = ""
    right: bool = True
    bold: bool = False
    muted: bool = False
    arrows: bool = False
    most: float = 60.0
    lead: bool = False
    """Whether its items are bold for the first three ranks."""
    fixed: bool = False
    """Whether every number takes the decimals of the longest; else it is shown as it is written."""

    def width(self) -> float:
        """Wide enough for the head in three lines and for every item in one, up to `most`."""
        shown = fitting((item.text for item in (*self.items, *([self.full] if self.full else []))), most=self.most)
        return max(shown, head_width(self.head)) + (0 if self.right else 1)


def side_of(at: int, column: Column) -> Side:
    """Numbers right; texts left, in from whatever stands before them."""
    return "right" if column.right else "inner" if at else "left"


def write_table(sheet: Worksheet, look: Look, columns: Sequence[Column], lead: Sequence[bool]) -> None:
    """Write heads and lines; `lead` says for each line whether it is one of the first three ranks."""
    widths = [column.width() for column in columns]
    worth = any(column.full for column in columns)
    for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(at, at, width)
        if worth:
            _write_head_and_worth(sheet, look, at, column)
        else:
            put_text(sheet, FULL, at, column.head, look.head(side_of(at, column), last=True))
        _write_items(sheet, look, at, column, lead)
    head = height_of((column.head, width) for column, width in zip(columns, widths, strict=True))
    if worth:
        above = any(column.above for column in columns)
        heights = {ABOVE: ROW if above else 6, HEAD: head, FULL: ROW}
    else:
        heights = {ABOVE: 3, HEAD: 3, FULL: head}
    for row, tall in heights.items():
        sheet.set_row(row, tall)
    lines = [1] * len(lead)
    for column, width in zip(columns, widths, strict=True):
        if not column.right and (width >= column.most or any("\n" in item.text for item in column.items)):
            lines = [max(most, lines_of(item.text, width)) for most, item in zip(lines, column.items, strict=True)]
    for line, count in enumerate(lines, start=FIRST):
        sheet.set_row(line, height(count))


def _write_head_and_worth(sheet: Worksheet, look: Look, at: int, column: Column) -> None:
    side = side_of(at, column)
    if column.above:
        put_text(sheet, ABOVE, at, column.above, look.above_head(side))
    put_text(sheet, HEAD, at, column.head, look.head(side))
    full = column.full
    if full is not None and full.number:
        _write_number(sheet, FULL, at, full, look.under_head(side, pattern(decimals_of(full.text), 0)))
    else:
        put_text(sheet, FULL, at, full.text if full else "", look.under_head(side))


def _write_items(sheet: Worksheet, look: Look, at: int, column: Column, lead: Sequence[bool]) -> None:
    side = side_of(at, column)
    most = max((decimals_of(item.text) for item in column.items if item.number), default=0)
    word = look.word()
    shapes = {bold: look.text(side, wrap=True, bold=bold, muted=column.muted) for bold in (True, False)}
    numbers: dict[tuple[int, bool], Format] = {}
    for line, (item, leads) in enumerate(zip(column.items, lead, strict=True), start=FIRST):
        bold = column.bold or (column.lead and leads)
        if item.number:
            decimals = most if column.fixed else decimals_of(item.text)
            shape = numbers.get((decimals, bold))
            if shape is None:
                shown = pattern(decimals, most)
                shown = ARROWS.format(shown) if column.arrows else shown
                shape = numbers[decimals, bold] = look.number(shown, bold, column.muted)
            _write_number(sheet, line, at, item, shape)
        elif item.formula:
            sheet.write_formula(line, at, item.formula, word, item.text)
        else:
            put_text(sheet, line, at, item.text, word if column.right else shapes[bold])


def _write_number(sheet: Worksheet, row: int, at: int, item: Item, shape: Format) -> None:
    value = float(item.text) if item.value is None else item.value
    if item.formula:
        sheet.write_formula(row, at, item.formula, shape, value)
    else:
        sheet.write_number(row, at, value, shape)
