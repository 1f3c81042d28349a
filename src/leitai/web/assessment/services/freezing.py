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
from leitai.web.assessment.services.acting import last_snapshot, locked_round, next_number, post_for, record
from leitai.web.collection.api import Round, figures_of, lock_round, plan_of
from leitai.web.people.api import Actor
from leitai.web.rulebook.api import get_edition


@transaction.atomic
def freeze_snapshot(*, actor: Actor, at: datetime.datetime, round: int, acknowledged: int) -> Snapshot:
    """数据锁定: lock the round and take every cell its score reads, also the missing ones with their reason.

    Every figure is verified and no case is left to a ruling, or NotReady lists them all. `acknowledged` is the number
    of missing cells the actor looked at; another number is refused, so nobody freezes what she has not seen.
    """
    round_ = locked_round(round)
    post = post_for(actor, "freeze", at)
    if round_.state == "open":
        round_ = lock_round(actor=actor, at=at, round=round)
    elif last_snapshot(round_) is not None:
        raise Cannot(
            f"{round_.period} 已经锁定，并已有快照；要更正，先重新开放本轮。",
            f"{round_.period} is frozen already. For a correction, open the round again.",
        )
    plan = plan_of(round_.book, round_.edition)
    facts = take(plan, round_, trial=False)
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


def store_snapshot(
    actor: Actor, post: str, at: datetime.datetime, round_: Round, facts: Facts, *, trial: bool
) -> Snapshot:
    cells = canonical_bytes([list(row) for row in facts.cells])
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
