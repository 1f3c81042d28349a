"""What the types of the edition say about each key, in a form that other spellings of it can be made from.

>>> from leitai.engine.rulebook.model import Policies, Tree
>>> keys_of(Policies)["ties"].choices, keys_of(Policies)["ties"].part.__name__, keys_of(Tree)["full"].kind
(('competition', 'dense'), 'TieBreakers', 'per_group')
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from leitai.engine.rulebook.model import Branch, Membership, MethodUse, Rulebook, Words

Kind = Literal[
    "text",
    "number",
    "whole",
    "day",
    "flag",
    "period",
    "choice",  # one of `choices`, or the mapping `part`
    "per_group",  # a number, or a number for each group
    "numbers",  # a mapping of ids to numbers
    "list",  # of `item`
    "words",
    "method",
    "member",
    "node",
    "part",  # the mapping `part`
]
PLAIN: Mapping[type, Kind] = {Decimal: "number", int: "whole", datetime.date: "day", bool: "flag", str: "text"}
WHOLE_PARTS: Mapping[type, Kind] = {Words: "words", MethodUse: "method", Membership: "member"}


class Shape(NamedTuple):
    """What a value may look like. `choices` are words it may be; `item` is what a list holds."""

    kind: Kind
    choices: tuple[str, ...] = ()
    part: type[BaseModel] | None = None
    item: Shape | None = None


@cache
def keys_of(part: type[BaseModel]) -> Mapping[str, Shape]:
    """The keys of a part of the edition (or of a method's parameters), in order."""
    return {key: shape_of(field) for key, field in part.model_fields.items()}


def shape_of(field: FieldInfo) -> Shape:
    return _shape(field.annotation, list(field.metadata))


def _shape(annotation: Any, marks: list[Any]) -> Shape:
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, [*marks, *more])
    validators = {getattr(mark.func, "__name__", "") for mark in marks if isinstance(mark, BeforeValidator)}
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Shape("choice", tuple(str(value) for value in inside))
    if origin is tuple:
        return Shape("list", item=_shape(inside[0], []))
    if origin is dict:
        return Shape("numbers")
    if origin in (Union, UnionType):
        return _union([_shape(one, []) for one in inside if one is not NoneType], marks, "_none_word" in validators)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(WHOLE_PARTS.get(annotation, "part"), part=annotation)
    if "_period" in validators:
        return Shape("period")
    return Shape(PLAIN[annotation])


def _union(shapes: list[Shape], marks: list[Any], none: bool) -> Shape:
    kinds = [shape.kind for shape in shapes]
    if len(shapes) == 1:
        return shapes[0]._replace(choices=("none",)) if none else shapes[0]
    if kinds == ["number", "numbers"]:
        return Shape("per_group")
    if kinds == ["number", "choice"]:
        return Shape("number", shapes[1].choices)
    if kinds == ["choice", "part"]:
        return Shape("choice", shapes[0].choices, shapes[1].part)
    if any(shape.part is Branch for shape in shapes):
        return Shape("node")
    raise TypeError(f"a union that is not known: {kinds}")


@cache
def parts() -> Mapping[str, type[BaseModel]]:
    """Every part of the edition by its name."""
    found: dict[str, type[BaseModel]] = {}
    todo: list[Any] = [Rulebook]
    while todo:
        one = todo.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one.__name__ not in found:
                found[one.__name__] = one
                todo += [field.annotation for field in one.model_fields.values()]
        else:
            todo += get_args(one)
    return found
