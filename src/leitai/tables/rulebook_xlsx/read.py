"""A workbook → the plain tree of the rulebook in it, with the cell of every value.

What is read is judged by `rulebook.load` as any other spelling is: here only sheets, rows and cells can be at fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from leitai.engine.errors import Catalogue, Fault, Text
from leitai.engine.rulebook.faults import fault, hint, listed
from leitai.engine.rulebook.load import Reading, read_tree
from leitai.engine.rulebook.places import Path, Place
from leitai.engine.rulebook.yaml_tree import MOST_NODES, Document
from leitai.tables.cells import Broken, Cell, Odd, Source
from leitai.tables.findings import Findings
from leitai.tables.limits import Limits
from leitai.tables.rulebook_xlsx.cells import NotPairs, from_cell
from leitai.tables.rulebook_xlsx.layout import (
    METHOD_PARAMETERS,
    OPTIONS,
    TEXT,
    Column,
    Form,
    Level,
    Nodes,
    Records,
    Sheet,
    Tables,
    sheets,
)
from leitai.tables.rulebook_xlsx.put import Conflict, Slot, put
from leitai.tables.rulebook_xlsx.tree import Row, build_tree
from leitai.tables.sheet_scan import column_letters
from leitai.tables.xlsx_file import Sheet as Page
from leitai.tables.xlsx_file import damage_said, open_sheets

CATALOGUE = Catalogue.of("leitai.tables.rulebook_xlsx")
FIRST_DATA, KEY_ROW = 3, 2
TOP: Path = ()
Line = tuple[int, Sequence[Cell]]
PLACE = re.compile(r".* (?P<sheet>[^!]+)!(?P<column>[A-Z]+)(?P<row>[0-9]+)")


def read_rulebook_xlsx(path: str | os.PathLike[str]) -> Reading:
    """Read and check a rulebook in a workbook, with the faults a YAML file of the same content would have."""
    file, most = File(path), Limits().xlsx_bytes
    try:
        if (size := file.stat().st_size) > most:
            what = Text(f"{size} 字节,", f"{size} bytes ")
            return Reading(None, (fault("RB-002", str(file), "", what=what, limit=most),))
        data = file.read_bytes()
    except OSError as error:
        problem = error.strerror or str(error)
        return Reading(None, (fault("RB-001", str(file), "", problem=problem),))
    document = read_workbook(data, str(file))
    if document.value is None:
        return Reading(None, tuple(document.faults), document.places)
    reading = read_tree(document.value, document.places, document.faults)
    return replace(reading, faults=tuple(sorted(reading.faults, key=_in_order)))


def _in_order(one: Fault) -> tuple[int, int, int]:
    """As the workbook is read: by sheet, row and column; what has no cell first."""
    match = PLACE.fullmatch(one.place)
    if match is None:
        return (-1, 0, 0)
    names = [sheet.name for sheet in sheets({})]
    at = names.index(match["sheet"]) if match["sheet"] in names else len(names)
    return (at, int(match["row"]), sum((ord(letter) - 64) * 26**i for i, letter in enumerate(match["column"][::-1])))


def read_workbook(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """The plain tree of a workbook's bytes; `name` is the file as faults name it."""
    limits = limits or Limits()
    findings = Findings(limits.faults)
    reader = _Reader()
    known: dict[str, Sheet] = {sheet.name: sheet for sheet in sheets({})}
    try:
        with damage_said(name, limits, findings):
            for page in open_sheets(data, name, limits, findings):
                if page.name in known:
                    reader.read(page, known[page.name])
                elif page.name != OPTIONS and any(any(cells) for _, cells in page.rows):
                    reader.say("RX-012", page.source.place(1), "warning", value=page.name, known=listed(known, 20))
    except Broken:
        return Document(None, {}, [one for one in findings.listed() if one.severity == "error"])
    if not reader.rules_found:
        reader.say("RX-001", name)
        return Document(None, reader.places, reader.faults)
    if reader.count > MOST_NODES:
        return Document(None, {}, [fault("RB-002", name, "", what=f"{reader.count}", limit=MOST_NODES)])
    reader.finish()
    return Document(reader.tree, reader.places, reader.faults)


@dataclass
class _Open:
    """The items above that are open on a sheet of lists within lists."""

    item: dict[str, Any]
    path: Path


class _Reader:
    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}
        self.places: dict[Path, Place] = {}
        self.faults: list[Fault] = []
        self.rules_found = False
        self.count = 0
        self.nodes: list[Row] = []
        self.rows_of_tables: list[Row] = []

    def say(self, code: str, place: str, severity: Any = "error", where: str = "", **data: object) -> None:
        self.faults.append(CATALOGUE.fault(code, place, where, severity, **data))

    def read(self, page: Page, sheet: Sheet) -> None:
        for (top, left), (bottom, right) in sorted(page.merged):
            area = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            self.say("RX-002", page.source.place(top + 1, left), range=area)
        rows = list(page.rows)
        keys = next((cells for line, cells in rows if line == KEY_ROW), ())
        if isinstance(sheet, Form):
            self.form(page.source, rows, keys, sheet)
            return
        columns = self.columns(page.source, rows, keys, sheet)
        for line, cells in rows:
            if line < FIRST_DATA:
                continue
            slots = list(self.slots(page.source, line, cells, columns))
            if not slots:
                continue
            if isinstance(sheet, Records):
                self.record(page.source.place(line), slots, sheet.levels)
            else:
                row = Row(page.source.place(line), [slot for _, slot in slots])
                (self.nodes if isinstance(sheet, Nodes) else self.rows_of_tables).append(row)

    # -- forms ---------------------------------------------------------------------------------------------------

    def form(self, source: Source, rows: Iterable[Line], keys: Sequence[Cell], sheet: Form) -> None:
        at = {str(key).strip(): column for column, key in enumerate(keys) if isinstance(key, str)}
        if "key" not in at or "value" not in at:
            return
        self.rules_found = self.rules_found or sheet.name == "规则"
        known = {column.key: column for column in sheet.columns}
        for line, cells in rows:
            if line < FIRST_DATA or at["value"] >= len(cells):
                continue
            place = source.place(line, at["value"])
            text = self.text(cells[at["value"]], place)
            if text is None:
                continue
            key = str(cells[at["key"]]).strip() if at["key"] < len(cells) else ""
            if not key:
                self.say("RX-005", place, "warning", value=text)
                continue
            column = column_for(key, known)
            slot = self.slot(column, text, place)
            if slot is not None:
                self.put(self.tree, (), slot)

    # -- tables --------------------------------------------------------------------------------------------------

    def columns(
        self, source: Source, rows: Iterable[Line], keys: Sequence[Cell], sheet: Sheet
    ) -> dict[int, tuple[Level | None, Column]]:
        """What each column stands for. A column without a key is not read, and that is said."""
        known: dict[str, tuple[Level | None, Column]] = {}
        if isinstance(sheet, Records):
            known = {level.key_of(column): (level, column) for level in sheet.levels for column in level.columns}
        elif isinstance(sheet, Nodes | Tables):
            known = {column.key: (None, column) for column in sheet.columns}
        found: dict[int, tuple[Level | None, Column]] = {}
        for at, cell in enumerate(keys):
            key = str(cell).strip() if isinstance(cell, str) else ""
            if key:
                level = sheet.levels[-1] if isinstance(sheet, Records) else None
                found[at] = known.get(key) or (level, column_for(key, {k: column for k, (_, column) in known.items()}))
        said: set[int] = set()
        for line, cells in rows:
            for at, cell in enumerate(cells if line >= FIRST_DATA else ()):
                if at not in found and at not in said and not is_empty(cell):
                    said.add(at)
                    self.say("RX-005", source.place(line, at), "warning", value=text_in(cell))
        return found

    def slots(
        self, source: Source, line: int, cells: Sequence[Cell], columns: dict[int, tuple[Level | None, Column]]
    ) -> Iterator[tuple[Level | None, Slot]]:
        """What the filled cells of a row say."""
        for at, (level, column) in columns.items():
            if at < len(cells):
                place = source.place(line, at)
                text = self.text(cells[at], place)
                slot = self.slot(column, text, place) if text is not None else None
                if slot is not None:
                    yield level, slot

    def slot(self, column: Column, text: str, place: str) -> Slot | None:
        self.count += 1
        try:
            return Slot(column, from_cell(text, column.shape), Place(place, 0))
        except NotPairs as error:
            self.say("RX-008", place, where=column.key, value=str(error))
            return None

    def text(self, cell: Cell, place: str) -> str | None:
        """The text of a cell, or None where it is empty or cannot be read, which is said."""
        if is_empty(cell):
            return None
        if isinstance(cell, Odd) and cell.kind in ("error", "uncomputed"):
            self.say("RX-003" if cell.kind == "error" else "RX-004", place, value=cell.text)
            return None
        return text_in(cell)

    def put(self, item: dict[str, Any], path: Path, slot: Slot) -> None:
        try:
            put(item, path, slot, self.places)
        except Conflict as error:
            self.say("RX-006", str(slot.place), where=slot.column.key, value=slot.value, other=str(error))

    # -- lists ---------------------------------------------------------------------------------------------------

    def record(self, place: str, slots: list[tuple[Level | None, Slot]], levels: tuple[Level, ...]) -> None:
        """One row: the items above it are found by their ids or are those of the row before."""
        container, path = self.tree, TOP
        for level in levels[:-1]:
            own = [slot for of, slot in slots if of is level]
            id_ = next((slot.value for slot in own if slot.column.path == ("id",)), None)
            items = container.setdefault(level.key, [])
            if id_ is None and not items:
                key = level.key_of(level.columns[0])
                self.say("RX-010", place, where=key, key=key)
                return
            at = (
                next((i for i, item in enumerate(items) if item.get("id") == id_), len(items))
                if id_
                else len(items) - 1
            )
            new = at == len(items)
            if new:
                items.append({})
                self.places.setdefault((*path, level.key), Place(place, 0))
                self.places[*path, level.key, at] = Place(place, 0)
            container, path = items[at], (*path, level.key, at)
            for slot in own:
                if new or slot.column.path != ("id",):
                    self.put(container, path, slot)
        level = levels[-1]
        own = [slot for of, slot in slots if of is level]
        if not own:
            return
        items = container.setdefault(level.key, [])
        item: dict[str, Any] = {}
        path = (*path, level.key, len(items))
        items.append(item)
        self.places.setdefault(path[:-1], Place(place, 0))
        self.places[path] = Place(place, 0)
        for slot in own:
            self.put(item, path, slot)

    # -- the tree ------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Put the nodes under one another, once every sheet has been read."""
        built = build_tree(self.nodes, self.rows_of_tables)
        for place, code, data in built.problems:
            known = data.pop("among", ())
            if code == "RX-007":
                data |= {"known": listed(known), "near": hint(str(data["value"]), known)}
            self.say(code, place, **data)
        if not built.nodes:
            return
        path: Path = ("tree", "nodes")
        self.tree.setdefault("tree", {})["nodes"] = []
        self.places.setdefault(("tree",), Place(self.nodes[0].place, 0))
        self.places[path] = Place(self.nodes[0].place, 0)
        for at, node in enumerate(built.nodes):
            self.tree["tree"]["nodes"].append(self.node(node, (*path, at)))

    def node(self, row: Row, path: Path) -> dict[str, Any]:
        item: dict[str, Any] = {}
        self.places[path] = Place(row.place, 0)
        for slot in sorted(row.slots, key=lambda slot: slot.column.path == METHOD_PARAMETERS):
            if slot.column.path != ("parent",):
                self.put(item, path, slot)
        for name, table in row.tables.items():
            rows: list[dict[str, Any]] = []
            use = item.setdefault("method", {})
            use.setdefault(name, rows)
            for at, one in enumerate(table):
                below: dict[str, Any] = {}
                rows.append(below)
                where = (*path, "method", name, at)
                self.places.setdefault(where[:-1], Place(one.place, 0))
                self.places[where] = Place(one.place, 0)
                for slot in one.slots:
                    if slot.column.key not in ("indicator", "parameter"):
                        self.put(below, where, slot)
        if row.below:
            item["nodes"] = [self.node(one, (*path, "nodes", at)) for at, one in enumerate(row.below)]
        return item


def column_for(key: str, known: dict[str, Column]) -> Column:
    """The column of a key; points for a group that is declared elsewhere, or a key nobody knows."""
    if key in known:
        return known[key]
    path = tuple(key.split("."))
    above = known.get(".".join(path[:-1]))
    if above is not None and above.shape.kind == "per_group":
        return Column(path, above.shape, above.heading, above.note, above.owner)
    return Column(path, TEXT, key, "")


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def text_in(cell: Cell) -> str:
    """A cell as text; a day as it is written in YAML, a logical value as true or false."""
    if isinstance(cell, Odd):
        return cell.text.lower() if cell.kind == "bool" else cell.text
    return cell
