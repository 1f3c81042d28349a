"""How the workbook looks: quiet, hairlines, numbers right with their decimals aligned, heads that stay in sight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

INK, RULE, MUTED, ACCENT = "#1C2430", "#E3E6EA", "#5B6675", "#1F5FBF"
FONT = "Microsoft YaHei"  # the reader's own; another spreadsheet puts its CJK font in its place
SIZE = 10
ROW, LINE = 21.0, 14.5  # points: a row of one line, and every further line
HIGHEST = 409.0  # what a spreadsheet allows
A4 = 9
EVERYWHERE = "A1:XFD1048576"
LONGEST_TEXT = 32_767
Side = Literal["left", "inner", "right"]
# A text beside a number keeps a little distance from it; only the first column stands at the margin.
ALIGNED: dict[Side, dict[str, Any]] = {
    "left": {"align": "left"},
    "inner": {"align": "left", "indent": 1},
    "right": {"align": "right"},
}
NARROWEST, WIDEST, HEAD_MOST = 6.0, 60.0, 18.0
BOLD = 1.15  # bold letters take so much more room
BREAKS = re.compile(r"[^\x21-\x7e]+|(?<=-)")  # a line may break beside a Chinese character, after a hyphen


class PlainWorksheet(Worksheet):
    """A sheet that takes a formula as it stands.

    XlsxWriter looks in every formula for some thirty newer functions, also inside the names of sheets: of a group named
    `SORT(A)` nothing could be fetched. None of those functions is used here.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            plain = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format({**plain, **properties})
        return self._made[key]

    def title(self) -> Format:
        return self.of(font_size=15, bold=True)

    def muted(self, **more: Any) -> Format:
        return self.of(font_color=MUTED, **more)

    def head(self, side: Side, last: bool = False) -> Format:
        """A head; `last`: over the rule that ends it."""
        rule = {"bottom": 1, "bottom_color": INK} if last else {}
        return self.of(bold=True, text_wrap=True, valign="bottom", **ALIGNED[side], **rule)

    def above_head(self, side: Side) -> Format:
        """The parent's name over the first of its children."""
        return self.of(font_color=MUTED, valign="bottom", **ALIGNED[side])

    def under_head(self, side: Side, shown: str = "General") -> Format:
        """Full points or weights under a head, over the rule that ends it."""
        return self.of(font_color=MUTED, bottom=1, bottom_color=INK, num_format=shown, **ALIGNED[side])

    def text(self, side: Side = "left", *, wrap: bool = False, bold: bool = False, muted: bool = False) -> Format:
        colour = MUTED if muted else INK
        return self.of(text_wrap=wrap, bold=bold, font_color=colour, bottom=1, bottom_color=RULE, **ALIGNED[side])

    def word(self) -> Format:
        """A word where a number is missing."""
        return self.of(font_color=MUTED, align="right", bottom=1, bottom_color=RULE)

    def number(self, pattern: str, bold: bool = False, muted: bool = False) -> Format:
        colour = MUTED if muted else INK
        return self.of(num_format=pattern, bold=bold, font_color=colour, align="right", bottom=1, bottom_color=RULE)


@cache
def pattern(decimals: int, most: int) -> str:
    """A number format with just these decimals, the rest of the column's width left blank: points stay aligned."""
    digits = "." + "0" * decimals if decimals else ("_." if most else "")
    return "0" + digits + "_0" * (most - decimals)


@cache
def width_of(text: str) -> int:
    """Columns a text takes on a sheet: two for a Chinese character, one for a Latin letter."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in text)


def fitting(texts: Iterable[str], least: float = NARROWEST, most: float = WIDEST) -> float:
    """A column's width for its longest text."""
    return min(max(max((width_of(text) for text in texts), default=0) + 2.0, least), most)


def head_width(text: str) -> float:
    """A width at which a head takes about three lines, more where it is very long; no Latin word is broken."""
    words = max((width_of(word) for word in BREAKS.split(text)), default=0)
    return max(NARROWEST, words * BOLD + 2.0, min(-(-width_of(text) // 3) + 4.0, HEAD_MOST))


def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column that wraps: by character in Chinese, so a little is kept spare."""
    room = max(int(width * 1.04 - 1.0), 2)
    if "\n" not in text:
        return 1 if 2 * len(text) <= room else max(-(-width_of(text) // room), 1)
    return sum(max(-(-width_of(part) // room), 1) for part in text.split("\n"))


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """A row's height for its texts, each with the width of its column."""
    return height(max((lines_of(text, width) for text, width in texts), default=1))


def height(lines: int) -> float:
    return min(ROW + (lines - 1) * LINE, HIGHEST)


def print_setup(sheet: Worksheet, footer: str, head: tuple[int, int] | None = None) -> None:
    """A4 landscape, one page wide, the head on every page, no gridlines."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.75)
    sheet.hide_gridlines(2)
    # Green corners beside a code written as text, or a sum that leaves out its full points, would only be noise.
    sheet.ignore_errors({doubt: EVERYWHERE for doubt in ("number_stored_as_text", "formula_range", "formula_differs")})
    if head is not None:
        sheet.repeat_rows(*head)
    sheet.set_footer(footer)


def footer_text(left: str, middle: str, right: str) -> str:
    """A page's foot. `&` is doubled; a blank follows the size, lest a digit of the text be read as part of it."""
    room = (255 - len(middle) - 20) // 2
    escaped = [_foot(left, room), middle, _foot(right, room)]
    return "".join(f"&{side}&8 {text}" for side, text in zip("LCR", escaped, strict=True))


def _foot(text: str, room: int) -> str:
    doubled = " ".join(text.split()).replace("&", "&&")
    if len(doubled) <= room:
        return doubled
    cut = doubled[: room - 1]
    return cut.rstrip("&") + "…"


def put_text(sheet: Worksheet, row: int, column: int, text: str, shape: Format) -> None:
    """A text as a text, whatever it begins with; longer than a cell can hold, it ends in an ellipsis."""
    if not text:
        sheet.write_blank(row, column, None, shape)
        return
    sheet.write_string(row, column, text if len(text) < LONGEST_TEXT // 2 else _cut(text), shape)


def _cut(text: str) -> str:
    return text[: LONGEST_TEXT // 2 - 1] + "…"
