"""Names of sheets: at most 31 characters, none that a spreadsheet forbids, no two the same but for case."""

from __future__ import annotations

import re

LONGEST = 31
# `_x000D_` is how a workbook writes a control character, and is read back as one.
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+|_x[0-9A-Fa-f]{4}_")
RESERVED = frozenset({"history", "历史记录"})


class Names:
    """Gives each sheet a name of its own.

    >>> names = Names()
    >>> names.take("收入/支出"), names.take("收入:支出"), names.take("A" * 40)
    ('收入 支出', '收入 支出 2', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA…')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set(RESERVED)

    def take(self, wanted: str) -> str:
        clean = " ".join(FORBIDDEN.sub(" ", wanted).split()).strip("'") or "—"
        number = 1
        while True:
            tail = "" if number == 1 else f" {number}"
            name = shortened(clean, LONGEST - len(tail)) + tail
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
            number += 1


def shortened(text: str, room: int) -> str:
    """The text, or its beginning and an ellipsis; counted as a spreadsheet counts, in UTF-16 units."""
    if _units(text) <= room:
        return text
    while _units(text) > room - 1:
        text = text[:-1]
    return text.rstrip(" '") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def sheet_reference(name: str) -> str:
    """A sheet's name as it stands before `!` in a formula."""
    return "'" + name.replace("'", "''") + "'"
