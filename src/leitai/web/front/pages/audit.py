"""The audit log: every event in human words, whether it still holds, and the checkpoints that are printed."""

from __future__ import annotations

import json
from typing import ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text, UsageError
from leitai.web.foundation import api as log
from leitai.web.foundation.api import EventFilter, lang
from leitai.web.front import telling
from leitai.web.people.api import ActorRequest, Day, Form, require

ON_A_PAGE = 50
BREAKS = {
    "number_skipped": Text("缺号,应为第 {detail} 条", "a number is missing; it should be {detail}"),
    "chain_broken": Text("与前一条接不上", "does not follow from the one before"),
    "event_changed": Text("内容被改动({detail})", "the event was changed ({detail})"),
    "cut_off": Text("链尾不符,现存 {detail} 条", "the end does not fit; {detail} are left"),
    "row_twice": Text("同一行记了两次:{detail}", "a row recorded twice: {detail}"),
    "row_inserted": Text("来历不明的数据行:{detail}", "a row nobody recorded: {detail}"),
    "row_changed": Text("数据行被改动:{detail}", "a row was changed: {detail}"),
    "row_removed": Text("数据行被删除:{detail}", "a row was removed: {detail}"),
    "checkpoint_changed": Text("检查点 {detail} 被改动", "checkpoint {detail} was changed"),
    "history_rewritten": Text("与检查点 {detail} 之时的历史不符", "not the history of checkpoint {detail}"),
    "code_unknown": Text(
        "没有短码为 {detail} 的检查点:历史可能被整体改写", "no checkpoint {detail}: history may be rewritten"
    ),
}


class Narrow(Form):
    actor = forms.CharField(required=False, max_length=64)
    organisation = forms.CharField(required=False, max_length=64)
    subject = forms.CharField(required=False, max_length=200)
    since = Day(required=False)
    until = Day(required=False)
    WORDS: ClassVar = {
        "actor": (Text("何人(人员编号)", "Person (key)"), None),
        "organisation": (Text("单位(编号)", "Organisation (key)"), None),
        "subject": (Text("事项", "Subject"), Text("如 person:p-… 或 figure:", "like person:p-… or figure:")),
        "since": (Text("自", "From"), None),
        "until": (Text("至", "To"), None),
    }


def events(request: ActorRequest) -> HttpResponse:
    require(request.actor, "read_audit")
    form = Narrow(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    which = EventFilter(**{key: value for key, value in given.items() if value})
    page = Paginator(log.list_events(which), ON_A_PAGE).get_page(request.GET.get("page"))
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
    told = [(one, BREAKS[one.what].say(lang()).format(detail=one.detail)) for one in breaks]
    chains = list(log.list_chains())
    context = {"breaks": told, "code": code, "chains": len(chains), "events": sum(chain.number for chain in chains)}
    return render(request, "front/verified.html", context | {"at": timezone.now()})


def checkpoints(request: ActorRequest) -> HttpResponse:
    require(request.actor, "read_audit")
    if request.method == "POST":
        made = log.checkpoint(actor=request.actor.key, at=timezone.now())
        return redirect("front:checkpoint", made.code)
    return render(request, "front/checkpoints.html", {"checkpoints": log.list_checkpoints()[:100]})


def checkpoint(request: ActorRequest, code: str) -> HttpResponse:
    """A page to print, sign and keep: whoever holds it can hold the log against it."""
    require(request.actor, "read_audit")
    one = log.get_checkpoint(code)
    return render(request, "front/checkpoint.html", {"one": one, "heads": json.loads(one.heads)})
