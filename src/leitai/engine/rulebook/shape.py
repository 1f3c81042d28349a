"""What the types found, as faults: one fault one line, at the value that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leitai.engine.errors import Fault, Text, shorten
from leitai.engine.rulebook.faults import fault, hint, listed
from leitai.engine.rulebook.model import TAGS
from leitai.engine.rulebook.places import Path, Places, at, place_of, where_of

EXPECTED = re.compile(r"'([^']*)'")
TEXT, MAPPING, LIST = Text("文字", "text"), Text("键: 值", "a mapping"), Text("列表(- 开头的各项)", "a list")
KINDS = {"string_type": TEXT, "model_type": MAPPING, "dict_type": MAPPING, "tuple_type": LIST, "list_type": LIST}
# What a validator of the model raised → the fault's code.
RAISED = {"number_text": "RB-025", "whole": "RB-026", "day": "RB-027", "period": "RB-028", "offset": "RB-029"}
RAISED |= {"interval": "RB-030", "flag": "RB-031", "parameters": "RB-073"}
LIMITS = {"greater_than_equal": ("ge", "≥"), "less_than_equal": ("le", "≤"), "greater_than": ("gt", ">")}
LIMITS |= {"less_than": ("lt", "<")}


def shape_faults(
    error: ValidationError, model: type[BaseModel], tree: Any, places: Places, prefix: Path = ()
) -> list[tuple[Path, Fault]]:
    """Each of pydantic's errors as a fault with its path. `tree` is the whole plain tree, `prefix` where `model` stands."""
    every = [
        (details, prefix + tuple(step for step in details["loc"] if step not in TAGS and step != "[key]"))
        for details in error.errors(include_url=False, include_input=False)
    ]
    unknown: dict[Path, list[str]] = {}
    for details, path in every:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(path[:-1], []).append(str(path[-1]))
    found: list[tuple[Path, Fault]] = []
    for details, path in every:
        loc, value = details["loc"], at(tree, path)
        # A misspelt key is one mistake, not an unknown key and a missing one.
        if details["type"] == "missing" and get_close_matches(str(path[-1]), unknown.get(path[:-1], [])):
            continue
        # Items at fault are not counted, so a list of them would also be called too short.
        if details["type"] == "too_short" and isinstance(value, list) and value:
            continue
        written = _existing(path, tree) if details["type"] != "missing" else path
        found.append((written, _fault(details, model, loc, path, tree, places)))
    return found


def _existing(path: Path, tree: Any) -> Path:
    """The longest part of a path that was written (a plain name stands for `name.zh`)."""
    for end, step in enumerate(path):
        inside = step in tree if isinstance(tree, dict) else isinstance(tree, list) and isinstance(step, int)
        if not inside:
            return path[:end]
        tree = tree[step]
    return path


def _fault(
    details: ErrorDetails, model: type[BaseModel], loc: Path, path: Path, tree: Any, places: Places
) -> Fault:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        parent = path[:-1]
        return fault("RB-021", place_of(places, parent), where_of(parent, tree), key=path[-1])
    if kind == "extra_forbidden":
        allowed = _keys(model, loc[:-1])
        place, where = place_of(places, path), where_of(path, tree)
        near = hint(str(path[-1]), allowed)
        return fault("RB-022", place, where, key=path[-1], allowed=listed(allowed, 40), near=near)
    path = _existing(path, tree)
    place, where = place_of(places, path), where_of(path, tree)
    value = at(tree, path)
    if kind == "literal_error":
        values = EXPECTED.findall(str(context.get("expected", "")))
        return fault("RB-024", place, where, value=shown(value), allowed=listed(values), near=hint(str(value), values))
    if kind in KINDS:
        return fault("RB-023", place, where, value=shown(value), kind=KINDS[kind])
    if kind == "value_error":
        raised, _, forms = str(context.get("error", "")).partition(": ")
        if raised in RAISED:
            return fault(RAISED[raised], place, where, value=shown(value), forms=forms)
    if kind.startswith("bool_"):
        return fault("RB-031", place, where, value=shown(value), forms="true · false")
    if kind.startswith("int_"):
        return fault("RB-026", place, where, value=shown(value))
    if kind in LIMITS:
        name, sign = LIMITS[kind]
        return fault("RB-033", place, where, value=shown(value), limit=f"{sign} {context.get(name)}")
    if kind == "string_pattern_mismatch":
        name = str(path[-1]) if loc[-1] == "[key]" else shown(value)
        pattern = str(context.get("pattern", ""))
        if "#" in pattern:
            return fault("RB-035", place, where, value=name)
        return fault("RB-032", place, where, value=name, form=_form(pattern))
    if kind in ("too_short", "string_too_short"):
        return fault("RB-034", place, where, least=context.get("min_length", 1))
    return fault("RB-039", place, where, value=shown(value), problem=details["msg"])


def shown(value: object) -> Text | str:
    """A value as it is quoted in a fault."""
    if value is None:
        return Text("空", "empty")
    if isinstance(value, dict):
        return MAPPING
    if isinstance(value, list | tuple):
        return Text(f"{len(value)} 项的列表", f"a list of {len(value)}")
    return shorten(str(value), 60)


def _form(pattern: str) -> Text:
    if "A-Z" in pattern:
        return Text("字母或数字开头,只含字母、数字、-、_,最长 64", "letters, digits, - and _, at most 64")
    return Text(
        "小写字母开头,只含小写字母、数字、_,最长 64", "a lower-case letter, then lower-case letters, digits and _, at most 64"
    )


def _keys(model: type[BaseModel], loc: Path) -> list[str]:
    """The keys that are allowed at a place of pydantic's, found by walking the annotations."""
    models: list[type[BaseModel]] = [model]
    for step in loc:
        if step == "<branch>" or step == "<indicator>":
            models = [m for m in models if m.__name__.lower() == str(step)[1:-1]]
        elif isinstance(step, str) and step not in TAGS:
            fields = [m.model_fields[step] for m in models if step in m.model_fields]
            models = [inner for f in fields for inner in _models(f.annotation)]
    return list(dict.fromkeys(key for m in models for key in m.model_fields))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
