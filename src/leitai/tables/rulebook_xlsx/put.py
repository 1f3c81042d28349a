"""One cell's value, put where its keys lead in the plain tree."""

from __future__ import annotations

from typing import Any, NamedTuple

from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import keys_of
from leitai.engine.rulebook.places import Path, Place
from leitai.tables.rulebook_xlsx.cells import from_cell
from leitai.tables.rulebook_xlsx.layout import METHOD_PARAMETERS, TEXT, Column

Places = dict[Path, Place]


class Slot(NamedTuple):
    """A filled cell: the column it stands in, what it says, and where it is."""

    column: Column
    value: Any
    place: Place


class Conflict(ValueError):
    """The place is taken; says by which cell."""


def put(item: dict[str, Any], path: Path, slot: Slot, places: Places) -> None:
    """Put a slot into an item at `path`. Raises Conflict where another cell said the same before."""
    steps = slot.column.path
    if steps[-2:] == METHOD_PARAMETERS:
        _parameters(item, path, slot, places)
        return
    for step in steps[:-1]:
        inner = item.get(step)
        if inner is None:
            inner = item[step] = {}
            places.setdefault((*path, step), slot.place)
        elif not isinstance(inner, dict):
            # Words whose Chinese came first as plain text; points that were one number cannot be by group too.
            if slot.column.shape.kind == "per_group":
                raise Conflict(str(places[*path, step]))
            inner = item[step] = {"zh": inner}
            places[*path, step, "zh"] = places[*path, step]
        item, path = inner, (*path, step)
    last, value = steps[-1], slot.value
    if last == "method":
        last, value = "name", value
        item = item.setdefault("method", {})
        path = (*path, "method")
        places.setdefault(path, slot.place)
    elif last in item and isinstance(item[last], dict) and slot.column.shape == TEXT and set(item[last]) == {"en"}:
        item, path, last = item[last], (*path, last), "zh"
    if last in item:
        if item[last] == value:
            return
        raise Conflict(str(places.get((*path, last), slot.place)))
    item[last] = value
    _note(value, (*path, last), slot.place, places)


def _note(value: Any, path: Path, place: Place, places: Places) -> None:
    places[path] = place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        _note(one, (*path, step), place, places)


def _parameters(item: dict[str, Any], path: Path, slot: Slot, places: Places) -> None:
    """The parameters of a method, each read as the method takes it."""
    use = item.setdefault("method", {})
    path = (*path, "method")
    places.setdefault(path, slot.place)
    version = str(slot.value.get("version", "1"))
    method = find_method(str(use.get("name", "")), int(version) if version.isdecimal() else 1)
    shapes = keys_of(method.parameters) if method is not None else {}
    for name, text in slot.value.items():
        if name in use:
            raise Conflict(str(places.get((*path, name), slot.place)))
        use[name] = from_cell(text, shapes.get(name, TEXT))
        _note(use[name], (*path, name), slot.place, places)
