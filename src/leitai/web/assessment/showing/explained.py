"""One score explained: the sentences that re-add to it, the clause, the cells it was made of, who filed them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.assess.run import Run
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.book import Book
from leitai.engine.compare import losses
from leitai.engine.compare.losses import Loss
from leitai.engine.compare.sentences import loss_sentence, value_text
from leitai.engine.errors import Lang
from leitai.engine.explain import Trace, explain_score
from leitai.web.assessment.lines import line_reads
from leitai.web.assessment.selectors.listing import status_words
from leitai.web.assessment.showing.fields import field_in
from leitai.web.assessment.showing.unit import without_others
from leitai.web.collection.api import Origin, origins_of, role_aside


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the explanation: a node with its sentences, its children below it."""

    node: str
    name: str
    score: str
    level: int
    sentences: tuple[tuple[str, str], ...]
    children: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class CellShown:
    """A figure the score was read from, as it was frozen; `origin` None where nobody filed it."""

    indicator: str
    name: str
    role: str
    period: str
    value: str
    status: str
    vintage: str
    source: str
    note: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Peer:
    """Another unit of the group at the same node."""

    contestant: str
    name: str
    score: str
    value: str
    rank: int


@dataclass(frozen=True, slots=True)
class Explained:
    told: Told
    sentence: str
    clause: str
    definition: str
    line: Loss | None
    cells: tuple[CellShown, ...]
    peers: tuple[Peer, ...]


def explained(
    book: Book,
    run: Run,
    contestant: str,
    node: str,
    lang: Lang,
    contest: str,
    at: datetime.datetime,
    *,
    alone: bool = False,
    published: bool = False,
) -> Explained:
    """A node of a contestant. `contest`, `at`: where and when its figures were frozen. `alone`: nothing of any other
    unit. `published`: nor the lists it was only proposed for. KeyError where there is no such node."""
    trace = explain_score(run, contestant, node)
    if published:
        trace = trace.without("list")
    found = losses(book, contestant, field=field_in(book, str(book.entry(book.period, contestant)["group"])))
    if alone:
        found = without_others(found)
    line = next((one for one in found.lines if one.node == node), None)
    item = book.plan.items.get(node)
    return Explained(
        _told(trace, lang),
        loss_sentence(book, line, lang) if line is not None else "",
        getattr(item, "clause", ""),
        getattr(item, "definition", ""),
        line,
        tuple(_cells(book, run, contestant, node, lang, contest, at)),
        () if alone else tuple(_peers(book, contestant, node, lang)),
    )


def _told(trace: Trace, lang: Lang) -> Told:
    return Told(
        trace.node,
        trace.name.say(lang),
        trace.score,
        trace.level,
        tuple((one.kind, one.say(lang)) for one in trace.sentences),
        tuple(_told(child, lang) for child in trace.children),
    )


def _cells(
    book: Book, run: Run, contestant: str, node: str, lang: Lang, contest: str, at: datetime.datetime
) -> Sequence[CellShown]:
    """The rows of the snapshot the node reads, formulas followed down to what is filed."""
    keys = line_reads(book.plan, book.period, node)
    rows = [row for row in run.snapshot.cells if row.contestant == contestant and (row[1], row[3], row[2]) in keys]
    inputs = {row.indicator for row in rows}
    origins = {
        (one.indicator, one.period, one.role, one.vintage): one for one in origins_of(contest, contestant, inputs, at)
    }
    return [_cell(book, row, origins, lang) for row in rows]


def _cell(book: Book, row: CellRow, origins: dict[tuple[str, str, str, str], Origin], lang: Lang) -> CellShown:
    item = book.plan.inputs[row.indicator]
    unit = "分" if row.role == "ruling" else item.unit
    return CellShown(
        row.indicator,
        item.name.say(lang),
        role_aside(book.plan, row.role, lang),
        row.period,
        value_text(row.value or "", unit),
        status_words(row.status).say(lang),
        row.vintage,
        row.source,
        row.note,
        origins.get((row.indicator, row.period, row.role, row.vintage)),
    )


def _peers(book: Book, contestant: str, node: str, lang: Lang) -> Sequence[Peer]:
    group = str(book.entry(book.period, contestant)["group"])
    found = []
    for row in book.rows(group, None, None, lang):
        cell = book.cell(book.period, row.contestant, node)
        if cell is not None:
            unit = book.plan.inputs[node].unit if node in book.plan.inputs else ""
            found.append(Peer(row.contestant, row.name, cell.score, value_text(cell.value, unit), cell.rank))
    return sorted(found, key=lambda one: (one.rank == 0, one.rank))
