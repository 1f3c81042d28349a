"""审签与发布: the chain with its opinions and days, and the two people who publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.api import ROLES, ActorRequest, chain_faults, person_names
from leitai.web.rulebook.access import access_approval, access_draft
from leitai.web.rulebook.models import Draft, Edition
from leitai.web.rulebook.pages.marks import state_mark
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import approval_chain
from leitai.web.rulebook.selectors import chain_of, count_unanswered, earlier_approvals, signed_of
from leitai.web.rulebook.services import (
    decide_step,
    drop_draft,
    propose_publication,
    publish_edition,
    submit_for_approval,
    unready,
    withdraw_draft,
)


def approval(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_approval(request.actor, draft)
    return render(request, "rulebook/approval.html", _context(request, found))


def _context(request: ActorRequest, draft: Draft) -> dict[str, Any]:
    actor, language = request.actor, lang()
    steps = chain_of(draft, language)
    turn = next((step for step in steps if step.is_next), None)
    checked = check_text(draft.text)
    faults = (
        chain_faults(signed_of(draft), len(approval_chain()), draft.changed_by) if draft.state == "approval" else []
    )
    earlier = list(earlier_approvals(draft)[:30])
    people = person_names({one.person for one in earlier} | {draft.proposed_by, draft.changed_by})
    return {
        "draft": draft,
        "mark": state_mark(draft.state),
        "steps": [(step, ROLES[step.role].say(language)) for step in steps],
        "turn": turn if turn is not None and actor.holds(turn.role) else None,
        "waits_for": turn,
        "faults": [one.say(language) for one in faults],
        "checked": checked,
        "unready": unready(draft) if checked.is_clean else None,
        "unanswered": count_unanswered(draft),
        "earlier": [(one, people.get(one.person, one.person)) for one in earlier],
        "editor": people.get(draft.changed_by, draft.changed_by),
        "proposer": people.get(draft.proposed_by, ""),
        "is_proposer": draft.proposed_by == actor.key,
        "may_edit": actor.may("edit_rulebook"),
        "may_publish": actor.may("approve_rulebook"),
        "edition": Edition.objects.filter(draft=draft).first(),
    }


@require_POST
def submit(request: ActorRequest, draft: int) -> HttpResponse:
    access_draft(request.actor, draft, "edit")
    try:
        submit_for_approval(actor=request.actor, at=now(), draft=draft)
    except Refused as refusal:
        messages.error(request, refusal.say(lang()))
        return redirect("rulebook:approval", draft)
    messages.success(request, say("已送审，第一步等待审签。", "Submitted; the first step is waiting."))
    return redirect("rulebook:approval", draft)


@require_POST
def sign(request: ActorRequest, draft: int) -> HttpResponse:
    access_draft(request.actor, draft, "approve")
    version, verdict = request.POST.get("version", ""), request.POST.get("verdict", "")
    decide_step(
        actor=request.actor,
        at=now(),
        draft=draft,
        version=int(version) if version.isdecimal() else 0,
        verdict=verdict,
        opinion=request.POST.get("opinion", ""),
    )
    done = (
        say("已签署同意。", "Signed: agreed.") if verdict == "agree" else say("已退回起草。", "Returned to drafting.")
    )
    messages.success(request, done)
    return redirect("rulebook:approval", draft)


@require_POST
def publish(request: ActorRequest, draft: int) -> HttpResponse:
    """The first of the two proposes, the second confirms."""
    found = access_draft(request.actor, draft, "approve")
    if not found.proposed_by:
        propose_publication(actor=request.actor, at=now(), draft=draft)
        messages.success(request, say("已提出发布，请另一位确认。", "Proposed; somebody else confirms."))
        return redirect("rulebook:approval", draft)
    edition = publish_edition(actor=request.actor, at=now(), draft=draft)
    messages.success(request, say("已发布。自此一字不改。", "Published. From here on it never changes."))
    return redirect("rulebook:edition", edition.pk)


@require_POST
def withdraw(request: ActorRequest, draft: int) -> HttpResponse:
    access_draft(request.actor, draft, "edit")
    withdraw_draft(actor=request.actor, at=now(), draft=draft)
    messages.success(request, say("已收回，可以修改。", "Withdrawn; it may be changed."))
    return redirect("rulebook:editor", draft)


@require_POST
def drop(request: ActorRequest, draft: int) -> HttpResponse:
    access_draft(request.actor, draft, "edit")
    drop_draft(actor=request.actor, at=now(), draft=draft, reason=request.POST.get("reason", ""))
    messages.success(request, say("已作废。", "Dropped."))
    return redirect("rulebook:index")
