"""A publication from its draft through the chain to the two people who publish it, and who may read it early."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.assessment.access import access_proposal, access_publication, access_run
from leitai.web.assessment.blocking import publication_faults, superseded_by
from leitai.web.assessment.books import book_of
from leitai.web.assessment.models import EarlyReader, Proposal, Publication, ScoringRun
from leitai.web.assessment.pages.forms import EarlyForm, PublicationForm
from leitai.web.assessment.rules import AUDIENCES, SCOPES, STATES, approval_chain
from leitai.web.assessment.services import drafting, publishing
from leitai.web.assessment.services import early as early_services
from leitai.web.assessment.services.proposals import signed_of
from leitai.web.collection.api import plan_of, round_title
from leitai.web.foundation.api import REFUSALS, NotAllowed, lang, now, say, today
from leitai.web.people.api import (
    ROLES,
    ActorRequest,
    chain_faults,
    list_people,
    names_on,
    next_step,
    person_names,
    refused,
    sent,
)


def lists_of(run: ScoringRun, held: dict[str, list[str]] | None) -> list[dict[str, Any]]:
    """The lists the rule proposes, with the units and whether each is ticked; nothing held yet: all are."""
    book = book_of(run)
    found: dict[str, dict[str, Any]] = {}
    names = {group.id: group.name.say(lang()) for group in book.groups()}
    for award, group, rows in book.lists():
        if not rows:
            continue
        one = found.setdefault(award.id, {"award": award, "name": award.name.say(lang()), "units": []})
        for row in rows:
            ticked = held is None or award.id not in held or row.contestant in held[award.id]
            name = book.contestant(row.contestant).name.say(lang())
            one["units"].append((row.contestant, name, names[group], row.rank, ticked))
    return list(found.values())


def _confirmed(request: ActorRequest, run: ScoringRun) -> dict[str, list[str]]:
    """What was ticked; a list counts as looked at where its own box says so."""
    found = {}
    for one in lists_of(run, None):
        key = one["award"].id
        if f"seen-{key}" in request.POST:
            found[key] = request.POST.getlist(f"list-{key}")
    return found


def new(request: ActorRequest, run: int) -> HttpResponse:
    found = access_run(request.actor, run, to="prepare_publication")
    office = names_on(request.actor.day, [found.round.office]).get(found.round.office, "")
    form = PublicationForm(sent(request), initial={"audience": "internal", "issuer": office, "dated": today()})
    if form.is_bound and form.is_valid():
        try:
            made = drafting.draft_publication(
                actor=request.actor, at=now(), run=run, said=form.particulars(_confirmed(request, found))
            )
        except REFUSALS as why:
            refused(form, why.say(lang()))
        else:
            return redirect("assessment:proposal", made.pk)
    held = _confirmed(request, found) if form.is_bound else None
    context = {
        "run": found,
        "title": round_title(plan_of(found.round.book, found.round.edition), found.round, lang()),
        "form": form,
        "lists": lists_of(found, held),
    }
    return render(request, "assessment/draft.html", context, status=422 if form.is_bound else 200)


@require_safe
def proposal(request: ActorRequest, proposal: int) -> HttpResponse:
    return _page(request, access_proposal(request.actor, proposal, now()))


def _page(
    request: ActorRequest, found: Proposal, status: int = 200, wrong: str = "", form: PublicationForm | None = None
) -> HttpResponse:
    actor, language = request.actor, lang()
    chain, signed = approval_chain(), signed_of(found)
    turn = next_step(signed, len(chain)) if found.state == "approval" else None
    consents = {one.step: one for one in found.consents.filter(version=found.version)}
    earlier = list(found.consents.exclude(version=found.version).order_by("-pk")[:20])
    people = person_names(
        {found.changed_by, found.proposed_by} | {one.person for one in (*consents.values(), *earlier)}
    )
    held = json.loads(found.confirmed)
    faults = publication_faults(found, now()) if found.state in ("draft", "approval") else []
    lacking = chain_faults(signed, len(chain), found.changed_by) if found.state == "approval" else []
    initial = {name: getattr(found, name) for name in PublicationForm.WORDS}
    context = {
        "proposal": found,
        "title": round_title(plan_of(found.round.book, found.round.edition), found.round, language),
        "run": found.run,
        "state": STATES[found.state],
        "audience": AUDIENCES[found.audience],
        "steps": [
            (
                at,
                step,
                ROLES[step.role],
                consents.get(at),
                people.get(consents[at].person, "") if at in consents else "",
            )
            for at, step in enumerate(chain, 1)
        ],
        "turn": chain[turn - 1] if turn is not None and actor.holds(chain[turn - 1].role) else None,
        "waits_for": turn,
        "faults": faults,
        "lacking": lacking,
        "earlier": [(one, people.get(one.person, one.person)) for one in earlier],
        "proposer": people.get(found.proposed_by, ""),
        "is_proposer": found.proposed_by == actor.key,
        "editor": people.get(found.changed_by, found.changed_by),
        "corrects": superseded_by(found) if found.state in ("draft", "approval") else None,
        "publication": Publication.objects.filter(proposal=found).first(),
        "may_prepare": actor.may("prepare_publication"),
        "may_approve": actor.may("approve_publication"),
        "form": form or PublicationForm(initial=initial),
        "lists": lists_of(found.run, held),
        "wrong": wrong,
    }
    return render(request, "assessment/proposal.html", context, status=status)


@require_POST
def change(request: ActorRequest, proposal: int) -> HttpResponse:
    found = access_proposal(request.actor, proposal, now(), to="prepare_publication")
    form = PublicationForm(sent(request))
    version = request.POST.get("version", "")
    if form.is_valid():
        try:
            drafting.change_publication(
                actor=request.actor, at=now(), proposal=proposal, version=int(version) if version.isdecimal() else 0,
                said=form.particulars(_confirmed(request, found.run)),
            )  # fmt: skip
        except REFUSALS as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("已保存。", "Saved."))
            return redirect("assessment:proposal", proposal)
    return _page(request, found, 422, form=form)


@require_POST
def submit(request: ActorRequest, proposal: int) -> HttpResponse:
    return _act(
        request, proposal, "prepare_publication", drafting.submit_publication,
        say("已送审，第一步等待审签。", "Submitted; the first step is waiting."),
    )  # fmt: skip


@require_POST
def withdraw(request: ActorRequest, proposal: int) -> HttpResponse:
    return _act(
        request, proposal, "prepare_publication", drafting.withdraw_publication, say("已收回，可以修改。", "Withdrawn.")
    )


@require_POST
def drop(request: ActorRequest, proposal: int) -> HttpResponse:
    return _act(
        request, proposal, "prepare_publication", drafting.drop_publication, say("已作废。", "Dropped."),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


@require_POST
def sign(request: ActorRequest, proposal: int) -> HttpResponse:
    version, verdict = request.POST.get("version", ""), request.POST.get("verdict", "")
    done = say("已签署同意。", "Signed: agreed.") if verdict == "agree" else say("已退回起草。", "Returned.")
    return _act(
        request, proposal, "approve_publication", drafting.sign_publication, done,
        version=int(version) if version.isdecimal() else 0, verdict=verdict, opinion=request.POST.get("opinion", ""),
    )  # fmt: skip


@require_POST
def publish(request: ActorRequest, proposal: int) -> HttpResponse:
    """The first of the two proposes, the second confirms: what is asked for is what her page offered."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    if request.POST.get("act") == "confirm":
        done = say(
            "已发布。自此一字不改，有错另行更正。", "Published. It never changes; a fault is corrected by another."
        )
        return _act(request, proposal, "approve_publication", publishing.publish_run, done, version=seen)
    done = say("已提出发布，请另一位确认。", "Proposed; somebody else confirms.")
    return _act(request, proposal, "approve_publication", publishing.propose_result, done, version=seen)


def _act(request: ActorRequest, proposal: int, to: str, service: Any, done: str, **said: Any) -> HttpResponse:
    found = access_proposal(request.actor, proposal, now(), to=to)
    try:
        service(actor=request.actor, at=now(), proposal=proposal, **said)
    except (*REFUSALS, NotAllowed) as why:
        return _page(request, found, 403 if isinstance(why, NotAllowed) else 422, why.say(lang()))
    messages.success(request, done)
    return redirect("assessment:proposal", proposal)


def early(request: ActorRequest, publication: int) -> HttpResponse:
    """禁发: who may read what before the hour."""
    found = access_publication(request.actor, publication, now(), to="prepare_publication")
    book = book_of(found.run)
    people = [(one.key, one.name) for one in list_people()]
    there = book.result["values"][book.period]
    units = [(key, book.contestant(key).name.say(lang())) for key in there]
    ending = request.POST.get("end", "")
    form = EarlyForm(sent(request) if not ending else None, people=people, units=units)
    wrong = ""
    try:
        if ending:
            early_services.end_early_reading(actor=request.actor, at=now(), publication=publication, reader=ending)
            messages.success(request, say("已收回。", "Taken back."))
            return redirect("assessment:early", publication)
        if form.is_bound and form.is_valid():
            early_services.let_read_early(actor=request.actor, at=now(), publication=publication, **form.cleaned_data)
            messages.success(request, say("已准予。", "Granted."))
            return redirect("assessment:early", publication)
    except REFUSALS as why:
        wrong = why.say(lang())
    names = dict(people)
    held: dict[str, list[EarlyReader]] = {}
    for row in EarlyReader.objects.filter(publication=found).order_by("pk"):
        held[row.reader] = [] if row.ended else [*held.get(row.reader, []), row]
    lines = [
        (row, names.get(row.reader, row.reader), SCOPES[row.scope], dict(units).get(row.contestant, ""))
        for rows in held.values() for row in rows
    ]  # fmt: skip
    context = {
        "publication": found,
        "form": form,
        "lines": lines,
        "wrong": wrong,
        "in_force": found.effective_at <= now(),
    }
    return render(request, "assessment/early.html", context, status=422 if wrong or form.is_bound else 200)
