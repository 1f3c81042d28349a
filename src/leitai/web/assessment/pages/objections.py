"""异议: raising one, the panel's opinions, what it would change, the ruling by two people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.assessment.access import access_objection, access_unit, window_of
from leitai.web.assessment.books import book_of
from leitai.web.assessment.carrying import not_carried_out
from leitai.web.assessment.hearing import heard_of, silent, stands_aside
from leitai.web.assessment.models import Objection
from leitai.web.assessment.pages.forms import Object, Opinion, ProposeRuling
from leitai.web.assessment.reading import reads_run, units_of
from leitai.web.assessment.rules import OBJECTION_VERDICTS, closed_words
from leitai.web.assessment.selectors.listing import item_name, verdict_mark
from leitai.web.assessment.selectors.similar import effects_of, similar_cases
from leitai.web.assessment.services import objecting, scoring
from leitai.web.collection.api import plan_of, round_title
from leitai.web.foundation.api import REFUSALS, Invisible, lang, now, say
from leitai.web.people.api import ActorRequest, person_names, refused, sent, successors_on


def new(request: ActorRequest, run: int, unit: str, node: str) -> HttpResponse:
    found = access_unit(request.actor, run, unit, now(), to="object")
    book = book_of(found)
    entry = book.result["values"][book.period].get(unit)
    if entry is None or (node not in entry["nodes"] and node not in book.plan.inputs):
        raise Invisible
    form = Object(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = objecting.object_to_result(
                actor=request.actor, at=now(), run=run, contestant=unit, node=node, **form.cleaned_data
            )
        except REFUSALS as why:
            refused(form, why.say(lang()))
        else:
            messages.success(request, say("异议已送考评办复核。", "The objection went to the office for review."))
            return redirect("assessment:objection", made.pk)
    cell, window = book.cell(book.period, unit, node), window_of(found)
    context = {
        "run": found,
        "closed": closed_words(window.until if window is not None else None, request.actor.day),
        "title": round_title(plan_of(found.round.book, found.round.edition), found.round, lang()),
        "unit_id": unit,
        "unit_name": book.contestant(unit).name.say(lang()),
        "name": item_name(book.plan, node, lang()),
        "node": node,
        "cell": cell,
        "measure": book.plan.inputs[node].unit if node in book.plan.inputs else "",
        "form": form,
    }
    return render(request, "assessment/object.html", context, status=422 if form.is_bound else 200)


@require_safe
def objection(request: ActorRequest, objection: int) -> HttpResponse:
    return _page(request, access_objection(request.actor, objection))


def _page(request: ActorRequest, found: Objection, status: int = 200, wrong: str = "", **forms: Any) -> HttpResponse:
    actor, language = request.actor, lang()
    book, round_ = book_of(found.run), found.run.round
    plan = plan_of(round_.book, round_.edition)
    opinions = list(found.opinions.order_by("pk"))
    proposals = list(found.proposals.order_by("-number"))
    ruling = getattr(found, "ruling", None)
    wide = actor.may("judge_objection") or actor.may("rule_objection") or actor.may("view_all")
    # What was ruled is what was confirmed; until then a unit is not told what is only thought or proposed.
    last = ruling.proposal if ruling is not None else proposals[0] if proposals and wide else None
    opinions = opinions if wide or ruling is not None else []
    people = person_names(
        {found.person, *(one.person for one in opinions), *(one.person for one in proposals)}
        | ({ruling.person} if ruling is not None else set())
    )
    judge, decide = actor.may("judge_objection"), actor.may("rule_objection")
    heard, merged = heard_of(found, round_), successors_on(actor.day)
    unasked = silent(actor, found, heard, merged) if judge and ruling is None else None
    recused = stands_aside(actor, found, merged) if decide and ruling is None else None
    scores = judge or decide or found.contestant in units_of(actor) or reads_run(actor, found.run, now())
    context = {
        "objection": found,
        "scores": scores,
        "title": round_title(plan, round_, language),
        "unit_name": book.contestant(found.contestant).name.say(language),
        "name": item_name(plan, found.node, language),
        "cell": book.cell(book.period, found.contestant, found.node),
        "measure": plan.inputs[found.node].unit if found.node in plan.inputs else "",
        "scored": found.node in plan.node_position,
        "mark": verdict_mark(last.verdict if ruling is not None and last is not None else ""),
        "opinions": [(one, OBJECTION_VERDICTS[one.verdict], people.get(one.person, one.person)) for one in opinions],
        "last": last,
        "to_carry_out": ruling is not None and _binds(found),
        "last_verdict": OBJECTION_VERDICTS[last.verdict] if last is not None else None,
        "ruling": ruling,
        "people": people,
        "who": people.get(found.person, found.person),
        "effects": effects_of(found),
        "similar": similar_cases(found, language),
        "heard": heard,
        "unasked": unasked,
        "recused": recused,
        "judges": judge and unasked is None and ruling is None and all(one.person != actor.key for one in opinions),
        "decides": decide and recused is None and ruling is None,
        "is_proposer": last is not None and last.person == actor.key,
        "opinion_form": forms.get("opinion_form") or Opinion(),
        "ruling_form": forms.get("ruling_form") or ProposeRuling(),
        "wrong": wrong,
        "wide": wide,
    }
    return render(request, "assessment/objection.html", context, status=status)


def _binds(found: Objection) -> bool:
    """Whether what was ruled is still to be carried out in the run that would be published."""
    last = objecting.latest_official(found.run.round_id)
    return last is not None and any(one.objection_id == found.pk for one in not_carried_out(last))


@require_POST
def opinion(request: ActorRequest, objection: int) -> HttpResponse:
    found = access_objection(request.actor, objection, to="judge_objection")
    form = Opinion(sent(request))
    if form.is_valid():
        try:
            objecting.give_objection_opinion(actor=request.actor, at=now(), objection=objection, **form.cleaned_data)
        except REFUSALS as why:
            return _page(request, found, 422, why.say(lang()), opinion_form=form)
        messages.success(request, say("复核意见已记录。", "The opinion is on record."))
        return redirect("assessment:objection", objection)
    return _page(request, found, 422, opinion_form=form)


@require_POST
def effect(request: ActorRequest, objection: int) -> HttpResponse:
    """测算: a trial, logged and counted."""
    found = access_objection(request.actor, objection, to="rule_objection")
    try:
        scoring.try_objection(actor=request.actor, at=now(), objection=objection)
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    messages.success(request, say("已测算，计入试算次数。", "Worked out; it counts as a trial."))
    return redirect("assessment:objection", objection)


@require_POST
def propose(request: ActorRequest, objection: int) -> HttpResponse:
    found = access_objection(request.actor, objection, to="rule_objection")
    form = ProposeRuling(sent(request))
    if form.is_valid():
        shown = effects_of(found)
        effect = shown[0].told.say("zh") if shown else ""
        try:
            objecting.propose_objection_ruling(
                actor=request.actor, at=now(), objection=objection, effect=effect, **form.cleaned_data
            )
        except REFUSALS as why:
            return _page(request, found, 422, why.say(lang()), ruling_form=form)
        messages.success(request, say("已拟定，请另一位确认。", "Proposed; somebody else confirms."))
        return redirect("assessment:objection", objection)
    return _page(request, found, 422, ruling_form=form)


@require_POST
def rule(request: ActorRequest, objection: int) -> HttpResponse:
    found = access_objection(request.actor, objection, to="rule_objection")
    seen = request.POST.get("proposal", "")
    try:
        objecting.rule_objection(
            actor=request.actor, at=now(), objection=objection, proposal=int(seen) if seen.isdecimal() else 0
        )
    except REFUSALS as why:
        return _page(request, found, 422, why.say(lang()))
    messages.success(request, say("已裁定。", "Ruled."))
    return redirect("assessment:objection", objection)
