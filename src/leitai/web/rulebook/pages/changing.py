"""Adding, removing and moving items of the tree and of lists, as edits of the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leitai.engine.errors import Text
from leitai.engine.rulebook.places import at
from leitai.web.rulebook.editing.address import nodes_of, path_of
from leitai.web.rulebook.editing.pinyin import id_of_name
from leitai.web.rulebook.editing.sheet import Uneditable, read_text
from leitai.web.rulebook.editing.splice import drop, insert, move
from leitai.web.rulebook.form.known import items_of
from leitai.web.rulebook.services import Edit

GONE = Text("这一项已经不在草稿里，请刷新。", "This item is no longer in the draft; reload.")


def ids_of(tree: Mapping[str, Any]) -> set[str]:
    """Every id that figures may be filed under, so that a new one is different from all of them."""
    found = {str(node.get("id")) for _, node in nodes_of(tree)}
    for section in ("series", "adjustments"):
        found |= {str(one.get("id")) for one in items_of(tree.get(section))}
    return found


def add_node(parent: str, name: str, kind: str) -> tuple[Edit, list[str]]:
    """A branch or an indicator under a branch (or at the top). The list receives the new address."""
    made: list[str] = []

    def apply(text: str) -> str:
        tree = read_text(text)
        path = ("tree",) if parent == "tree" else path_of(parent, tree)
        if path is None:
            raise Uneditable(GONE)
        id_ = id_of_name(name, ids_of(tree))
        made[:] = [f"tree.{id_}"]
        node: dict[str, Any] = {"id": id_, "name": name}
        if kind == "branch":
            node["nodes"] = []
        return insert(text, (*path, "nodes"), 10**6, [node])

    return Edit("tree", apply, name), made


def add_item(section: str, name: str) -> tuple[Edit, list[str]]:
    """A new item of a list of parts."""
    made: list[str] = []

    def apply(text: str) -> str:
        tree = read_text(text)
        taken = ids_of(tree) | {str(one.get("id")) for one in items_of(tree.get(section))}
        id_ = id_of_name(name, taken)
        made[:] = [f"{section}.{id_}"]
        return insert(text, (section,), 10**6, [{"id": id_, "name": name}])

    return Edit(section, apply, name), made


def remove(address: str) -> Edit:
    def apply(text: str) -> str:
        path = path_of(address, read_text(text))
        if path is None:
            raise Uneditable(GONE)
        return drop(text, path)

    return Edit(address, apply, "remove")


def shift(address: str, by: int) -> Edit:
    """One place up or down among its siblings."""

    def apply(text: str) -> str:
        tree = read_text(text)
        path = path_of(address, tree)
        if path is None or not isinstance(path[-1], int):
            raise Uneditable(GONE)
        siblings = at(tree, path[:-1])
        index = min(max(path[-1] + by, 0), len(siblings) - 1)
        return text if index == path[-1] else move(text, path, path[:-1], index)

    return Edit(address, apply, "move")


def move_under(address: str, parent: str) -> Edit:
    """To the end of another branch, or of the top."""

    def apply(text: str) -> str:
        tree = read_text(text)
        path = path_of(address, tree)
        to = ("tree",) if parent == "tree" else path_of(parent, tree)
        if path is None or to is None:
            raise Uneditable(GONE)
        return move(text, path, (*to, "nodes"), 10**6)

    return Edit(address, apply, "move")
