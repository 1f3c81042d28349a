"""The list of rounds, opening one, the office's matrix, reminders and extensions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.engine.errors import Text
from leitai.web.collection import api
from leitai.web.collection.access import access_filing, access_new_round, access_round
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Extension
from leitai.web.collection.pages.forms import AskExtension, OpenRound, RuleExtension
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.rules.opening import offered_days
from leitai.web.collection.selectors.duties import (
    Openable,
    Opening,
    counter_bodies,
    my_rounds,
    openable_rounds,
    opening_of,
    round_title,
)
from leitai.web.collection.selectors.matrix import filers_of, last_reminders, round_matrix
from leitai.web.collection.selectors.scope import scope_of
from leitai.web.collection.selectors.sheets import SIGNED, drawn_papers, sheet_lines
from leitai.web.collection.showing import MARKS
from leitai.web.foundation.api import lang, now, say, today
from leitai.web.people.api import ActorRequest, refused, sent

DAYS = ("report_by", "verify_by", "confirm_by")


class Move(NamedTuple):
    """A day for which somebody chose a day off: what ends on it, why it is not worked, the next that is."""

    what: Text
    day: datetime.date
    why: Text
    next: datetime.date


@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    scope = scope_of(actor, actor.day)
    mine = my_rounds(actor, scope, lang())
    # Who sees everything finds all sheets on the page of the round.
    papers = {} if scope.wide else drawn_papers([one.round for one in mine], scope.own, actor.day)
    listed = [(one, papers.get(one.round.pk, [])) for one in mine]
    context = {"mine": listed, "wide": scope.wide, "may_open": actor.may("open_round")}
    return render(request, "collection/rounds.html", context)


@told_in_place()
def open_(request: ActorRequest) -> HttpResponse:
    """First which round, then its burden, then its days."""
    access_new_round(request.actor)
    possible = openable_rounds(request.actor)
    chosen = next((one for one in possible if one.key == request.GET.get("which")), None)
    if chosen is None:
        return render(request, "collection/open_which.html", {"possible": possible})
    return _open(request, chosen)


def _open(request: ActorRequest, chosen: Openable) -> HttpResponse:
    office = next(post.organisation for post in request.actor.posts if post.role == "office")
    counters = counter_bodies(chosen, office, lang())
    counter = request.GET.get("counter") or counters[0][0]
    opening = opening_of(chosen, office, counter, lang())
    days, past = _offered(opening)
    stated, moves = _worked({key: day for key, day in days.items() if day})
    form = OpenRound(sent(request), initial=days | stated | {"acknowledged": opening.total.asked})
    context: dict[str, Any] = {"opening": opening, "form": form, "counters": counters, "counter": counter, "past": past}
    if not form.is_bound:
        return render(request, "collection/open.html", context | {"moves": moves})
    if not form.is_valid():
        return render(request, "collection/open.html", context, status=422)
    chosen_days = {key: form.cleaned_data[key] for key in days}
    worked, moves = _worked(chosen_days)
    if moves and min(chosen_days.values()) >= today():
        offered = OpenRound(request.POST.dict() | {key: day.isoformat() for key, day in worked.items()})
        return render(request, "collection/open.html", context | {"form": offered, "moves": moves}, status=422)
    return _opened(request, chosen, counter, form, context)


def _offered(opening: Opening) -> tuple[dict[str, datetime.date | None], bool]:
    """The days of the rules, or where they name none or one of them is past, days from today; and whether one is."""
    stated = (opening.report_by, opening.verify_by, opening.confirm_by)
    past = any(day is not None and day < today() for day in stated)
    if any(stated) and not past:
        return dict(zip(DAYS, stated, strict=True)), False
    least = opening.silence.after if opening.silence else 0
    offered = offered_days(today(), stated, least, api.working_calendar())
    return {key: offered[place] if offered else None for place, key in enumerate(DAYS)}, past


def _worked(days: Mapping[str, datetime.date]) -> tuple[dict[str, datetime.date], list[Move]]:
    """The days as working days, and which had to move and why. A year without a table is left to the service."""
    calendar, worked, moves = api.working_calendar(), dict(days), []
    for key, day in days.items():
        try:
            why = calendar.day_off(day)
            worked[key] = calendar.on_or_after(day)
        except api.NoHolidayTable:
            continue
        if why is not None:
            moves.append(Move(OpenRound.WORDS[key][0], day, why, worked[key]))
    return worked, moves


def _opened(
    request: ActorRequest, chosen: Openable, counter: str, form: OpenRound, context: dict[str, Any]
) -> HttpResponse:
    said = form.cleaned_data
    days = api.Days(said["report_by"], said["verify_by"], said["confirm_by"])
    try:
        made = api.open_round(
            actor=request.actor, at=now(), book=chosen.book, edition=chosen.name, period=chosen.period,
            days=days, counter=counter, acknowledged=said["acknowledged"],
        )  # fmt: skip
    except TOLD as refusal:
        return render(
            request, "collection/open.html", context | {"form": refused(form, refusal.say(lang()))}, status=422
        )
    messages.success(request, say(f"{made.period} 已开放填报。", f"{made.period} is open for filing."))
    return redirect("collection:round", made.pk)


@require_safe
def round_(request: ActorRequest, round: int) -> HttpResponse:
    """Units × forms for who sees all of them; others go on to their own part."""
    found, scope = access_round(request.actor, round)
    if not scope.wide:
        return redirect("collection:rounds")
    plan = plan_of(found.book, found.edition)
    groups = [(group.id, group.name.say(lang())) for group in plan.peer_groups]
    wanted = request.GET.get("group")
    group = wanted if wanted in dict(groups) else groups[0][0]
    context = {
        "round": found, "title": round_title(plan, found, lang()), "groups": groups, "group": group, "marks": MARKS,
        "matrix": round_matrix(plan, found, group, lang()), "filers": filers_of(plan, found, lang=lang()),
        "may_remind": request.actor.may("remind") and found.state == "open", "silence": plan.rulebook.silence,
    }  # fmt: skip
    return render(request, "collection/round.html", context)


@require_safe
def sheets(request: ActorRequest, round: int) -> HttpResponse:
    """审签表 of a round: who has drawn one, how it stands, and where it is."""
    found, scope = access_round(request.actor, round)
    if not scope.wide:
        return redirect("collection:rounds")
    plan = plan_of(found.book, found.edition)
    lines = sheet_lines(plan, found, request.actor.day, lang())
    context = {
        "round": found, "title": round_title(plan, found, lang()), "sheets": lines,
        "signed": sum(paper.mark is SIGNED for line in lines for paper in line.papers),
        "papers": sum(len(line.papers) for line in lines),
    }  # fmt: skip
    return render(request, "collection/sheets.html", context)


@told_in_place("collection:round", "round")
def remind_(request: ActorRequest, round: int) -> HttpResponse:
    """催报: reminders are recorded once, then shown as words to copy and a list to print."""
    found, _ = access_round(request.actor, round, to="remind")
    if request.method == "POST":
        chosen = request.POST.getlist("organisation")
        api.remind(actor=request.actor, at=now(), round=round, organisations=chosen)
        return redirect("collection:remind", round)
    plan = plan_of(found.book, found.edition)
    rows = last_reminders(found)
    context = {
        "round": found, "title": round_title(plan, found, lang()), "rows": rows,
        "filers": filers_of(plan, found, {row.organisation for row in rows}, lang()),
        "text": "\n".join(row.words for row in rows),
    }  # fmt: skip
    return render(request, "collection/remind.html", context)


@told_in_place("collection:round", "round")
@require_POST
def silence(request: ActorRequest, round: int) -> HttpResponse:
    access_round(request.actor, round, to="open_round")
    count = api.accept_by_silence(actor=request.actor, at=now(), round=round)
    messages.success(request, say(f"{count} 项按逾期无异议办理。", f"{count} figures taken as accepted by silence."))
    return redirect("collection:round", round)


@told_in_place()
def extensions(request: ActorRequest, round: int) -> HttpResponse:
    """The requests of a round, the unanswered first, each answered in its own line."""
    found, _ = access_round(request.actor, round, to="extend")
    form = RuleExtension(sent(request))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            api.rule_extension(
                actor=request.actor, at=now(), extension=said["extension"],
                granted=said["verdict"] == "grant", until=said["until"], reason=said["reason"],
            )  # fmt: skip
            return redirect("collection:extensions", round)
        except TOLD as refusal:
            refused(form, refusal.say(lang()))
    plan = plan_of(found.book, found.edition)
    asked = Extension.objects.filter(round=found).select_related("ruling").order_by("ruling__pk", "pk")
    filers = {one.organisation: one for one in filers_of(plan, found, lang=lang())}
    context = {"round": found, "title": round_title(plan, found, lang()), "form": form}
    lines = [(one, filers.get(one.organisation)) for one in asked]
    return render(
        request, "collection/extensions.html", context | {"lines": lines}, status=422 if form.is_bound else 200
    )


@told_in_place()
def ask(request: ActorRequest, round: int, organisation: str) -> HttpResponse:
    found, _ = access_filing(request.actor, round, organisation, act="ask_extension")
    form = AskExtension(sent(request))
    plan = plan_of(found.book, found.edition)
    context = {"round": found, "title": round_title(plan, found, lang()), "organisation": organisation}
    context["filer"] = filers_of(plan, found, {organisation}, lang())[0]
    if not form.is_bound or not form.is_valid():
        return render(request, "collection/ask.html", context | {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data | {"round": round, "organisation": organisation}
    try:
        api.ask_extension(actor=request.actor, at=now(), **said)
    except TOLD as refusal:
        return render(
            request, "collection/ask.html", context | {"form": refused(form, refusal.say(lang()))}, status=422
        )
    messages.success(request, say("延期申请已送考评办。", "The request went to the office."))
    return redirect("collection:grid", round, organisation)
