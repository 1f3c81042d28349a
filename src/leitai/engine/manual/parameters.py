"""The parameters of a method in words: what may be written for each, what holds where it is left out, what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from leitai.engine.errors import Text
from leitai.engine.methods.method import Method
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.terms import find_term

REQUIRED = Text("必填", "required")


@dataclass(frozen=True, slots=True)
class ParameterText:
    """One parameter. `rows` are the columns of a table; `default` is empty where it must be written."""

    name: str
    title: Text
    kind: Text
    default: str
    required: bool
    what: Text
    rows: tuple[ParameterText, ...] = ()

    @property
    def left_out(self) -> Text:
        """What holds where it is not written."""
        return REQUIRED if self.required else Text(f"默认 {self.default}", f"default {self.default}")

    @property
    def said(self) -> Text:
        """Its name and its meaning as a sentence."""
        if not self.what.zh or self.what.zh == self.title.zh:
            return self.title
        return Text(f"{self.title.zh}：{self.what.zh}", f"{self.title.en}: {self.what.en}")


def parameters_of(method: Method) -> tuple[ParameterText, ...]:
    return tuple(_told(method, method.parameters))


def _told(method: Method, model: type[BaseModel]) -> Iterator[ParameterText]:
    for name, field in model.model_fields.items():
        term = find_term(f"{method.name}.{name}")
        description = " ".join((field.description or "").split())
        rows = row_of(field)
        yield ParameterText(
            name=name,
            title=term.text if term is not None else Text(name, name),
            kind=kind_of(field),
            default="" if field.is_required() else _written(field.default),
            required=field.is_required(),
            what=term.meaning if term is not None else Text(description, description),
            rows=tuple(_told(method, rows)) if rows is not None else (),
        )


def _written(default: Any) -> str:
    if isinstance(default, Decimal):
        return number_text(default)
    if isinstance(default, bool):
        return str(default).lower()
    return "none" if default is None else str(default)


def kind_of(field: FieldInfo) -> Text:
    """What may be written for a parameter."""
    kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType] or [field.annotation]
    kind: Any = kinds[0]
    if field.annotation is bool:
        return Text("true / false", "true / false")
    if kind is Decimal or kind is int:
        optional = NoneType in get_args(field.annotation)
        return Text("数或 none", "number or none") if optional else Text("数", "number")
    if row_of(field) is not None:
        return Text("表，每行如下", "table, each row as below")
    if get_args(field.annotation)[1:] == (...,):
        return Text("列表", "list")
    if any(getattr(limit, "pattern", None) for limit in field.metadata):
        return Text("编号", "id")
    return Text("区间，如 [80, 90)", "interval, such as [80, 90)")


def row_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model of the rows where the parameter is a table."""
    inner = get_args(field.annotation)
    if inner[1:] == (...,) and hasattr(inner[0], "model_fields"):
        row: type[BaseModel] = inner[0]
        return row
    return None
