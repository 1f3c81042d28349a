"""The scoreboard of a group in the web: the board of every document, with the reader's units, movers and risks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from leitai.engine.book import Book, Row
from leitai.engine.compare import Highlight, Tracks, group_highlights, highlight_sentence, track_sentence, tracks
from leitai.engine.compare.sentences import names_text
from leitai.engine.errors import Lang, Text
from leitai.press.pages import board as press
from leitai.press.remarks import remarks
from leitai.web.assessment.books import keyed
from leitai.web.assessment.showing.drawing import sparkline
from leitai.web.assessment.showing.fields import KEPT, field_in
from leitai.web.assessment.showing.lists import Confirmed, ListShown, lists_shown, marks_of
from leitai.web.foundation.api import Keyed


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's line: as every document has it, and what stands beside it here."""

    shown: press.Line
    own: bool
    history: str
    told: str
    remarks: str
    lists: str


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
    group: str
    name: str
    tracks: tuple[press.Track, ...]
    lines: tuple[Line, ...]
    rounds: int
    movers: Text
    sentences: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    lists: tuple[ListShown, ...]
    lights: tuple[LightsShown, ...]

    @property
    def unranked(self) -> bool:
        return any(not line.shown.rank for line in self.lines)


def board_of(
    book: Book,
    before: Book | None,
    group: str,
    lang: Lang,
    own: Collection[str] = (),
    confirmed: Confirmed | None = None,
) -> Board:
    """A group's board. `before`: the result of the round before. `own`: the reader's units. `confirmed`: of a
    publication, whom a person put on its lists."""
    made = _board(keyed(book), keyed(before) if before is not None else None, group, lang)
    lists = lists_shown(book, group, lang, confirmed)
    lines = tuple(
        replace(line, own=line.shown.contestant in own, lists=marks_of(lists, line.shown.contestant, lang))
        for line in made.lines
    )
    return replace(made, lines=lines, lists=lists)


# What does not depend on the reader is worked out once for each result.
@lru_cache(maxsize=KEPT)
def _board(opened: Keyed[Book], earlier: Keyed[Book] | None, group_id: str, lang: Lang) -> Board:
    book = opened.thing
    group = next(one for one in book.groups() if one.id == group_id)
    shown = press.board_of(book, earlier.thing if earlier is not None else None, group, lang)
    field = field_in(book, group_id)
    heat = tracks(book, group_id, field=field)
    rounds = [press.round_name(book, period, lang) for period in shown.periods]
    rows = {row.contestant: row for row in book.rows(group_id, lang=lang)}
    highlights = group_highlights(book, group_id, field=field)
    return Board(
        group_id,
        shown.name,
        shown.tracks,
        tuple(_line(book, line, rows[line.contestant], rounds, lang) for line in shown.lines),
        len(rounds),
        _movers(book, heat),
        tuple(track_sentence(book, track, lang) for track in heat.tracks),
        tuple(_highlight(book, one, lang) for one in highlights if one.good),
        tuple(_highlight(book, one, lang) for one in highlights if not one.good),
        (),
        tuple(_lights(book, group_id, lang)),
    )


def _line(book: Book, line: press.Line, row: Row, rounds: Sequence[str], lang: Lang) -> Line:
    ranks = [(name, rank) for name, rank in zip(rounds, line.past, strict=True) if rank]
    told = "、".join(f"{name}第 {rank} 名" for name, rank in ranks)
    if lang == "en":
        told = ", ".join(f"{name}: {rank}" for name, rank in ranks)
    return Line(line, False, sparkline(line.past, line.of), told, remarks(book, row, lang), "")


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


def _movers(book: Book, heat: Tracks) -> Text:
    """Who rose and who fell most, in places."""
    parts = []
    for units, by, zh, en in (
        (heat.rose, heat.rose_by, "上升最多的是", "rose most:"),
        (heat.fell, heat.fell_by, "下降最多的是", "fell most:"),
    ):
        if units and by:
            zh += f"{names_text(book, units, 'zh')}（{abs(by)} 位）"
            en += f" {names_text(book, units, 'en')} ({abs(by)} places)"
            parts.append(Text(zh, en))
    english = "; ".join(one.en for one in parts)
    return Text("；".join(one.zh for one in parts), english[:1].upper() + english[1:])
