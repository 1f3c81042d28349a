"""A plain value as YAML: short parts on one line, long ones below one another.

Every scalar of a rulebook is text to us, so quotation marks only keep other programs from taking it for something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from leitai.engine.rulebook.anatomy import Shape
from leitai.engine.rulebook.model import Branch, Indicator
from leitai.engine.rulebook.yaml_tree import UNPRINTABLE
from leitai.web.rulebook.editing.shapes import WHOLE, entries_of, item_shape

WIDTH = 110
# Starts with a letter or digit of any script, holds nothing that YAML gives a meaning, ends in no blank or colon.
PLAIN = re.compile(r"[^\W_](?:[\w .()（）、。“”〔〕《》·+/*<>=,，；：？！—%-]*[\w)）.。”〕》+%])?")
# What one YAML or another reads as a number, a day, a truth or nothing.
OTHER = re.compile(
    r"[-+.]?[0-9][0-9_,.:eE+-]*|0[xob].*|\.(inf|nan)|true|false|yes|no|on|off|y|n|null|none|~", re.IGNORECASE
)
UNQUOTED = frozenset({"number", "whole", "day", "flag", "per_group", "numbers", "choice", "period"})
BARE = re.compile(r"[A-Za-z0-9_.+-]+(?:/[0-9]{2})?")


def spelled(plain: Mapping[str, Any]) -> str:
    """A whole rulebook as the text of a file."""
    lines: list[str] = []
    for key, shape in entries_of(WHOLE, plain).items():
        if key in plain:
            if isinstance(plain[key], dict | list) and shape.kind != "words":
                lines.append("")
            lines += entry(key, plain[key], shape, 0)
    return "\n".join(lines) + "\n"


def entry(key: str, value: Any, shape: Shape | None, indent: int) -> list[str]:
    """`key: value`, the value on the same line where it is short."""
    head = f"{' ' * indent}{scalar(key, None)}:"
    line = f"{head} {flow(value, shape)}"
    if not isinstance(value, dict | list) or not value or (is_short(value, shape) and wide(line) <= WIDTH):
        return [line if isinstance(value, dict | list) else f"{head} {scalar(value, shape)}"]
    return [head, *block(value, shape, indent + 2)]


def block(value: Any, shape: Shape | None, indent: int) -> list[str]:
    """A mapping or a list, one entry below the other."""
    if isinstance(value, dict):
        return [line for key, inner, below in ordered(value, shape) for line in entry(key, inner, below, indent)]
    return [line for one in value for line in item(one, item_shape(shape, one), indent)]


def item(value: Any, shape: Shape | None, indent: int) -> list[str]:
    """`- value` of a list."""
    pad = " " * indent
    if not isinstance(value, dict | list):
        return [f"{pad}- {scalar(value, shape)}"]
    line = f"{pad}- {flow(value, shape)}"
    if not value or (is_short(value, shape) and wide(line) <= WIDTH):
        return [line]
    first, *rest = block(value, shape, indent + 2)
    return [f"{pad}- {first.lstrip(' ')}", *rest]


def flow(value: Any, shape: Shape | None) -> str:
    """A value in brackets, on one line."""
    if isinstance(value, dict):
        pairs = [f"{scalar(key, None, True)}: {flow(one, below)}" for key, one, below in ordered(value, shape)]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one, item_shape(shape, one)) for one in value) + "]"
    return scalar(value, shape, True)


def scalar(value: Any, shape: Shape | None, inside_brackets: bool = False) -> str:
    text = str(value)
    kind = shape.kind if shape is not None else "text"
    if kind in UNQUOTED and BARE.fullmatch(text) and not (kind == "choice" and text.isdecimal()):
        return text
    if (
        not PLAIN.fullmatch(text)
        or OTHER.fullmatch(text)
        or ": " in text
        or " #" in text
        or (inside_brackets and re.search(r"[,，：:]", text))
    ):
        said = json.dumps(text, ensure_ascii=False)
        return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
    return text


def ordered(value: Mapping[str, Any], shape: Shape | None) -> list[tuple[str, Any, Shape | None]]:
    """The entries of a mapping with their shapes, in the order of the type; what it does not know comes last."""
    shapes = entries_of(shape, value) if shape is not None else {}
    keys = [key for key in shapes if key in value] + [key for key in value if key not in shapes]
    return [(key, value[key], shapes.get(key)) for key in keys]


def is_short(value: Any, shape: Shape | None) -> bool:
    """Whether a part may stand on one line: nodes and lists of parts do not."""
    if shape is not None and shape.part in (Indicator, Branch):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return all(
        not isinstance(one, dict | list)
        or all(not isinstance(deep, dict | list) for deep in (one.values() if isinstance(one, dict) else one))
        for one in inner
    )


def wide(line: str) -> int:
    """The columns a line takes; a Chinese character takes two."""
    return sum(2 if ord(ch) > 0x2E7F else 1 for ch in line)
