"""The pages of ballots: the boxes of a round, one box, its printed ballots, reading, settling, voting."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_round
from leitai.web.collection.ballots.access import access_box, access_vote, visible_boxes
from leitai.web.collection.ballots.boxes import judgeables, keeper, units_of
from leitai.web.collection.ballots.forms import OpenBox, read_ballot
from leitai.web.collection.ballots.papers import HANDS, Difference, differences, other_hand
from leitai.web.collection.ballots.roll import Eligible, read_roll
from leitai.web.collection.ballots.selectors import box_lines, box_title, box_view, choices_of, judged_title, way_of
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import BallotBox, BallotEntry, Elector, Obligation, PaperBallot, Round
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.holders import placed_holders
from leitai.web.collection.selectors.scope import Scope
from leitai.web.foundation.api import Invisible, lang, now, say, today
from leitai.web.people.api import ROLES, ActorRequest, names_on, refusal, refused, sent

VOTERS = ("leader", "head", "panel", "office", "liaison", "filer", "verifier", "statistics", "supervisor")


@require_safe
def boxes(request: ActorRequest, round: int) -> HttpResponse:
    found, scope = access_round(request.actor, round)
    plan = plan_of(found.book, found.edition)
    context = {
        "round": found, "title": round_title(plan, found, lang()),
        "lines": box_lines(plan, list(visible_boxes(found, scope).order_by("pk")), lang()),
        "may_open": found.state == "open" and bool(_possible(request, found, scope)),
    }  # fmt: skip
    return render(request, "collection/ballots.html", context)


def _possible(request: ActorRequest, found: Round, scope: Scope) -> list[tuple[str, str]]:
    """What the person may open a box for: what her organisation files, or for the office everything."""
    plan = plan_of(found.book, found.edition)
    own = scope.answers(request.actor, "report")
    filers = dict(Obligation.objects.filter(round=found).values_list("cell__indicator", "filer").distinct())
    wide = request.actor.may("open_round")
    taken = set(BallotBox.objects.filter(round=found).values_list("indicator", "role", "group"))
    return [
        (one.key, judged_title(plan, one, lang()))
        for one in judgeables(plan, found.period)
        if (wide or filers.get(one.indicator) in own) and (one.indicator, one.role, one.group) not in taken
    ]


@told_in_place()
def new(request: ActorRequest, round: int) -> HttpResponse:
    found, scope = access_round(request.actor, round)
    plan = plan_of(found.book, found.edition)
    possible = _possible(request, found, scope)
    if not possible and not request.actor.may("open_round"):
        raise refusal("report")
    people = _eligible()
    form = OpenBox(
        sent(request),
        what=possible,
        people=[(one.key, f"{one.name}（{one.organisation} {one.role.say(lang())}）") for one in people],
        initial={"closes": max(found.verify_by, today())},
    )
    context = {"round": found, "title": round_title(plan, found, lang()), "form": form, "possible": possible}
    if not form.is_bound or not form.is_valid():
        return render(request, "collection/ballot_new.html", context, status=422 if form.is_bound else 200)
    roll, faults = read_roll(form.cleaned_data["roll"], people)
    if faults or (roll and "confirm" not in request.POST):
        # A roll is looked at before anything stands: whom each line means, or which line means nobody.
        context |= {"roll": roll, "faults": faults}
        return render(request, "collection/ballot_new.html", context, status=422 if faults else 200)
    try:
        setup = form.setup(one.person.key for one in roll)
        made = api.open_box(actor=request.actor, at=now(), round=round, setup=setup)
    except TOLD as why:
        refused(form, why.say(lang()))
        return render(request, "collection/ballot_new.html", context, status=422)
    messages.success(request, say(f"第 {made.pk} 号票箱已设。", f"Box {made.pk} is open."))
    return redirect("collection:box", made.pk)


def _eligible() -> list[Eligible]:
    """Who may stand on a roll today."""
    chinese, english = names_on(today()), names_on(today(), language="en")
    return [
        Eligible(
            one.key, one.name, one.login, where,
            frozenset((one.organisation, chinese.get(one.organisation, ""), english.get(one.organisation, ""))),
            ROLES[one.role],
        )
        for one, where in placed_holders(today(), VOTERS)
    ]  # fmt: skip


@require_safe
def box(request: ActorRequest, box: int) -> HttpResponse:
    found, scope = access_box(request.actor, box)
    return _box(request, found, scope)


def _box(request: ActorRequest, found: BallotBox, scope: Scope, status: int = 200, wrong: str = "") -> HttpResponse:
    plan = plan_of(found.round.book, found.round.edition)
    view = box_view(plan, found, lang())
    keeps = keeper(request.actor, found, request.actor.day) is not None
    files = found.organisation in scope.answers(request.actor, "report")
    context = {
        "round": found.round, "title": round_title(plan, found.round, lang()), "view": view, "wrong": wrong,
        "keeps": keeps and found.round.state == "open", "files": files and found.round.state == "open",
        "votes": Elector.objects.filter(box=found, person=request.actor.key, voted=False).exists(), "hands": HANDS,
        "keeper": organisation_names(plan, lang()).get(found.organisation, found.organisation),
    }  # fmt: skip
    return render(request, "collection/ballot_box.html", context, status=status)


@require_safe
def print_(request: ActorRequest, box: int) -> HttpResponse:
    """The ballots on A4, one a page."""
    found, _ = access_box(request.actor, box, keep=True)
    if found.way != "paper":
        raise Invisible
    plan = plan_of(found.round.book, found.round.edition)
    notice = plan.rulebook.notice
    names = organisation_names(plan, lang())
    context = {
        "box": found, "papers": PaperBallot.objects.filter(box=found).order_by("number"),
        "units": [names.get(unit, unit) for unit in units_of(plan, found)], "choices": choices_of(plan, found, lang()),
        "heading": box_title(plan, found, lang()), "contest": plan.rulebook.title.say(lang()),
        "notice": notice.say(lang()) if notice else "",
    }  # fmt: skip
    return render(request, "collection/ballot_print.html", context)


@told_in_place()
def hand(request: ActorRequest, box: int, hand: int) -> HttpResponse:
    """录票 in one hand: code, then the numbers down the units; the other hand is not shown."""
    found, _ = access_box(request.actor, box, keep=True)
    if found.way != "paper" or hand not in HANDS:
        raise Invisible
    other_hand(found, request.actor, hand)
    context = _reading(found) | {"hand": hand, "other": 2 if hand == 1 else 1}
    wrong, status = "", 200
    if request.method == "POST":
        spoiled, code = bool(request.POST.get("spoiled")), request.POST.get("code", "")
        try:
            ballot = {} if spoiled else read_ballot(request.POST, context["units"])
            made = api.enter_ballot(
                actor=request.actor, at=now(), box=box, hand=hand, code=code, ballot=ballot, spoiled=spoiled
            )
        except TOLD as why:
            wrong, status = why.say(lang()), 422
        else:
            messages.success(request, say(f"票 {made.ballot.code} 已录。", f"Ballot {made.ballot.code} is in."))
            return redirect("collection:ballot_hand", box, hand)
    mine = BallotEntry.objects.filter(ballot__box=found, hand=hand).select_related("ballot").order_by("-pk")
    context |= {"wrong": wrong, "entered": list(mine[:10]), "read": mine.count(), "said": _said(request, context)}
    context |= {"code": request.POST.get("code", "")}
    return render(request, "collection/ballot_hand.html", context, status=status)


def _reading(found: BallotBox) -> dict[str, Any]:
    plan = plan_of(found.round.book, found.round.edition)
    names = organisation_names(plan, lang())
    return {
        "box": found, "round": found.round, "title": box_title(plan, found, lang()),
        "units": [(unit, names.get(unit, unit)) for unit in units_of(plan, found)],
        "choices": choices_of(plan, found, lang()),
    }  # fmt: skip


def _said(request: ActorRequest, context: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The units with what was typed for each, so that a refusal loses nothing."""
    return [(unit, name, request.POST.get(f"unit-{unit}", "")) for unit, name in context["units"]]


@told_in_place()
def differing(request: ActorRequest, box: int) -> HttpResponse:
    """核票: each ballot on which the hands differ, with what the paper says."""
    found, _ = access_box(request.actor, box, keep=True)
    if found.way != "paper":
        raise Invisible
    context, wrong, status = _reading(found), "", 200
    if request.method == "POST":
        spoiled = bool(request.POST.get("spoiled"))
        try:
            api.settle_ballot(
                actor=request.actor, at=now(), box=box, code=request.POST.get("code", ""), spoiled=spoiled,
                ballot={} if spoiled else read_ballot(request.POST, context["units"]),
                reason=request.POST.get("reason", ""),
            )  # fmt: skip
        except TOLD as why:
            wrong, status = why.say(lang()), 422
        else:
            return redirect("collection:ballot_differences", box)
    context |= {"lines": [_difference(one, context) for one in differences(found)], "wrong": wrong}
    return render(request, "collection/ballot_differences.html", context, status=status)


def _difference(one: Difference, context: dict[str, Any]) -> dict[str, Any]:
    """Both readings side by side. What only one hand has read is not shown: the other may still have it before her."""
    both = one.first is not None and one.second is not None
    first, second = (json.loads(entry.content) if both and entry else {} for entry in (one.first, one.second))
    rows = [
        (unit, name, first.get(unit, ""), second.get(unit, ""), first.get(unit, "") != second.get(unit, ""))
        for unit, name in context["units"]
    ]
    return {"ballot": one.ballot, "first": one.first, "second": one.second, "both": both, "rows": rows}


@told_in_place("collection:box", "box")
@require_POST
def count(request: ActorRequest, box: int) -> HttpResponse:
    found, scope = access_box(request.actor, box, keep=True)
    try:
        made = api.count_box(actor=request.actor, at=now(), box=box)
    except TOLD as why:
        return _box(request, found, scope, 422, why.say(lang()))
    messages.success(
        request,
        say(
            f"已计票：有效 {made.valid} 票，废票 {made.spoiled} 票。",
            f"Counted: {made.valid} valid, {made.spoiled} spoiled.",
        ),
    )
    return redirect("collection:box", box)


@told_in_place("collection:box", "box")
@require_POST
def enter(request: ActorRequest, box: int) -> HttpResponse:
    found, scope = access_box(request.actor, box)
    try:
        report = api.enter_count(actor=request.actor, at=now(), box=box)
    except TOLD as why:
        return _box(request, found, scope, 422, why.say(lang()))
    number = len(report.outcomes)
    messages.success(
        request, say(f"已录入 {number} 项，送审核单位。", f"{number} figures entered; their verifiers are next.")
    )
    return redirect("collection:box", box)


@told_in_place()
def vote(request: ActorRequest, box: int) -> HttpResponse:
    """线上投票, for who is on the roll."""
    found, elector = access_vote(request.actor, box)
    context = _reading(found) | {"elector": elector, "way": way_of(found), "late": today() > found.closes}
    wrong, status = "", 200
    if request.method == "POST":
        try:
            api.cast_ballot(actor=request.actor, at=now(), box=box, ballot=read_ballot(request.POST, context["units"]))
        except TOLD as why:
            wrong, status = why.say(lang()), 422
        else:
            messages.success(request, say("您的票已投出。", "Your vote is cast."))
            return redirect("collection:ballot_vote", box)
    context |= {"wrong": wrong, "said": _said(request, context)}
    return render(request, "collection/ballot_vote.html", context, status=status)
