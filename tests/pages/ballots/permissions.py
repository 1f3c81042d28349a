"""The permission matrix of ballots: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.web.collection import api
from leitai.web.collection.models import PaperBallot
from tests.cast import NOW, Cast
from tests.pages.claims.permissions import opened
from tests.pages.collection.permissions import OFFICE, PARTS, READERS, WIDE, line
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, OK, WRONG_WAY

READ, NO = (OK, WRONG_WAY), (FORBIDDEN, FORBIDDEN)
HIDES = (HIDDEN, WRONG_WAY)
# The box is kept by who files the figure, and by the office; who verifies it looks on.
KEEPERS, ONLOOKERS = (*OFFICE, "filer"), (*READERS, "verifier", "bureau")
VOTERS = ("leader", "head", "liaison", "office")
LINES = (
    line("boxes", {(*WIDE, *PARTS): READ}, HIDES, round="round"),
    line("boxes", {}, HIDES, round="missing"),
    line("box_new", {KEEPERS: (OK, INVALID), (*READERS, *(key for key in PARTS if key != "filer")): NO}, round="round"),
    line("box", {(*KEEPERS, *ONLOOKERS): READ}, HIDES, box="box"),
    line("box", {}, HIDES, box="missing"),
    line("ballot_print", {KEEPERS: READ, ONLOOKERS: (FORBIDDEN, WRONG_WAY)}, HIDES, box="box"),
    line("ballot_print", {ONLOOKERS: (FORBIDDEN, WRONG_WAY)}, HIDES, box="online"),
    # office2 read the other hand.
    line("ballot_hand", {("office", "filer"): (OK, INVALID), ("office2", *ONLOOKERS): NO}, box="box", hand="hand"),
    line("ballot_differences", {KEEPERS: (OK, INVALID), ONLOOKERS: NO}, box="box"),
    line("ballot_count", {KEEPERS: (WRONG_WAY, INVALID), ONLOOKERS: (WRONG_WAY, FORBIDDEN)}, (WRONG_WAY, HIDDEN),
         box="box"),
    line("ballot_enter", {(*KEEPERS, *ONLOOKERS): (WRONG_WAY, INVALID)}, (WRONG_WAY, HIDDEN), box="box"),
    line("ballot_vote", {VOTERS: (OK, INVALID)}, box="online"),
    line("ballot_vote", {}, box="box"),
)  # fmt: skip


def prepare(cast: Cast) -> Mapping[str, Any]:
    """A round with a box of three paper ballots, of which the hands read one differently, and a box on-line."""
    round_ = opened(cast)
    return boxes(cast, round_.pk)


def boxes(cast: Cast, round: int) -> Mapping[str, Any]:
    closes = datetime.date(2099, 12, 31)
    paper = api.Setup("site_votes::g", "paper", "一季度推进会观摩代表", closes, printed=3)
    box = api.open_box(actor=cast["filer"], at=NOW, round=round, setup=paper)
    roll = api.Setup("review::g", "online", "四套班子领导和参赛单位代表", closes, electors=VOTERS)
    online = api.open_box(actor=cast["office"], at=NOW, round=round, setup=roll)
    code = PaperBallot.objects.get(box=box, number=1).code
    for hand, who, third in ((1, "filer", 3), (2, "office2", 2)):
        api.enter_ballot(
            actor=cast[who], at=NOW, box=box.pk, hand=hand, code=code,
            ballot={"xiqiao": 1, "linchuan": 2, "gaoxin": third},
        )  # fmt: skip
    return {"round": round, "box": box.pk, "online": online.pk, "hand": 1, "code": code, "missing": 999}
