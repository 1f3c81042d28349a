"""What was published: the list, the scoreboard, a unit, an explanation, what a correction changed."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from leitai.web.assessment.api import (
    AUDIENCES,
    Objection,
    ObjectionLine,
    Publication,
    before_of,
    board_of,
    book_of,
    explained,
    objection_lines,
    prepares,
    replay,
    sees_objections,
    unit_of,
    units_of,
)
from leitai.web.collection.api import plan_of, round_title, scope_of
from leitai.web.exhibition.access import access_publication, access_whole, readable, reading_of
from leitai.web.exhibition.redline import redline
from leitai.web.exhibition.release import confirmed_in
from leitai.web.exhibition.standing import superseding
from leitai.web.foundation.api import Invisible, lang, now, say
from leitai.web.people.api import Actor, ActorRequest, person_names


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    rows = Publication.objects.select_related("run__round", "supersedes").defer("run__result").order_by("-pk")
    lines = []
    for reading in readable(request.actor, rows, now()):
        one = reading.publication
        round_ = one.run.round
        lines.append(
            (reading, round_title(plan_of(round_.book, round_.edition), round_, lang()), superseding(one, now()))
        )
    return render(request, "exhibition/index.html", {"lines": lines, "sees_map": prepares(request.actor)})


def head_of(actor: Actor, found: Publication) -> dict[str, Any]:
    """What every page of a publication says of it."""
    book, round_ = book_of(found.run), found.run.round
    return {
        "publication": found,
        "run": found.run,
        "round": round_,
        "book": book,
        "before": before_of(found.run),
        "title": round_title(plan_of(round_.book, round_.edition), round_, lang()),
        "base": reverse("exhibition:publication", args=[found.number]),
        "provisional": False,
        "notice": book.rulebook.notice.say(lang()) if book.rulebook.notice else "",
        "newer": newer_of(actor, found),
        "head_note": "exhibition/parts/superseded.html",
        "head_part": "exhibition/parts/stamp.html",
        "people": person_names({found.published_by, found.second}),
        "particulars": json.loads(found.particulars),
        "stamp": _stamp(found),
    }


def newer_of(actor: Actor, found: Publication) -> Publication | None:
    """What corrects it, for who may read that; others learn of it when it is theirs to read."""
    newer = superseding(found, now())
    return newer if newer is not None and reading_of(actor, newer, now()) is not None else None


def _stamp(found: Publication) -> str:
    """Number, audience and hour, as they stand under the title."""
    hour = f"{localtime(found.effective_at):%Y-%m-%d %H:%M}"
    audience = AUDIENCES[found.audience]
    return say(
        f"公布件 {found.number} · {audience.zh} · {hour} 发布", f"publication {found.number} · {audience.en} · {hour}"
    )


@require_safe
def publication(request: ActorRequest, number: str, group: str = "") -> HttpResponse:
    reading = access_publication(request.actor, number, now())
    head = head_of(request.actor, reading.publication) | {"reading": reading}
    if not reading.whole:
        return _part(request, head)
    book = head["book"]
    groups = book.groups()
    chosen = next((one for one in groups if one.id == group), None)
    if group and chosen is None:
        raise Invisible
    context = head | {
        "groups": [(one.id, one.name.say(lang())) for one in groups],
        "board": board_of(
            book,
            head["before"],
            (chosen or groups[0]).id,
            lang(),
            units_of(request.actor),
            confirmed_in(reading.publication),
        ),
    }
    return render(request, "assessment/board.html", context)


def _part(request: ActorRequest, head: dict[str, Any]) -> HttpResponse:
    """Before the hour: the rank and total of the units that were granted, and nothing of anybody else."""
    book, reading = head["book"], head["reading"]
    lines = []
    for key in sorted(reading.units, key=lambda one: book.plan.position[one]):
        lines.append((book.contestant(key).name.say(lang()), book.cell(book.period, key, "total")))
    return render(request, "exhibition/part.html", head | {"lines": lines})


@require_safe
def unit(request: ActorRequest, number: str, unit: str) -> HttpResponse:
    found = access_whole(request.actor, number, now())
    head = head_of(request.actor, found)
    book = head["book"]
    if unit not in book.result["values"][book.period]:
        raise Invisible
    context = head | {
        "unit": unit_of(book, unit, head["before"], lang(), confirmed=confirmed_in(found)),
        "wide": True,
        "window": None,
        "may_object": False,
        "objections": _objections(request.actor, found, unit),
    }
    return render(request, "assessment/unit.html", context)


def _objections(actor: Actor, found: Publication, unit: str) -> list[ObjectionLine]:
    """What the unit objected to in the round, and what came of it, for who may see that."""
    if not sees_objections(actor, unit):
        return []
    rows = Objection.objects.filter(run__round=found.run.round, contestant=unit).order_by("-pk")
    return objection_lines(book_of(found.run).plan, rows, lang())


@require_safe
def node(request: ActorRequest, number: str, unit: str, node: str) -> HttpResponse:
    found = access_whole(request.actor, number, now())
    head = head_of(request.actor, found)
    book = head["book"]
    if unit not in book.result["values"][book.period] or node not in book.plan.node_position:
        raise Invisible
    try:
        shown = explained(
            book, replay(found.run), unit, node, lang(), found.book, found.run.snapshot.at, published=True
        )
    except KeyError:
        raise Invisible from None
    scope = scope_of(request.actor, request.actor.day)
    context = head | {
        "shown": shown,
        "unit_id": unit,
        "unit_name": book.contestant(unit).name.say(lang()),
        "node": node,
        "wide": True,
        "sees_cells": scope.wide or unit in scope.own,
        "may_object": False,
    }
    return render(request, "assessment/node.html", context)


@require_safe
def changed(request: ActorRequest, number: str) -> HttpResponse:
    """更正对照: what stands in the publication that this one supersedes, beside what stands here."""
    found = access_whole(request.actor, number, now())
    if found.supersedes is None:
        raise Invisible
    head = head_of(request.actor, found)
    lines = redline(book_of(found.supersedes.run), head["book"], lang())
    return render(request, "exhibition/changed.html", head | {"lines": lines, "older": found.supersedes})
