"""审签与发布: a clean draft goes along the chain, step by step; two different people publish it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.engine.rulebook.model import Rulebook
from leitai.web.foundation.api import NotAllowed
from leitai.web.people.api import ROLES, Actor, chain_faults, find_actor, next_step, second_person_fault
from leitai.web.rulebook.access import access_draft
from leitai.web.rulebook.errors import Cannot, Faulty
from leitai.web.rulebook.models import Approval, Draft, Edition
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import approval_chain
from leitai.web.rulebook.selectors import count_unanswered, signed_of
from leitai.web.rulebook.services.moving import moved, record, store

PUBLISHES = "approve_rulebook"


@transaction.atomic
def submit_for_approval(*, actor: Actor, at: datetime.datetime, draft: int) -> Draft:
    """送审: the check must be clean and every comment answered. A new version begins, so the chain starts afresh."""
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "submit", actor)
    _publishable_text(found)
    if left := count_unanswered(found):
        raise Cannot(Text(f"还有 {left} 条意见没有答复，先答复再送审。", f"{left} comments have no answer yet."))
    sent = store(found, "", state=state, version=found.version + 1)
    record(actor=actor, at=at, act="submit_draft", may="edit_rulebook", draft=sent)
    return sent


@transaction.atomic
def decide_step(
    *, actor: Actor, at: datetime.datetime, draft: int, version: int, verdict: str, opinion: str = ""
) -> Approval:
    """Agree to the version under approval, or return it with an opinion, as the step whose turn it is."""
    found = access_draft(actor, draft, "approve", lock=True)
    if found.state != "approval" or found.version != version:
        raise Cannot(
            Text(
                "这份草稿已不在您看到的那一稿上，请刷新后再签。", "The draft has moved on since you opened it; reload."
            )
        )
    chain = approval_chain()
    turn = next_step(signed_of(found), len(chain))
    if turn is None:
        raise Cannot(Text("各步都已签过。", "Every step has been signed."))
    step = chain[turn - 1]
    now = find_actor(actor.key, timezone.localdate(at))
    held = next((post for post in now.posts if post.role == step.role), None) if now is not None else None
    if held is None:
        act = Text(f"签第 {turn} 步（{step.name.zh}）", f"sign step {turn} ({step.name.en})")
        raise NotAllowed(act=act, needed=ROLES[step.role])
    if verdict not in ("agree", "return"):
        raise Cannot(Text("请选择同意或退回。", "Choose to agree or to return."))
    if verdict == "return" and not opinion.strip():
        raise Cannot(Text("退回须写明理由。", "Returning it takes a reason."))
    reading = check_text(found.text).reading
    approval = Approval(
        draft=found,
        version=found.version,
        digest=reading.digest,
        step=turn,
        person=actor.key,
        post=f"{held.role}@{held.organisation}",
        opinion=opinion.strip(),
        verdict=verdict,
        at=at,
    )
    approval.save(force_insert=True)
    data = {"step": step.key, "verdict": verdict, "digest": reading.digest}
    record(actor=actor, at=at, act="approve_draft", may=PUBLISHES, draft=found, data=data, rows=[approval])
    if verdict == "return":
        store(found, "", state=moved(found, "return", actor))
    return approval


@transaction.atomic
def propose_publication(*, actor: Actor, at: datetime.datetime, draft: int) -> Draft:
    """The first of the two who publish: the chain is complete and the check clean."""
    found = access_draft(actor, draft, "approve", lock=True)
    _publishable(found, actor)
    if found.proposed_by:
        raise Cannot(Text("已有人提出发布，请另一位确认。", "It has been proposed already; somebody else confirms it."))
    proposed = store(found, "", proposed_by=actor.key, proposed_at=at)
    record(actor=actor, at=at, act="propose_edition", may=PUBLISHES, draft=proposed)
    return proposed


@transaction.atomic(durable=True)
def publish_edition(*, actor: Actor, at: datetime.datetime, draft: int) -> Edition:
    """The second of the two: from here on the edition never changes."""
    found = access_draft(actor, draft, "approve", lock=True)
    rulebook, digest = _publishable(found, actor)
    if not found.proposed_by:
        raise Cannot(Text("还没有人提出发布。", "Nobody has proposed to publish it yet."))
    if fault := second_person_fault(found.proposed_by, actor.key):
        raise Cannot(fault)
    if Edition.objects.filter(digest=digest).exists():
        raise Cannot(Text("内容相同的版本已经发布过。", "An edition with the same content is published already."))
    done = store(
        found, "", state=moved(found, "publish", actor), proposed_by=found.proposed_by, proposed_at=found.proposed_at
    )
    edition = Edition(
        book=found.book,
        edition=found.edition,
        digest=digest,
        canonical=canonical_bytes(canonical(rulebook)).decode("utf-8"),
        text=found.text,
        title=rulebook.title.zh[:200],
        status=rulebook.status,
        draft=done,
        published_at=at,
        published_by=found.proposed_by,
        second=actor.key,
    )
    edition.save(force_insert=True)
    data = {"digest": digest, "first": found.proposed_by}
    record(actor=actor, at=at, act="publish_edition", may=PUBLISHES, draft=done, data=data, rows=[edition])
    return edition


def _publishable(draft: Draft, actor: Actor) -> tuple[Rulebook, str]:
    """The rules and their digest, where nothing is in the way of publishing them."""
    moved(draft, "publish", actor)
    for fault in chain_faults(signed_of(draft), len(approval_chain()), draft.changed_by):
        raise Cannot(fault)
    rulebook, digest = _publishable_text(draft)
    agreed = {one.digest for one in draft.approvals.filter(version=draft.version, verdict="agree")}
    if agreed != {digest}:
        raise Cannot(
            Text("审签的内容与现在的不同，须重新送审。", "What was approved is not what stands here; submit it again.")
        )
    return rulebook, digest


def unready(draft: Draft) -> Text | None:
    """Why a draft cannot be sent for approval now, or None."""
    try:
        _publishable_text(draft)
    except (Cannot, Faulty) as refusal:
        return Text(refusal.say("zh"), refusal.say("en"))
    return None


def _publishable_text(draft: Draft) -> tuple[Rulebook, str]:
    """The rules of a text that has no fault and says that it is meant."""
    checked = check_text(draft.text)
    rulebook = checked.reading.rulebook
    if not checked.is_clean or rulebook is None:
        raise Faulty([found.fault for found in checked.errors])
    if rulebook.status == "draft":
        raise Cannot(
            Text(
                "规则状态还是“草案”，先在基本信息里改为“正式”或“演示”。",
                "The status still says draft; make it official or demo first.",
            )
        )
    return rulebook, checked.reading.digest
