"""Cells and where they are: what csv, xlsx and parquet have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leitai.engine.quantities import SPACES


class Odd(NamedTuple):
    """A cell that holds no text or number: a `date`, a `bool`, an `error`, or a formula `uncomputed`."""

    kind: str
    text: str


Cell = str | Odd
Row = tuple[int, Sequence[Cell]]
ODD_CODES = {"date": "TB-031", "bool": "TB-032", "error": "TB-030", "uncomputed": "TB-033"}


@dataclass(frozen=True)
class Source:
    """Where rows come from, and how a cell of them is named (its line, its column).

    Only in csv can a row be ragged, and text that looks like a formula stand after an apostrophe.
    """

    name: str
    cell: Callable[[int, int], str]
    csv: bool = False

    def place(self, line: int, column: int = 0) -> str:
        return f"{self.name}{self.cell(line, column)}"


_FORMULA_SIGNS = frozenset("=+-@\t\r")
_GUARDED = _FORMULA_SIGNS | {"'"}


def guard(text: str) -> str:
    """Text that a spreadsheet would run as a formula, after an apostrophe; and text that looks guarded already."""
    return "'" + text if text[:1] in _FORMULA_SIGNS or (text[:1] == "'" and text[1:2] in _GUARDED) else text


def unguard(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text


class TooMany(Exception):
    """More figures than the limit: reading stops."""


def text_of(cell: Cell) -> str:
    return cell.strip(SPACES) if isinstance(cell, str) else cell.text


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip(SPACES)


class Broken(Exception):
    """The file cannot be read; the fault has been said."""
