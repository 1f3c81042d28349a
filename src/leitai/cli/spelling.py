"""An edition as YAML text: its canonical content, in the order of the model, read back to the same digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leitai.cli.words import width

if TYPE_CHECKING:
    from leitai.engine.rulebook.model import Rulebook

WIDEST = 110
# Texts that mean themselves without quotation marks, also inside { } and [ ].
PLAIN = re.compile(r"-?[\w()（）《》〔〕“”、。，；：？！;·%‰/.+-]*\w[\w ()（）《》〔〕“”、。，；：？！;·%‰/.+-]*")
NOTHING = frozenset({"null", "Null", "NULL"})
HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_text(edition: Rulebook) -> str:
    """The edition as a YAML file."""
    from leitai.engine.rulebook.canonical import canonical

    return "\n".join(_mapping(canonical(edition), "")) + "\n"


def _mapping(plain: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in plain.items():
        head = f"{indent}{key}:"
        flow = _flow(value)
        if _is_flat(value) or (indent and width(f"{head} {flow}") <= WIDEST):
            yield f"{head} {flow}"
            continue
        yield head
        yield from _below(value, indent + "  ")


def _below(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value, indent)
        return
    for item in value:
        flow = _flow(item)
        if _is_flat(item) or width(f"{indent}- {flow}") <= WIDEST:
            yield f"{indent}- {flow}"
            continue
        first, *rest = _below(item, indent + "  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest


def _is_flat(value: Any) -> bool:
    return not value or not isinstance(value, dict | list)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if PLAIN.fullmatch(text) and text not in NOTHING and text == text.strip() and not text.startswith(("- ", "--")):
        return text
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
