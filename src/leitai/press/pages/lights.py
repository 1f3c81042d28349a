"""红黄绿灯 as the rulebook draws them: its symbols, its words, its colours, each on the ground it can be read on."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.engine.book import Book
from leitai.engine.errors import Lang
from leitai.press.pages.board import Board


@dataclass(frozen=True, slots=True)
class BandShown:
    """One light: `ground` is white or ink, whichever it stands out from."""

    id: str
    name: str
    symbol: str
    colour: str
    ground: str


@dataclass(frozen=True, slots=True)
class LightTable:
    """A table of lights for a group: `counts` of each line per band; only units that have any."""

    id: str
    name: str
    clause: str
    bands: tuple[BandShown, ...]
    lines: tuple[tuple[str, str, tuple[int, ...]], ...]


def lights_of(book: Book, board: Board, lang: Lang) -> tuple[LightTable, ...]:
    """Every table of lights that lit anything in the group, units in the order of the ranking."""
    found = []
    for table in book.rulebook.lights:
        bands = tuple(
            BandShown(band.id, band.name.say(lang), band.symbol, band.colour, ground_for(band.colour))
            for band in table.bands
        )
        lines = []
        for line in board.lines:
            lit = [by.get(table.id) for by in book.entry(board.period, line.contestant).get("lights", {}).values()]
            counts = tuple(lit.count(band.id) for band in bands)
            if any(counts):
                lines.append((line.contestant, line.name, counts))
        if lines:
            found.append(LightTable(table.id, table.name.say(lang), table.clause, bands, tuple(lines)))
    return tuple(found)


def ground_for(colour: str) -> str:
    """White or ink: the ground a colour has the greater contrast on (relative luminance of WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.066 else "#1c2430"
