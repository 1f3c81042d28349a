"""Rows of the sheet 指标 → nodes under nodes, with the rows of 分段 at their indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leitai.tables.rulebook_xlsx.put import Slot


@dataclass
class Row:
    """One row of a sheet: where it is, what its cells say; of a node also its children and tables."""

    place: str
    slots: list[Slot]
    below: list[Row] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def said(self, key: str) -> str:
        return next((str(slot.value) for slot in self.slots if slot.column.key == key), "")

    def place_of(self, key: str) -> str:
        return next((str(slot.place) for slot in self.slots if slot.column.key == key), self.place)


@dataclass
class Built:
    """The top nodes, and what was wrong on the way: place, code, data."""

    nodes: list[Row]
    problems: list[tuple[str, str, dict[str, Any]]]


def build_tree(rows: list[Row], tables: list[Row]) -> Built:
    """Hang every row under the one it names; a row whose parent is not there stands at the top, and that is said."""
    built = Built([], [])
    by_id: dict[str, Row] = {}
    for row in rows:
        by_id.setdefault(row.said("id"), row)
    circles = _circles(rows, by_id)
    for row in rows:
        parent = row.said("parent")
        if not parent:
            built.nodes.append(row)
        elif parent not in by_id:
            built.problems.append((row.place_of("parent"), "RX-007", {"value": parent, "among": list(by_id)}))
            built.nodes.append(row)
        elif row.said("id") in circles:
            built.problems.append((row.place_of("parent"), "RX-009", {"value": row.said("id")}))
            built.nodes.append(row)
        else:
            by_id[parent].below.append(row)
    for row in tables:
        indicator = row.said("indicator")
        if indicator not in by_id:
            place = row.place_of("indicator")
            built.problems.append((place, "RX-007", {"value": indicator or "—", "among": list(by_id)}))
        elif not row.said("parameter"):
            built.problems.append((row.place, "RX-010", {"key": "parameter"}))
        else:
            by_id[indicator].tables.setdefault(row.said("parameter"), []).append(row)
    return built


def _circles(rows: list[Row], by_id: dict[str, Row]) -> set[str]:
    """The ids that lie under themselves."""
    found: set[str] = set()
    for row in rows:
        seen: list[str] = []
        at: Row | None = row
        while at is not None and at.said("id") not in seen:
            seen.append(at.said("id"))
            at = by_id.get(at.said("parent"))
        if at is not None:
            found |= set(seen[seen.index(at.said("id")) :])
    return found
