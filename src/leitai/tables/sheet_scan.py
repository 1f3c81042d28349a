"""What calamine does not say about a sheet, read from its XML: how far it reaches, error cells, formulas never
computed, and numbers shown as percentages.

calamine lays a sheet out as one dense block from its first to its last filled cell, so one cell at XFD1048576 would ask
for the whole grid: the extent is found here first. It also returns an error value, and a formula without a stored
result, as an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from leitai.tables.unpack import Damaged, TooLarge

BLOCK = 1 << 20
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_ODD = 100_000
_PRE = rb"<(?:[^\s<>/]*:)?"
_POST = rb"</(?:[^\s<>/]*:)?"
# Cells as nearly every program writes them, filled or not; whatever does not look so goes the slower, exact way.
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^<>]*)>')
_START = re.compile(_PRE + rb"c(?=[\s/>])")
_TAG = re.compile(_PRE + rb"c(?=[\s/>])[^<>]*>")
# A start tag of a cell that holds something: not closed at once, and not followed by its end tag.
_CELL = re.compile(
    _PRE + rb"c(?=[\s>])(?:(?=[^<>]*?\sr\s*=\s*[\"']\s*([A-Za-z]{1,3})([0-9]{1,7})\s*[\"']))?[^<>]*(?<!/)>(?!</)"
)
_CUT = re.compile(_PRE + rb"(?:c|row)[\s/>]")
_ATTRIBUTES = re.compile(_PRE + rb"c(\s[^<>]*)(?<!/)>")
_REF = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,3})([0-9]{1,7})\s*[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]{1,9})[\"']")
_FORMULA = _PRE + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*" + _POST + rb"f\s*>)\s*"
_ERROR = re.compile(
    _PRE + rb"c(\s[^<>]*?\st\s*=\s*[\"']e[\"'][^<>]*)>\s*(?:" + _FORMULA + rb")?" + _PRE + rb"v(?:\s[^<>]*)?>([^<]*)<"
)
_UNCOMPUTED = re.compile(
    _PRE
    + rb"c(\s[^<>]*)>\s*"
    + _FORMULA
    + rb"(?:"
    + _PRE
    + rb"v\s*/>|"
    + _PRE
    + rb"v\s*>\s*"
    + _POST
    + rb"v\s*>)?\s*"
    + _POST
    + rb"c\s*>"
)
_TEXT_TYPE = re.compile(rb"\st\s*=\s*[\"'](?:str|s|inlineStr)[\"']")
_SHARED = re.compile(
    rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*(?:" + _FORMULA + rb")?" + _PRE + rb"v(?:\s[^<>]*)?>\s*([0-9]{1,9})"
)


class Extent(NamedTuple):
    """The last row and column that hold something (1-based, 0 in an empty sheet), and how many cells are written."""

    rows: int
    columns: int
    written: int

    @property
    def cells(self) -> int:
        return max(self.rows * self.columns, self.written)


class Oddities(NamedTuple):
    """Error values, formulas never computed, and numbers shown as percentages: row → column → what, from 0."""

    errors: dict[int, dict[int, str]]
    uncomputed: dict[int, list[int]]
    percent: dict[int, list[int]]


def column_number(letters: str) -> int:
    """`A` → 1, `AA` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(at: int) -> str:
    """0 → `A`, 26 → `AA`."""
    letters, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def extent(part: bytes, most: int) -> Extent:
    """How far the cells reach: the filled ones, if all of them would be more than `most` cells.

    Raises Damaged for a filled cell without an address, or beyond the grid.
    """
    usual = _reach(part, _usual_cells, most)
    return usual if usual.cells <= most or usual.written > most else _reach(part, _filled_cells, most)


def _reach(part: bytes, cells: Callable[[bytes], list[tuple[bytes, bytes]]], most: int) -> Extent:
    last_row = last_column = written = 0
    for block in _blocks(part):
        written += block.count(b"<c") + block.count(b":c")
        if written > most:
            break
        found = cells(block)
        if found:
            columns, rows = {letters for letters, _ in found}, {row for _, row in found}
            if b"" in columns:
                raise Damaged("有单元格没有地址", "a cell without an address")
            last_column = max(last_column, *(column_number(letters.decode()) for letters in columns))
            last_row = max(last_row, *map(int, rows))
    if last_row > LAST_ROW or last_column > LAST_COLUMN:
        raise Damaged("单元格地址超出表格范围", "a cell lies beyond the grid")
    return Extent(last_row, last_column, written)


def _usual_cells(block: bytes) -> list[tuple[bytes, bytes]]:
    """Column and row of every cell, if all are written in the usual way; else of the filled ones."""
    if b":c" not in block:
        found = _USUAL.findall(block)
        if len(found) == block.count(b"<c ") and not re.search(rb"<c[^a-zA-Z ]", block):
            return found
    return _filled_cells(block)


def _filled_cells(block: bytes) -> list[tuple[bytes, bytes]]:
    if len(_START.findall(block)) != len(_TAG.findall(block)):
        raise Damaged("有单元格的标签不完整", "the tag of a cell is not whole")
    return _CELL.findall(block)


def _blocks(part: bytes) -> Iterator[bytes]:
    """The sheet cut before a cell or a row about every megabyte, so that what is found at a time stays small."""
    start = 0
    while start < len(part):
        match = _CUT.search(part, min(start + BLOCK, len(part)))
        end = match.start() if match else len(part)
        yield part[start:end]
        start = end


def oddities(part: bytes, percent_styles: frozenset[int]) -> Oddities:
    """Cells whose value calamine gives without saying what it is. Raises Damaged where there are too many."""
    found = Oddities({}, {}, {})
    if b'"e"' in part or b"'e'" in part:
        for count, match in enumerate(_ERROR.finditer(part)):
            row, column = _at(match[1])
            found.errors.setdefault(row, {})[column] = match[2].decode("utf-8", "replace").strip()
            if count > MOST_ODD:
                raise Damaged(f"错误值超过 {MOST_ODD} 个", f"more than {MOST_ODD} error values")
    if b"<f" in part or b":f" in part:
        for match in _UNCOMPUTED.finditer(part):
            if not _TEXT_TYPE.search(match[1]):
                row, column = _at(match[1])
                found.uncomputed.setdefault(row, []).append(column)
    if percent_styles:
        for match in _ATTRIBUTES.finditer(part):
            style = _STYLE.search(match[1])
            if style and int(style[1]) in percent_styles:
                row, column = _at(match[1])
                found.percent.setdefault(row, []).append(column)
    return found


def _at(attributes: bytes) -> tuple[int, int]:
    match = _REF.search(attributes)
    if match is None:
        raise Damaged("有单元格没有地址", "a cell without an address")
    return int(match[2]) - 1, column_number(match[1].decode()) - 1


def text_size(parts: dict[str, bytes], sheets: list[str], most: int) -> int:
    """How many bytes the text of all cells comes to: one long shared text can stand in a million cells."""
    shared = next((part for name, part in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    if shared.count(b"<si") + shared.count(b":si") > most:
        raise TooLarge("共用文字太多", "too many shared texts", "xlsx_cells")
    starts = [match.start() for match in re.finditer(_PRE + rb"si[\s/>]", shared)]
    lengths = [end - start for start, end in pairwise([*starts, len(shared)])]
    longest = max(lengths, default=0)
    total = 0
    for name in sheets:
        part = parts[name]
        marks = part.count(b'"s"') + part.count(b"'s'")
        if marks * longest <= 100 * BLOCK:
            total += marks * longest
            continue
        indices = (int(match[1]) for match in _SHARED.finditer(part))
        total += sum(lengths[at] for at in indices if at < len(lengths))
    return total


def percent_styles(styles: bytes) -> frozenset[int]:
    """The cell formats (positions in cellXfs) that show a number times 100 with a % sign."""
    custom = {
        int(number[1])
        for tag in re.findall(_PRE + rb"numFmt(\s[^<>]*)>", styles)
        if (number := re.search(rb"\snumFmtId\s*=\s*[\"']([0-9]{1,9})[\"']", tag))
        and (code := re.search(rb"\sformatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag))
        and _shows_percent((code[1] or code[2] or b"").decode("utf-8", "replace"))
    }
    formats = custom | {9, 10}
    start = re.search(_PRE + rb"cellXfs[\s>]", styles)
    end = re.search(_POST + rb"cellXfs\s*>", styles[start.end() :]) if start else None
    tags = re.findall(_PRE + rb"xf(\s[^<>]*)>", styles[start.end() :][: end.start()]) if start and end else []
    found = set()
    for at, tag in enumerate(tags):
        number = re.search(rb"\snumFmtId\s*=\s*[\"']([0-9]{1,9})[\"']", tag)
        if number and int(number[1]) in formats:
            found.add(at)
    return frozenset(found)


def _shows_percent(code: str) -> bool:
    """Whether a number format multiplies by 100: a % outside quotes and not escaped."""
    bare = re.sub(r"&quot;.*?&quot;|\"[^\"]*\"|\\.|_.|\[[^\]]*\]", "", code)
    return "%" in bare.split(";")[0]
