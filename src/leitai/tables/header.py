"""The header of a figures table: which row it is, whether the table is long or wide, and what each column holds.

Long: one row a figure, columns `contestant, indicator, period, role, value, …`. Wide: units down, indicators across;
a header cell may carry more than the indicator: `gdp@target@2023-Q1`, `生产总值(亿元,目标)`, `生产总值 2023-Q1`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from leitai.engine.figures import ROLES
from leitai.engine.quantities import SPACES
from leitai.engine.units import is_known
from leitai.tables.limits import Options
from leitai.tables.words import VINTAGE, fold, header_column, is_ignored, narrow, read_period, role_lexicon

SEARCHED = 20
ROLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BRACKETS = re.compile(r"(?P<name>.*\S)\s*[(\uff08](?P<inside>[^()\uff08\uff09]*)[)\uff09]", re.DOTALL)
_TAIL = re.compile(r"(?P<name>.*\S)\s+(?P<word>\S+)", re.DOTALL)
_CALENDAR = frozenset({"年", "月", "日", "天", "季", "度"})
_CJK = r"[\u2e80-\u9fff\uff00-\uffef()]"


class Heading(NamedTuple):
    """A column of a wide table."""

    indicator: str
    role: str = ""
    period: str = ""
    vintage: str = ""
    unit: str = ""


class HeadingError(ValueError):
    """A header cell that cannot be read; the words at fault, and which part is said twice (or `""`)."""

    def __init__(self, word: str, twice: bool = False) -> None:
        super().__init__(word)
        self.word = word
        self.twice = twice


class Column(NamedTuple):
    """A header cell by its place. `name` is the column of a long table, `""` for an indicator of a wide one."""

    at: int
    written: str
    name: str


class Header(NamedTuple):
    """The columns that say something, in order, and what they make of the table."""

    columns: tuple[Column, ...]
    width: int
    long: bool


def clean_header(text: str) -> str:
    """Header cells are broken into lines by hand: a break between Chinese characters is nothing, else a space."""
    text = text.strip(SPACES)
    text = re.sub(rf"(?<={_CJK})[ \t]*[\r\n]+[ \t]*|[ \t]*[\r\n]+[ \t]*(?={_CJK})", "", text)
    return re.sub(r"[\r\n]+", " ", text)


def find_header(cells: Sequence[str]) -> Header | None:
    """The header this row is, if it is one: it names the contestants and at least one thing more."""
    columns = []
    width = 0
    for index, cell in enumerate(cells):
        written = clean_header(cell)
        if written:
            columns.append(Column(index, written, "#" if is_ignored(written) else header_column(written)))
            width = index + 1
    named = {column.name for column in columns}
    if "contestant" not in named or len(columns) < 2:
        return None
    if len(columns) == 2 and columns[0].written == "单位" and is_known(columns[1].written):
        return None  # 单位 | 亿元: the unit of the table below
    return Header(tuple(columns), width, bool(named & {"indicator", "value"}))


def read_heading(written: str, options: Options) -> Heading:
    """What a header cell of a wide table says. Raises HeadingError."""
    if written in options.names:
        return Heading(written)
    roles = role_lexicon(options.roles)
    said: dict[str, str] = {}

    def take(part: str, value: str) -> None:
        if said.setdefault(part, value) != value:
            raise HeadingError(written, twice=True)

    parts = [part.strip(SPACES) for part in re.split("[@\uff20]", written)]
    name = parts[0]
    for word in parts[1:]:
        found = _meaning(word, roles) or (("role", word) if may_be_role(word, options) else None)
        if found is None:
            raise HeadingError(word)
        take(*found)
    while name not in options.names:
        match = _BRACKETS.fullmatch(name)
        words = re.split(r"[,\uff0c、;\uff1b]\s*", match["inside"]) if match else []
        meanings = [_meaning(word, roles) or _unit(word, options.units) for word in words]
        if match is None or None in meanings:
            match = _TAIL.fullmatch(name)
            meanings = [_meaning(match["word"], roles)] if match else [None]
            if match is None or None in meanings:
                break
        for meaning in meanings:
            if meaning is not None:
                take(*meaning)
        name = match["name"].strip(SPACES)
    if not name:
        raise HeadingError(written)
    return Heading(name, **said)


def _meaning(word: str, roles: Mapping[str, str]) -> tuple[str, str] | None:
    folded = fold(word)
    if folded in roles:
        return "role", roles[folded]
    if folded in VINTAGE:
        return "vintage", VINTAGE[folded]
    period = read_period(word.strip(SPACES))
    return ("period", period) if period else None


def may_be_role(word: str, options: Options) -> bool:
    """A role some edition may declare; a slip of the pen in one of the fixed roles is not one."""
    return (
        options.roles is None and ROLE_NAME.fullmatch(word) is not None and not get_close_matches(word, ROLES, 1, 0.8)
    )


def _unit(word: str, units: Container[str]) -> tuple[str, str] | None:
    unit = "".join(ch for ch in narrow(word) if ch not in SPACES)
    if not unit or unit in _CALENDAR or unit[0].isdigit() or not is_known(unit, units):
        return None
    return "unit", unit
