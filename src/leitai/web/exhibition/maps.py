"""The map of the place: which one is in force, who is on it, and how the wall draws it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import Group, Rulebook
from leitai.engine.show import NO_SCORE
from leitai.press.pages.board import Board, Line
from leitai.press.pages.shapes import Shapes, read_map
from leitai.web.exhibition.keeping import kept_file
from leitai.web.exhibition.models import PlaceMap
from leitai.web.rulebook.api import Edition, rulebook_of

FOLDER = "maps"


def map_at(at: datetime.datetime | None = None) -> PlaceMap | None:
    """The map in force at a time, or now; before the first one was set, the first."""
    rows = PlaceMap.objects.order_by("at", "pk")
    if at is None:
        return rows.last()
    return rows.filter(at__lte=at).last() or rows.first()


def shapes_in(row: PlaceMap) -> Shapes:
    """What a map draws, as uploaded. Raises FileNotFoundError where its file is gone or is another, or InputError."""
    content = kept_file(FOLDER, row.digest)
    if content is None:
        raise FileNotFoundError(row.digest)
    return read_map(content, None, row.name)


def rules_now() -> list[Rulebook]:
    """The newest published rules of each contest, the newest first."""
    newest: dict[str, Edition] = {}
    for one in Edition.objects.order_by("-published_at", "-pk").defer("text", "canonical"):
        newest.setdefault(one.book, one)
    return [rulebook_of(one) for one in newest.values()]


def units_now() -> Mapping[str, Text]:
    """Every contestant of these rules, by id: who may be on a map."""
    return {unit.id: Text(unit.name.zh, unit.name.en) for rules in rules_now() for unit in rules.contestants}


def plain_board(rulebook: Rulebook, group: Group, lang: Lang) -> Board:
    """A group before anything is published: its units without ranks, to see where each lies."""
    names = {unit.id: unit.name.say(lang) for unit in rulebook.contestants}
    lines = tuple(
        Line(one.id, names[one.id], 0, len(group.members), NO_SCORE, 0, "", "", (), (), (), ()) for one in group.members
    )
    return Board(group.id, group.name.say(lang), "", (), (), lines)
