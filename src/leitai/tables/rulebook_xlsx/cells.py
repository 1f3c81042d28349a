"""One value of the edition in one cell, both ways.

Texts stand as they are, in quotation marks only where a cell would lose something (blanks at its ends, an empty text).
A list is divided by commas; a mapping is written `name: value`, one a line.

>>> into_cell({"deduct": "0.2", "cap": "1"}, Shape("choice", ("none",)), {})
'deduct: 0.2\\ncap: 1'
>>> from_cell("四舍五入 half_up", Shape("choice", ("half_up", "gbt8170"))), from_cell("甲,乙、 丙", Shape("list"))
('half_up', ['甲', '乙', '丙'])
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from leitai.engine.rulebook.anatomy import Shape, keys_of

Written = str | Decimal | datetime.date
YES_NO = {"true": "是", "false": "否"}
SEPARATORS = re.compile(r"[,,、;;\n]")
PAIR = re.compile(r"\s*([A-Za-z0-9_]+)\s*[::=]\s*(.*)", re.DOTALL)
# What a cell or its XML would change, and text that looks like an escape of theirs.
LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
MOST_DIGITS = 15


class NotPairs(ValueError):
    """A line of a cell that is not `name: value`."""


def into_cell(plain: Any, shape: Shape, labels: Mapping[str, str]) -> Written:
    """A canonical value as a cell holds it."""
    if isinstance(plain, bool):
        return YES_NO["true" if plain else "false"]
    if isinstance(plain, dict):
        return "\n".join(f"{key}: {_inline(value)}" for key, value in plain.items())
    if isinstance(plain, list):
        return ", ".join(str(value) for value in plain)
    text = str(plain)
    if text in shape.choices:
        return labels.get(text, text)
    if shape.kind in ("number", "whole", "per_group"):
        return _number(text)
    if shape.kind == "day":
        day = datetime.date.fromisoformat(text)
        return day if day.year > 1900 else text
    return quoted(text)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return YES_NO["true" if value else "false"]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return quoted(value) if isinstance(value, str) and "\n" not in value else json.dumps(value, ensure_ascii=False)


def _number(text: str) -> Written:
    """A number where a spreadsheet keeps every digit of it, else its text."""
    value = Decimal(text)
    digits = value.as_tuple().digits
    small = len(digits) <= MOST_DIGITS and -MOST_DIGITS <= value.adjusted() <= MOST_DIGITS
    return value if small else text


def quoted(text: str) -> str:
    """A text as it is, or as a JSON text where the cell alone would not keep it."""
    looks_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    if text and text == text.strip() and not looks_quoted and not LOST.search(text):
        return text
    return json.dumps(text, ensure_ascii=bool(LOST.search(text))).replace("_x", "\\u005fx")


def unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            read = json.loads(text)
        except ValueError:
            return text
        return read if isinstance(read, str) else text
    return text


def from_cell(text: str, shape: Shape) -> Any:
    """What a cell stands for, as a plain tree holds it. Raises NotPairs."""
    plain = unquoted(text)
    if shape.kind == "list":
        return [one for part in SEPARATORS.split(plain) if (one := part.strip())]
    if shape.kind == "numbers":
        return pairs(plain)
    if shape.kind == "flag":
        return {"是": "true", "否": "false"}.get(plain, plain.lower())
    if shape.kind == "day":
        return _day(plain)
    if shape.kind == "period":
        # A spreadsheet makes a day of 2023-06.
        return plain[:7] if re.fullmatch(r"[0-9]{4}-[0-9]{2}-01", plain) else plain
    if shape.choices:
        return _choice(plain, shape)
    return plain


def _choice(text: str, shape: Shape) -> Any:
    if text in shape.choices:
        return text
    last = text.split()[-1] if text.split() else text
    if last in shape.choices and PAIR.fullmatch(text) is None:
        return last
    if shape.part is not None and PAIR.match(text):
        shapes = keys_of(shape.part)
        return {key: from_cell(value, shapes.get(key, Shape("text"))) for key, value in pairs(text).items()}
    return text


def _day(text: str) -> str:
    match = DAY.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def pairs(text: str) -> dict[str, str]:
    """`name: value` lines. Raises NotPairs with the line that is none."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        match = PAIR.fullmatch(line)
        if match is None or match[1] in found:
            raise NotPairs(line.strip())
        found[match[1]] = match[2].strip()
    return found
