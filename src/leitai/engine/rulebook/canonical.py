"""The canonical spelling of an edition: only what differs from its default, every number in one way of writing.

An edition in YAML, in a workbook and inside a result have the same canonical form, hence the same digest.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.model import Membership, MethodUse, Rulebook, Words

SHORT: dict[type[BaseModel], str] = {Words: "zh", Membership: "id"}


def canonical(rulebook: Rulebook) -> dict[str, Any]:
    """The edition as a plain tree of mappings, lists, texts, whole numbers and true/false."""
    plain = plain_value(rulebook)
    assert isinstance(plain, dict)
    return plain


def number_text(value: Decimal) -> str:
    """A decimal as plain digits, without an exponent or trailing zeros.

    >>> number_text(Decimal("2.50")), number_text(Decimal("1E+2")), number_text(Decimal("-0.0"))
    ('2.5', '100', '0')
    """
    if not value:
        return "0"
    sign, digits, exponent = value.as_tuple()
    # Not Decimal.normalize(), which would round to the context's precision.
    text = "".join(map(str, digits))
    if isinstance(exponent, str):
        raise ValueError(f"not a number: {value}")
    if exponent >= 0:
        whole, rest = text + "0" * exponent, ""
    else:
        text = text.rjust(1 - exponent, "0")
        whole, rest = text[:exponent], text[exponent:].rstrip("0")
    return f"{'-' if sign else ''}{whole.lstrip('0') or '0'}{'.' + rest if rest else ''}"


def plain_value(value: Any) -> Any:
    """A value of the model, or a part of it, in the canonical spelling."""
    if isinstance(value, MethodUse):
        return _method(value)
    if isinstance(value, BaseModel):
        said = {
            name: plain_value(inner)
            for name, field in type(value).model_fields.items()
            if (inner := getattr(value, name)) != field.default or field.is_required()
        }
        short = SHORT.get(type(value))
        return said[short] if short is not None and set(said) == {short} else said
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    if isinstance(value, float):
        raise TypeError("a float has no exact text")
    # A required value that is None was written `none`.
    return "none" if value is None else value


def _method(use: MethodUse) -> dict[str, Any]:
    method = find_method(use.name, use.version)
    parameters: Any = use.parameters
    if method is not None:
        try:
            parameters = plain_value(method.parameters.model_validate(parameters))
        except ValidationError:
            parameters = plain_value(parameters)
    else:
        parameters = plain_value(parameters)
    said: dict[str, Any] = {"name": use.name, **parameters}
    if use.version != 1:
        said["version"] = use.version
    return said
