"""What may stand at a path of a rulebook, read from its types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.model import Branch, Indicator, Rulebook
from leitai.engine.rulebook.places import Path, below

WHOLE = Shape("part", part=Rulebook)
NUMBER = Shape("number")


def shape_at(tree: Any, path: Path) -> Shape | None:
    """The shape of the value at a path; None where the types do not know it."""
    shape: Shape | None = WHOLE
    for step in path:
        inner = below(tree, step)
        shape = shape_below(shape, step, tree, inner)
        tree = inner
    return shape


def shape_below(shape: Shape | None, step: str | int, holder: Any, value: Any) -> Shape | None:
    """The shape one step further down; `holder` is what the step is taken in, `value` what stands there."""
    if shape is None:
        return None
    if isinstance(step, int):
        return item_shape(shape, value)
    return entries_of(shape, holder).get(step)


def item_shape(shape: Shape | None, value: Any) -> Shape | None:
    """The shape of an item of a list: a node is a branch where it has nodes."""
    item = shape.item if shape is not None else None
    if item is not None and item.kind == "node":
        return Shape("part", part=Branch if isinstance(value, Mapping) and "nodes" in value else Indicator)
    return item


def entries_of(shape: Shape, holder: Any) -> Mapping[str, Shape]:
    """The keys of a mapping in the order of its type, with what each may hold."""
    if shape.kind == "method":
        part = parameters_of(holder)
        return {"name": Shape("text"), "version": Shape("whole"), **(keys_of(part) if part is not None else {})}
    if shape.kind in ("per_group", "numbers"):
        return {key: NUMBER for key in holder} if isinstance(holder, Mapping) else {}
    if shape.part is not None:
        return keys_of(shape.part)
    return {}


def parameters_of(use: Any) -> type[BaseModel] | None:
    """The parameters of the method a value names, by name alone or in a mapping."""
    name = use if isinstance(use, str) else use.get("name") if isinstance(use, Mapping) else None
    version = use.get("version", "1") if isinstance(use, Mapping) else "1"
    if not isinstance(name, str) or not str(version).isdecimal():
        return None
    method = find_method(name, int(version))
    return method.parameters if method is not None else None
