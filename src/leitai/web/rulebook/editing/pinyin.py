"""Ids made from Chinese names: 地区生产总值增速 → dqsczzzs. An id is chosen once and never changes."""

from __future__ import annotations

import re
from collections.abc import Collection

from pypinyin import Style, lazy_pinyin

NOT_ID = re.compile(r"[^a-z0-9]+")
LONGEST = 24


def id_of_name(name: str, taken: Collection[str]) -> str:
    """The initials of a name, made different from the ids that are taken."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda other: NOT_ID.sub("", other.lower())))
    made = NOT_ID.sub("", letters.lower())[:LONGEST]
    if not made or not made[0].isalpha():
        made = f"x{made}"
    if made not in taken:
        return made
    return next(f"{made}{number}" for number in range(2, len(taken) + 3) if f"{made}{number}" not in taken)
