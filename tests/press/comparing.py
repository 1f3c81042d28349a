"""What a workbook shows once recalculated, held against the book: found by id, compared digit for digit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE, show_change
from leitai.press.words import NOTES, head_word
from leitai.press.workbook.layout import FIRST, HEAD, Layout, lay_out

Sheets = dict[str, list[list[str]]]
Difference = tuple[str, str, str, str]


def differences(book: Book, sheets: Sheets, lang: Lang = "zh") -> list[Difference]:
    """(sheet, whose, shown, published) wherever the two are not the same text."""
    layout = lay_out(book, lang)
    compared = list(comparisons(layout, sheets))
    assert compared, "nothing was compared"
    return [(sheet, whose, shown, published) for sheet, whose, shown, published in compared if shown != published]


def comparisons(layout: Layout, sheets: Sheets) -> Iterator[Difference]:
    """Every rank, total, change, base and node of the result, as shown and as published."""
    yield from _rankings(layout, sheets)
    yield from _tracks(layout, sheets)
    yield from _other_groupings(layout, sheets)


class Table:
    """A sheet as lines found by the contestants' ids, cells by the columns' heads."""

    def __init__(self, sheet: list[list[str]], lang: Lang) -> None:
        self.lang: Lang = lang
        self.head = next(row for row in sheet[HEAD:FIRST] if head_word("id", lang) in row)
        at = len(self.head) - 1 - self.head[::-1].index(head_word("id", lang))
        self.lines = {row[at]: row for row in sheet[FIRST:] if len(row) > at and row[at]}

    def cell(self, contestant: str, key: str) -> str:
        return self.lines[contestant][self.head.index(head_word(key, self.lang))]


def _rankings(layout: Layout, sheets: Sheets) -> Iterator[Difference]:
    book = layout.book
    for group in layout.groups:
        table = Table(sheets[group.ranking], layout.lang)
        for row in group.rows:
            yield from _standing(layout, table, group.ranking, row)
            first = table.head.index(head_word("total", layout.lang)) + 1
            for k, (_, top) in enumerate(group.tops):
                shown = table.lines[row.contestant][first + k]
                yield group.ranking, f"{row.contestant} {top.node.id}", shown, _published(layout, row, top.node.id)
            base = book.entry(book.period, row.contestant)["base"]
            if layout.adjusted and base is not None:
                yield group.ranking, f"{row.contestant} base", _plain(table.cell(row.contestant, "base")), _plain(base)


def _standing(layout: Layout, table: Table, sheet: str, row: Row) -> Iterator[Difference]:
    id_ = row.contestant
    yield sheet, f"{id_} rank", table.cell(id_, "rank"), str(row.rank) if row.rank else NO_SCORE
    yield sheet, f"{id_} total", table.cell(id_, "total"), row.score
    if head_word("change", layout.lang) in table.head:
        change = show_change(row.change, layout.book.plan.policies.progress)
        yield sheet, f"{id_} change", table.cell(id_, "change"), change


def _other_groupings(layout: Layout, sheets: Sheets) -> Iterator[Difference]:
    for grouping, sheet in layout.others:
        table = Table(sheets[sheet], layout.lang)
        for group in layout.book.groups(grouping.id):
            for row in layout.book.rows(group.id, grouping.id):
                yield from _standing(layout, table, sheet, row)


def _tracks(layout: Layout, sheets: Sheets) -> Iterator[Difference]:
    for group in layout.groups:
        for track in group.tracks:
            lines = sheets[track.name][FIRST:]
            for line, row in zip(lines, group.rows, strict=False):
                assert line[0] == " ".join(row.name.split()) or line[0] == row.name.strip()
                for column in track.columns:
                    published = _published(layout, row, column.node.id)
                    yield track.name, f"{row.contestant} {column.node.id}", line[column.column], published


def _published(layout: Layout, row: Row, node: str) -> str:
    """The book's text; where there is no score, the word for it."""
    cell = layout.book.cell(layout.book.period, row.contestant, node)
    assert cell is not None
    if cell.score != NO_SCORE or not cell.out:
        return cell.score
    return NOTES["exempt_cell" if "exempt" in cell.flags else "no_task_cell"].say(layout.lang)


def _plain(text: str) -> str:
    """A number whatever its spelling: 92.90 and 92.9 are one."""
    return format(Decimal(text).normalize(), "f")
