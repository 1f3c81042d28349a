"""What an indicator's page says: the clause, 口径, how it is scored, and everyone's value, score and rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Indicator
from leitai.engine.terms import value_term
from leitai.press.pages import say
from leitai.press.pages.board import Board, Shown, parent_names, shown
from leitai.press.pages.charts import Chart
from leitai.press.pages.charts.bars import Bar, bars
from leitai.press.release import Release


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit on an indicator."""

    contestant: str
    name: str
    value: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class GroupPart:
    """One group that has the indicator, with its full points."""

    name: str
    period: str
    full: str
    lines: tuple[UnitLine, ...]
    chart: Chart


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator's page: `facts` are (head, words) pairs."""

    node: str
    name: str
    unit: str
    facts: tuple[tuple[str, str], ...]
    groups: tuple[GroupPart, ...]


def indicator_view(release: Release, boards: Sequence[Board], leaf: str, lang: Lang) -> IndicatorView:
    """Everything on one indicator's page; no groups where nobody has it this round."""
    book = release.book
    node = book.node(leaf)
    assert node.column is not None
    column = book.plan.columns[node.column]
    indicator = column.indicator
    parts = []
    for board in boards:
        full = book.plan.points(column, board.group)
        of = sum(1 for line in board.lines if (cell := book.cell(board.period, line.contestant, leaf)) and cell.rank)
        lines = []
        for line in board.lines:
            cell = book.cell(board.period, line.contestant, leaf)
            if cell is not None:
                one = shown(book, line.contestant, leaf, of, full, lang)
                lines.append(UnitLine(line.contestant, line.name, cell.value, one))
        if lines:
            lines.sort(key=lambda one: (one.shown.rank == 0, one.shown.rank))
            found = [
                Bar(one.contestant, one.name, one.shown.score, one.shown.rank, one.shown.permille) for one in lines
            ]
            chart = bars(leaf, board.period, board.name, found, lang)
            parts.append(GroupPart(board.name, board.period, decimal_text(full), tuple(lines), chart))
    unit = "" if indicator.unit == "1" else indicator.unit
    track = say(lang, "，", ", ").join(parent_names(book, node, lang))
    return IndicatorView(leaf, node.name.say(lang), unit, _facts(release, indicator, track, lang), tuple(parts))


def _facts(release: Release, indicator: Indicator, track: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    book = release.book
    column = next(one for one in book.plan.columns if one.indicator is indicator)
    names = {one.id: one.name.say(lang) for one in book.rulebook.organisations}
    names |= {one.id: one.name.say(lang) for one in book.rulebook.contestants}
    better = (
        say(lang, "越低越好", "lower is better")
        if indicator.direction == "lower"
        else say(lang, "越高越好", "higher is better")
    )
    kind = value_term("Indicator", "period", indicator.period)
    pairs = (
        (say(lang, "赛道", "Track"), track),
        (say(lang, "条款", "Clause"), indicator.clause),
        (say(lang, "口径", "Definition"), indicator.definition),
        (say(lang, "计量单位", "Unit"), "" if indicator.unit == "1" else indicator.unit),
        (say(lang, "方向", "Direction"), better),
        (say(lang, "数据期", "Period"), kind.say(lang) if kind else ""),
        (say(lang, "计分方法", "Method"), column.method.title.say(lang)),
        (say(lang, "计算公式", "Formula"), indicator.formula),
        (say(lang, "数据责任部门", "Data department"), names.get(indicator.data_department or "", "")),
        (say(lang, "审核单位", "Verified by"), names.get(indicator.verifier or "", "")),
        (say(lang, "比对来源", "Held against"), indicator.counter_source),
    )
    return tuple(pair for pair in pairs if pair[1])
