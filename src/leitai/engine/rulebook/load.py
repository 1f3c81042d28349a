"""Read a rulebook: a file, a folder of files, or the plain tree inside a result; every fault at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from leitai.engine.errors import Fault, InputError
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.check import check
from leitai.engine.rulebook.digest import digest
from leitai.engine.rulebook.faults import fault
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.places import Path, Place, Places, place_of, where_of
from leitai.engine.rulebook.repair import mend
from leitai.engine.rulebook.shape import MOST_FAULTS, shape_faults, shown
from leitai.engine.rulebook.yaml_tree import MOST_DEPTH, MOST_NODES, Document, read_yaml

NOT_RULES = frozenset({"cases.yaml", "cases.yml"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading found. `rulebook` is None where the types are not met; `digest` is empty where there is an error."""

    rulebook: Rulebook | None
    faults: tuple[Fault, ...]
    places: Places = field(repr=False, default_factory=dict)
    digest: str = ""

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "warning")


def read_rulebook(path: str | os.PathLike[str]) -> Reading:
    """Read and check a rulebook (a file, or a folder of them)."""
    document = read_documents(File(path))
    if document.value is None:
        return Reading(None, tuple(document.faults), document.places)
    return read_tree(document.value, document.places, document.faults)


def load_rulebook(path: str | os.PathLike[str]) -> Rulebook:
    """The rulebook at `path`; raises InputError with every fault where there is an error."""
    return _without_errors(read_rulebook(path))


def read_plain(plain: Any) -> Reading:
    """Read and check the plain tree inside a result or a workbook: the same faults, without lines."""
    if not isinstance(plain, Mapping):
        return Reading(None, (fault("RB-008", "", "", what=shown(plain)),))
    too_much = _too_much(plain)
    if too_much is not None:
        return Reading(None, (too_much,))
    return read_tree(dict(plain), {}, [])


def rulebook_from_plain(plain: Any) -> Rulebook:
    """The rulebook a canonical tree stands for; raises InputError where there is an error."""
    return _without_errors(read_plain(plain))


def _without_errors(reading: Reading) -> Rulebook:
    if reading.rulebook is None or reading.errors:
        raise InputError(reading.errors)
    return reading.rulebook


def read_tree(tree: dict[str, Any], places: Places, before: list[Fault]) -> Reading:
    """A plain tree to a checked rulebook; `before` are the faults found on the way to the tree."""
    faults = list(before)
    empty = _empty(tree)
    faults += [fault("RB-020", place_of(places, path), where_of(path, tree)) for path in empty[:MOST_FAULTS]]
    if len(empty) > MOST_FAULTS:
        faults.append(fault("RB-040", place_of(places, ()), "", count=len(empty) - MOST_FAULTS))
    try:
        rulebook = Rulebook.model_validate(tree)
    except ValidationError as error:
        shape = shape_faults(error, Rulebook, tree, places)
        said = set(empty)
        faults += [found for path, found in shape if not any(path[:end] in said for end in range(len(path) + 1))]
        mended = mend(tree, places)
        if mended is not None:
            faults += check(*mended)
        return Reading(None, _ordered(faults), places)
    faults += check(rulebook, places)
    if any(one.severity == "error" for one in faults):
        return Reading(rulebook, _ordered(faults), places)
    return Reading(rulebook, _ordered(faults), places, digest(canonical(rulebook), rulebook.seal))


def _ordered(faults: list[Fault]) -> tuple[Fault, ...]:
    """In the order of the text, each once; what has no line first."""

    def key(one: Fault) -> tuple[str, int]:
        file, _, line = one.place.rpartition(":")
        return (file, int(line)) if line.isdecimal() and file else (one.place, 0)

    return tuple(dict.fromkeys(sorted(faults, key=key)))


def _empty(tree: Any) -> list[Path]:
    """The paths of every empty value."""
    found: list[Path] = []
    todo: list[tuple[Path, Any]] = [((), tree)]
    while todo:
        path, value = todo.pop()
        if value is None:
            found.append(path)
        elif isinstance(value, dict):
            todo += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*path, index), inner) for index, inner in enumerate(value)]
    return found


def _too_much(plain: Any) -> Fault | None:
    """The limits of the text, for a tree that was not read from YAML."""
    count = 0
    todo: list[tuple[Any, int]] = [(plain, 1)]
    while todo:
        value, depth = todo.pop()
        count += 1
        if count > MOST_NODES:
            return fault("RB-002", "", "", what="plain", limit=MOST_NODES)
        if depth > MOST_DEPTH:
            return fault("RB-002", "", "", what="plain", limit=MOST_DEPTH)
        if isinstance(value, dict):
            todo += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            todo += [(inner, depth + 1) for inner in value]
    return None


def read_documents(path: File) -> Document:
    """Read a file, or every rulebook file of a folder into one tree."""
    try:
        if not path.is_dir():
            return read_yaml(path.read_bytes(), str(path))
        names = sorted(
            entry.name
            for entry in path.iterdir()
            if entry.suffix in (".yaml", ".yml") and entry.name not in NOT_RULES and not entry.name.startswith(".")
        )
        if not names:
            return Document(faults=[fault("RB-001", path, "", problem="*.yaml")])
        parts = [read_yaml((path / name).read_bytes(), str(path / name)) for name in names]
    except (OSError, ValueError) as error:
        return Document(faults=[fault("RB-001", path, "", problem=getattr(error, "strerror", None) or str(error))])
    return parts[0] if len(parts) == 1 else _joined(parts)


def _joined(parts: list[Document]) -> Document:
    """Several files as one tree: lists at the top are put one behind the other, nothing else may repeat."""
    whole: dict[str, Any] = {}
    places: dict[Path, Place] = {}
    faults: list[Fault] = []
    for part in parts:
        faults += part.faults
        shift: dict[str, int] = {}
        for key, value in (part.value or {}).items():
            if key not in whole:
                whole[key] = list(value) if isinstance(value, list) else value
            elif isinstance(whole[key], list) and isinstance(value, list):
                shift[key] = len(whole[key])
                whole[key] += value
            else:
                first, second = places[(key,)], part.places[(key,)]
                faults.append(fault("RB-012", second, key, key=key, first=first))
        for path, place in part.places.items():
            if len(path) > 1 and path[0] in shift and isinstance(path[1], int):
                path = (path[0], path[1] + shift[str(path[0])], *path[2:])
            places.setdefault(path, place)
    unread = any(part.value is None for part in parts)
    return Document(None if unread else whole, places, faults)
