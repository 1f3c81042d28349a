"""What the templates of collection need beside the builtins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from leitai.web.collection.showing import shown_value
from leitai.web.foundation.api import lang

register = template.Library()


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """{{ marks|at:held.state }}: the entry under a key, or nothing."""
    return table.get(key)


@register.filter
def value_of(held: Any) -> str:
    """A value, or the word for why there is none."""
    return shown_value(held.value, held.status).say(lang())
