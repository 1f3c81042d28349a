"""The kinds of plain values an edition is made of: ids, numbers, days, periods, intervals, and how each is written."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from leitai.engine.periods import FORMS, is_offset, is_period
from leitai.engine.rulebook.interval import is_interval

NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?")
NodeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
UnitId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def _number(value: object) -> object:
    """Take the written text of a number; a float has already lost it and is refused."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("number_text")
    text = str(value).strip()
    if not NUMBER.fullmatch(text):
        raise ValueError("number_text")
    return Decimal(text)


def _none_word(value: object) -> object:
    return None if value == "none" else value


def _period(value: object) -> object:
    if not isinstance(value, str) or not is_period(value):
        raise ValueError(f"period: {FORMS}")
    return value


def _offset(value: object) -> object:
    if not isinstance(value, str) or not is_offset(value):
        raise ValueError("offset: -1y · -1q · -1m")
    return value


def _interval(value: object) -> object:
    if not isinstance(value, str) or not is_interval(value):
        raise ValueError("interval: [80, 90) · (-inf, 60) · 80..90")
    return value


def _day(value: object) -> object:
    """A day as `2025-03-31` only: pydantic alone would read `2025` as seconds since 1970."""
    if type(value) is datetime.date:
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("day: 2025-03-31")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("day: 2025-03-31") from None


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in FLAGS:
        raise ValueError("flag: true · false")
    return FLAGS[value.lower()]


def _floor(value: object) -> object:
    return value if value == "none" else _number(value)


def _whole(value: object) -> object:
    """A whole number as text or int; a float or `2.0` has been something else before."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not re.fullmatch(r"[+-]?[0-9]{1,9}", str(value)):
        raise ValueError("whole")
    return int(value)


def _plain_or_mapping(value: object) -> str:
    return "<mapping>" if isinstance(value, dict | BaseModel) else "<plain>"


# Which branch of a union is meant is seen before it is read, so that only that branch's faults are reported.
# The tags appear in pydantic's places; `load` leaves out whatever is in TAGS.
PLAIN, MAPPING, BY_KIND = Tag("<plain>"), Tag("<mapping>"), Discriminator(_plain_or_mapping)
TAGS = frozenset({"<plain>", "<mapping>", "<branch>", "<indicator>"})
_NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER.pattern}$"}]}
_NUMBER_OR_NONE_SCHEMA: dict[str, Any] = {"anyOf": [*_NUMBER_SCHEMA["anyOf"], {"const": "none"}]}
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
NumberOrNone = Annotated[
    Decimal | None,
    BeforeValidator(lambda value: value if value is None else _number(value)),
    BeforeValidator(_none_word),
    WithJsonSchema(_NUMBER_OR_NONE_SCHEMA),
]
Places = Annotated[
    Annotated[int, Field(ge=0, le=12)] | None,
    BeforeValidator(lambda value: value if value is None else _whole(value)),
    BeforeValidator(_none_word),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 12}, {"const": "none"}]}),
]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Floor = Annotated[Decimal | Literal["none"], BeforeValidator(_floor), WithJsonSchema(_NUMBER_OR_NONE_SCHEMA)]
Period = Annotated[str, BeforeValidator(_period)]
Offset = Annotated[str, BeforeValidator(_offset)]
IntervalText = Annotated[str, BeforeValidator(_interval)]
PerGroup = Annotated[Annotated[Number, PLAIN] | Annotated[dict[NodeId, Number], MAPPING], BY_KIND]


class Model(BaseModel):
    """Frozen, closed to unknown keys, its field descriptions shown by the schema in an editor."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
        defer_build=True,
    )
