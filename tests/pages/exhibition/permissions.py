"""The permission matrix of exhibition: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cast import Cast
from tests.pages.assessment.permissions import READ, SHUT, act, line, published, scored
from tests.pages.collection.permissions import PARTS, WIDE
from tests.pages.permissions import HIDDEN, MOVED, OK, WRONG_WAY, Line

# The inner audience: everybody with a post in the contest.
INSIDE = {(*WIDE, *PARTS): READ}
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
    line("exhibition:document", {}, (HIDDEN, WRONG_WAY), number="number", rendering="missing"),
)


def prepare(cast: Cast) -> Mapping[str, Any]:
    return {"number": published(cast, scored(cast)).number, "missing": 999}
