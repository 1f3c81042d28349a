"""A method's curve in a terminal: dots of braille over two axes, bars for places; plain characters where asked.

A cell of braille is two dots wide and four high, so a picture of 60 columns and 12 lines has 120 by 48 dots; with plain
characters it has one a cell. Where the points jump the line is broken and the jump is dotted.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from leitai.cli.words import pad, width

if TYPE_CHECKING:
    from leitai.engine.errors import Lang
    from leitai.engine.manual.curve import Curve

LINES, NARROWEST, WIDEST, USUAL = 12, 60, 100, 80
# Which bit of U+2800 is the dot at (column, line) of a cell.
BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
EIGHTHS = " ▏▎▍▌▋▊▉█"
WITHOUT_GLYPHS = {"dumb", "linux", "vt100", "vt220"}


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters a picture is made of."""

    across: str
    up: str
    tick_up: str
    tick_across: str
    corner: str
    minus: str


FINE = Marks("─", "│", "┤", "┬", "└", "−")
PLAIN = Marks("-", "|", "+", "+", "+", "-")


def nearest(value: Fraction) -> int:
    """The nearest whole dot; the upper of two."""
    return floor(value + Fraction(1, 2))


def only_plain() -> bool:
    """Whether the terminal is one whose type has no braille; a file or a pipe has it."""
    if not sys.stdout.isatty():
        return False
    return os.environ.get("TERM", "") in WITHOUT_GLYPHS or "utf" not in locale.getencoding().lower()


def plot(curve: Curve, unit: str, lang: Lang, columns: int, *, plain: bool = False) -> list[str]:
    """The picture, at most `columns` wide."""
    if curve.kind == "places":
        return list(_bars(curve, lang, columns, plain))
    return list(_line(curve, unit, lang, columns, plain))


# -- bars by place -------------------------------------------------------------------------------------------------


def _bars(curve: Curve, lang: Lang, columns: int, plain: bool) -> Iterator[str]:
    """A line a place: its number, its bar from nought, its points."""
    marks = PLAIN if plain else FINE
    places = [str(dot.x) for dot in curve.dots]
    points = [dot.points.replace("-", marks.minus) for dot in curve.dots]
    head = ("名次", "得分") if lang == "zh" else ("place", "points")
    gutter = max(width(head[0]), *map(width, places))
    room = columns - gutter - max(map(width, points)) - 4
    bottom, top = curve.bottom, curve.top
    zero = nearest(-bottom / (top - bottom) * room)
    yield f"{' ' * (gutter - width(head[0]))}{head[0]}  {head[1]}"
    for place, said, dot in zip(places, points, curve.dots, strict=True):
        if dot.y is None:
            bar = " " * zero
        elif dot.y < 0:
            length = nearest(-dot.y / (top - bottom) * room)
            bar = pad(" " * (zero - length) + ("#" if plain else "█") * length, zero)
        else:
            bar = " " * zero + _bar(dot.y / (top - bottom) * room, plain)
        yield f"{place.rjust(gutter)} {marks.up}{bar} {said}"


def _bar(length: Fraction, plain: bool) -> str:
    if plain:
        return "#" * nearest(length)
    eighths = nearest(length * 8)
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")


# -- a line over figures -------------------------------------------------------------------------------------------


def _line(curve: Curve, unit: str, lang: Lang, columns: int, plain: bool) -> Iterator[str]:
    from leitai.engine.manual.scale import round_numbers, tick_text

    marks = PLAIN if plain else FINE

    def said(value: Fraction) -> str:
        return tick_text(value).replace("−", marks.minus)

    labels = {y: said(y) for y in round_numbers(curve.bottom, curve.top, 5)}
    gutter = max(map(len, labels.values()))
    cells = columns - gutter - 2
    canvas = Canvas(cells, LINES, plain, curve.left, curve.right, curve.bottom, curve.top)
    _draw(canvas, curve)
    named = {canvas.line_of(y): text for y, text in labels.items()}
    yield "得分" if lang == "zh" else "points"
    for index, row in enumerate(canvas.rows()):
        mark = marks.tick_up if index in named else marks.up
        yield f"{named.get(index, '').rjust(gutter)} {mark}{row}".rstrip()
    ticks = {canvas.column_of(x): said(x) for x in round_numbers(curve.left, curve.right)}
    axis = "".join(marks.tick_across if cell in ticks else marks.across for cell in range(cells))
    yield f"{' ' * gutter} {marks.corner}{axis}"
    yield _foot(ticks, gutter + 2, columns)
    axis_name = ("数值" if lang == "zh" else "figure") + (f" ({unit})" if unit else "")
    yield " " * (columns - width(axis_name)) + axis_name


def _foot(ticks: dict[int, str], start: int, columns: int) -> str:
    """The numbers under the axis, each in the middle of its tick; one that would touch another is left out."""
    line = ""
    for cell, text in sorted(ticks.items()):
        begin = min(start + cell - (len(text) - 1) // 2, columns - len(text))
        if begin >= len(line) + (1 if line else 0):
            line = line.ljust(begin) + text
    return line


def _draw(canvas: Canvas, curve: Curve) -> None:
    for stretch in curve.stretches():
        places = [canvas.dot_of(Fraction(dot.x), dot.y or Fraction(0)) for dot in stretch]
        canvas.put(*places[0])
        for start, end in pairwise(places):
            for place in between(start, end):
                canvas.put(*place)
    for before, dot in curve.jumps():
        start = canvas.dot_of(Fraction(dot.x), before.y or Fraction(0))
        end = canvas.dot_of(Fraction(dot.x), dot.y or Fraction(0))
        for step, (across, down) in enumerate(between(start, end)):
            if step % 2 == 0 or canvas.plain:
                canvas.put(across, down, jump=True)


def between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Every dot from one to another, both included, one a step of the longer side."""
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    for step in range(steps + 1):
        yield x0 + nearest(Fraction((x1 - x0) * step, steps)), y0 + nearest(Fraction((y1 - y0) * step, steps))


class Canvas:
    """Cells of a terminal with dots in them; figures run to the right, points upwards."""

    def __init__(
        self, cells: int, lines: int, plain: bool, left: Fraction, right: Fraction, bottom: Fraction, top: Fraction
    ) -> None:
        self.plain = plain
        self.cells, self.lines = cells, lines
        self.wide, self.high = (1, 1) if plain else (2, 4)
        self.left, self.span = left, (right - left) or Fraction(1)
        self.top, self.height = top, top - bottom
        self.cell = [[0] * cells for _ in range(lines)]

    def dot_of(self, x: Fraction, y: Fraction) -> tuple[int, int]:
        """The dot nearest to a figure and its points."""
        across = (x - self.left) / self.span * (self.cells * self.wide - 1)
        return nearest(across), nearest((self.top - y) / self.height * (self.lines * self.high - 1))

    def line_of(self, y: Fraction) -> int:
        return self.dot_of(self.left, y)[1] // self.high

    def column_of(self, x: Fraction) -> int:
        return self.dot_of(x, self.top)[0] // self.wide

    def put(self, across: int, down: int, *, jump: bool = False) -> None:
        row, column = down // self.high, across // self.wide
        if self.plain:
            # A line is seen before the jump that leads to it.
            self.cell[row][column] = max(self.cell[row][column], 1 if jump else 2)
        else:
            self.cell[row][column] |= BRAILLE[across % 2][down % 4]

    def rows(self) -> Iterator[str]:
        for row in self.cell:
            yield "".join(" :*"[cell] if self.plain else chr(0x2800 + cell) if cell else " " for cell in row)
