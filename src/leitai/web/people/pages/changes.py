"""What becomes of an organisation: founded, renamed, moved, merged, divided, closed. One page of one form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.access import access_organisation, require
from leitai.web.people.forms import Form, sent
from leitai.web.people.pages.forms import Close, Divide, Found, Other, Rename
from leitai.web.people.requests import ActorRequest
from leitai.web.people.selectors import names_on
from leitai.web.people.services import organisations as services
from leitai.web.people.showing import standing_on

ACT = "manage_organisations"


def found(request: ActorRequest) -> HttpResponse:
    require(request.actor, ACT)
    day = request.actor.day
    form = Found(sent(request), standing=standing_on(day), initial={"since": day})

    def act(given: dict[str, Any]) -> None:
        services.found_organisation(actor=request.actor.key, at=now(), **{**given, "parent": given["parent"] or None})

    return ask(request, form, Text("新设单位", "Found an organisation"), act, given_key="key")


def rename(request: ActorRequest, key: str) -> HttpResponse:
    one = access_organisation(request.actor, key, to="change")
    form = Rename(sent(request), initial={"day": request.actor.day})

    def act(given: dict[str, Any]) -> None:
        services.rename_organisation(actor=request.actor.key, at=now(), key=one.key, **given)

    return ask(request, form, Text("更名", "Rename"), act, key)


def move(request: ActorRequest, key: str) -> HttpResponse:
    one = access_organisation(request.actor, key, to="change")
    form = _other(request, key, Text("新的上级", "Stands below from then on"))

    def act(given: dict[str, Any]) -> None:
        parent = given.pop("other")
        services.move_organisation(actor=request.actor.key, at=now(), key=one.key, parent=parent, **given)

    return ask(request, form, Text("调整隶属", "Move"), act, key)


def merge(request: ActorRequest, key: str) -> HttpResponse:
    one = access_organisation(request.actor, key, to="change")
    form = _other(request, key, Text("并入哪个单位", "Into which organisation"))

    def act(given: dict[str, Any]) -> None:
        into = given.pop("other")
        services.merge_organisations(actor=request.actor.key, at=now(), sources=[one.key, into], into=into, **given)

    return ask(request, form, Text("合并", "Merge"), act, key)


def split(request: ActorRequest, key: str) -> HttpResponse:
    one = access_organisation(request.actor, key, to="change")
    day = request.actor.day
    form = Divide(sent(request), standing=standing_on(day), initial={"day": day})

    def act(given: dict[str, Any]) -> None:
        services.split_organisation(actor=request.actor.key, at=now(), key=one.key, **given)

    return ask(request, form, Text("分设", "Divide"), act, key)


def close(request: ActorRequest, key: str) -> HttpResponse:
    one = access_organisation(request.actor, key, to="change")
    form = Close(sent(request), initial={"day": request.actor.day})

    def act(given: dict[str, Any]) -> None:
        services.close_organisation(actor=request.actor.key, at=now(), key=one.key, **given)

    return ask(request, form, Text("撤销", "Close"), act, key)


def _other(request: ActorRequest, key: str, label: Text) -> Other:
    standing = [choice for choice in standing_on(request.actor.day) if choice[0] != key]
    return Other(sent(request), standing=standing, label=label, initial={"day": request.actor.day})


def ask(
    request: ActorRequest,
    form: Form,
    heading: Text,
    act: Callable[[dict[str, Any]], None],
    key: str = "",
    given_key: str = "",
) -> HttpResponse:
    """A page of one form: what is wrong with it, or the one act and back to the organisation."""
    if form.is_bound and form.is_valid():
        try:
            act(dict(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, refusal.say(lang()))
        else:
            messages.success(request, say("已记录。", "Recorded."))
            return redirect("people:organisation", key or form.cleaned_data[given_key])
    name = names_on(request.actor.day, [key], lang()).get(key, key) if key else ""
    context = {"form": form, "heading": heading, "key": key, "name": name, "back": reverse("people:organisations")}
    return render(request, "people/change.html", context, status=422 if form.errors else 200)
