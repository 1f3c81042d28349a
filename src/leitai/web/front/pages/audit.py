"""The audit log: every event in human words, whether it still holds, and the checkpoints that are printed."""

from __future__ import annotations

import json
from typing import ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text, UsageError
from leitai.web import wiring
from leitai.web.foundation import api as log
from leitai.web.foundation.api import EventFilter, lang, now
from leitai.web.front import telling
from leitai.web.front.breaks import tell_break
from leitai.web.people.api import ActorRequest, Day, Form, keys_of_organisations, keys_of_people, require

ON_A_PAGE = 50


class Narrow(Form):
    who = forms.CharField(required=False, max_length=64)
    organisation = forms.CharField(required=False, max_length=64)
    subject = forms.CharField(required=False, max_length=200)
    since = Day(required=False)
    until = Day(required=False)
    WORDS: ClassVar = {
        "who": (Text("何人", "Who"), None),
        "organisation": (Text("单位", "Organisation"), None),
        "subject": (Text("事项编号", "Subject"), Text("如 cell:12（一项数据）", "such as cell:12, a figure")),
        "since": (Text("自", "From"), None),
        "until": (Text("至", "To"), None),
    }

    def which(self) -> EventFilter:
        """Names are looked up: nobody knows keys by heart."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        who, organisation = given.get("who", ""), given.get("organisation", "")
        return EventFilter(
            actors=(who, *keys_of_people(who)) if who else None,
            organisations=keys_of_organisations(organisation) if organisation else None,
            subject=given.get("subject", ""),
            rows=rows_about(given.get("subject", "")),
            since=given.get("since"),
            until=given.get("until"),
        )


def rows_about(subject: str) -> tuple[tuple[str, int], ...]:
    """The rows behind a subject such as cell:12, where an act on many things has one event."""
    kind, _, key = subject.partition(":")
    return tuple(wiring.ROWS[kind](int(key))) if kind in wiring.ROWS and key.isdecimal() else ()


def events(request: ActorRequest) -> HttpResponse:
    require(request.actor, "read_audit")
    form = Narrow(request.GET or None)
    page = Paginator(log.list_events(form.which()), ON_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "page": page, "lines": telling.tell(page, lang()), "kept": kept.urlencode()}
    return render(request, "front/audit.html", context)


@require_POST
def verify(request: ActorRequest) -> HttpResponse:
    require(request.actor, "read_audit")
    code = request.POST.get("code", "").strip()
    try:
        breaks = log.verify(code or None)
    except UsageError as error:
        return render(request, "front/verified.html", {"unreadable": str(error), "code": code}, status=422)
    told = [(one, tell_break(one, lang())) for one in breaks]
    chains = list(log.list_chains())
    context = {"breaks": told, "code": code, "chains": len(chains), "events": sum(chain.number for chain in chains)}
    return render(request, "front/verified.html", context | {"at": now()})


def checkpoints(request: ActorRequest) -> HttpResponse:
    require(request.actor, "read_audit")
    if request.method == "POST":
        made = log.checkpoint(actor=request.actor.key, at=now())
        return redirect("front:checkpoint", made.code)
    return render(request, "front/checkpoints.html", {"checkpoints": log.list_checkpoints()[:100]})


def checkpoint(request: ActorRequest, code: str) -> HttpResponse:
    """A page to print, sign and keep: whoever holds it can hold the log against it."""
    require(request.actor, "read_audit")
    one = log.get_checkpoint(code)
    return render(request, "front/checkpoint.html", {"one": one, "heads": json.loads(one.heads)})
