"""The permission matrix of rulings: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.web.collection import api
from tests.cast import DAY, NOW, Cast
from tests.pages.claims.permissions import opened
from tests.pages.collection.permissions import OFFICE, PARTS, READERS, WIDE, XIQIAO, act, line
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, OK, WRONG_WAY

READ, NO = (OK, WRONG_WAY), (FORBIDDEN, FORBIDDEN)
LINES = (
    line("rulings", {(*WIDE, *PARTS): READ}, (HIDDEN, WRONG_WAY), round="round"),
    line("rulings", {}, (HIDDEN, WRONG_WAY), round="missing"),
    line("ruling_new", {OFFICE: (OK, INVALID), (*READERS, *PARTS): NO}, round="round"),
    # The counter-checking body is the bureau; sending back takes a reason, so an empty answer is invalid for her.
    act("ruling_countersign", {("bureau",): INVALID, OFFICE: INVALID, (*READERS, *XIQIAO): FORBIDDEN}, ruling="ruling"),
    act("ruling_countersign", {}, ruling="missing"),
)


def prepare(cast: Cast) -> Mapping[str, Any]:
    round_ = opened(cast)
    return {"round": round_.pk, "missing": 999} | ruled(cast, round_.pk)


def ruled(cast: Cast, round: int) -> dict[str, Any]:
    """A ruling on a case of 汐桥区 that waits for its countersignature."""
    decided = api.Decided(
        contestant="xiqiao", indicator="gdp", points="48.5", clause="第八条第一项", document="澜竞办裁〔2023〕1号",
        day=DAY - datetime.timedelta(days=1), text="目标调整后按实际完成核定。",
        proof=api.Proof("裁定书.pdf", b"%PDF-ruling"),
    )  # fmt: skip
    made = api.record_ruling(actor=cast["office"], at=NOW, round=round, decided=decided)
    return {"ruling": made.pk}
