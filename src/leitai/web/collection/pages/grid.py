"""The entry grid: one page, and JSON for what it reads, previews and saves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_filing
from leitai.web.collection.asked import own_share
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot, SomebodyElse
from leitai.web.collection.models import Round
from leitai.web.collection.pages.plain import Plain, plain_grid, plain_outcome, plain_preview, read_entries
from leitai.web.collection.pasting import check_size, read_paste
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.grid import Grid, entry_grid
from leitai.web.collection.selectors.scope import Scope
from leitai.web.collection.selectors.terms import Lock, lock_of, term_of
from leitai.web.collection.workbooks import LARGEST_FILE, read_file, read_rectangles
from leitai.web.foundation.api import RoomError, Unstorable, lang, now, say
from leitai.web.people.api import ActorRequest

View = Callable[..., HttpResponse]
# JSON can only write a NUL as an escape; behind an even number of strokes it is one.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def as_json(view: View) -> View:
    """A refusal answers a script in words, not with a page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RoomError as refusal:
            words = refusal.say(lang()) if refusal.status != 404 else say("没有这一页。", "There is no such page.")
            return JsonResponse({"refused": words, "code": refusal.code}, status=refusal.status)

    setattr(answer, "tells", True)  # noqa: B010 (a test looks for it at every address)
    return answer


@require_safe
def grid(request: ActorRequest, round: int, organisation: str) -> HttpResponse:
    found, scope, shown = _grid(request, round, organisation)
    plan = plan_of(found.book, found.edition)
    names = organisation_names(plan, lang())
    plain, lock = _plain(request, found, scope, shown, organisation)
    context = {
        "round": found, "organisation": organisation, "title": round_title(plan, found, lang()),
        "name": names.get(organisation, organisation), "lock": lock, "grid": plain,
        "may_ask": found.state == "open" and organisation in scope.answers(request.actor, "ask_extension"),
        "share": own_share(plan, organisation, found.period) if organisation in plan.position else None,
    }  # fmt: skip
    return render(request, "collection/grid.html", context)


@as_json
@require_safe
def data(request: ActorRequest, round: int, organisation: str) -> HttpResponse:
    """The grid as it stands, with a fresh token: what a page asks for after a session has died."""
    found, scope, shown = _grid(request, round, organisation)
    plain, _ = _plain(request, found, scope, shown, organisation)
    return JsonResponse(plain | {"token": get_token(request)})


@as_json
@require_POST
def save(request: ActorRequest, round: int, organisation: str) -> HttpResponse:
    access_filing(request.actor, round, organisation)
    sent = _body(request)
    if sent.get("person", request.actor.key) != request.actor.key:
        raise SomebodyElse(now=request.actor.name)
    at = now()
    origin = sent.get("origin")
    report = api.report_figures(
        actor=request.actor, at=at, round=round, entries=read_entries(sent.get("entries")),
        origin=origin if origin in ("pasted", "file") else "typed", batch=str(sent.get("batch", "")),
    )  # fmt: skip
    outcomes = [plain_outcome(outcome) for outcome in report.outcomes]
    return JsonResponse({"clock": f"{timezone.localtime(at):%H:%M:%S}", "outcomes": outcomes})


@as_json
@require_POST
def preview(request: ActorRequest, round: int, organisation: str) -> HttpResponse:
    """What a paste or a file would do: the very service that saves is run, and taken back."""
    access_filing(request.actor, round, organisation)
    by_form = request.content_type == "multipart/form-data"
    file = request.FILES.get("file") if by_form else None
    sent = request.POST.dict() if file is not None else {} if by_form else _body(request)
    where = str(sent.get("contestant", "")), str(sent.get("column", ""))
    if file is None:
        check_size(text := str(sent.get("text", "")))
        found, _, shown = _grid(request, round, organisation)
        paste, source = read_paste(text, shown, *where), ""
    else:
        rectangles = read_rectangles(file.name or "", file.read(LARGEST_FILE + 1))
        found, _, shown = _grid(request, round, organisation)
        paste, source = read_file(rectangles, shown, *where)
    note = str(sent.get("note", "")).strip()
    entries = [
        api.Entry(one.cell, one.expected, one.written, note=note if one.corrects else "", source=source)
        for one in paste.targets
    ]
    with transaction.atomic():
        report = api.report_figures(
            actor=request.actor, at=now(), round=found.pk, entries=entries, origin="pasted", batch="preview"
        )
        transaction.set_rollback(True)
    return JsonResponse(plain_preview(paste, shown, report, note, source))


def _plain(
    request: ActorRequest, found: Round, scope: Scope, shown: Grid, organisation: str
) -> tuple[Plain, Lock | None]:
    plan = plan_of(found.book, found.edition)
    lock = lock_of(found, organisation, request.actor, organisation_names(plan, lang()), scope.merged)
    term = term_of(found, organisation, request.actor.day)
    return plain_grid(found, shown, organisation, request.actor.key, term, lock), lock


def _grid(request: ActorRequest, round: int, organisation: str) -> tuple[Round, Scope, Grid]:
    found, scope = access_filing(request.actor, round, organisation)
    return found, scope, entry_grid(plan_of(found.book, found.edition), found, [organisation], lang())


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RawPostDataException):  # no JSON; or a form, whose fields were read before the page was asked
        sent = None
    if not isinstance(sent, dict):
        raise Cannot("提交的内容不完整，请重试。", "What was sent is not whole; try again.")
    if NUL.search(request.body):
        raise Unstorable
    return sent
