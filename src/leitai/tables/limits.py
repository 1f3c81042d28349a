"""How much is read, and what a file leaves unsaid. Every limit can be raised by whoever calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from leitai.engine.errors import Text

MB = 1_000_000
NO_ROLES: Mapping[str, Text] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one reading. Sizes are bytes (1 GB = 1,000,000,000)."""

    csv_bytes: int = 1000 * MB
    csv_line: int = MB
    """Longest line of a csv file."""
    xlsx_bytes: int = 100 * MB
    xlsx_unpacked: int = 400 * MB
    """All the parts of a workbook that are read, unpacked; and all the text of its cells."""
    xlsx_ratio: int = 200
    """A part beyond 10 MB may unpack to this many times its packed size."""
    xlsx_cells: int = 5_000_000
    """The area from A1 to the last filled cell, or the cells written (blank ones too) where more, over all sheets."""
    parquet_bytes: int = 500 * MB
    parquet_unpacked: int = 4000 * MB
    figures: int = 10_000_000
    files: int = 1000
    faults: int = 200
    """Faults listed; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a file leaves unsaid. A column or a header cell that says it wins.

    dash     the status that a cell of `-`, `—`, `/`, `…` or `无` stands for; empty: such a cell is a fault
    blank    what a blank value without a status is: `unreported`, or no figure at all
    roles    the roles an edition declares; None: any role name is taken and judged later
    units    units of measure to know beside the built-in table
    names    names of indicators to take whole, though they end like `…(亿元)` or `… 目标`
    """

    role: str = "actual"
    period: str = ""
    status: str = "verified"
    vintage: str = "final"
    source: str = ""
    dash: str = ""
    blank: Literal["unreported", "skip"] = "unreported"
    roles: Mapping[str, Text] | None = None
    units: frozenset[str] = field(default=frozenset())
    names: frozenset[str] = field(default=frozenset())
