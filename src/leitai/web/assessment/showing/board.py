"""The scoreboard of a group: one line a unit, tracks as a heat table, movers, lists, best and worst on each track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from leitai.engine.book import Book, Row
from leitai.engine.compare import (
    Highlight,
    group_highlights,
    highlight_sentence,
    track_sentence,
    tracks,
)
from leitai.engine.compare.sentences import names_text
from leitai.engine.errors import Lang, Text
from leitai.engine.periods import sort_key
from leitai.engine.rulebook.model import Group
from leitai.engine.show import show_change, show_rate
from leitai.engine.words import ROUTINE
from leitai.web.assessment.books import Opened
from leitai.web.assessment.showing.drawing import share, sparkline
from leitai.web.assessment.showing.fields import KEPT, field_in

# How a score rate stands beside the others of its track, darkest first; shares of the group, cut from the top.
SHADES = 5


@dataclass(frozen=True, slots=True)
class TrackShown:
    """A unit's score on a track: text, rank, how dark its cell is (1 best to 5), how long its bar is."""

    node: str
    score: str
    rate: str
    rank: int
    shade: int
    bar: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's line."""

    row: Row
    change: str
    own: bool
    tracks: tuple[TrackShown | None, ...]
    history: str
    told: str
    flags: str
    lists: str
    grade: str


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list of the edition with its units; `confirmed` None: only proposed so far."""

    id: str
    name: str
    clause: str
    units: tuple[tuple[str, str], ...]
    confirmed: bool | None


@dataclass(frozen=True, slots=True)
class RiskShown:
    """An indicator that lags for some units: how many stand in each light, worst last, in the rulebook's words."""

    node: str
    name: str
    lit: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class LightsShown:
    """A table of lights over a group, the indicators with most units in the worst lights first."""

    name: str
    clause: str
    risks: tuple[RiskShown, ...]


@dataclass(frozen=True, slots=True)
class Board:
    group: Group
    name: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    unranked: int
    movers: Text
    sentences: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    lists: tuple[ListShown, ...]
    rounds: tuple[str, ...]
    lights: tuple[LightsShown, ...]


def board_of(
    book: Book,
    group: Group,
    lang: Lang,
    own: Collection[str] = (),
    confirmed: Mapping[str, Sequence[str]] | None = None,
) -> Board:
    """A group's board. `own`: the reader's units. `confirmed`: list → the contestants a person confirmed."""
    made = _board(Opened(book), group.id, lang)
    lines = tuple(replace(line, own=True) if line.row.contestant in own else line for line in made.lines)
    return replace(made, lines=lines, lists=tuple(_lists(book, group.id, lang, confirmed)))


# What does not depend on the reader is worked out once for each result.
@lru_cache(maxsize=KEPT)
def _board(opened: Opened, group_id: str, lang: Lang) -> Board:
    book = opened.book
    group = next(one for one in book.groups() if one.id == group_id)
    field = field_in(book, group.id)
    heat = tracks(book, group.id, field=field)
    rounds = _rounds(book)
    shades = {track.node: _shades([cells[i] for _, cells in heat.lines]) for i, track in enumerate(heat.tracks)}
    named = {row.contestant: row for row in book.rows(group.id, None, None, lang)}
    lines = []
    for row, cells in heat.lines:
        shown = tuple(
            None
            if cell is None
            else TrackShown(
                cell.node,
                cell.shown,
                show_rate(cell.rate),
                cell.rank,
                shades[cell.node].get(cell.rank, SHADES),
                share(cell.rate, Fraction(100), 60),
            )
            for cell in cells
        )
        ranks = _ranks(book, row.contestant, rounds)
        told = "、".join(f"{period} 第 {rank} 名" for period, rank in zip(rounds, ranks, strict=True) if rank)
        if lang == "en":
            told = ", ".join(f"{period}: {rank}" for period, rank in zip(rounds, ranks, strict=True) if rank)
        lines.append(
            Line(
                named[row.contestant],
                show_change(row.change, book.plan.policies.progress, lang),
                False,
                shown,
                sparkline(ranks, row.of),
                told,
                _and(lang, [book.flag(flag, lang) for flag in row.flags if flag not in ROUTINE]),
                _and(lang, [_award(book, one, lang) for one in row.lists]),
                _grade(book, row.grade, lang),
            )
        )
    highlights = group_highlights(book, group.id, field=field)
    return Board(
        group,
        group.name.say(lang),
        tuple((track.node, track.name.say(lang)) for track in heat.tracks),
        tuple(lines),
        sum(1 for line in lines if not line.row.rank),
        _movers(book, heat.rose, heat.rose_by, heat.fell, heat.fell_by),
        tuple(track_sentence(book, track, lang) for track in heat.tracks),
        tuple(_highlight(book, one, lang) for one in highlights if one.good),
        tuple(_highlight(book, one, lang) for one in highlights if not one.good),
        (),
        rounds,
        tuple(_lights(book, group.id, lang)),
    )


def _lights(book: Book, group: str, lang: Lang) -> Sequence[LightsShown]:
    """Where targets are at risk: by table of lights, the indicators that are not in the best light everywhere."""
    entries = [entry for entry in book.result["values"][book.period].values() if entry["group"] == group]
    found = []
    for table in book.rulebook.lights:
        counted: dict[str, Counter[str]] = {}
        for entry in entries:
            for node, lit in entry.get("lights", {}).items():
                if table.id in lit:
                    counted.setdefault(node, Counter())[lit[table.id]] += 1
        order = [band.id for band in table.bands]
        lagging = [node for node, bands in counted.items() if any(bands[id_] for id_ in order[1:])]
        lagging.sort(key=lambda node: [-counted[node][id_] for id_ in reversed(order)])
        risks = tuple(
            RiskShown(
                node,
                book.node(node).name.say(lang),
                tuple((band.symbol, band.name.say(lang), counted[node][band.id]) for band in table.bands),
            )
            for node in lagging
        )
        if risks:
            found.append(LightsShown(table.name.say(lang), table.clause, risks))
    return found


def _highlight(book: Book, one: Highlight, lang: Lang) -> str:
    """With whose it is, where it is about one unit."""
    said = highlight_sentence(book, one, lang)
    if not one.contestant:
        return said
    name = book.contestant(one.contestant).name.say(lang)
    return f"{name}{said}" if lang == "zh" else f"{name}, {said}"


def _shades(cells: Sequence[object]) -> dict[int, int]:
    """Rank → shade: fifths of those who have a rank; who shares a rank shares the shade."""
    ranks = sorted({getattr(cell, "rank", 0) for cell in cells if cell is not None} - {0})
    if len(ranks) < 2:
        return dict.fromkeys(ranks, 3)
    return {rank: 1 + at * SHADES // len(ranks) for at, rank in enumerate(ranks)}


def _rounds(book: Book) -> tuple[str, ...]:
    """The rounds the result knows ranks of, in order: those it keeps of publications before it, and its own."""
    earlier = set(book.result["earlier"].get("rounds", {})) | set(book.result["values"])
    return tuple(sorted(earlier, key=sort_key))


def _ranks(book: Book, contestant: str, rounds: Sequence[str]) -> list[int]:
    found = []
    for period in rounds:
        table = book.result["values"].get(period) or book.result["earlier"]["rounds"][period]
        entry = table.get(contestant, {})
        found.append(entry.get("places", {}).get(book.rulebook.peers, {}).get("rank", 0))
    return found


def _movers(book: Book, rose: Sequence[str], rose_by: int, fell: Sequence[str], fell_by: int) -> Text:
    """Who rose and who fell most, in places."""
    parts = []
    for units, by, zh, en in (
        (rose, rose_by, "上升最多的是", "rose most:"),
        (fell, fell_by, "下降最多的是", "fell most:"),
    ):
        if units and by:
            zh += f"{names_text(book, units, 'zh')}（{abs(by)} 位）"
            en += f" {names_text(book, units, 'en')} ({abs(by)} places)"
            parts.append(Text(zh, en))
    english = "; ".join(one.en for one in parts)
    return Text("；".join(one.zh for one in parts), english[:1].upper() + english[1:])


def _lists(book: Book, group: str, lang: Lang, confirmed: Mapping[str, Sequence[str]] | None) -> Sequence[ListShown]:
    found = []
    for award, there, rows in book.lists():
        if there != group:
            continue
        chosen = None if confirmed is None or award.id not in confirmed else set(confirmed[award.id])
        units = tuple(
            (row.contestant, book.contestant(row.contestant).name.say(lang))
            for row in rows
            if chosen is None or row.contestant in chosen
        )
        if rows:
            found.append(ListShown(award.id, award.name.say(lang), award.clause, units, chosen is not None))
    return found


def _award(book: Book, id_: str, lang: Lang) -> str:
    return next((one.name.say(lang) for one in book.rulebook.awards if one.id == id_), id_)


def _grade(book: Book, id_: str, lang: Lang) -> str:
    return next((one.name.say(lang) for one in book.rulebook.grades if one.id == id_), "") if id_ else ""


def _and(lang: Lang, words: Sequence[str]) -> str:
    return ("、" if lang == "zh" else ", ").join(words)
