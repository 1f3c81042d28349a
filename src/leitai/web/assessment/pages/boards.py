"""A result that is not published yet: scoreboard, unit, explanation, policies, the result file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from leitai.engine.assess.plan import ROOT
from leitai.web.assessment.access import access_result, access_unit, is_open, window_of
from leitai.web.assessment.books import before_of, book_of, replay
from leitai.web.assessment.models import Objection, Publication, ScoringRun
from leitai.web.assessment.reading import acts_on_results, reads_run, units_of
from leitai.web.assessment.rules import closed_words
from leitai.web.assessment.selectors.listing import objection_lines
from leitai.web.assessment.showing.board import board_of
from leitai.web.assessment.showing.explained import explained
from leitai.web.assessment.showing.policies import policy_lines
from leitai.web.assessment.showing.unit import unit_of
from leitai.web.collection.api import plan_of, round_title
from leitai.web.foundation.api import Invisible, lang, now
from leitai.web.people.api import Actor, ActorRequest


def _head(actor: Actor, run: ScoringRun) -> dict[str, Any]:
    """What every page of a run says of it."""
    book, round_ = book_of(run), run.round
    publications = Publication.objects.filter(run=run).order_by("pk")
    if not acts_on_results(actor):
        publications = publications.filter(effective_at__lte=now())
    return {
        "run": run,
        "round": round_,
        "book": book,
        "title": round_title(plan_of(round_.book, round_.edition), round_, lang()),
        "base": reverse("assessment:board", args=[run.pk]),
        "provisional": True,
        "publication": publications.first(),
        "notice": book.rulebook.notice.say(lang()) if book.rulebook.notice else "",
    }


@require_safe
def board(request: ActorRequest, run: int, group: str = "") -> HttpResponse:
    found = access_result(request.actor, run, now())
    head = _head(request.actor, found)
    book = head["book"]
    groups = book.groups()
    chosen = next((one for one in groups if one.id == group), None)
    if group and chosen is None:
        raise Invisible
    context = head | {
        "groups": [(one.id, one.name.say(lang())) for one in groups],
        "board": board_of(book, before_of(found), (chosen or groups[0]).id, lang(), units_of(request.actor)),
    }
    return render(request, "assessment/board.html", context)


@require_safe
def policies(request: ActorRequest, run: int) -> HttpResponse:
    head = _head(request.actor, access_result(request.actor, run, now()))
    return render(request, "assessment/policies.html", head | {"lines": policy_lines(head["book"], lang())})


@require_safe
def file(request: ActorRequest, run: int) -> HttpResponse:
    """The result file itself, for whoever wants to recompute it before it is published."""
    found = access_result(request.actor, run, now())
    answer = HttpResponse(found.result, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="result-{found.round.period}-{found.number}.json"'
    return answer


@require_safe
def unit(request: ActorRequest, run: int, unit: str) -> HttpResponse:
    found = access_unit(request.actor, run, unit, now())
    head = _head(request.actor, found)
    book = head["book"]
    if unit not in book.result["values"][book.period]:
        raise Invisible
    window = window_of(found)
    mine = request.actor.may("object", unit) or unit in units_of(request.actor)
    objections = Objection.objects.filter(run__round=found.round, contestant=unit).order_by("-pk")
    wide = reads_run(request.actor, found, now())
    context = head | {
        # Until it is published a unit sees its own result and nothing of anybody else's.
        "unit": unit_of(book, unit, before_of(found), lang(), alone=not wide),
        "wide": wide,
        "alone": not wide,
        "window": window,
        "closed": closed_words(window.until, request.actor.day) if mine and window is not None else None,
        "may_object": mine and request.actor.may("object") and is_open(window, request.actor.day),
        "objections": objection_lines(book.plan, objections, lang()),
    }
    return render(request, "assessment/unit.html", context)


@require_safe
def node(request: ActorRequest, run: int, unit: str, node: str) -> HttpResponse:
    found = access_unit(request.actor, run, unit, now())
    head = _head(request.actor, found)
    book = head["book"]
    if unit not in book.result["values"][book.period] or node not in book.plan.node_position:
        raise Invisible
    wide = reads_run(request.actor, found, now())
    try:
        shown = explained(book, replay(found), unit, node, lang(), found.round.book, found.snapshot.at, alone=not wide)
    except KeyError:
        raise Invisible from None
    context = head | {
        "shown": shown,
        "unit_id": unit,
        "unit_name": book.contestant(unit).name.say(lang()),
        "node": node,
        "root": ROOT,
        "wide": wide,
        "sees_cells": True,
        "may_object": request.actor.may("object", unit) and is_open(window_of(found), request.actor.day),
    }
    return render(request, "assessment/node.html", context)
