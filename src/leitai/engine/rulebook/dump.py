"""An edition as YAML text: short parts on one line, long ones below one another; reading it gives the same digest.

Numbers, days and flags stand plain; a text that YAML could take for something else stands in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.model import Branch, Indicator, Rulebook
from leitai.engine.rulebook.yaml_tree import UNPRINTABLE

WIDTH = 110
# Starts with a letter or digit of any script, holds nothing that YAML gives a meaning, ends in no blank or colon.
PLAIN = re.compile(r"[^\W_](?:[\w .()（）、。“”〔〕《》·+/*<>=,，；：？！—%-]*[\w)）.。”〕》+%])?")
# What one YAML or another reads as a number, a day, a truth or nothing.
OTHER = re.compile(
    r"[-+.]?[0-9][0-9_,.:eE+-]*|0[xob].*|\.(inf|nan)|true|false|yes|no|on|off|y|n|null|none|~", re.IGNORECASE
)
UNQUOTED = frozenset({"number", "whole", "day", "flag", "per_group", "numbers", "choice", "period"})
PERIOD = re.compile(r"[0-9]{4}-[0-9HQ/]+")


def dump_yaml(rulebook: Rulebook) -> str:
    """The edition as the text of a file."""
    plain = canonical(rulebook)
    lines: list[str] = []
    for key, shape in keys_of(Rulebook).items():
        if key in plain:
            if isinstance(plain[key], dict | list) and shape.kind != "words":
                lines.append("")
            lines += _entry(key, plain[key], shape, 0)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, shape: Shape | None, indent: int) -> list[str]:
    """`key: value`, the value on the same line where it is short."""
    pad, name = " " * indent, _text(key, None, flow=False)
    line = f"{pad}{name}: {_flow(value, shape, flow=False)}"
    if not isinstance(value, dict | list) or (_is_short(value, shape) and len(line) <= WIDTH):
        return [line]
    return [f"{pad}{name}:", *_block(value, shape, indent + 2)]


def _block(value: Any, shape: Shape | None, indent: int) -> list[str]:
    if isinstance(value, dict):
        return [line for key, inner, below in _entries(value, shape) for line in _entry(key, inner, below, indent)]
    lines: list[str] = []
    pad = " " * indent
    for one in value:
        item = _item_of(shape, one)
        line = f"{pad}- {_flow(one, item, flow=False)}"
        if not isinstance(one, dict | list) or (_is_short(one, item) and len(line) <= WIDTH):
            lines.append(line)
        else:
            first, *rest = _block(one, item, indent + 2)
            lines += [f"{pad}- {first.lstrip(' ')}", *rest]
    return lines


def _is_short(value: Any, shape: Shape | None) -> bool:
    """Whether a part may stand on one line: nodes and lists of parts do not."""
    if shape is not None and shape.part in (Indicator, Branch):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return all(
        not isinstance(one, dict | list) or all(not isinstance(deep, dict | list) for deep in _inside(one))
        for one in inner
    )


def _inside(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value


def _entries(value: dict[str, Any], shape: Shape | None) -> Iterator[tuple[str, Any, Shape | None]]:
    """The keys of a mapping with what each may hold, in the order of the type."""
    shapes: dict[str, Shape] = {}
    if shape is not None and shape.kind == "method":
        method = find_method(value["name"], int(value.get("version", 1)))
        part: type[BaseModel] | None = method.parameters if method is not None else None
        shapes = {"name": Shape("text"), "version": Shape("whole"), **(keys_of(part) if part is not None else {})}
    elif shape is not None and shape.part is not None:
        shapes = dict(keys_of(shape.part))
    order = [key for key in shapes if key in value] + [key for key in value if key not in shapes]
    for key in order:
        below = shapes.get(key)
        if shape is not None and shape.kind in ("per_group", "numbers"):
            below = Shape("number")
        yield key, value[key], below


def _item_of(shape: Shape | None, value: Any) -> Shape | None:
    item = shape.item if shape is not None else None
    if item is not None and item.kind == "node":
        return Shape("part", part=Branch if "nodes" in value else Indicator)
    return item


def _flow(value: Any, shape: Shape | None, flow: bool = True) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(one, below)}' for key, one, below in _entries(value, shape))}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(one, _item_of(shape, one)) for one in value)}]"
    return _text(value, shape, flow)


def _text(value: Any, shape: Shape | None, flow: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    kind = shape.kind if shape is not None else "text"
    if kind in UNQUOTED and re.fullmatch(r"[\w.+-]+", text) and (kind != "period" or PERIOD.fullmatch(text)):
        quoted = kind == "choice" and text.isdecimal()
    else:
        quoted = (
            not PLAIN.fullmatch(text) or bool(OTHER.fullmatch(text)) or (flow and bool(re.search(r"[,，：:]", text)))
        )
    return _quoted(text) if quoted else text


def _quoted(text: str) -> str:
    said = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
