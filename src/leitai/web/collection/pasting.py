"""A rectangle pasted from a spreadsheet, laid onto the grid: by its headings, else from where it was pasted.

Pure: what is written is left as it is; numbers are read by the same service that saves them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Fault
from leitai.engine.quantities import QuantityError, read_quantity
from leitai.engine.units import is_known
from leitai.web.collection.errors import Cannot
from leitai.web.collection.rules.checks import CATALOGUE
from leitai.web.collection.rules.states import CORRECTED
from leitai.web.collection.selectors.grid import Column, Grid, Held

MOST_ROWS = 2000
MOST_CHARACTERS = 1_000_000
_UNIT = re.compile(r"(?P<name>.+?)[(（\[【](?:单位[:：]?)?(?P<unit>[^()（）\[\]【】]+)[)）\]】]")
_SKIP = {"", "-", "—", "–", "/", "…"}
FOLD = str.maketrans("（）：，　", "():, ")


@dataclass(frozen=True, slots=True)
class Target:
    """One pasted figure and the cell it falls on."""

    contestant: str
    column: str
    cell: int
    expected: int
    before: str
    written: str
    corrects: bool
    """The cell is verified already: changing it takes a reason."""


@dataclass(frozen=True, slots=True)
class Paste:
    targets: Sequence[Target]
    faults: Sequence[Fault]
    by_header: bool


def check_size(text: str) -> None:
    """Raise Cannot for what is no form, quickly however large it is."""
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_ROWS:
        raise Cannot(
            f"粘贴的内容超过 {MOST_ROWS} 行，不是一张填报表。请只复制要填的区域，或改用文件导入。",
            f"More than {MOST_ROWS} lines were pasted; that is no form. Copy what is to be filed, or import a file.",
        )


def read_paste(text: str, grid: Grid, contestant: str, column: str) -> Paste:
    """Lay a pasted text onto the grid. Raises Cannot for what is no rectangle of a form."""
    check_size(text)
    table = [[cell.strip() for cell in row] for row in csv.reader(text.strip("\r\n").splitlines(), delimiter="\t")]
    if not table or not any(any(row) for row in table):
        raise Cannot("粘贴的内容是空的。", "Nothing was pasted.")
    columns, units = _header(table[0], grid.columns)
    faults: list[Fault] = []
    if columns:
        return _by_header(table, grid, columns, units, faults)
    return _by_place(table, grid, contestant, column, faults)


def _by_header(
    table: Sequence[Sequence[str]],
    grid: Grid,
    columns: Mapping[int, Column],
    units: Mapping[int, str],
    faults: list[Fault],
) -> Paste:
    rows = {spelling: row for row in grid.rows for spelling in (row.contestant, _plain(row.name))}
    targets: list[Target] = []
    seen: dict[int, str] = {}
    for line, cells in enumerate(table[1:], 2):
        named = next((rows[word] for word in map(_plain, cells) if word in rows), None)
        if named is None:
            if any(cell not in _SKIP for cell in cells):
                faults.append(_fault("CO-031", line, value=" | ".join(filter(None, cells))[:80]))
            continue
        for place, column in columns.items():
            written = cells[place] if place < len(cells) else ""
            held = named.cells.get(column.key)
            if written in _SKIP:
                continue
            if held is None:
                faults.append(_fault("CO-032", line, value=written, unit_name=named.name, column=column.title))
            elif held.cell in seen:
                faults.append(_fault("CO-033", line, value=written, first=seen[held.cell], unit_name=named.name))
            else:
                seen[held.cell] = written
                targets.append(_target(named.contestant, column.key, held, _with_unit(written, units.get(place, ""))))
    return Paste(targets, faults, True)


def _by_place(table: Sequence[Sequence[str]], grid: Grid, contestant: str, column: str, faults: list[Fault]) -> Paste:
    top = next((n for n, row in enumerate(grid.rows) if row.contestant == contestant), None)
    left = next((n for n, one in enumerate(grid.columns) if one.key == column), None)
    if top is None or left is None:
        raise Cannot("请先选中左上角的一格再粘贴。", "Select the upper left cell first, then paste.")
    targets: list[Target] = []
    for down, cells in enumerate(table):
        for across, written in enumerate(cells):
            if written in _SKIP:
                continue
            if top + down >= len(grid.rows) or left + across >= len(grid.columns):
                faults.append(_fault("CO-034", down + 1, value=written))
                continue
            row, key = grid.rows[top + down], grid.columns[left + across].key
            held = row.cells.get(key)
            if held is None:
                title = grid.columns[left + across].title
                faults.append(_fault("CO-032", down + 1, value=written, unit_name=row.name, column=title))
            else:
                targets.append(_target(row.contestant, key, held, written))
    return Paste(targets, faults, False)


def _header(cells: Sequence[str], columns: Sequence[Column]) -> tuple[dict[int, Column], dict[int, str]]:
    """Which pasted columns are which of the form's, and the unit a heading states: 生产总值（万元）."""
    known: dict[str, Column] = {}
    for column in reversed(columns):
        for spelling in _spellings(column):
            known[spelling] = column
    found: dict[int, Column] = {}
    units: dict[int, str] = {}
    for place, cell in enumerate(cells):
        match = _UNIT.fullmatch(cell)
        bare = _plain(match["name"]) if match else ""
        if _plain(cell) in known:
            found[place] = known[_plain(cell)]
        elif match and bare in known:
            found[place] = known[bare]
            if is_known(match["unit"]):
                units[place] = match["unit"]
    return found, units


def _spellings(column: Column) -> Iterator[str]:
    yield column.key
    name, role = _plain(column.title), _plain(column.role_name)
    yield from (f"{name}{role}", f"{name}({role})", f"{name}·{role}", f"{role}{name}")
    if column.role == "actual":
        yield from (name, column.indicator)


def _plain(text: str) -> str:
    return "".join(text.translate(FOLD).split()).lower()


def _with_unit(written: str, unit: str) -> str:
    """A bare number under a heading that states a unit is in that unit."""
    try:
        bare = bool(unit) and not read_quantity(written).unit
    except QuantityError:
        return written
    return f"{written}{unit}" if bare else written


def _target(contestant: str, column: str, held: Held, written: str) -> Target:
    return Target(contestant, column, held.cell, held.version, held.value, written, held.state in CORRECTED)


def _fault(code: str, line: int, **data: object) -> Fault:
    return CATALOGUE.fault(code, str(line), "", "error", **data)
