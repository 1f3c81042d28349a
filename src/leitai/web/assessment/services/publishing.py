"""Door 5: 保密审查, and the publication of a result by two people."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.assessment.blocking import superseded_by
from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.models import DisclosureReview, Proposal, Publication, ScoringRun
from leitai.web.assessment.rules import AUDIENCES, disclosure_items
from leitai.web.assessment.services.acting import locked_round, next_number, record
from leitai.web.assessment.services.proposals import (
    begin,
    moved,
    overtaken,
    particulars_of,
    publishable,
    store,
    unaltered,
)
from leitai.web.collection.api import Round
from leitai.web.foundation.api import Invisible, checkpoint
from leitai.web.people.api import Actor, post_for, second_person_fault

APPROVES = "approve_publication"


@transaction.atomic
def review_disclosure(
    *,
    actor: Actor,
    at: datetime.datetime,
    run: int,
    decisions: Mapping[str, tuple[bool, str]],
    document: str,
) -> DisclosureReview:
    """保密审查: of every indicator whether its figures may be public. One whose class in the rules is not public may
    be only with a reason."""
    found = ScoringRun.objects.select_related("round").filter(pk=run).first()
    if found is None:
        raise Invisible
    round_ = locked_round(found.round_id)
    post = post_for(actor, "review_disclosure", at)
    items = disclosure_items(book_of(found).plan)
    left = [name.zh for key, (name, _) in items.items() if key not in decisions]
    if left:
        raise Cannot(
            f"还有 {len(left)} 项没有审查结论：{'、'.join(left[:5])}。", f"{len(left)} items have no decision."
        )
    bare = [
        name.zh for key, (name, kind) in items.items()
        if kind != "public" and decisions[key][0] and not decisions[key][1].strip()
    ]  # fmt: skip
    if bare:
        raise Cannot(
            f"规则定为不公开的指标改为可公开，须写明理由：{'、'.join(bare[:5])}。",
            f"What the rules do not class as public takes a reason to be made so: {', '.join(bare[:5])}.",
        )
    if len(document.strip()) > 200:
        raise Cannot("依据文件的名称不超过 200 字。", "The name of the document has at most 200 characters.")
    if not document.strip():
        raise Cannot("请写明保密审查的依据文件或审批单号。", "Name the document of the review.")
    kept = {key: [kind, decisions[key][0], decisions[key][1].strip()] for key, (_, kind) in items.items()}
    made = DisclosureReview(
        run=found, number=next_number(DisclosureReview.objects.filter(run=found)),
        decisions=canonical_bytes(kept).decode(), document=document.strip(), person=actor.key, post=post, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    cleared = sum(1 for one in kept.values() if one[1])
    record(
        actor=actor, post=post, at=at, act="review_disclosure", round_=round_, subject=f"run:{found.pk}",
        data={"cleared": cleared, "held": len(kept) - cleared, "document": made.document}, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def propose_result(*, actor: Actor, at: datetime.datetime, proposal: int, version: int | None = None) -> Proposal:
    """The first of the two who publish: the chain is complete and nothing is in the way. `version`: what she read."""
    found, post = begin(actor, at, proposal, APPROVES)
    if version is not None and version != found.version:
        raise overtaken(found)
    publishable(found, at)
    if found.proposed_by:
        raise Cannot("已有人提出发布，请另一位确认。", "It has been proposed already; somebody else confirms it.")
    proposed = store(found, proposed_by=actor.key, proposed_at=at)
    record(
        actor=actor, post=post, at=at, act="propose_result", round_=found.round, subject=f"proposal:{found.pk}", data={}
    )
    return proposed


@transaction.atomic(durable=True)
def publish_run(*, actor: Actor, at: datetime.datetime, proposal: int, version: int | None = None) -> Publication:
    """The second of the two: from here on it is the public record, at once or at its hour. `version`: what she read.

    The run is scored again from what is stored, so that its code is true of what goes out.
    """
    found, post = begin(actor, at, proposal, APPROVES)
    if version is not None and version != found.version:
        raise overtaken(found)
    publishable(found, at)
    if not found.proposed_by:
        raise Cannot("还没有人提出发布。", "Nobody has proposed to publish it yet.")
    if (fault := second_person_fault(found.proposed_by, actor.key)) is not None:
        raise Cannot(fault.zh, fault.en)
    unaltered(found)
    round_, run = found.round, found.run
    earlier = Publication.objects.filter(book=round_.book, period=round_.period)
    corrected = superseded_by(found)
    done = store(found, state=moved(found, "publish"), proposed_by=found.proposed_by, proposed_at=found.proposed_at)
    made = Publication(
        number=_number(round_, earlier.count() + 1),
        book=round_.book,
        period=round_.period,
        run=run,
        proposal=done,
        audience=found.audience,
        digest=run.digest,
        code=run.code,
        checkpoint=checkpoint(actor=actor.key, at=at).code,
        particulars=canonical_bytes(particulars_of(found)).decode(),
        confirmed=found.confirmed,
        trials=ScoringRun.objects.filter(round=round_).exclude(kind="official").count(),
        supersedes=corrected,
        reason=found.reason,
        published_at=at,
        effective_at=found.hour or at,
        published_by=found.proposed_by,
        second=actor.key,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot("这份结果刚由他人发布。", "Somebody published this result just now.") from None
    record(
        actor=actor, post=post, at=at, act="publish_run", round_=round_, subject=f"publication:{made.number}",
        data={
            "number": made.number, "audience": AUDIENCES[made.audience].zh, "code": made.code, "digest": made.digest,
            "first": made.published_by, "supersedes": corrected.number if corrected is not None else "",
        },
        rows=[made],
    )  # fmt: skip
    return made


def _number(round_: Round, count: int) -> str:
    """`2023-Q1-1`; of another contest of the same installation with its own name before it, so none is used twice."""
    plain = f"{round_.period}-{count}"
    taken = Publication.objects.filter(number=plain).exclude(book=round_.book).exists()
    return f"{round_.book}-{plain}"[:100] if taken else plain
