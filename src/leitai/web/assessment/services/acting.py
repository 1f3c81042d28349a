"""What every act starts and ends with: the round's row locked, the post read anew, one audit event."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from leitai.web.assessment.models import Snapshot
from leitai.web.collection.api import Round
from leitai.web.foundation.api import FrozenModel, Invisible, append
from leitai.web.people.api import Actor


def locked_round(pk: int) -> Round:
    """The round, its row locked: acts on one round's result come one after the other."""
    found = Round.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def record(
    *,
    actor: Actor,
    post: str,
    at: datetime.datetime,
    act: str,
    round_: Round,
    subject: str,
    data: Mapping[str, Any],
    organisation: str = "",
    rows: Sequence[FrozenModel] = (),
) -> None:
    """One event on the chain of the round's result."""
    append(
        chain=f"{round_.book}/{round_.period}/assessment",
        at=at,
        actor=actor.key,
        post=post,
        act=act,
        organisation=organisation or round_.office,
        subject=subject,
        data={"period": round_.period, **data},
        rows=rows,
    )


def next_number(rows: Any) -> int:
    """The next number of the rows of a round that is locked."""
    return int(rows.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def last_snapshot(round_: Round) -> Snapshot | None:
    """The snapshot that stands: the last one taken at a lock."""
    return Snapshot.objects.filter(round=round_, trial=False).order_by("-number").first()
