"""The pages of the site, one after another: rankings, a page a unit, a page an indicator, data, how to check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leitai.engine.errors import Lang
from leitai.press.pages import render
from leitai.press.pages.board import Board, boards_of, front_of
from leitai.press.pages.charts.bump import bump
from leitai.press.pages.charts.places import places
from leitai.press.pages.lists import lists_shown
from leitai.press.pages.shapes import Shapes
from leitai.press.release import Release
from leitai.press.site.data import RESOURCES
from leitai.press.site.indicator import indicator_view
from leitai.press.site.names import page_names
from leitai.press.site.unit import Known, unit_view

PACKAGE = "leitai.press.site"
Newer = tuple[str, str]


def pages_of(
    release: Release,
    shapes: Shapes,
    newer: Newer | None,
    sizes: Mapping[str, int],
    known: Mapping[str, Known],
    langs: Sequence[Lang],
    lang: Lang,
) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every page in one language."""
    book, boards = release.book, boards_of(release, lang)
    leaves = [column.indicator.id for column in book.plan.columns]
    units = page_names("unit", [line.contestant for board in boards for line in board.lines])
    indicators = page_names("indicator", leaves)
    up = "" if lang == langs[0] else "../"
    shared: dict[str, Any] = {
        "front": front_of(release, lang),
        "about": release.particulars,
        "newer": newer,
        "safe_address": is_web_address(newer[1]) if newer else False,
        "units": units,
        "indicators": indicators,
        "up": up,
        "langs": langs,
    }

    def page(name: str, template: str, **context: object) -> tuple[str, bytes]:
        others = {one: _across(lang, one, langs) + name for one in langs if one != lang}
        return name, render(PACKAGE, template, lang, {**shared, "others": others, "here": name, **context})

    groups = [_group(release, board, shapes, lang) for board in boards]
    yield page("index.html", "index.html", groups=groups)
    for board in boards:
        for line in board.lines:
            view = unit_view(release, known[line.contestant], board, line, lang)
            yield page(units[line.contestant], "unit.html", view=view, board=board, line=line)
    for leaf in leaves:
        indicator = indicator_view(release, boards, leaf, lang)
        if indicator.groups:
            yield page(indicators[leaf], "indicator.html", view=indicator)
    yield page("data.html", "data.html", resources=RESOURCES, sizes=sizes)
    yield page("check.html", "check.html")


def _group(release: Release, board: Board, shapes: Shapes, lang: Lang) -> Mapping[str, object]:
    book = release.book
    leaves = [node for node in book.nodes_of(board.group) if node.column is not None]
    return {
        "board": board,
        "moves": bump(book, board, lang),
        "map": places(book.rulebook, board, shapes, lang),
        "lists": lists_shown(release, board, lang),
        "leaves": [(node.id, node.name.say(lang)) for node in leaves],
    }


def _across(own: Lang, other: Lang, langs: Sequence[Lang]) -> str:
    """The way from a page in one language to the same in another."""
    out = "" if own == langs[0] else "../"
    return out + ("" if other == langs[0] else f"{other}/")


def is_web_address(address: str) -> bool:
    """Whether a link may be made of it: a web address or a path beside this site, never a script."""
    return address.startswith(("https://", "http://", "../", "./"))
