"""Paths into a rulebook: where they were written, how people read them, what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where a value is written; line 0 is the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


Places = Mapping[Path, Place]


def place_of(places: Places, path: Path) -> str:
    """The place of a path, or of the nearest thing above it that was written; empty where nothing is known."""
    for end in range(len(path), -1, -1):
        if (found := places.get(path[:end])) is not None:
            return str(found)
    return ""


def at(tree: Any, path: Path) -> Any:
    """What stands at a path of a plain tree or of a model, or None."""
    for step in path:
        tree = below(tree, step)
    return tree


def below(tree: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return tree[step] if isinstance(tree, list | tuple) and step < len(tree) else None
    if isinstance(tree, BaseModel):
        return getattr(tree, step, None)
    return tree.get(step) if isinstance(tree, dict) else None


def written_part(path: Path, tree: Any) -> Path:
    """The longest part of a path that was written: a plain name stands for `name.zh`."""
    for end, step in enumerate(path):
        if isinstance(tree, BaseModel):
            here = step in tree.model_fields_set or step in (tree.model_extra or {})
        elif isinstance(step, int):
            here = isinstance(tree, list | tuple) and step < len(tree)
        else:
            here = isinstance(tree, dict) and step in tree
        if not here:
            return path[:end]
        tree = below(tree, step)
    return path


def where_of(path: Path, tree: Any) -> str:
    """A path as people read it: list items by their id (or name, or period) where `tree` has one.

    >>> where_of(("groups", 0, "members", 1), {"groups": [{"id": "a", "members": ["x", "y"]}]})
    'groups[a].members[2]'
    """
    said = ""
    for step in path:
        tree = below(tree, step)
        if isinstance(step, int):
            said += f"[{_label(tree, step)}]"
        else:
            said += f".{step}" if said else step
    return said


def _label(item: Any, index: int) -> str:
    for key in ("id", "name", "period"):
        label = below(item, key)
        if label is not None and not isinstance(label, str):
            label = below(label, "zh")
        if isinstance(label, str) and label:
            return label
    return str(index + 1)
