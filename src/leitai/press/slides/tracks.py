"""Tracks by contestants: the heat table, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.compare import Field, Highlight, TrackCell, group_highlights, tracks
from leitai.engine.show import NO_SCORE
from leitai.press.disclosure import withheld
from leitai.press.findings import STOP
from leitai.press.palette import heat
from leitai.press.portions import portions
from leitai.press.release import Release
from leitai.press.slides.deck import Deck
from leitai.press.slides.tables import Column, Item, add_table, name_width
from leitai.press.slides.words import word

HEAT_ROWS, HEAT_COLUMNS = 14, 8
SENTENCES = 8


def add_heat(deck: Deck, group: str, name: str, field: Field) -> None:
    """Every track's score of every contestant, darker where more of the full points was had."""
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    table = tracks(book, group, field=field)
    if not table.tracks:
        return
    note = word("heat_note", lang, group=name, period=book.period)
    names = {row.contestant: book.contestant(row.contestant).name.say(lang) for row, _ in table.lines}
    wide = name_width(list(names.values()), 3.2)
    for across in portions(len(table.tracks), HEAT_COLUMNS):
        shown = [table.tracks[k] for k in across]
        columns = [Column(word("rank", lang), 0.7, centred=True), Column(word("name", lang), wide)]
        columns += [Column(track.name.say(lang), 1.35, centred=True) for track in shown]
        columns.append(Column(word("total", lang), 1.1, right=True))
        title = next((track for track in shown if track.best), None)
        for down in portions(len(table.lines), HEAT_ROWS):
            with quotes.at(deck.place):
                said = word("heat_even", lang, group=name)
                if title is not None:
                    best = STOP[lang].join(book.contestant(id_).name.say(lang) for id_ in title.best[:3])
                    said = word("heat_title", lang, group=name, track=title.name.say(lang), best=best)
                slide = deck.slide(said, note)
                lines = []
                for row, cells in (table.lines[k] for k in down):
                    line = [Item(quotes.rank(row)), Item(names[row.contestant])]
                    for track, cell in zip(shown, (cells[k] for k in across), strict=True):
                        line.append(_cell(deck, row.contestant, track.node, cell))
                    lines.append([*line, Item(quotes.score(row.contestant), bold=True)])
                add_table(deck, slide, columns, lines)


def _cell(deck: Deck, contestant: str, node: str, cell: TrackCell | None) -> Item:
    if cell is None or cell.shown == NO_SCORE:
        return Item(NO_SCORE, muted=True)
    return Item(deck.quotes.score(contestant, node), fill=heat(cell.rate), bold=cell.rank == 1)


def add_highlights(deck: Deck, release: Release, group: str, name: str, field: Field) -> None:
    """亮点, then 不足, chosen by rule, each with its clause; without what the audience may not be told."""
    hidden = withheld(release)
    found = [one for one in group_highlights(deck.quotes.book, group, field=field) if one.node not in hidden]
    for key, good in (("good", True), ("poor", False)):
        _sentences(deck, name, key, [one for one in found if one.good is good])


def _sentences(deck: Deck, group: str, key: str, found: Sequence[Highlight]) -> None:
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    if not found:
        return
    names = [book.contestant(one.contestant).name.say(lang) if one.contestant else "" for one in found]
    columns = [
        Column(word("name", lang), name_width(names, 3.0)),
        Column(word("indicator", lang), 2.7),
        Column(word("fact", lang), 7.4),
    ]
    for part in portions(len(found), SENTENCES):
        with quotes.at(deck.place):
            title = word(key, lang, group=group, n=quotes.count(len(found)))
            slide = deck.slide(title, word(f"{key}_note", lang))
            lines = []
            for one, name in ((found[k], names[k]) for k in part):
                sentence = quotes.highlight(one)
                indicator = one.name.say(lang)
                fact = sentence.removeprefix(f"{indicator}：").removeprefix(f"{indicator}: ")
                stands = f"{indicator}（{one.clause}）" if lang == "zh" else f"{indicator} ({one.clause})"
                whose = Item(name or word("everyone", lang), bold=bool(name))
                lines.append([whose, Item(stands if one.clause else indicator, muted=True), Item(fact)])
            add_table(deck, slide, columns, lines, high=True)
