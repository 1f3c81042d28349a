"""A unit's own row: confirm it, or question a figure of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai.web.collection import api
from leitai.web.collection.access import access_cell, access_filing
from leitai.web.collection.asked import own_share
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import Round
from leitai.web.collection.pages.cells import NOTHING_SEEN
from leitai.web.collection.pages.queue import judged_of
from leitai.web.collection.pages.telling import tell_missed, told_in_place
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.grid import contestant_grid
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest


@told_in_place()
def row(request: ActorRequest, round: int, contestant: str) -> HttpResponse:
    found, scope = access_filing(request.actor, round, contestant, to="confirm")
    if request.method == "POST":
        return _confirm(request, found, contestant)
    plan = plan_of(found.book, found.edition)
    shown = contestant_grid(plan, found, [contestant], lang())
    lines = [(column, shown.rows[0].cells[column.key]) for column in shown.columns] if shown.rows else []
    context = {
        "round": found, "title": round_title(plan, found, lang()), "lines": lines,
        "contestant": contestant, "name": organisation_names(plan, lang()).get(contestant, contestant),
        "may_confirm": contestant in scope.answers(request.actor, "confirm") and found.state == "open",
        "share": own_share(plan, contestant, found.period),
        "ready": sum(held.state == "verified" for _, held in lines), "silence": plan.rulebook.silence,
    }  # fmt: skip
    return render(request, "collection/row.html", context)


def _confirm(request: ActorRequest, found: Round, contestant: str) -> HttpResponse:
    judged = judged_of(request.POST)
    report = api.confirm_row(actor=request.actor, at=now(), round=found.pk, contestant=contestant, judged=judged)
    if done := len(report.of("saved")):
        messages.success(request, say(f"已确认 {done} 项。", f"{done} confirmed."))
    tell_missed(request, plan_of(found.book, found.edition), report)
    return redirect("collection:row", found.pk, contestant)


@told_in_place("collection:row", "round", "contestant")
@require_POST
def question(request: ActorRequest, round: int, contestant: str, cell: int) -> HttpResponse:
    found, _ = access_filing(request.actor, round, contestant, to="confirm")
    access_cell(request.actor, round, cell)
    expected = request.POST.get("expected", "")
    reason = request.POST.get("reason", "")
    outcome = api.question_figure(
        actor=request.actor, at=now(), round=round, cell=cell, reason=reason,
        expected=int(expected) if expected.isdecimal() else NOTHING_SEEN,
    )  # fmt: skip
    if outcome.done == "saved":
        messages.success(
            request, say("疑问已送填报单位和审核单位。", "The question went to who filed and who verified it.")
        )
    else:
        tell_missed(request, plan_of(found.book, found.edition), api.Report("", now(), [outcome]))
    return redirect("collection:row", round, contestant)
