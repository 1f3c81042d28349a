"""What the types found, as faults: one fault one line, at the value that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from leitai.engine.errors import Fault, Text, shorten
from leitai.engine.rulebook.faults import fault, hint, listed
from leitai.engine.rulebook.model import TAGS
from leitai.engine.rulebook.places import Path, Places, at, place_of, where_of, written_part

MOST_FAULTS = 1000
EXPECTED = re.compile(r"'([^']*)'")
TEXT, MAPPING, LIST = Text("文字", "text"), Text("键: 值", "a mapping"), Text("列表（- 开头的各项）", "a list")
KINDS = {"string_type": TEXT, "model_type": MAPPING, "dict_type": MAPPING, "tuple_type": LIST, "list_type": LIST}
# What a validator of the model raised → the fault's code.
RAISED = {"number_text": "RB-025", "whole": "RB-026", "day": "RB-027", "period": "RB-028", "offset": "RB-029"}
RAISED |= {"interval": "RB-030", "flag": "RB-031", "parameters": "RB-073"}
LIMITS = {"greater_than_equal": ("ge", "≥"), "less_than_equal": ("le", "≤"), "greater_than": ("gt", ">")}
LIMITS |= {"less_than": ("lt", "<")}


def shape_faults(
    error: ValidationError, model: type[BaseModel], tree: Any, places: Places, prefix: Path = ()
) -> list[tuple[Path, Fault]]:
    """Each of pydantic's errors as a fault with its path; `tree` is the whole tree, `prefix` where `model` stands."""
    found: list[tuple[Path, Fault]] = []
    own = own_errors(error, tree, prefix)
    typing_errors = misspellings(own)
    for details, path in own:
        if len(found) == MOST_FAULTS:
            place = place_of(places, path)
            return [*found, (path, fault("RB-040", place, "", count=len(own) - len(found)))]
        if details["type"] == "missing" and path in typing_errors:
            continue
        written = path if details["type"] == "missing" else written_part(path, tree)
        found.append((written, _fault(details, model, details["loc"], path, tree, places)))
    return found


def own_errors(error: ValidationError, tree: Any, prefix: Path = ()) -> list[tuple[ErrorDetails, Path]]:
    """Pydantic's errors with their paths, without those that only follow from another."""
    every = [(one, prefix + plain_path(one["loc"])) for one in error.errors(include_url=False, include_input=False)]
    # Items at fault are not counted, so a list of them is also called too short.
    return [(one, path) for one, path in every if one["type"] != "too_short" or not at(tree, path)]


def misspellings(own: list[tuple[ErrorDetails, Path]]) -> dict[Path, str]:
    """For missing keys, the unknown key each was probably written as: one mistake, not two."""
    unknown: dict[Path, list[str]] = {}
    for details, path in own:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(path[:-1], []).append(str(path[-1]))
    missing = [path for details, path in own if details["type"] == "missing" and path[:-1] in unknown]
    near = {path: get_close_matches(str(path[-1]), unknown[path[:-1]], n=1) for path in missing}
    return {path: close[0] for path, close in near.items() if close}


def plain_path(loc: Path) -> Path:
    """A place of pydantic's as a path into the tree."""
    return tuple(step for step in loc if step not in TAGS and step != "[key]")


def _fault(details: ErrorDetails, model: type[BaseModel], loc: Path, path: Path, tree: Any, places: Places) -> Fault:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        parent = path[:-1]
        return fault("RB-021", place_of(places, parent), where_of(parent, tree), key=path[-1])
    if kind == "extra_forbidden":
        allowed = _keys(model, loc[:-1])
        place, where = place_of(places, path), where_of(path, tree)
        near = hint(str(path[-1]), allowed)
        return fault("RB-022", place, where, key=path[-1], allowed=listed(allowed, 40), near=near)
    path = written_part(path, tree)
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
        quoted = str(path[-1]) if loc[-1] == "[key]" else shown(value)
        pattern = str(context.get("pattern", ""))
        if "#" in pattern:
            return fault("RB-035", place, where, value=quoted)
        return fault("RB-032", place, where, value=quoted, form=_form(pattern))
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
        return Text("字母或数字开头，只含字母、数字、-、_,最长 64", "letters, digits, - and _, at most 64")
    return Text(
        "小写字母开头，只含小写字母、数字、_,最长 64",
        "a lower-case letter, then lower-case letters, digits and _, at most 64",
    )


def _keys(model: type[BaseModel], loc: Path) -> list[str]:
    """The keys that are allowed at a place of pydantic's."""
    return list(dict.fromkeys(key for one in models_at(model, loc) for key in one.model_fields))


def field_at(model: type[BaseModel], loc: Path) -> FieldInfo | None:
    """The field a place of pydantic's ends in; None for a key that no model has."""
    steps = [step for step in loc if step not in ("<plain>", "<mapping>")]
    if not steps or not isinstance(steps[-1], str):
        return None
    return next(
        (m.model_fields[steps[-1]] for m in models_at(model, tuple(steps[:-1])) if steps[-1] in m.model_fields), None
    )


def models_at(model: type[BaseModel], loc: Path) -> list[type[BaseModel]]:
    """The models that may stand at a place of pydantic's, found by walking the annotations."""
    models: list[type[BaseModel]] = [model]
    for step in loc:
        if step == "<branch>" or step == "<indicator>":
            models = [m for m in models if m.__name__.lower() == str(step)[1:-1]]
        elif isinstance(step, str) and step not in TAGS:
            fields = [m.model_fields[step] for m in models if step in m.model_fields]
            models = [inner for f in fields for inner in _models(f.annotation)]
    return models


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
