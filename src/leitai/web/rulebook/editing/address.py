"""Places of a rulebook that have a form of their own, as short words for links: `tree.gdp_growth`, `policies`.

>>> tree = {"tree": {"nodes": [{"id": "a", "nodes": [{"id": "b"}]}]}, "rounds": [{"period": "2025-Q1"}]}
>>> path_of("tree.b", tree), address_of(("tree", "nodes", 0, "nodes", 0, "points"), tree)
(('tree', 'nodes', 0, 'nodes', 0), 'tree.b')
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leitai.engine.rulebook.places import Path, at

# The keys at the top that share one form.
IDENTITY = ("title", "edition", "status", "notice", "seal", "peers")
PARTS = ("season", "silence", "caps", "policies")
# Lists of short parts, edited as one table.
TABLES = ("sources", "rounds", "organisations", "contestants", "roles", "grades", "statements", "meetings")
# Lists whose items have a form each.
ITEMS = ("groupings", "series", "adjustments", "awards", "lights")


def nodes_of(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every node of the tree with its path, parents first."""
    yield from _nodes(("tree", "nodes"), at(tree, ("tree", "nodes")))


def _nodes(path: Path, nodes: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, node in enumerate(nodes if isinstance(nodes, list) else ()):
        if isinstance(node, dict):
            yield (*path, index), node
            yield from _nodes((*path, index, "nodes"), node.get("nodes"))


def path_of(address: str, tree: Any) -> Path | None:
    """The path an address stands for; None where there is no such thing."""
    section, _, name = address.partition(".")
    if address in ("identity", "tree") or address in TABLES or address in PARTS:
        return () if address == "identity" else (address,)
    if section == "tree":
        return next((path for path, node in nodes_of(tree) if node.get("id") == name), None)
    if section in ITEMS:
        held = tree.get(section)
        for index, one in enumerate(held if isinstance(held, list) else ()):
            if isinstance(one, dict) and one.get("id") == name:
                return section, index
    return None


def address_of(path: Path, tree: Any) -> str:
    """The address of the form in which the value at a path is changed."""
    if not path or path[0] in IDENTITY or path[0] in ("leitai", "id"):
        return "identity"
    section = str(path[0])
    if section == "tree":
        name = ""
        for end in range(3, len(path) + 1):
            node = at(tree, path[:end])
            if isinstance(path[end - 1], int) and isinstance(node, dict) and path[end - 2] == "nodes":
                name = str(node.get("id", ""))
        return f"tree.{name}" if name else "tree"
    if section in ITEMS and len(path) > 1:
        item = at(tree, path[:2])
        return f"{section}.{item.get('id', '')}" if isinstance(item, dict) else section
    return section


def field_of(path: Path, tree: Any) -> str:
    """The name of the input that holds the value at a path, inside its form."""
    start = path_of(address_of(path, tree), tree)
    rest = path[len(start) :] if start is not None and path[: len(start)] == start else path
    return ".".join(str(step) for step in rest)
