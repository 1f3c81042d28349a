"""The permission matrix of exhibition: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.web.exhibition.services.mapping import set_map, stage_map
from tests.cast import PLACE, Cast
from tests.pages.assessment.permissions import FOLLOWERS, FORM, NO, READ, SHUT, act, line, published, scored
from tests.pages.collection.permissions import OFFICE, PARTS, WIDE
from tests.pages.permissions import FORBIDDEN, HIDDEN, MOVED, NOT_THERE, OK, WRONG_WAY, Line

# The inner audience: everybody with a post in the contest.
INSIDE = {(*WIDE, *PARTS): READ}
TILES = b'{"tiles": {"xiqiao": [0, 0], "linchuan": [1, 0]}}'
LINES = (
    Line("exhibition:index", READ),
    line("exhibition:publication", INSIDE, SHUT, number="number"),
    line("exhibition:publication", {}, SHUT, number="2023-Q1-9"),
    line("exhibition:group", INSIDE, SHUT, number="number", group="g"),
    line("exhibition:group", {}, SHUT, number="number", group="nothing"),
    line("exhibition:unit", INSIDE, SHUT, number="number", unit="xiqiao"),
    line("exhibition:unit", {}, SHUT, number="number", unit="atlantis"),
    line("exhibition:node", INSIDE, SHUT, number="number", unit="xiqiao", node="gdp"),
    line("exhibition:node", {}, SHUT, number="number", unit="xiqiao", node="nothing"),
    # It corrects nothing, so there is nothing to compare.
    line("exhibition:changed", {}, SHUT, number="number"),
    *(line(f"exhibition:{name}", INSIDE, SHUT, number="number") for name in ("wall", "briefing", "result", "pack")),
    line("exhibition:proof", {(*WIDE, *PARTS): (OK, OK)}, (HIDDEN, HIDDEN), number="number"),
    # The tests run as a demo does, where everybody may try to forge.
    act("exhibition:tamper", {(*WIDE, *PARTS): MOVED}, number="number"),
    # Not public: nobody outside sees that it is there.
    Line("exhibition:site", SHUT, open=SHUT, arguments={"number": "2023-Q1-1"}),
    Line("exhibition:site_file", SHUT, open=SHUT, arguments={"number": "2023-Q1-1", "path": "data/result.json"}),
    act("exhibition:make", {(*WIDE, *PARTS): MOVED}, number="number"),
    line("exhibition:map", {OFFICE: FORM, FOLLOWERS: (OK, FORBIDDEN)}),
    line("exhibition:map_preview", {OFFICE: (OK, MOVED), FOLLOWERS: NO}, digest="digest"),
    line("exhibition:map_preview", {OFFICE: NOT_THERE, FOLLOWERS: NO}, digest="nothing"),
    act("exhibition:map_back", {OFFICE: MOVED, FOLLOWERS: FORBIDDEN}, row="map"),
    act("exhibition:map_back", {OFFICE: HIDDEN, FOLLOWERS: FORBIDDEN}, row="missing"),
    line("exhibition:map_file", {(*OFFICE, *FOLLOWERS): READ}, SHUT, row="map"),
    line("exhibition:map_file", {}, SHUT, row="missing"),
    line(
        "exhibition:clips",
        {OFFICE: (OK, MOVED), (*(one for one in WIDE if one not in OFFICE), *PARTS): NO},
        number="number",
    ),
    line("exhibition:document", {}, (HIDDEN, WRONG_WAY), number="number", rendering="missing"),
)


def prepare(cast: Cast) -> Mapping[str, Any]:
    number = published(cast, scored(cast)).number
    at = datetime.datetime(2023, 5, 6, 9, tzinfo=PLACE)
    row = set_map(actor=cast["office"], at=at, name="map.json", content=TILES)
    digest = stage_map(actor=cast["office"], at=at, name="next.json", content=TILES + b"\n")
    return {"number": number, "missing": 999, "map": row.pk, "digest": digest}
