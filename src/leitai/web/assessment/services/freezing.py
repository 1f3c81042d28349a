"""Door 3: the figures of a round become facts."""

from __future__ import annotations

import datetime

from django.db import transaction

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.run import refuse_open_cases, score_groups
from leitai.engine.assess.snapshot import Snapshot as Facts
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.errors import InputError
from leitai.engine.rulebook.digest import canonical_bytes, digest_bytes
from leitai.web.assessment.errors import Cannot, NotReady
from leitai.web.assessment.models import Snapshot
from leitai.web.assessment.readiness import missing_of
from leitai.web.assessment.services.acting import last_snapshot, locked_round, next_number, record
from leitai.web.collection.api import Round, figures_of, lock_round, plan_of
from leitai.web.people.api import Actor, post_for
from leitai.web.rulebook.api import get_edition


@transaction.atomic
def freeze_snapshot(*, actor: Actor, at: datetime.datetime, round: int, acknowledged: int) -> Snapshot:
    """数据锁定: lock the round and take every cell its score reads, also the missing ones with their reason.

    Every figure is verified and no case is left to a ruling, or NotReady lists them all. `acknowledged` is the number
    of missing cells the actor looked at; another number is refused, so nobody freezes what she has not seen.
    """
    round_ = locked_round(round)
    post = post_for(actor, "freeze", at)
    held, was_open = last_snapshot(round_), round_.state == "open"
    if was_open:
        round_ = lock_round(actor=actor, at=at, round=round)
    plan = plan_of(round_.book, round_.edition)
    facts = take(plan, round_, trial=False)
    if held is not None and held.digest == digest_bytes(cells_of(facts), "sha256"):
        if was_open:
            # Opened again and nothing changed: what was frozen, scored and published of it stands.
            return held
        raise Cannot(
            f"{round_.period} 已经锁定，数据与快照第 {held.number} 号完全相同；要更正，先重新开放本轮并改正数据。",
            f"The figures of {round_.period} are those of snapshot {held.number}. To correct them, open the round.",
        )
    missing = len(missing_of(facts))
    if missing != acknowledged:
        raise Cannot(
            f"本轮缺 {missing} 项，您确认的是 {acknowledged} 项。请先看过缺项清单，再锁定。",
            f"{missing} cells are missing; you acknowledged {acknowledged}. Look at the list first.",
        )
    made = store_snapshot(actor, post, at, round_, facts, trial=False)
    data = {"number": made.number, "cells": len(facts.cells), "missing": missing, "digest": made.digest}
    record(
        actor=actor, post=post, at=at, act="freeze_snapshot", round_=round_, subject=f"round:{round_.pk}", data=data,
        rows=[made],
    )  # fmt: skip
    return made


def take(plan: Plan, round_: Round, *, trial: bool) -> Facts:
    """The facts as they stand. Raises NotReady with everything that is in the way, unless a trial."""
    try:
        facts = freeze(plan, resolve(plan, figures_of(round_.book, round_.period)), [round_.period], trial)
        if not trial:
            refuse_open_cases([need for group in score_groups(plan, facts) for need in group.leaves.needs])
    except InputError as error:
        raise NotReady(error.faults) from None
    return facts


def cells_of(facts: Facts) -> bytes:
    """The cells as they are stored and digested."""
    return canonical_bytes([list(row) for row in facts.cells])


def store_snapshot(
    actor: Actor, post: str, at: datetime.datetime, round_: Round, facts: Facts, *, trial: bool
) -> Snapshot:
    cells = cells_of(facts)
    made = Snapshot(
        round=round_,
        number=next_number(Snapshot.objects.filter(round=round_)),
        edition=get_edition(round_.book, round_.edition).digest,
        cells=cells.decode(),
        digest=digest_bytes(cells, "sha256"),
        missing=len(missing_of(facts)),
        trial=trial,
        person=actor.key,
        post=post,
        at=at,
    )
    made.save(force_insert=True)
    return made
