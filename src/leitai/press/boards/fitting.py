"""How much room a contestant's page leaves its rows: the roomiest style in which everything stands on one A4.

Lengths are millimetres of the drawing in `unit.typ`, which takes its sizes from here. Setting a page to see whether it
fits costs as much as the page itself, so its height is reckoned; only near the edge is it set to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

from leitai.press.workbook.look import width_of

HIGH, WIDE = 256.0, 180.0
LEAST = 2.65
"""7.5 pt: nothing on the page is smaller."""
NEAR, FAR = 0.95, 1.1
"""Of the room: between them the page is set to see whether it fits, for fonts differ; the reckoning errs upwards."""
CAP, LEADING = 0.74, 0.55
"""Of a letter's size: a line, and what lies between two."""
BESIDE, BETWEEN = 54.0, 8.0
VALUE, SCORE, RANK, GAPS = 26.0, 21.0, 13.0, 43.0
CLAUSE = 34.0
"""The most the column of clauses takes from the names."""


class Style(NamedTuple):
    """`why`: how each score was worked out stands below its row; else its clause beside it. Sizes of letters, of what
    lies around a row, of a step of the drawing, of the sentences."""

    why: bool
    size: float
    pad: float
    step: float
    said: float


STYLES = (
    Style(True, 2.9, 0.8, 4.6, 3.5),
    Style(False, 2.9, 1.05, 4.2, 3.5),
    Style(False, 2.8, 0.85, 3.9, 3.3),
    Style(False, 2.7, 0.68, 3.6, 3.2),
    Style(False, LEAST, 0.6, 3.4, 3.1),
    Style(False, LEAST, 0.5, 3.3, 3.0),
)


def has_room(unit: Mapping[str, Any]) -> bool:
    """Whether the page may hold how each score was worked out, where that is not in it yet: a line each at least."""
    return reckoned(unit, STYLES[0]) <= HIGH * FAR


def roomiest(unit: Mapping[str, Any]) -> tuple[int, bool]:
    """The first style that fits by reckoning, and whether it must be set to see; the tightest where none does."""
    for at, style in enumerate(STYLES):
        part = reckoned(unit, style) / HIGH
        if part <= FAR:
            return at, part > NEAR
    return len(STYLES) - 1, False


def reckoned(unit: Mapping[str, Any], style: Style) -> float:
    """The height of a contestant's page in a style."""
    title = _text(unit["name"], unit["size"], WIDE) + 2.8 * CAP + 7.2
    said = sum(_text(sentence, style.said, WIDE) + 2.2 for sentence in unit["sentences"])
    fall = unit["fall"]
    drawing = 0.0 if fall is None else 3.3 * CAP + 2.2 + len(fall["steps"]) * style.step
    middle = max(_beside(unit, WIDE if fall is None else BESIDE), drawing) + 9
    heads = 3.3 * CAP + 2.2 + LEAST * CAP + 1.8
    remarks = _text(unit["remarks"], LEAST, WIDE) + 3 if unit["remarks"] else 0
    return title + said + middle + heads + _table(unit["blocks"], style) + remarks


def _text(words: str, size: float, width: float) -> float:
    lines = max(ceil(width_of(words) * size / 2 * 1.03 / max(width, 1)), 1)
    return size * (lines * CAP + (lines - 1) * LEADING)


def _beside(unit: Mapping[str, Any], width: float) -> float:
    numbers = ceil(len(unit["numbers"]) / 2) * (LEAST * CAP + 1.9 + 5.6 * CAP + 3.4)
    extras = sum(_text(one["name"], 2.7, width - 14) + 1.5 for one in unit["extras"])
    return numbers + (extras + 4 + 3.3 * CAP + 2.2 if unit["extras"] else 0)


def _table(blocks: Sequence[Sequence[Mapping[str, Any]]], style: Style) -> float:
    rows = [row for block in blocks for row in block]
    clause = 0.0 if style.why else clauses(blocks)
    name = WIDE - VALUE - SCORE - RANK - GAPS - clause - 1.6
    found = 2 * (LEAST * CAP + style.pad)
    for row in rows:
        cells = ((row["name"], style.size, name), (row["cells"][0], style.size, VALUE - 1.6))
        beside = () if style.why else ((row["clause"], LEAST, clause - 1.6),)
        found += max(_text(*cell) for cell in (*cells, *beside))
        found += style.pad * (3 if row["track"] else 2)
        if style.why and not row["track"]:
            found += _text(row["why"], LEAST, WIDE - 2) + 1.4
    return found


def clauses(blocks: Sequence[Sequence[Mapping[str, Any]]]) -> float:
    """The column of clauses is as wide as the longest."""
    longest = max((width_of(row["clause"]) for block in blocks for row in block), default=0)
    return min(longest * LEAST / 2 * 1.03 + 2, CLAUSE)


def fitted(unit: dict[str, Any]) -> dict[str, Any]:
    """The page with its style, and whether that is to be tried."""
    style, tried = roomiest(unit)
    return {**unit, "style": style, "tried": tried, "clauses": clauses(unit["blocks"])}
