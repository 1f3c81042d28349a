"""Text by its width on a terminal: a Chinese character takes two columns, and a line may break beside it."""

from __future__ import annotations

import re
import unicodedata

# Closing marks stay with what they close; opening ones with what they open.
TOKEN = re.compile(
    r"[“‘(（《【〔「]*(?:[^\x00-\u2e7f]|[^\s(\u2e80-\uffff]+|\()[,，。;；:：、!！?？”’)）》】〕」…·]*|\s+"
)


def width(text: str) -> int:
    """Columns a text takes on a terminal: two for a wide character, none for a mark that combines."""
    wide = sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)
    return wide - sum(1 for ch in text if unicodedata.combining(ch))


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """A paragraph broken between words and between Chinese characters, never before a closing mark."""
    lines, line = [], ""
    for token in TOKEN.findall(text):
        if line and width(line) + width(token.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += token if line or token.strip() else ""
    return [*lines, line.rstrip()] if line.strip() else lines
