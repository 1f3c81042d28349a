"""A rectangle pasted from a spreadsheet, laid onto the grid: by its headings, by the units it names, or by place.

Pure: what is written is left as it is; numbers are read by the same service that saves them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from leitai.engine.errors import Fault
from leitai.engine.quantities import QuantityError, read_quantity
from leitai.engine.units import is_known
from leitai.web.collection.errors import Cannot
from leitai.web.collection.rules.checks import CATALOGUE
from leitai.web.collection.rules.states import CORRECTED
from leitai.web.collection.selectors.grid import Column, Grid, Held, Row

MOST_ROWS = 2000
MOST_CHARACTERS = 1_000_000
HEADING_WITHIN = 10
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
    try:
        lines = list(csv.reader(text.strip("\r\n").splitlines(), delimiter="\t"))
    except csv.Error:
        raise Cannot(
            "有一格的内容过长，不是一个数。请只复制要填的区域。",
            "One cell is too long to be a figure. Copy only what is to be filed.",
        ) from None
    return lay(lines, grid, contestant, column)


def lay(lines: Iterable[Sequence[str]], grid: Grid, contestant: str, column: str) -> Paste:
    """A rectangle onto the grid: by its headings where it has any, by its units where it names them, else by place."""
    table = [[cell.strip() for cell in row] for row in lines]
    if not any(any(row) for row in table):
        raise Cannot("粘贴的内容是空的。", "Nothing was pasted.")
    units = {spelling: row for row in grid.rows for spelling in (row.contestant, *map(_plain, row.spellings))}
    start, columns, measures = _header(table, grid.columns)
    if columns:
        return _by_header(table, start, grid, units, columns, measures)
    names = _column_of_names(table, units)
    if names is not None:
        left = _left(grid, column)
        columns = {names + 1 + n: one for n, one in enumerate(grid.columns[left:])}
        return _by_header(table, 0, grid, units, columns, {})
    return _by_place(table, grid, contestant, column)


def _column_of_names(table: Sequence[Sequence[str]], units: Mapping[str, Row]) -> int | None:
    """The pasted column that names a unit in at least half of the lines."""
    width = max(map(len, table))
    for place in range(width):
        named = sum(place < len(row) and _plain(row[place]) in units for row in table)
        if named and 2 * named >= len(table):
            return place
    return None


def _by_header(
    table: Sequence[Sequence[str]],
    start: int,
    grid: Grid,
    units: Mapping[str, Row],
    columns: Mapping[int, Column],
    measures: Mapping[int, str],
) -> Paste:
    """The lines from `start` on, each by the unit it names. Two lines of one unit are a fault that names both."""
    targets: list[Target] = []
    faults: list[Fault] = []
    seen: dict[int, str] = {}
    for line, cells in enumerate(table[start:], start + 1):
        named = next((units[word] for word in map(_plain, cells) if word in units), None)
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
                known = _with_unit(written, measures.get(place, ""))
                targets.append(_target(named.contestant, column.key, held, known))
    return Paste(targets, faults, True)


def _left(grid: Grid, column: str) -> int:
    return next((n for n, one in enumerate(grid.columns) if one.key == column), 0)


def _by_place(table: Sequence[Sequence[str]], grid: Grid, contestant: str, column: str) -> Paste:
    top = next((n for n, row in enumerate(grid.rows) if row.contestant == contestant), None)
    if top is None:
        raise Cannot("请先选中左上角的一格再粘贴。", "Select the upper left cell first, then paste.")
    left = _left(grid, column)
    targets: list[Target] = []
    faults: list[Fault] = []
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


def _header(table: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, dict[int, Column], dict[int, str]]:
    """Where the figures begin, which pasted columns are which, and the unit a heading states: 生产总值（万元）.

    Titles above the headings are passed over; of the first lines, the one that names most columns is the heading, or
    two of them one under the other: indicators, then roles.
    """
    known: dict[str, Column] = {}
    for column in reversed(columns):
        for spelling in _spellings(column):
            known[spelling] = column
    best: tuple[int, dict[int, Column], dict[int, str]] = (0, {}, {})
    for line, cells in enumerate(table[:HEADING_WITHIN], 1):
        found, measures = _columns_named(cells, [], known)
        if len(found) > len(best[1]):
            best = (line, found, measures)
        below = table[line] if line < len(table) else []
        found, measures = _columns_named(_merged(cells, len(below)), below, known)
        # Only where the second line says something of a heading: figures never do.
        said = any(place < len(below) and below[place] for place in found)
        if said and len(found) >= len(best[1]):
            best = (line + 1, found, measures)
    return best


def _merged(cells: Sequence[str], width: int) -> list[str]:
    """A line whose merged cells say in each of their columns what they say in the first."""
    found: list[str] = []
    for place in range(max(width, len(cells))):
        cell = cells[place] if place < len(cells) else ""
        found.append(cell or (found[-1] if found else ""))
    return found


def _columns_named(
    cells: Sequence[str], below: Sequence[str], known: Mapping[str, Column]
) -> tuple[dict[int, Column], dict[int, str]]:
    """Which columns a line names, or two lines one under the other: 生产总值 over 目标值."""
    found: dict[int, Column] = {}
    measures: dict[int, str] = {}
    for place in range(max(len(cells), len(below))):
        upper = _named(cells[place] if place < len(cells) else "")
        lower = _named(below[place] if place < len(below) else "")
        for (name, unit), (role, own) in product(upper, lower):
            if (column := known.get(f"{name}{role}")) is not None:
                found[place] = column
                stated = own or unit
                if is_known(stated) and stated != column.unit:
                    measures[place] = stated
                break
    return found, measures


def _named(cell: str) -> list[tuple[str, str]]:
    """How a heading may be read: as it stands, or as a name and the unit in its brackets."""
    match = _UNIT.fullmatch(cell)
    return [(_plain(cell), ""), *([(_plain(match["name"]), match["unit"])] if match else [])]


def _spellings(column: Column) -> Iterator[str]:
    """How a heading may call a column: its name in either language with its role, or its key."""
    yield column.key
    full, names = _plain(column.role_name), [_plain(name) for name in column.spellings if name]
    for name, role in product(names, dict.fromkeys((full, full.removesuffix("值")))):
        yield from (f"{name}{role}", f"{name}({role})", f"{name}·{role}", f"{role}{name}")
    if column.role == "actual":
        yield from names
    if column.role == "actual" and not column.indicator.isdecimal():
        yield column.indicator


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
