"""The verifier's queue: one figure at a time or a table; J and K move, V verifies, R returns."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_cell, access_round
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Round
from leitai.web.collection.pages.telling import TOLD, tell_missed, told_in_place
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.panel import cell_panel
from leitai.web.collection.selectors.queue import Queued, own_filings, verifier_queue, waiting_figures
from leitai.web.collection.showing import MARKS
from leitai.web.foundation.api import lang, now, say, today
from leitai.web.people.api import ActorRequest

RETURN_DAYS = 2
# Lines of the table on a page.
PAGE = 100


@require_safe
def queue(request: ActorRequest, round: int) -> HttpResponse:
    """One figure at a time, with its history and its counter-source beside it."""
    found, verifiers, queued = _queued(request, round)
    plan = plan_of(found.book, found.edition)
    place = next((n for n, one in enumerate(queued) if str(one.cell) == request.GET.get("cell")), 0)
    shown = waiting_figures(plan, queued[place : place + 1], request.actor, verifiers, lang())
    context = _context(found, len(queued)) | {"place": place + 1}
    if shown:
        panel = cell_panel(plan, access_cell(request.actor, round, queued[place].cell), lang())
        context |= {
            "one": shown[0], "panel": panel, "mark": MARKS[panel.cell.state], "due": _return_day(found),
            "before": queued[place - 1].cell if place else None,
            "after": queued[place + 1].cell if place + 1 < len(queued) else None,
        }  # fmt: skip
    return render(request, "collection/queue.html", context)


@require_safe
def table(request: ActorRequest, round: int) -> HttpResponse:
    """What waits, a page at a time and of one indicator where it was asked for, to be ticked and verified together."""
    found, verifiers, queued = _queued(request, round)
    plan = plan_of(found.book, found.edition)
    counts = Counter(one.indicator for one in queued)
    indicators = [(key, plan.inputs[key].name.say(lang()), count) for key, count in counts.items()]
    indicator = wanted if (wanted := request.GET.get("indicator", "")) in counts else ""
    chosen = [one for one in queued if indicator in ("", one.indicator)]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    mine = own_filings(chosen, request.actor) if page.has_other_pages() else frozenset()
    others = [one for one in chosen if one.cell not in mine]
    context = _context(found, len(queued)) | {
        "due": _return_day(found), "indicators": indicators, "indicator": indicator, "page": page,
        "waiting": waiting_figures(plan, list(page.object_list), request.actor, verifiers, lang()),
        "others": len(others), "every": ",".join(f"{one.cell}:{one.version}" for one in others),
    }  # fmt: skip
    return render(request, "collection/queue_table.html", context)


@told_in_place("collection:queue", "round")
@require_POST
def decide(request: ActorRequest, round: int) -> HttpResponse:
    """Verify or return what was ticked, each by the version that was seen."""
    found, _ = access_round(request.actor, round, to="verify")
    returns, reason = request.POST.get("act") == "return", request.POST.get("reason", "").strip()
    try:
        who: dict[str, Any] = {"actor": request.actor, "at": now(), "round": round, "judged": judged_of(request.POST)}
        report = (
            api.return_figures(**who, reason=reason, due=_due(request.POST)) if returns else api.verify_figures(**who)
        )
    except TOLD as refusal:
        typed = say(f" 您写的理由：{reason}", f" The reason you wrote: {reason}") if returns and reason else ""
        messages.error(request, refusal.say(lang()) + typed)
        return redirect(_next(request, round, here=True))
    if done := len(report.of("saved")):
        words = say("已退回", "returned") if returns else say("已审核", "verified")
        messages.success(request, say(f"{words} {done} 项。", f"{done} {words}."))
    tell_missed(request, plan_of(found.book, found.edition), report)
    return redirect(_next(request, round))


def _queued(request: ActorRequest, round: int) -> tuple[Round, list[str], list[Queued]]:
    found, scope = access_round(request.actor, round, to="verify")
    verifiers = sorted(scope.answers(request.actor, "verify"))
    return found, verifiers, verifier_queue(plan_of(found.book, found.edition), found, verifiers, scope.merged)


def _context(found: Round, count: int) -> dict[str, Any]:
    return {"round": found, "title": round_title(plan_of(found.book, found.edition), found, lang()), "count": count}


def judged_of(sent: QueryDict) -> list[api.Judged]:
    """`figure` is `cell:version`, one for each that was ticked; `every` has all pages of them, if `all` was."""
    ticked = sent.get("every", "").split(",") if sent.get("all") else sent.getlist("figure")
    pairs = [one.split(":") for one in ticked]
    if not pairs or not all(len(pair) == 2 and all(part.isdecimal() for part in pair) for pair in pairs):
        raise Cannot("没有选中任何数据。", "No figure was chosen.")
    return [api.Judged(int(cell), int(version)) for cell, version in pairs]


def _due(sent: QueryDict) -> datetime.date:
    try:
        return datetime.date.fromisoformat(sent.get("due", ""))
    except ValueError:
        raise Cannot("请填写改报期限，如 2026-11-24。", "Give the day it is wanted by, like 2026-11-24.") from None


def _return_day(found: Round) -> datetime.date:
    """Two working days from today, or two days where the year's table is not known."""
    day = today()
    try:
        return api.working_calendar().add(day, RETURN_DAYS)
    except api.NoHolidayTable:
        return day + datetime.timedelta(days=RETURN_DAYS)


def _next(request: ActorRequest, round: int, here: bool = False) -> str:
    """Back to the table, or on to the figure after this one."""
    if request.POST.get("view") == "table":
        kept = {key: value for key in ("indicator", "page") if (value := request.POST.get(key, ""))}
        return reverse("collection:queue_table", args=[round]) + (f"?{urlencode(kept)}" if kept else "")
    cell = request.POST.get("figure", "").partition(":")[0] if here else request.POST.get("next", "")
    return reverse("collection:queue", args=[round]) + (f"?{urlencode({'cell': cell})}" if cell else "")
