"""Tables on slides: hairlines, numbers right, text left, the head told apart by weight alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Length, Pt

from leitai.press.palette import INK, MUTED, RULE
from leitai.press.slides.deck import BOTTOM, INSIDE, LEFT, TOP, Deck, child, one_line, rgb
from leitai.press.workbook.look import width_of

ROWS = 12
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the suite's own "no style, no grid"
SIZE, HEAD, SMALLEST = 13.0, 11.0, 8.0
LINE = 1.5  # the height of a line in sizes of its letters: Chinese fonts are tall
GAP = Inches(0.09)
HIGHEST_ROW, HIGH_ROW = Inches(0.42), Inches(0.72)


@dataclass(frozen=True, slots=True)
class Item:
    """One cell: its text, the colour behind it (none: paper), whether it is set off by weight."""

    text: str
    fill: str = ""
    bold: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, where its text stands."""

    head: str
    width: float
    right: bool = False
    centred: bool = False


def name_width(names: Sequence[str], most: float = 4.4) -> float:
    """Inches for a column of names at the size of a table; longer ones take a second line."""
    return min(max(max((width_of(name) for name in names), default=8) * 0.093 + 0.25, 1.5), most)


def head_width(head: str) -> float:
    """Inches for the longest word of a head: none is broken."""
    words = re.split(r"[^\x21-\x7e]+|(?<=-)", head)
    return max((width_of(word) for word in words), default=0) * HEAD / 144 * 1.6 + 0.22


def add_table(
    deck: Deck, slide: Any, columns: Sequence[Column], lines: Sequence[Sequence[Item]], *, high: bool = False
) -> Any:
    """A table from under the note to above the foot, as high as its lines need. `high`: of sentences."""
    height = min(int((BOTTOM - TOP) / (max(len(lines), 1) + 1)), HIGH_ROW if high else HIGHEST_ROW)
    columns = [replace(column, width=max(column.width, head_width(column.head))) for column in columns]
    whole = sum(column.width for column in columns)
    scale = INSIDE / max(whole, Emu(INSIDE).inches * 0.55)
    frame = slide.shapes.add_table(
        len(lines) + 1, len(columns), LEFT, TOP, Emu(int(whole * scale)), Emu(height * (len(lines) + 1))
    )
    table = frame.table
    _plain(table)
    for grid, column in zip(table.columns, columns, strict=True):
        grid.width = Emu(int(column.width * scale))
    for row in table.rows:
        row.height = Emu(height)
    for place, column in enumerate(columns):
        _fill(deck, table.cell(0, place), Item(column.head, bold=True, muted=True), column, HEAD, INK)
        for number, line in enumerate(lines, start=1):
            width = column.width * scale
            size = fitting(line[place].text, width, height)
            _fill(deck, table.cell(number, place), line[place], column, size, RULE)
    return table


def fitting(text: str, width: float, height: int) -> float:
    """The size at which a text, on as many lines as it takes, is no higher than its row."""
    inches, room = Emu(int(width)).inches - 0.18, Emu(height).inches
    size = SIZE
    while size > SMALLEST:
        lines = -(-width_of(text) * size / 144 // (inches * 0.94))
        if lines <= 1 or lines * size * LINE / 72 <= room:
            break
        size -= 0.5
    return size


def _plain(table: Any) -> None:
    properties = table._tbl.tblPr
    for key in ("firstRow", "bandRow"):
        properties.set(key, "1" if key == "firstRow" else "0")
    style = properties.find(qn("a:tableStyleId"))
    style.text = PLAIN


def _fill(deck: Deck, cell: Any, item: Item, column: Column, size: float, under: str) -> None:
    cell.margin_left = cell.margin_right = GAP
    cell.margin_top = cell.margin_bottom = Length(0)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if column.right else PP_ALIGN.CENTER if column.centred else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = one_line(item.text)
    deck.shape_run([run], size, bold=item.bold, colour=MUTED if item.muted else INK)
    if item.fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(item.fill)
    _line_under(cell, under)


def _line_under(cell: Any, colour: str) -> None:
    """A hairline below; the order of a cell's properties is fixed, lines come before its fill."""
    properties = cell._tc.get_or_add_tcPr()
    line = child(properties, "a:lnB", w=str(Pt(0.75)))
    child(child(line, "a:solidFill"), "a:srgbClr", val=colour.upper())
    properties.insert(0, line)
