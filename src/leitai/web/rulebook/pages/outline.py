"""The left side of the editor: every place that has a form, the tree with its points by group, and how they add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from leitai.engine.errors import Lang
from leitai.engine.rulebook.canonical import number_text
from leitai.web.rulebook.form.known import items_of, peer_groups, words_of
from leitai.web.rulebook.pages.places import ITEM_SECTIONS, sections
from leitai.web.rulebook.reading import Checked


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node with its points: an indicator's own, a branch's sum."""

    address: str
    name: str
    depth: int
    is_branch: bool
    points: tuple[str, ...]
    faults: int
    here: bool


@dataclass(slots=True)
class Section:
    key: str
    title: str
    count: int | None
    faults: int
    here: bool
    is_list: bool
    items: list[tuple[str, str, int, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]
    groups: tuple[str, ...]
    nodes: tuple[NodeRow, ...]
    sums: tuple[str, ...]
    full: tuple[str, ...]
    fits: bool
    branches: tuple[tuple[str, str], ...]


def outline_of(tree: Mapping[str, Any], checked: Checked, here: str, lang: Lang) -> Outline:
    """The outline of a draft, whatever is at fault in it."""
    faults: dict[str, int] = {}
    for found in checked.errors:
        faults[found.address] = faults.get(found.address, 0) + 1
    groups = peer_groups(tree)
    held = tree.get("tree")
    root: Mapping[str, Any] = held if isinstance(held, Mapping) else {}
    key = "weight" if root.get("measure") == "weights" else "points"
    nodes: list[NodeRow] = []
    totals = _walk(root.get("nodes"), 0, list(groups), key, faults, here, lang, nodes)
    full = tuple(_points(root.get("full"), group) for group in groups)
    sums = tuple(number_text(total) for total in totals)
    branches = tuple((row.address, f"{'　' * row.depth}{row.name}") for row in nodes if row.is_branch)
    return Outline(
        tuple(_section(tree, key_, title, faults, here, lang) for key_, title in sections(lang)),
        tuple(name.say(lang) or id_ for id_, name in groups.items()),
        tuple(nodes),
        sums,
        full,
        key == "weight" or sums == full,
        branches,
    )


def _section(
    tree: Mapping[str, Any], key: str, title: str, faults: Mapping[str, int], here: str, lang: Lang
) -> Section:
    held = tree.get(key)
    count = len(held) if isinstance(held, list) else None
    section = Section(key, title, count, faults.get(key, 0), here == key, key in ITEM_SECTIONS)
    if key in ITEM_SECTIONS:
        for one in items_of(held):
            address = f"{key}.{one.get('id', '')}"
            name = words_of(one.get("name")).say(lang) or str(one.get("id", ""))
            section.items.append((address, name, faults.get(address, 0), here == address))
    return section


def _walk(
    nodes: Any,
    depth: int,
    groups: list[str],
    key: str,
    faults: Mapping[str, int],
    here: str,
    lang: Lang,
    found: list[NodeRow],
) -> list[Decimal]:
    """Rows of a level and below; what it comes to in each group."""
    totals = [Decimal(0) for _ in groups]
    for node in items_of(nodes):
        address = f"tree.{node.get('id', '')}"
        name = words_of(node.get("name")).say(lang) or str(node.get("id", ""))
        if "nodes" in node:
            place = len(found)
            below = _walk(node.get("nodes"), depth + 1, groups, key, faults, here, lang, found)
            said = tuple(number_text(one) if one else "" for one in below)
            found.insert(place, NodeRow(address, name, depth, True, said, faults.get(address, 0), here == address))
        else:
            said = tuple(_points(node.get(key), group) for group in groups)
            below = [_decimal(one) for one in said]
            found.append(NodeRow(address, name, depth, False, said, faults.get(address, 0), here == address))
        totals = [a + b for a, b in zip(totals, below, strict=True)]
    return totals


def _points(value: Any, group: str) -> str:
    if isinstance(value, Mapping):
        value = value.get(group)
    return number_text(_decimal(str(value))) if value is not None and _decimal(str(value)) else ""


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)
