"""A sample sum: figures a person types, the points the kernel gives, and the arithmetic of one of them line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from leitai.engine.errors import Lang, Text
from leitai.engine.manual.chapter import SumLine, sum_line, telling_row
from leitai.engine.manual.curve import curve_of
from leitai.engine.manual.sample import ladder_of, peers_of, role_samples, votes_of
from leitai.engine.manual.setting import Setting
from leitai.engine.quantities import QuantityError
from leitai.engine.rulebook.canonical import number_text

SPLIT = re.compile(r"[\s,，、;；]+")
MOST = 60
VALUE = Text("数值", "figures")
TARGET = Text("目标值", "targets")


@dataclass(frozen=True, slots=True)
class Entry:
    """A column of sample figures: the name of its input, what it is called, what is typed in it."""

    name: str
    label: Text
    text: str


@dataclass(frozen=True, slots=True)
class Worked:
    """The sum as it is shown: one row a figure, and the arithmetic of the first that tells something."""

    entries: tuple[Entry, ...]
    rows: tuple[tuple[tuple[str, ...], str], ...]
    lines: tuple[SumLine, ...]
    line_of: int
    problem: str = ""


def entries_of(setting: Setting, typed: Mapping[str, str], names: Mapping[str, Text]) -> tuple[Entry, ...]:
    """The columns a sum asks for, with what was typed or else figures that show the method at work."""
    figures = _defaults(setting)
    return tuple(
        Entry(
            name,
            VALUE if name == "value" else TARGET if name == "target" else names.get(name, Text(name)),
            typed.get(name) or " ".join(one or "" for one in column),
        )
        for name, column in figures.items()
    )


def _defaults(setting: Setting) -> dict[str, list[str | None]]:
    if not setting.method.reads_value:
        return {name: column[:4] for name, column in votes_of(setting).items()}
    curve = curve_of(setting)
    if setting.method.relative:
        values: list[str | None] = list(
            ladder_of(setting, 6)["value"] if curve and curve.kind == "places" else peers_of(setting)[::2]
        )
    else:
        telling = [dot for dot in (curve.table if curve else ()) if dot.y is not None]
        values = [number_text(dot.x) for dot in telling[-4:]] or ["100", "90"]
        values.reverse()
    return {"value": values, **{role: [number_text(one)] * len(values) for role, one in role_samples(setting).items()}}


def worked(setting: Setting, entries: tuple[Entry, ...], lang: Lang = "zh") -> Worked:
    """The points of each row, and the arithmetic of the first row that is neither full nor nothing."""
    columns: dict[str, list[str | None]] = {}
    for entry in entries:
        columns[entry.name] = [_number(one) for one in SPLIT.split(entry.text.strip()) if one][:MOST]
    first = columns.get("value") or max(columns.values(), key=len, default=[])
    count = len(first)
    if not count or any(entry is None for column in columns.values() for entry in column):
        problem = Text("请填数字，用空格或逗号隔开。", "Type numbers, with blanks or commas between them.").say(lang)
        return Worked(entries, (), (), 0, problem)
    for name, column in columns.items():
        columns[name] = (column + [column[-1] if column else None] * count)[:count]
    try:
        trial = setting.attempt(columns)
    except (ArithmeticError, QuantityError, ValueError):
        return Worked(entries, (), (), 0, Text("这组数字算不出来。", "These figures give nothing.").say(lang))
    points = trial.rounded(2)
    none = Text("须裁定", "needs a ruling").say(lang)
    names = list(columns)
    rows = tuple((tuple(columns[name][row] or "" for name in names), points[row] or none) for row in range(count))
    chosen = telling_row(trial, tuple(points))
    if chosen is None:
        return Worked(entries, rows, (), 0)
    lines = tuple(sum_line(line) for line in trial.lines(chosen))
    return Worked(entries, rows, lines, chosen + 1)


def _number(text: str) -> str | None:
    try:
        return number_text(Decimal(text.rstrip("%"))) if Decimal(text.rstrip("%")).is_finite() else None
    except InvalidOperation:
        return None
