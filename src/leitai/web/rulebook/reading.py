"""A draft's text read and checked, with every fault linked to the form and the field it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from leitai.engine.errors import Fault, Text
from leitai.engine.rulebook.load import Reading, read_tree
from leitai.engine.rulebook.places import Path, where_of
from leitai.engine.rulebook.places import at as value_at
from leitai.engine.rulebook.yaml_tree import Document, read_yaml
from leitai.engine.terms import find_term
from leitai.web.rulebook.editing.address import address_of, field_of, path_of

SOURCE = "源文本"


@dataclass(frozen=True, slots=True)
class Found:
    """A fault with where it is mended: the form's address, the field in it, and the line of the text."""

    fault: Fault
    address: str
    field: str
    line: int
    place: Text

    @property
    def anchor(self) -> str:
        """The id of its input on the page of its form."""
        return f"f-{self.field.replace('.', '-')}" if self.field else "place"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text says. `tree` is None where the YAML cannot be read at all."""

    tree: Mapping[str, Any] | None = field(repr=False)
    reading: Reading = field(repr=False)
    errors: tuple[Found, ...]
    warnings: tuple[Found, ...]

    @property
    def is_clean(self) -> bool:
        return self.reading.rulebook is not None and not self.errors


@lru_cache(maxsize=64)
def check_text(text: str) -> Checked:
    """Read and check a text, as `leitai check` does; the same text is not read twice."""
    document = read_yaml(text.encode("utf-8"), SOURCE)
    if document.value is None:
        return _checked(None, Reading(None, tuple(document.faults), document.places))
    return _checked(document.value, read_tree(document.value, document.places, document.faults))


def check_tree(tree: Mapping[str, Any]) -> Checked:
    """The same for a tree that is not written yet: a form as it is being filled in."""
    return _checked(tree, read_tree(dict(tree), {}, []))


def check_document(document: Document) -> Checked:
    """The same for a tree that came from a workbook."""
    if document.value is None:
        return _checked(None, Reading(None, tuple(document.faults), document.places))
    return _checked(document.value, read_tree(document.value, document.places, document.faults))


def _checked(tree: Mapping[str, Any] | None, reading: Reading) -> Checked:
    paths = _by_words(reading, tree)
    errors = tuple(_found(one, paths, tree) for one in reading.errors)
    return Checked(tree, reading, errors, tuple(_found(one, paths, tree) for one in reading.warnings))


def _by_words(reading: Reading, tree: Any) -> dict[str, list[tuple[int, Path]]]:
    """Every path by the words faults name it with. Only read where there is a fault."""
    if not reading.faults:
        return {}
    found: dict[str, list[tuple[int, Path]]] = {}
    lines = {path: place.line for path, place in reading.places.items()} or dict.fromkeys(_paths(tree), 0)
    for path, line in lines.items():
        found.setdefault(where_of(path, tree), []).append((line, path))
    return found


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def _found(fault: Fault, paths: Mapping[str, list[tuple[int, Path]]], tree: Any) -> Found:
    _, _, number = fault.place.rpartition(":")
    line = int(number) if number.isdecimal() else 0
    where = fault.where
    while where:
        if where in paths:
            # Two things of one name: the line says which is meant.
            _, path = min(paths[where], key=lambda one: abs(one[0] - line))
            address = address_of(path, tree)
            inside = field_of(path, tree) + _rest(fault.where, where)
            return Found(fault, address, inside, line, said_place(address, inside, tree))
        where = where[: max(where.rfind("."), where.rfind("["))] if "." in where or "[" in where else ""
    return Found(fault, "identity", "", line, Text(fault.where))


def said_place(address: str, inside: str, tree: Any) -> Text:
    """A place as people call it: 一般公共预算收入 · 分值."""
    section, _, name = address.partition(".")
    path = path_of(address, tree)
    held = value_at(tree, path) if path else None
    called = held.get("name") if name and isinstance(held, Mapping) else None
    if isinstance(called, Mapping):
        words = Text(str(called.get("zh", "")), str(called.get("en", "") or called.get("zh", "")))
    elif called:
        words = Text(str(called), str(called))
    else:
        found = find_term(f"Rulebook.{section}", section)
        words = found.text if found is not None else Text(name or section, name or section)
    keys = [step for step in inside.split(".") if step and not step.isdecimal()]
    label = find_term(*(f"{section}.{keys[0]}", keys[0])) if keys else None
    if label is None:
        return words
    return Text(f"{words.zh} · {label.zh}", f"{words.say('en')} · {label.en}")


def _rest(whole: str, part: str) -> str:
    """What the fault names beyond the last thing that was written: the key that is missing."""
    rest = whole[len(part) :]
    return rest if rest.startswith(".") else ""
