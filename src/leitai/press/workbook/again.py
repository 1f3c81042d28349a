"""The ranking sheets of the other groupings: the same totals, ranked anew within other groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.book import Row
from leitai.engine.rulebook.model import Grouping
from leitai.engine.show import NO_SCORE
from leitai.press.remarks import remarks
from leitai.press.workbook.formulas import rank
from leitai.press.workbook.layout import FIRST, Layout, reference
from leitai.press.workbook.ranking import Ranking, before_columns, breaker_text, key_text, tie_breakers
from leitai.press.workbook.table import Column, Item, number, text


@dataclass(frozen=True, slots=True)
class Line:
    """A contestant in its group; `first` and `last` are the lines of the ranked of that group."""

    group: str
    row: Row
    home: Ranking
    first: int
    last: int


def again_columns(layout: Layout, grouping: Grouping, rankings: Mapping[str, Ranking]) -> list[Column]:
    """Group after group; totals and what else is compared fetched from the contestants' own ranking sheets."""
    lines = _lines(layout, grouping, rankings)
    rows = [line.row for line in lines]
    changes = any(row.change or row.rank_before for row in rows)
    total = 5 if changes else 3
    breakers = tie_breakers(layout)
    keyed = any(line.home.key == "key" for line in lines)
    levels = [total + keyed, *range(total + keyed + 1, total + keyed + 1 + len(breakers))]
    found = [
        Column(layout.say("group"), [text(line.group) for line in lines], right=False, lead=True),
        Column(layout.say("rank"), _ranks(layout, lines, levels), bold=True),
    ]
    if changes:
        found += before_columns(layout, rows, total, 1, 2)
    found.append(Column(layout.say("name"), [text(row.name) for row in rows], right=False))
    found.append(Column(layout.say("total"), [_fetched(line, "total", line.row.score) for line in lines], bold=True))
    if keyed:
        found.append(Column(layout.say("key"), [_key(line) for line in lines], muted=True))
    for k, node in enumerate(breakers):
        head = layout.say("breaker", name=layout.name(layout.book.node(node)))
        items = [_fetched(line, f"breaker {k}", breaker_text(layout, node, line.row.contestant)) for line in lines]
        found.append(Column(head, items, muted=True))
    words = [text(remarks(layout.book, row, layout.lang)) for row in rows]
    found.append(Column(layout.say("flags"), words, right=False, muted=True, most=40))
    found.append(Column(layout.say("id"), [text(row.contestant) for row in rows], right=False, muted=True))
    return found


def _lines(layout: Layout, grouping: Grouping, rankings: Mapping[str, Ranking]) -> list[Line]:
    found: list[Line] = []
    for group in layout.book.groups(grouping.id):
        rows = layout.book.rows(group.id, grouping.id, lang=layout.lang)
        first = FIRST + len(found)
        last = first + sum(row.rank > 0 for row in rows) - 1
        for row in rows:
            home = rankings[layout.line_of[row.contestant][0].group.id]
            found.append(Line(group.name.say(layout.lang), row, home, first, last))
    return found


def _ranks(layout: Layout, lines: Sequence[Line], levels: Sequence[int]) -> list[Item]:
    dense = layout.book.plan.policies.ties == "dense"
    return [
        number(str(line.row.rank), rank(levels, at, line.first, line.last, dense))
        if line.row.rank
        else number(NO_SCORE)
        for at, line in enumerate(lines, start=FIRST)
    ]


def _fetched(line: Line, key: str, shown: str) -> Item:
    home = line.home
    there = reference(home.group.ranking, home.layout.line_of[line.row.contestant][1], home.at[key])
    return number(shown, there) if shown != NO_SCORE else Item(shown, there)


def _key(line: Line) -> Item:
    if not line.row.rank:
        return number(NO_SCORE)
    return _fetched(line, line.home.key, key_text(line.home, line.row))
