"""Door 4: facts become a judgement; every scoring is kept, trials too."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from leitai.engine.assess.earlier import earlier_from
from leitai.engine.assess.plan import Plan
from leitai.engine.assess.result import build_result, result_bytes
from leitai.engine.assess.run import Run
from leitai.engine.assess.run import score_snapshot as score
from leitai.engine.assess.snapshot import CellRow, plain
from leitai.engine.assess.snapshot import Snapshot as Facts
from leitai.engine.errors import InputError
from leitai.engine.quantities import QuantityError, read_quantity
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.engine.units import convert
from leitai.web.assessment.books import result_of
from leitai.web.assessment.errors import Cannot, NotReady
from leitai.web.assessment.models import Objection, Publication, ScoringRun, Snapshot
from leitai.web.assessment.services.acting import last_snapshot, locked_round, next_number, record
from leitai.web.assessment.services.freezing import store_snapshot, take
from leitai.web.assessment.standing import standing_before
from leitai.web.collection.api import plan_of
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, post_for


@transaction.atomic
def score_snapshot(*, actor: Actor, at: datetime.datetime, round: int) -> ScoringRun:
    """计分 of the round's last snapshot under its edition, measured against what stands published of the round before.

    Doing it twice changes nothing and is refused, unless what it is measured against has been corrected since.
    """
    round_ = locked_round(round)
    post = post_for(actor, "score", at)
    snapshot = last_snapshot(round_)
    if snapshot is None or round_.state != "locked":
        raise Cannot(
            f"{round_.period} 还没有锁定数据，不能正式计分；可以先试算。",
            f"The figures of {round_.period} are not frozen; only a trial is possible.",
        )
    before = standing_before(round_, at)
    same = ScoringRun.objects.filter(snapshot=snapshot, kind="official", before=before).first()
    if same is not None:
        raise Cannot(
            f"这份快照已经计分（第 {same.number} 次），数据和规则都没有变，结果不会不同。",
            f"This snapshot was scored already (run {same.number}); neither figures nor rules have changed.",
        )
    run = score_facts(plan_of(round_.book, round_.edition), facts_of(snapshot), before, trial=False)
    made = store_run(actor, post, at, snapshot, run, kind="official", before=before)
    data = {"number": made.number, "digest": made.digest, "code": made.code}
    record(
        actor=actor, post=post, at=at, act="score_snapshot", round_=round_, subject=f"run:{made.pk}", data=data,
        rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def try_scoring(*, actor: Actor, at: datetime.datetime, round: int) -> ScoringRun:
    """试算: before the freeze of the figures as they stand, verified or not; after it of the snapshot.

    It is logged, and the number of trials is printed on the publication.
    """
    round_ = locked_round(round)
    post = post_for(actor, "score", at)
    plan = plan_of(round_.book, round_.edition)
    held = last_snapshot(round_) if round_.state == "locked" else None
    rows: list[Any] = []
    snapshot = held
    if snapshot is None:
        snapshot = store_snapshot(actor, post, at, round_, take(plan, round_, trial=True), trial=True)
        rows.append(snapshot)
    before = standing_before(round_, at)
    made = store_run(
        actor,
        post,
        at,
        snapshot,
        score_facts(plan, facts_of(snapshot), before, trial=True),
        kind="trial",
        before=before,
    )
    record(
        actor=actor, post=post, at=at, act="try_scoring", round_=round_, subject=f"run:{made.pk}",
        data={"number": made.number, "snapshot": snapshot.number}, rows=[*rows, made],
    )  # fmt: skip
    return made


@transaction.atomic
def try_objection(*, actor: Actor, at: datetime.datetime, objection: int) -> ScoringRun:
    """What the score would be with the figure as the unit claims it: a trial, logged and counted like any."""
    found = Objection.objects.select_related("run__snapshot").filter(pk=objection).first()
    if found is None:
        raise Invisible
    round_ = locked_round(found.run.round_id)
    post = post_for(actor, "rule_objection", at)
    plan = plan_of(round_.book, round_.edition)
    change = claimed_change(plan, found, facts_of(found.run.snapshot))
    facts = replaced(facts_of(found.run.snapshot), change)
    run = score_facts(plan, facts, found.run.before, trial=True)
    made = store_run(
        actor, post, at, found.run.snapshot, run, kind="effect", before=found.run.before, changes=[list(change)]
    )
    record(
        actor=actor, post=post, at=at, act="try_objection", round_=round_, subject=f"objection:{found.pk}",
        data={"number": made.number}, organisation=found.organisation, rows=[made],
    )  # fmt: skip
    return made


def claimed_change(plan: Plan, objection: Objection, facts: Facts) -> CellRow:
    """The actual figure of the objection's indicator with the claimed value. Raises Cannot where there is none."""
    row = next(
        (one for one in facts.cells if one[:2] == (objection.contestant, objection.node) and one.role == "actual"), None
    )
    if row is None or not objection.claimed:
        raise Cannot(
            "这项异议没有写明应为多少，或者该项没有可以替换的数据，无法测算。",
            "The objection does not say what the figure should be, or there is no such figure; nothing to work out.",
        )
    value = claimed_value(plan, objection.node, objection.claimed)
    return row._replace(value=plain(value), status="verified")


def claimed_value(plan: Plan, indicator: str, written: str) -> Decimal:
    """A claimed figure in the indicator's unit. Raises Cannot where it is no number or has another unit."""
    unit = plan.inputs[indicator].unit
    try:
        read = read_quantity(written, (unit,))
        return convert(read.value, read.unit, unit) if read.unit else read.value
    except QuantityError as error:
        raise Cannot(
            f"“{written}”不能读作以“{unit}”为单位的数。请写阿拉伯数字，如 12.5；没有把握就留空。",
            f"'{written}' cannot be read as a number of {unit} ({error}). Write digits, such as 12.5, or leave it.",
        ) from None


def replaced(facts: Facts, change: CellRow) -> Facts:
    """The facts with one row in the place of the one it has the key of."""
    return Facts(facts.rounds, tuple(change if row[:4] == change[:4] else row for row in facts.cells))


def facts_of(snapshot: Snapshot) -> Facts:
    """A stored snapshot as the engine reads it."""
    return Facts((snapshot.round.period,), tuple(CellRow(*row) for row in json.loads(snapshot.cells)))


def score_facts(plan: Plan, facts: Facts, before: Publication | None, *, trial: bool) -> Run:
    """The kernel, with its refusals in this room's words."""
    earlier = earlier_from(result_of(before.run)) if before is not None else None
    try:
        return score(plan, facts, trial=trial, earlier=earlier)
    except InputError as error:
        raise NotReady(error.faults) from None


def store_run(
    actor: Actor,
    post: str,
    at: datetime.datetime,
    snapshot: Snapshot,
    run: Run,
    *,
    kind: str,
    before: Publication | None,
    changes: Sequence[Sequence[Any]] = (),
) -> ScoringRun:
    result = build_result(run)
    made = ScoringRun(
        snapshot=snapshot,
        round=snapshot.round,
        number=next_number(ScoringRun.objects.filter(round=snapshot.round)),
        kind=kind,
        before=before,
        changes=canonical_bytes(list(changes)).decode(),
        result=result_bytes(result).decode(),
        digest=result["digest"],
        code=result["code"],
        person=actor.key,
        post=post,
        at=at,
    )
    made.save(force_insert=True)
    return made
