"""赛道热力表: tracks by contestants of a group, with the best, the worst, and who moved most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Row
from leitai.engine.compare.field import Field, field_of
from leitai.engine.errors import Text


@dataclass(frozen=True, slots=True)
class TrackCell:
    """A track of one contestant: the score as shown, 得分率 in per cent, rank in the group (0: none)."""

    node: str
    shown: str
    rate: Fraction | None
    rank: int
    out: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A track of a group: who has its first rank, who its last, the median of 得分率; empty where nobody is ranked.

    One contestant alone, or all tied, is no best and no worst.
    """

    node: str
    name: Text
    clause: str
    best: tuple[str, ...]
    worst: tuple[str, ...]
    median_rate: Fraction | None


@dataclass(frozen=True, slots=True)
class Tracks:
    """The table: `lines` in the order of the ranking, `cells` of each in the order of `tracks`.

    rose, fell   who gained and lost most places since the round before, with how many; empty where nobody did
    """

    group: str
    period: str
    tracks: tuple[Track, ...]
    lines: tuple[tuple[Row, tuple[TrackCell | None, ...]], ...]
    rose: tuple[str, ...]
    rose_by: int
    fell: tuple[str, ...]
    fell_by: int


def tracks(book: Book, group: str, period: str | None = None, field: Field | None = None) -> Tracks:
    """The heat table of a group of peers; a cell is None where the track does not count for the contestant."""
    period = period or book.period
    field = field or field_of(book, group, period)
    tops = [book.plan.nodes[p] for p in book.plan.nodes[0].children if book.plan.nodes[p].id in field.nodes]
    rows = book.rows(group, None, period)
    lines = tuple((row, tuple(_cell(book, field, row.contestant, top.id) for top in tops)) for row in rows)
    gains = {row.contestant: row.rank_before - row.rank for row in rows if row.rank and row.rank_before}
    most, least = max([0, *gains.values()]), min([0, *gains.values()])
    return Tracks(
        group,
        period,
        tuple(_track(book, field, top.id) for top in tops),
        lines,
        tuple(id_ for id_, gain in gains.items() if most and gain == most),
        most,
        tuple(id_ for id_, gain in gains.items() if least and gain == least),
        -least,
    )


def _cell(book: Book, field: Field, contestant: str, node: str) -> TrackCell | None:
    cell = book.cell(field.period, contestant, node)
    if cell is None:
        return None
    entry = field.entry(node, contestant)
    return TrackCell(node, cell.score, entry.rate if entry else None, cell.rank, cell.out)


def _track(book: Book, field: Field, node: str) -> Track:
    item = book.plan.items[node]
    best, worst = ends(field, node)
    return Track(node, Text(item.name.zh, item.name.en), item.clause, best, worst, field.median_rate(node))


def ends(field: Field, node: str = ROOT) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is first and who is last at a node; nobody where all who have a rank share one."""
    ranked = field.ranked(node)
    if not ranked or ranked[0].rank == ranked[-1].rank:
        return (), ()
    return tuple(e.contestant for e in field.first(node)), tuple(e.contestant for e in field.last(node))
