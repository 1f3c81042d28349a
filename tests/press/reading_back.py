"""What a made file says, read back from it, and what the book says of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, NamedTuple

import pypdfium2
from pptx import Presentation

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Row
from leitai.engine.compare import account_of, losses, points_text
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE, show_change


class Number(NamedTuple):
    """A number found in a file: where, whose, what it states there, of which node, as it is printed."""

    where: str
    contestant: str
    what: str
    node: str
    text: str


class Names:
    """What names on paper stand for."""

    def __init__(self, book: Book, lang: Lang) -> None:
        self.rows: dict[str, Row] = {}
        for group in book.groups():
            self.rows |= {" ".join(row.name.split()): row for row in book.rows(group.id, lang=lang)}
        self.nodes = {node.name.say(lang): node.id for node in book.plan.nodes if node.level == 1}

    def row(self, said: str) -> Row:
        """The contestant of a name or of a bar's label, which gives the rank and the beginning of a long name."""
        rank, between, name = said.partition("　")
        wanted = name if between else said
        if wanted in self.rows:
            return self.rows[wanted]
        begun = [
            row
            for full, row in self.rows.items()
            if full.startswith(wanted.rstrip("…")) and (not between or str(row.rank) == rank)
        ]
        assert begun, said
        return begun[0]


HEADS = {
    "zh": {"名次": "rank", "较上期": "change", "总分": "score", "距首位": "behind"},
    "en": {"Rank": "rank", "Change": "change", "Total": "score", "Behind first": "behind"},
}
NAME = {"zh": "单位", "en": "Contestant"}


def slides_of(data: bytes) -> list[Any]:
    return list(Presentation(BytesIO(data)).slides)


def texts_of(slide: Any) -> list[str]:
    """Every text of a slide, cells of tables included."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def numbers_of_slides(data: bytes, book: Book, lang: Lang = "zh") -> Iterator[Number]:
    """Every number of the tables about contestants and of the charts, by the heads and names it stands under."""
    names = Names(book, lang)
    for number, slide in enumerate(slides_of(data), start=1):
        for shape in slide.shapes:
            if shape.has_table:
                yield from _table(shape.table, str(number), names, lang)
            if shape.has_chart:
                yield from _chart(shape.chart, str(number), names, lang)


def _table(table: Any, where: str, names: Names, lang: Lang) -> Iterator[Number]:
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    heads = lines[0]
    if NAME[lang] not in heads or HEADS[lang].keys().isdisjoint(heads):
        return
    for line in lines[1:]:
        row = names.row(line[heads.index(NAME[lang])])
        for head, text in zip(heads, line, strict=True):
            if head in HEADS[lang]:
                yield Number(where, row.contestant, HEADS[lang][head], ROOT, text)
            elif head in names.nodes:
                yield Number(where, row.contestant, "score", names.nodes[head], text)


def _chart(chart: Any, where: str, names: Names, lang: Lang) -> Iterator[Number]:
    """As the chart's own file has it, before any program made a float of it."""
    total = next(head for head, what in HEADS[lang].items() if what == "score")
    for series in chart.plots[0].series:
        labels = [str(category) for category in chart.plots[0].categories]
        points = {int(point.get("idx")): point.findtext("{*}v") for point in series._element.iterfind("{*}val//{*}pt")}
        for index, text in points.items():
            row = names.row(labels[index])
            if series.name in names.nodes:
                yield Number(where, row.contestant, "given", names.nodes[series.name], text)
            else:
                yield Number(where, row.contestant, "score" if series.name == total else "moved", ROOT, text)


def said_by_book(book: Book, number: Number) -> str:
    """What must be printed there, from the book and nothing else."""
    cell = book.cell(book.period, number.contestant, number.node)
    place = book.entry(book.period, number.contestant)["places"][book.rulebook.peers]
    if number.what == "score":
        return NO_SCORE if cell is None else cell.score
    if number.what == "rank":
        return str(cell.rank) if cell is not None and cell.rank else NO_SCORE
    if number.what == "change":
        return show_change(place.get("change", ""), book.plan.policies.progress)
    if number.what == "moved":
        return str(place.get("change", ""))
    if number.what == "given":
        part = next((p for p in account_of(book, number.contestant).parts if p.node == number.node), None)
        given = NO_SCORE if part is None else points_text(book, part.score).lstrip("≈")
        assert part is None or part.scale != 1 or cell is None or given == cell.score
        return given
    if number.what == "behind":
        first = book.rows(place["group"])[0]
        own = book.total(book.entry(book.period, number.contestant))
        return str(Decimal(first.score) - Decimal(own)) if place.get("rank") else NO_SCORE
    gap = number.what.removeprefix("gap_")
    line = next(one for one in losses(book, number.contestant).lines if one.node == number.node)
    there = {"first": line.first, "median": line.median, "next": line.next}[gap]
    if there is None or there.score_gap is None:
        return NO_SCORE
    apart = Decimal(-there.score_gap.numerator) / Decimal(there.score_gap.denominator)
    shown = apart.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return ("" if shown == apart else "≈") + ("+" if apart > 0 else "") + str(shown)


def pages_of(data: bytes) -> list[list[str]]:
    """The lines of every page of a pdf."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range().replace("\r", "").split("\n") for page in document]
    finally:
        document.close()


BOARD = re.compile(
    r"(?P<rank>\d+|—) (?:(?P<change>[↑↓→]\d+|—) )?(?P<name>.+?)(?P<numbers>(?: (?:-?\d+\.\d+|—))+)(?: \D+)?"
)


def numbers_of_boards(data: bytes, book: Book, lang: Lang = "zh") -> Iterator[Number]:
    """Every number on the lines of the boards; tracks stand in the edition's order, the total last."""
    names = Names(book, lang)
    for where, lines in enumerate(pages_of(data), start=1):
        for line in lines:
            found = BOARD.fullmatch(line.strip())
            if found is None or found["name"] not in names.rows:
                continue
            row = names.rows[found["name"]]
            entry = book.entry(book.period, row.contestant)
            numbers = found["numbers"].split()
            yield Number(str(where), row.contestant, "rank", ROOT, found["rank"])
            if found["change"]:
                yield Number(str(where), row.contestant, "change", ROOT, found["change"])
            yield Number(str(where), row.contestant, "score", ROOT, numbers[-1])
            tops = [node.id for node in book.nodes_of(entry["group"]) if node.level == 1]
            if len(numbers) > 1:
                for node, text in zip(tops, numbers[:-1], strict=True):
                    yield Number(str(where), row.contestant, "score", node, text)


UNIT = re.compile(
    r"(?P<score>-?\d+\.\d+|—) / (?P<full>\d+\.\d+) (?P<rank>\d+|—)"
    r" (?P<gap_first>≈?[+-]?\d+\.\d+|—) (?P<gap_median>≈?[+-]?\d+\.\d+|—) (?P<gap_next>≈?[+-]?\d+\.\d+|—)$"
)


def numbers_of_units(data: bytes, book: Book, lang: Lang = "zh") -> Iterator[Number]:
    """Every number on the lines of indicators and tracks of the unit pages. A page's foot says whose it is."""
    names = Names(book, lang)
    for lines in pages_of(data):
        row = next(names.rows[name] for line in lines if (name := line.rpartition(" · ")[0].strip()) in names.rows)
        group = book.entry(book.period, row.contestant)["group"]
        nodes = {node.name.say(lang): node.id for node in book.nodes_of(group)}
        for line in lines:
            found = UNIT.search(line)
            if found is None:
                continue
            name = max((name for name in nodes if line.startswith(f"{name} ")), key=len)
            for what in ("score", "rank", "gap_first", "gap_median", "gap_next"):
                yield Number(row.contestant, row.contestant, what, nodes[name], found[what])
