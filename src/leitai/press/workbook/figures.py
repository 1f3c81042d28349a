"""The sheet of figures: every cell the round was scored from, with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.assess.plan import counts
from leitai.engine.assess.reads import optional_reads, owed_reads
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.book import Book
from leitai.engine.figures import ROLES, STATUSES, VINTAGES
from leitai.engine.show import NO_SCORE
from leitai.press.workbook.layout import Layout
from leitai.press.workbook.table import Column, Item, number, text

MOST_DIGITS = 15  # what a spreadsheet keeps of a number; one with more is written as text


def cells_of_round(book: Book) -> list[CellRow]:
    """The cells of the snapshot that the result's own round reads; earlier rounds' own cells left out."""
    plan, period = book.plan, book.period
    groups = [group.id for group in book.groups()]
    reads = set(optional_reads(plan, period))
    for column in plan.columns:
        if any(counts(plan, column, group, period) for group in groups):
            reads |= owed_reads(plan, column, period)
    keys = {read.cell for read in reads} | {read.before for read in reads if plan.inputs[read.cell[0]].previous}
    rows = (CellRow(*row) for row in book.result["snapshot"]["cells"])
    return [row for row in rows if (row.indicator, row.role, row.period) in keys]


def figure_columns(layout: Layout) -> list[Column]:
    """One line a cell: contestants in the edition's order, then indicators in the edition's order."""
    book, say, lang = layout.book, layout.say, layout.lang
    inputs = book.plan.inputs
    order = {name: k for k, name in enumerate(inputs)}
    rows = sorted(
        (row for row in cells_of_round(book) if row.contestant in layout.line_of),
        key=lambda row: (book.plan.position[row.contestant], order[row.indicator], row.period, row.role),
    )
    roles = {key: words.say(lang) for key, words in ROLES.items()}
    roles |= {role.id: role.name.say(lang) for role in book.rulebook.roles}
    names = {one.id: one.name.say(lang) for one in book.rulebook.contestants}

    def column(key: str, items: Sequence[Item], muted: bool = False, most: float = 40) -> Column:
        return Column(say(key), items, right=False, muted=muted, most=most)

    return [
        column("name", [text(names[row.contestant]) for row in rows]),
        column("indicator", [text(inputs[row.indicator].name.say(lang)) for row in rows], most=30),
        column("period", [text(row.period) for row in rows]),
        column("role", [text(roles.get(row.role, row.role)) for row in rows]),
        Column(say("value"), [_value(row.value) for row in rows], most=30),
        column("unit", [text(_unit(layout, row)) for row in rows], muted=True),
        column("state", [text(STATUSES[row.status].say(lang)) for row in rows]),
        column("vintage", [text(VINTAGES[row.vintage].say(lang) if row.vintage else "") for row in rows], muted=True),
        column("source", [text(row.source) for row in rows], muted=True),
        column("note", [text(row.note) for row in rows], muted=True, most=50),
    ]


def _unit(layout: Layout, row: CellRow) -> str:
    if row.role == "ruling":
        return "分" if layout.lang == "zh" else "points"
    return layout.book.plan.inputs[row.indicator].unit


def _value(written: str | None) -> Item:
    if written is None:
        return Item(NO_SCORE)
    digits = written.lstrip("-").replace(".", "").lstrip("0")
    return number(written) if len(digits) <= MOST_DIGITS else Item(written)
