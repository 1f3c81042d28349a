"""拟定、审签: a result is drafted as a publication and agreed to along the chain."""

from __future__ import annotations

import datetime

from django.db import transaction

from leitai.engine.errors import Text
from leitai.web.assessment.carrying import carrying_faults
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.models import Consent, Proposal, ScoringRun
from leitai.web.assessment.rules import AUDIENCES, approval_chain
from leitai.web.assessment.services.acting import locked_round, record
from leitai.web.assessment.services.proposals import (
    Particulars,
    begin,
    clear,
    columns,
    content_digest,
    moved,
    overtaken,
    signed_of,
    store,
    unaltered,
)
from leitai.web.foundation.api import Invisible, NotAllowed
from leitai.web.people.api import ROLES, Actor, find_actor, next_step, post_for

PREPARES, APPROVES = "prepare_publication", "approve_publication"


@transaction.atomic
def draft_publication(*, actor: Actor, at: datetime.datetime, run: int, said: Particulars) -> Proposal:
    """拟定公布件 of an official run."""
    found = ScoringRun.objects.select_related("round").filter(pk=run).first()
    if found is None:
        raise Invisible
    round_ = locked_round(found.round_id)
    post = post_for(actor, PREPARES, at)
    if found.kind != "official":
        raise Cannot("试算的结果不能发布。", "A trial cannot be published.")
    if faults := carrying_faults(found):
        raise Cannot.of(faults)
    made = Proposal(round=round_, run=found, changed_by=actor.key, changed_at=at, **columns(found, said))
    made.save(force_insert=True)
    data = {"audience": AUDIENCES[said.audience].zh, "run": found.number}
    record(
        actor=actor, post=post, at=at, act="draft_publication", round_=round_, subject=f"proposal:{made.pk}", data=data
    )
    return made


@transaction.atomic
def change_publication(
    *, actor: Actor, at: datetime.datetime, proposal: int, version: int, said: Particulars
) -> Proposal:
    """Change the draft. `version` is the one the person started from; the chain of an approval starts again."""
    found, post = begin(actor, at, proposal, PREPARES)
    state = moved(found, "edit")
    if found.version != version:
        raise overtaken(found)
    changed = store(
        found, state=state, version=found.version + 1, changed_by=actor.key, changed_at=at, **columns(found.run, said)
    )
    record(
        actor=actor, post=post, at=at, act="change_publication", round_=found.round,
        subject=f"proposal:{found.pk}", data={"version": changed.version},
    )  # fmt: skip
    return changed


@transaction.atomic
def submit_publication(*, actor: Actor, at: datetime.datetime, proposal: int) -> Proposal:
    """送审: nothing may be in the way of publishing but the chain itself, and what is stored recomputes."""
    found, post = begin(actor, at, proposal, PREPARES)
    state = moved(found, "submit")
    clear(found, at)
    unaltered(found)
    sent = store(found, state=state, version=found.version + 1)
    record(
        actor=actor, post=post, at=at, act="submit_publication", round_=found.round, subject=f"proposal:{found.pk}",
        data={"version": sent.version},
    )  # fmt: skip
    return sent


@transaction.atomic
def withdraw_publication(*, actor: Actor, at: datetime.datetime, proposal: int) -> Proposal:
    """Take it back from approval, to change it."""
    found, post = begin(actor, at, proposal, PREPARES)
    taken = store(found, state=moved(found, "withdraw"), version=found.version + 1)
    record(
        actor=actor, post=post, at=at, act="withdraw_publication", round_=found.round,
        subject=f"proposal:{found.pk}", data={},
    )  # fmt: skip
    return taken


@transaction.atomic
def drop_publication(*, actor: Actor, at: datetime.datetime, proposal: int, reason: str) -> Proposal:
    """作废, with its reason."""
    found, post = begin(actor, at, proposal, PREPARES)
    state = moved(found, "drop")
    if not reason.strip():
        raise Cannot("请写明作废的理由。", "Say why it is dropped.")
    dropped = store(found, state=state)
    record(
        actor=actor, post=post, at=at, act="drop_publication", round_=found.round, subject=f"proposal:{found.pk}",
        data={"reason": reason.strip()},
    )  # fmt: skip
    return dropped


@transaction.atomic
def sign_publication(
    *, actor: Actor, at: datetime.datetime, proposal: int, version: int, verdict: str, opinion: str = ""
) -> Consent:
    """Agree to the version under approval, or return it with an opinion, as the step whose turn it is."""
    found, post = begin(actor, at, proposal, APPROVES)
    if found.state != "approval" or found.version != version:
        raise Cannot(
            "公布件已不在您看到的那一稿上，请刷新后再签。", "The publication has moved on since you opened it; reload."
        )
    chain = approval_chain()
    turn = next_step(signed_of(found), len(chain))
    if turn is None:
        raise Cannot("各步都已签过。", "Every step has been signed.")
    step = chain[turn - 1]
    now = find_actor(actor.key, actor.day)
    if now is None or not now.holds(step.role):
        act = Text(f"签第 {turn} 步（{step.name.zh}）", f"sign step {turn} ({step.name.en})")
        raise NotAllowed(act=act, needed=ROLES[step.role])
    if verdict not in ("agree", "return"):
        raise Cannot("请选择同意或退回。", "Choose to agree or to return.")
    if verdict == "return" and not opinion.strip():
        raise Cannot("退回须写明理由。", "Returning it takes a reason.")
    made = Consent(
        proposal=found, version=found.version, digest=content_digest(found), step=turn, verdict=verdict,
        opinion=opinion.strip(), person=actor.key, post=post, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    if verdict == "return":
        store(found, state=moved(found, "return"))
    said = Text("同意", "agreed") if verdict == "agree" else Text("退回", "returned")
    record(
        actor=actor, post=post, at=at, act="sign_publication", round_=found.round, subject=f"proposal:{found.pk}",
        data={"verdict": said.zh, "step": step.key, "digest": made.digest}, rows=[made],
    )  # fmt: skip
    return made
