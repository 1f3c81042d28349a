"""展板: each group's ranking and its tracks, A1 for the wall of the hall and A4 for the hand; one drawing, scaled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from leitai.engine.book import Row
from leitai.engine.compare import TrackCell, field_of, tracks
from leitai.engine.show import NO_SCORE
from leitai.press.boards.typesetting import thousandths
from leitai.press.boards.words import word
from leitai.press.findings import names_of, standing_finding
from leitai.press.palette import heat
from leitai.press.portions import portions
from leitai.press.quotes import Quotes
from leitai.press.workbook.look import width_of

Size = Literal["A1", "A4"]
SCALE: dict[Size, float] = {"A1": 594 / 210, "A4": 1.0}
ROWS: dict[Size, int] = {"A1": 64, "A4": 30}
ROOM, HIGHEST = 196.0, 17.0  # for the rows of a board and for one of them, in mm of the A4 drawing
WIDTH = 178.0
LETTERS, TWO_LINES = 0.62, 0.62  # of a row's height; of the usual letters
LONG, SMALL, SPARE = 34, 0.72, 0.88  # a name in half Chinese letters; of the usual letters; of a column's width
COLUMNS = 8
PODIUM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a board. `share`: a bar so many thousandths long instead of text; `size`: times the usual letters."""

    text: str = ""
    bold: bool = False
    muted: bool = False
    fill: str = ""
    share: int = -1
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column, so many mm wide, or with a part of what is left."""

    head: str
    width: float = 0
    flex: float = 0
    right: bool = False
    centred: bool = False


def boards_of(quotes: Quotes, size: Size) -> list[dict[str, Any]]:
    """Every board of a publication: of each group the ranking, then the tracks."""
    found: list[dict[str, Any]] = []
    for group in quotes.book.groups():
        name = group.name.say(quotes.lang)
        found += _rankings(quotes, group.id, name, size, len(found))
        found += _heats(quotes, group.id, name, size, len(found))
    return found


def _board(
    title: str, note: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], letters: float
) -> dict[str, Any]:
    return {
        "title": title,
        "size": 7.5 if width_of(title) <= 46 else 6.0,
        "note": note,
        "columns": [asdict(column) for column in columns],
        "rows": [{"cells": [asdict(cell) for cell in row]} for row in rows],
        "letters": _letters(len(rows), letters),
        "height": _height(len(rows)),
    }


def _names(rows: Sequence[Row], room: float, letters: float) -> dict[str, Cell]:
    """Names in letters that fit a column of so many mm: one size for all that are not long, a smaller one for those."""
    usual = [width for row in rows if (width := width_of(row.name)) <= LONG]
    size = min(1.0, max(_fits(max(usual, default=1), room, letters), SMALL))
    found = {}
    for row in rows:
        own = _fits(width_of(row.name), room, letters)
        fitted = size if own >= size else max(own, min(1.8 * own, TWO_LINES))
        found[row.contestant] = Cell(row.name, bold=0 < row.rank <= PODIUM, size=fitted)
    return found


def _fits(width: int, room: float, letters: float) -> float:
    """The part of the usual size at which a text stands on one line."""
    return SPARE * room / (width * letters / 2)


def _letters(rows: int, most: float) -> float:
    """The size of letters on a board with so many rows, in mm."""
    return min(_height(rows) * LETTERS, most)


def _height(rows: int) -> float:
    return min(ROOM / max(rows, 1), HIGHEST)


def _rankings(quotes: Quotes, group: str, name: str, size: Size, before: int) -> Iterator[dict[str, Any]]:
    book, lang = quotes.book, quotes.lang
    rows = book.rows(group, lang=lang)
    compared = any(row.change for row in rows)
    grades = {grade.id: grade.name.say(lang) for grade in book.rulebook.grades}
    totals = [Decimal(row.score) for row in rows if row.score != NO_SCORE]
    most = max([Decimal(1), *totals])
    columns = [Column(word("rank", lang), 15, centred=True)]
    columns += [Column(word("change", lang), 19, centred=True)] if compared else []
    columns += [Column(word("name", lang), flex=1.0), Column(word("bar", lang), flex=0.9)]
    columns.append(Column(word("total", lang), 24, right=True))
    columns += [Column(word("grade", lang), 20, centred=True)] if grades else []
    room = _room(columns)
    for number, part in enumerate(portions(len(rows), ROWS[size])):
        with quotes.at(str(before + number + 1)):
            title = word("ranking_more", lang, group=name) if number else standing_finding(book, group, quotes)
            names = _names([rows[k] for k in part], room, _letters(len(part), 5.6))
            lines = []
            for row in (rows[k] for k in part):
                line = [Cell(quotes.rank(row), bold=0 < row.rank <= PODIUM)]
                line += [Cell(quotes.change(row), muted=True)] if compared else []
                line += [
                    names[row.contestant],
                    _bar(row, most),
                    Cell(quotes.score(row.contestant), bold=True),
                ]
                line += [Cell(grades.get(row.grade, ""), muted=True, size=0.8)] if grades else []
                lines.append(line)
            yield _board(title, word("ranking_note", lang, group=name, period=book.period), columns, lines, 5.6)


def _room(columns: Sequence[Column]) -> float:
    """What the first column without a width of its own gets, in mm, its margins off."""
    rest = WIDTH - sum(column.width for column in columns)
    shared = [column.flex for column in columns if column.flex]
    return rest * shared[0] / sum(shared) - 2.4


def _bar(row: Row, most: Decimal) -> Cell:
    if row.score == NO_SCORE:
        return Cell()
    return Cell(share=max(thousandths(Decimal(row.score), most), 0))


def _heats(quotes: Quotes, group: str, name: str, size: Size, before: int) -> Iterator[dict[str, Any]]:
    book, lang = quotes.book, quotes.lang
    table = tracks(book, group, field=field_of(book, group))
    rows = {row.contestant: row for row in book.rows(group, lang=lang)}
    page = before
    note = word("heat_note", lang, group=name, period=book.period)
    for across in portions(len(table.tracks), COLUMNS):
        shown = [table.tracks[k] for k in across]
        columns = [Column(word("rank", lang), 13, centred=True), Column(word("name", lang), flex=2.0)]
        columns += [Column(track.name.say(lang), flex=0.8, centred=True) for track in shown]
        columns.append(Column(word("total", lang), 18, right=True))
        room, title = _room(columns), word("heat_title", lang, group=name)
        led = next((track for track in shown if track.best), None)
        for down in portions(len(table.lines), ROWS[size]):
            page += 1
            with quotes.at(str(page)):
                if led is not None:
                    best = names_of([rows[id_] for id_ in led.best], lang, quotes)
                    first = word("heat_best", lang, track=led.name.say(lang), best=best)
                    said = f"{title}，{first}" if lang == "zh" else f"{name}: {first}"
                here = [rows[table.lines[k][0].contestant] for k in down]
                names = _names(here, room, _letters(len(down), 4.5))
                lines = []
                for row, cells in (table.lines[k] for k in down):
                    line = [
                        Cell(quotes.rank(row)),
                        names[row.contestant],
                    ]
                    for track, cell in zip(shown, (cells[k] for k in across), strict=True):
                        line.append(_heat(quotes, row.contestant, track.node, cell))
                    lines.append([*line, Cell(quotes.score(row.contestant), bold=True)])
                yield _board(said if led is not None else title, note, columns, lines, 4.5)


def _heat(quotes: Quotes, contestant: str, node: str, cell: TrackCell | None) -> Cell:
    if cell is None or cell.shown == NO_SCORE:
        return Cell(NO_SCORE, muted=True)
    return Cell(quotes.score(contestant, node), fill=heat(cell.rate), bold=cell.rank == 1)
