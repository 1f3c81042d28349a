"""The list of rounds, and one round on its way from the last figure to the wall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.assessment.access import access_round, access_run, rounds_of
from leitai.web.assessment.deadlines import proposed_until, publish_by
from leitai.web.assessment.marks import stand_of, stands_of
from leitai.web.assessment.models import Objection, Publication, ScoringRun, Window
from leitai.web.assessment.pages.forms import OpenWindow
from leitai.web.assessment.readiness import by_reason, weigh
from leitai.web.assessment.reading import acts_on_results, readable_runs, units_of
from leitai.web.assessment.selectors.listing import case_lines, missing_lines, objection_lines
from leitai.web.assessment.services import freezing, objecting, scoring
from leitai.web.collection.api import Round, organisation_names, plan_of, reopen_round, round_title, scope_of
from leitai.web.foundation.api import REFUSALS, lang, now, say
from leitai.web.people.api import ActorRequest, person_names, refused, sent
from leitai.web.rulebook.api import list_drafts

# Drafts whose numbers may still be tried on past rounds.
TRIABLE = ("draft", "comment", "approval")


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Whoever sees everything finds every round; a unit finds the results it may look at now."""
    actor = request.actor
    wide = scope_of(actor, actor.day).wide
    rounds, own = [], []
    if wide:
        for stand in stands_of(rounds_of(actor), actor.day):
            one = stand.round
            rounds.append((one, round_title(plan_of(one.book, one.edition), one, lang()), stand))
    units = units_of(actor)
    if units:
        own = _own(units)
    drafts = [one for one in list_drafts(actor) if one.state in TRIABLE] if actor.may("edit_rulebook") else []
    context = {"rounds": rounds, "own": own, "wide": wide, "acts_on": acts_on_results(actor), "drafts": drafts}
    return render(request, "assessment/index.html", context)


def _own(units: frozenset[str]) -> list[tuple[Window, str, str, str]]:
    """The windows that were opened, the latest first, with the reader's units of each."""
    found, seen = [], set()
    for window in Window.objects.select_related("run__round").defer("run__result").order_by("-pk"):
        if window.run_id in seen:
            continue
        seen.add(window.run_id)
        round_ = window.run.round
        plan = plan_of(round_.book, round_.edition)
        names = organisation_names(plan, lang())
        for unit in sorted(units & set(plan.contestants)):
            found.append((window, round_title(plan, round_, lang()), unit, names.get(unit, unit)))
    return found


@require_safe
def round_(request: ActorRequest, round: int) -> HttpResponse:
    return _page(request, access_round(request.actor, round))


def _page(
    request: ActorRequest, found: Round, status: int = 200, wrong: str = "", form: OpenWindow | None = None
) -> HttpResponse:
    actor, language = request.actor, lang()
    plan = plan_of(found.book, found.edition)
    stand = stand_of(found, actor.day)
    runs = list(ScoringRun.objects.filter(round=found).order_by("-number").defer("result")[:30])
    publications = list(Publication.objects.filter(run__round=found).order_by("-pk").defer("run__result"))
    objections = Objection.objects.filter(run__round=found).order_by("-pk")
    context: dict[str, Any] = {
        "round": found,
        "title": round_title(plan, found, language),
        "stand": stand,
        "runs": runs,
        "people": person_names({one.person for one in runs}),
        "readable": readable_runs(actor, found.pk, runs, now()),
        "publications": publications,
        "objections": objection_lines(plan, objections, language),
        "may": {act: actor.may(act) for act in ("freeze", "score", "prepare_publication", "open_round")},
        "form": form or OpenWindow(initial={"until": proposed_until(found, actor.day) if not stand.until else None}),
        "publish_by": publish_by(found),
        "wrong": wrong,
    }
    return render(request, "assessment/round.html", context, status=status)


@require_safe
def ready(request: ActorRequest, round: int) -> HttpResponse:
    """锁定前的清单: every figure is read and scored as a trial, so it comes after its page."""
    found = access_round(request.actor, round)
    plan, language = plan_of(found.book, found.edition), lang()
    state = weigh(plan, found)
    context = {
        "round": found,
        "ready": state,
        "unverified": missing_lines(plan, state.unverified, language),
        "missing": [(key, missing_lines(plan, rows, language)) for key, rows in by_reason(state.missing).items()],
        "cases": case_lines(plan, state.cases, language),
        "faults": [fault.line(language) for fault in state.faults],
        "may": {act: request.actor.may(act) for act in ("freeze", "score")},
        "title": round_title(plan, found, language),
    }
    name = "assessment/parts/ready.html" if request.headers.get("HX-Request") else "assessment/ready.html"
    return render(request, name, context)


@require_POST
def freeze(request: ActorRequest, round: int) -> HttpResponse:
    found = access_round(request.actor, round, to="freeze")
    seen = request.POST.get("acknowledged", "")
    try:
        made = freezing.freeze_snapshot(
            actor=request.actor, at=now(), round=round, acknowledged=int(seen) if seen.isdecimal() else -1
        )
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    messages.success(
        request,
        say(f"已锁定，快照第 {made.number} 号。", f"Frozen: snapshot {made.number}."),
    )
    return redirect("assessment:round", round)


@require_POST
def try_(request: ActorRequest, round: int) -> HttpResponse:
    found = access_round(request.actor, round, to="score")
    try:
        made = scoring.try_scoring(actor=request.actor, at=now(), round=round)
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    return redirect("assessment:board", made.pk)


@require_POST
def score(request: ActorRequest, round: int) -> HttpResponse:
    found = access_round(request.actor, round, to="score")
    try:
        made = scoring.score_snapshot(actor=request.actor, at=now(), round=round)
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    messages.success(request, say(f"已计分，校验短码 {made.code}。", f"Scored; short code {made.code}."))
    return redirect("assessment:board", made.pk)


@require_POST
def reopen(request: ActorRequest, round: int) -> HttpResponse:
    """重新开放 for a correction: what was frozen and scored stays as it is."""
    found = access_round(request.actor, round, to="open_round")
    try:
        reopen_round(actor=request.actor, at=now(), round=round, reason=request.POST.get("reason", ""))
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    messages.success(
        request,
        say("已重新开放。更正、审核后再锁定、计分。", "Open again. Correct, verify, then freeze and score anew."),
    )
    return redirect("assessment:round", round)


@require_POST
def window(request: ActorRequest, run: int) -> HttpResponse:
    found = access_run(request.actor, run, to="score")
    form = OpenWindow(sent(request))
    if form.is_valid():
        try:
            made = objecting.open_window(actor=request.actor, at=now(), run=run, until=form.cleaned_data["until"])
        except REFUSALS as why:
            refused(form, why.say(lang()))
        else:
            messages.success(
                request,
                say(
                    f"各单位可在 {made.until} 前查看本单位结果并提出异议。",
                    f"Until {made.until} each unit sees its own result and may object.",
                ),
            )
            return redirect("assessment:round", found.round_id)
    return _page(request, found.round, 422, form=form)
