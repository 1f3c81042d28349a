"""The pages of claims: the claims of a round, one claim, the panel, the list."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_round
from leitai.web.collection.claims.access import access_claim, access_claim_list
from leitai.web.collection.claims.forms import ClaimFact, NamePanel, Opinion, Withdraw, kept_choices
from leitai.web.collection.claims.lists import latest_list, list_content, previous_list
from leitai.web.collection.claims.panels import members_of, panel_of, stands_aside
from leitai.web.collection.claims.selectors import claim_lines, claimable, list_view, whole_claim
from leitai.web.collection.claims.services import may_mend
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Claim, ClaimList, ClaimPanel, Round
from leitai.web.collection.pages.cells import NOTHING_SEEN
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.holders import named_holders
from leitai.web.collection.selectors.scope import Scope, visible_claims
from leitai.web.collection.selectors.sheets import qr_picture
from leitai.web.foundation.api import lang, now, say, today
from leitai.web.people.api import MAY, ActorRequest, person_names, refusal, refused, sent


@require_safe
def claims(request: ActorRequest, round: int) -> HttpResponse:
    """申报与认定: every claim that the person may see, what is to be done with it, and the way to the list."""
    found, scope = access_round(request.actor, round)
    return _claims(request, found, scope)


def _claims(request: ActorRequest, found: Round, scope: Scope, status: int = 200, wrong: str = "") -> HttpResponse:
    plan, panel = plan_of(found.book, found.edition), panel_of(found)
    seen = list(visible_claims(scope).filter(round=found).order_by("pk"))
    lines = claim_lines(plan, seen, panel, request.actor, lang())
    last, members = latest_list(found), members_of(panel) if panel is not None else []
    judge = request.actor.may("judge_claim")
    ready = {one.claim.pk for one in lines if panel and one.claim.state == "filed" and one.spoken >= panel.quorum}
    context = {
        "round": found, "title": round_title(plan, found, lang()), "lines": lines, "panel": panel, "list": last,
        "members": list(person_names(members).values()) if scope.wide else [],
        "wide": scope.wide, "open": found.state == "open", "wrong": wrong, "ready": ready if judge else set(),
        "may_claim": found.state == "open" and bool(claimable(plan, found, request.actor, scope)),
        "office": request.actor.may("open_round"), "waiting": sum(one.claim.state == "filed" for one in lines),
        "moved": last is not None and _moved(last),
    }  # fmt: skip
    return render(request, "collection/claims.html", context, status=status)


def _moved(last: ClaimList) -> bool:
    """Whether decisions changed since the list was drawn up."""
    return bool(list_content(last.round, previous_list(last)) != json.loads(last.content))


@told_in_place()
def new(request: ActorRequest, round: int) -> HttpResponse:
    """申报一项 with its proof."""
    found, scope = access_round(request.actor, round)
    plan = plan_of(found.book, found.edition)
    choices = claimable(plan, found, request.actor, scope, lang())
    if not choices:
        raise refusal("claim")
    form = ClaimFact(sent(request), request.FILES or None, choices=choices)
    context = {"round": found, "title": round_title(plan, found, lang()), "form": form}
    if form.is_bound and form.is_valid():
        try:
            made = api.file_claim(
                actor=request.actor, at=now(), round=round, contestant=form.cleaned_data["contestant"], fact=form.fact()
            )
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say(f"第 {made.pk} 号申报已送评审组。", f"Claim {made.pk} went to the panel."))
            return redirect("collection:claim", round, made.pk)
    return render(request, "collection/claim_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def claim(request: ActorRequest, round: int, claim: int) -> HttpResponse:
    found, scope = access_claim(request.actor, round, claim)
    return _claim(request, found, scope)


def _claim(request: ActorRequest, found: Claim, scope: Scope, status: int = 200, **forms: Any) -> HttpResponse:
    plan, panel = plan_of(found.round.book, found.round.edition), panel_of(found.round)
    view = whole_claim(plan, found, scope, lang())
    opened = found.round.state == "open" and found.state != "withdrawn"
    seen = {"expected": found.version}
    context = {
        "round": found.round, "title": round_title(plan, found.round, lang()), "view": view,
        "mends": opened and may_mend(request.actor, found, view.adjustment, scope.merged),
        "considers": opened and _considers(request, found, panel),
        "aside": _aside(request, found, panel) if opened and found.state == "filed" else None,
        "opinion": forms.get("opinion") or Opinion(initial=seen),
        "withdraw": forms.get("withdraw") or Withdraw(initial=seen),
        "wide": scope.wide,
    }  # fmt: skip
    return render(request, "collection/claim.html", context, status=status)


def _considers(request: ActorRequest, found: Claim, panel: ClaimPanel | None) -> bool:
    named = panel is not None and request.actor.key in members_of(panel) and request.actor.may("judge_claim")
    return named and found.state == "filed" and stands_aside(request.actor, found, request.actor.day) is None


def _aside(request: ActorRequest, found: Claim, panel: ClaimPanel | None) -> Any:
    named = panel is not None and request.actor.key in members_of(panel)
    return stands_aside(request.actor, found, request.actor.day) if named else None


@told_in_place()
def correct(request: ActorRequest, round: int, claim: int) -> HttpResponse:
    """更正: a new version, with the proofs that still stand."""
    found, scope = access_claim(request.actor, round, claim)
    plan = plan_of(found.round.book, found.round.edition)
    view = whole_claim(plan, found, scope, lang())
    if not may_mend(request.actor, found, view.adjustment, scope.merged):
        raise refusal("claim")
    held = view.held.version
    choices = [
        one for one in claimable(plan, found.round, request.actor, scope, lang()) if found.contestant in dict(one.units)
    ]
    start = {
        "adjustment": found.adjustment, "contestant": found.contestant, "event": held.event, "day": held.day,
        "items": held.items, "words": held.words, "distinct": held.distinct,
    }  # fmt: skip
    form = ClaimFact(
        sent(request), request.FILES or None, choices=choices, kept=kept_choices(view.held.proofs), initial=start,
        unit=found.contestant,
    )  # fmt: skip
    expected = request.POST.get("expected", "")
    if form.is_bound and form.is_valid():
        try:
            api.correct_claim(
                actor=request.actor, at=now(), claim=claim, fact=form.fact(),
                expected=int(expected) if expected.isdecimal() else NOTHING_SEEN,
            )  # fmt: skip
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("已更正，由评审组重新评审。", "Corrected; the panel considers it anew."))
            return redirect("collection:claim", round, claim)
    context = {"round": found.round, "title": round_title(plan, found.round, lang()), "form": form, "view": view}
    return render(request, "collection/claim_correct.html", context, status=422 if form.is_bound else 200)


@told_in_place("collection:claim", "round", "claim")
@require_POST
def withdraw(request: ActorRequest, round: int, claim: int) -> HttpResponse:
    found, scope = access_claim(request.actor, round, claim)
    view = whole_claim(plan_of(found.round.book, found.round.edition), found, scope, lang())
    if not may_mend(request.actor, found, view.adjustment, scope.merged):
        raise refusal("claim")
    form = Withdraw(request.POST)
    if form.is_valid():
        try:
            api.withdraw_claim(actor=request.actor, at=now(), claim=claim, **form.cleaned_data)
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("已撤回，记录保留。", "Taken back; the record stays."))
            return redirect("collection:claim", round, claim)
    return _claim(request, found, scope, 422, withdraw=form)


@told_in_place("collection:claim", "round", "claim")
@require_POST
def judge(request: ActorRequest, round: int, claim: int) -> HttpResponse:
    """One member's opinion."""
    found, scope = access_claim(request.actor, round, claim)
    if not request.actor.may("judge_claim"):
        raise refusal("judge_claim")
    form = Opinion(request.POST)
    if form.is_valid():
        try:
            api.give_opinion(actor=request.actor, at=now(), claim=claim, **form.cleaned_data)
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("意见已记录。", "Your opinion is recorded."))
            return redirect("collection:claims", round)
    return _claim(request, found, scope, 422, opinion=form)


@told_in_place("collection:claims", "round")
@require_POST
def conclude(request: ActorRequest, round: int) -> HttpResponse:
    """汇总意见 of the claims that were ticked, each by the version that was seen."""
    found, scope = access_round(request.actor, round, to="judge_claim")
    pairs = (one.partition(":") for one in request.POST.getlist("claim"))
    chosen = {int(pk): int(version) for pk, _, version in pairs if pk.isdecimal() and version.isdecimal()}
    try:
        count = api.conclude_claims(actor=request.actor, at=now(), round=round, claims=chosen)
    except TOLD as why:
        return _claims(request, found, scope, 422, why.say(lang()))
    messages.success(request, say(f"已汇总 {count} 项。", f"{count} concluded."))
    return redirect("collection:claims", round)


@told_in_place()
def panel(request: ActorRequest, round: int) -> HttpResponse:
    """评审组: its members by name, and how many must have spoken."""
    found, _ = access_round(request.actor, round, to="open_round")
    plan, held = plan_of(found.book, found.edition), panel_of(found)
    start = {"members": members_of(held) if held else [], "quorum": held.quorum if held else 2,
             "document": held.document if held else "", "expected": held.number if held else 0}  # fmt: skip
    form = NamePanel(sent(request), people=named_holders(today(), MAY["judge_claim"]), initial=start)
    if form.is_bound and form.is_valid():
        try:
            api.name_panel(actor=request.actor, at=now(), round=round, **form.cleaned_data)
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("评审组已定。", "The panel is named."))
            return redirect("collection:claims", round)
    context = {"round": found, "title": round_title(plan, found, lang()), "form": form}
    return render(request, "collection/claim_panel.html", context, status=422 if form.is_bound else 200)


@told_in_place("collection:claims", "round")
@require_POST
def make_list(request: ActorRequest, round: int) -> HttpResponse:
    found, scope = access_round(request.actor, round, to="open_round")
    try:
        made = api.make_claim_list(actor=request.actor, at=now(), round=round)
    except TOLD as why:
        return _claims(request, found, scope, 422, why.say(lang()))
    return redirect("collection:claim_list", made.pk)


@require_safe
def claim_list(request: ActorRequest, claim_list: int) -> HttpResponse:
    """认定清单 on A4, and beside it what is still to be entered."""
    found, scope = access_claim_list(request.actor, claim_list)
    return _list(request, found, scope)


def _list(request: ActorRequest, found: ClaimList, scope: Scope, status: int = 200, wrong: str = "") -> HttpResponse:
    plan = plan_of(found.round.book, found.round.edition)
    view = list_view(plan, found, scope, today(), lang())
    last = latest_list(found.round)
    old = last is None or last.pk != found.pk
    notice = plan.rulebook.notice
    context = {
        "round": found.round, "title": round_title(plan, found.round, lang()), "view": view, "wrong": wrong,
        "contest": plan.rulebook.title.say(lang()), "notice": notice.say(lang()) if notice else "", "wide": scope.wide,
        "qr": qr_picture(request.build_absolute_uri()), "old": old, "moved": not old and _moved(found),
        "enters": not old and found.round.state == "open"
        and any(key in scope.answers(request.actor, "report") for key, _, _ in view.waiting),
    }  # fmt: skip
    return render(request, "collection/claim_list.html", context, status=status)


@told_in_place("collection:claim_list", "claim_list")
@require_POST
def enter(request: ActorRequest, claim_list: int) -> HttpResponse:
    """按清单录入 the figures the person's organisation files."""
    found, scope = access_claim_list(request.actor, claim_list)
    try:
        report = api.enter_claim_list(actor=request.actor, at=now(), claim_list=claim_list)
    except TOLD as why:
        return _list(request, found, scope, 422, why.say(lang()))
    count = len(report.outcomes)
    messages.success(
        request, say(f"已按清单录入 {count} 项，送审核单位。", f"{count} figures entered; their verifiers are next.")
    )
    return redirect("collection:claim_list", claim_list)
