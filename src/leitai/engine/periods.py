"""The periods figures are filed for: `2023`, `2023-H1`, `2023-Q2`, `2023-06`, and `2023-01/02` (published together).

A cumulative figure runs from 1 January to the end of its period, so `2023-Q2`, `2023-H1` and `2023-06` name one and the
same cumulative cell; `cell_period` gives all of them one spelling. A period figure covers the period alone and a point
figure stands at its last day, so a point figure too is keyed by the last month.

>>> cell_period("2023-H1", "cumulative"), cell_period("2023-Q2", "period"), shift("2023-Q1", "-1y")
('2023-06', '2023-Q2', '2022-Q1')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Kind = Literal["cumulative", "period", "point"]
PATTERN = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<part>H[12]|Q[1-4]|01/02|0[1-9]|1[0-2]))?")
OFFSET = re.compile(r"-(?P<count>[1-9]\d?)(?P<unit>[ymq])")
FORMS = "2023 · 2023-H1 · 2023-Q2 · 2023-06 · 2023-01/02"
ENDS = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "01/02": 2}
MONTHS = {"": 12, "H": 6, "Q": 3, "J": 2, "M": 1}


def is_period(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None


def _split(period: str) -> tuple[int, str]:
    match = PATTERN.fullmatch(period)
    if match is None:
        raise ValueError(period)
    return int(match["year"]), match["part"] or ""


def length_kind(period: str) -> str:
    """`""` a year, `H` a half, `Q` a quarter, `J` January and February together, `M` a month."""
    _, part = _split(period)
    return "J" if part == "01/02" else (part[0] if part[:1] in ("H", "Q") else ("M" if part else ""))


@lru_cache(maxsize=4096)
def end_month(period: str) -> tuple[int, int]:
    """The year and the month in which the period ends: `2023-Q3` → (2023, 9)."""
    year, part = _split(period)
    return year, (12 if not part else ENDS.get(part) or int(part))


@lru_cache(maxsize=4096)
def cell_period(period: str, kind: Kind) -> str:
    """The one spelling under which a figure of this kind is kept."""
    if kind == "period":
        return period
    year, month = end_month(period)
    return f"{year}-{month:02d}"


def sort_key(period: str) -> tuple[int, int, int]:
    year, month = end_month(period)
    return year, month, MONTHS[length_kind(period)]


def is_offset(text: str) -> bool:
    return OFFSET.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def shift(period: str, offset: str) -> str:
    """The period `offset` (`-1y`, `-2q`, `-1m`) before `period`. A quarter moves by quarters, a year by years.

    Raises ValueError where the result would not be a period of the same length.
    """
    match = OFFSET.fullmatch(offset)
    if match is None:
        raise ValueError(offset)
    year, part = _split(period)
    count, unit = int(match["count"]), match["unit"]
    if unit == "y":
        return f"{year - count}-{part}" if part else str(year - count)
    kind = length_kind(period)
    step = count * (3 if unit == "q" else 1)
    if kind in ("", "J") or step % MONTHS[kind]:
        raise ValueError(f"{period} {offset}")
    _, month = end_month(period)
    total = year * 12 + (month - 1) - step
    new_year, new_month = divmod(total, 12)
    new_month += 1
    if kind == "M":
        return f"{new_year}-{new_month:02d}"
    return f"{new_year}-{kind}{new_month // MONTHS[kind]}"


@lru_cache(maxsize=4096)
def before(period: str) -> str:
    """The period of the same length just before: `2023-Q1` → `2022-Q4`, `2023-01/02` → `2022-12`, `2023` → `2022`."""
    kind = length_kind(period)
    if kind == "":
        return shift(period, "-1y")
    if kind == "J":
        return f"{_split(period)[0] - 1}-12"
    return shift(period, f"-{MONTHS[kind]}m")
