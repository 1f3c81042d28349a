"""The side panel of one figure, and what may be put beside it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_cell
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.pages.telling import TOLD, tell_missed, told_in_place
from leitai.web.collection.rules.duties import Allowed, may_answer, may_verify
from leitai.web.collection.rules.states import CORRECTED as ACCEPTED
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.panel import cell_panel
from leitai.web.collection.showing import MARKS
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest

# A form that does not say which version it was made from has seen none, and loses to any.
NOTHING_SEEN = -1


@require_safe
def cell(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    """A fragment for a page that is open, a page of its own for a link."""
    return _panel(request, round, cell)


def _panel(request: ActorRequest, round: int, cell: int, status: int = 200, wrong: str = "") -> HttpResponse:
    seen, actor = access_cell(request.actor, round, cell), request.actor
    plan = plan_of(seen.round.book, seen.round.edition)
    panel = cell_panel(plan, seen, lang())
    context = {
        "panel": panel, "round": seen.round, "title": round_title(plan, seen.round, lang()), "wrong": wrong,
        "mark": MARKS[panel.cell.state],
        "answers": panel.cell.state == "questioned" and isinstance(may_answer(actor, seen.sides), Allowed),
        # What waits is returned in the queue; what was accepted and turns out wrong, here.
        "returns": seen.round.state == "open" and panel.cell.state in ACCEPTED
        and isinstance(may_verify(actor, seen.sides, panel.filed_by), Allowed),
        "beside": not seen.scope.wide or actor.holds("office"), "reads_log": actor.may("read_audit"),
    }  # fmt: skip
    template = "collection/panel.html" if request.htmx else "collection/cell.html"
    return render(request, template, context, status=status)


@told_in_place("collection:cell", "round", "cell")
@require_POST
def remark_(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    access_cell(request.actor, round, cell)
    words = request.POST.get("words", "")
    try:
        api.remark(actor=request.actor, at=now(), round=round, cell=cell, words=words)
    except TOLD as refusal:
        return _panel(request, round, cell, 422, refusal.say(lang()))
    return _back(request, round, cell)


@told_in_place("collection:cell", "round", "cell")
@require_POST
def attach(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    access_cell(request.actor, round, cell)
    file = request.FILES.get("file")
    name, content = (file.name or "", file.read()) if file is not None else (say("未选文件", "no file"), b"")
    try:
        api.attach_evidence(actor=request.actor, at=now(), round=round, cell=cell, name=name, content=content)
    except TOLD as refusal:
        return _panel(request, round, cell, 422, refusal.say(lang()))
    return _back(request, round, cell)


@told_in_place("collection:cell", "round", "cell")
@require_POST
def pin_(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    """A piece of evidence that is there already, for this figure or for all that are chosen in the grid."""
    access_cell(request.actor, round, cell)
    evidence = request.POST.get("evidence", "")
    cells = [int(key) for key in request.POST.getlist("cells") if key.isdecimal()] or [cell]
    try:
        if not evidence.isdecimal():
            raise Cannot("没有选中佐证。", "No evidence was chosen.")
        api.pin(actor=request.actor, at=now(), round=round, cells=cells, evidence=int(evidence))
    except TOLD as refusal:
        return _panel(request, round, cell, 422, refusal.say(lang()))
    return _back(request, round, cell)


@told_in_place("collection:cell", "round", "cell")
@require_POST
def answer(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    """答复疑问: the figure stands, and why."""
    seen = access_cell(request.actor, round, cell)
    reason, expected = request.POST.get("reason", ""), request.POST.get("expected", "")
    version = int(expected) if expected.isdecimal() else NOTHING_SEEN
    try:
        outcome = api.answer_question(
            actor=request.actor, at=now(), round=round, cell=cell, expected=version, reason=reason
        )
    except TOLD as refusal:
        return _panel(request, round, cell, 422, refusal.say(lang()))
    if outcome.done != "saved":
        plan = plan_of(seen.round.book, seen.round.edition)
        tell_missed(request, plan, api.Report("", now(), [outcome]))
    return _back(request, round, cell)


def _back(request: ActorRequest, round: int, cell: int) -> HttpResponse:
    return _panel(request, round, cell) if request.htmx else redirect("collection:cell", round, cell)
