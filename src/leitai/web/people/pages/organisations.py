"""The tree of organisations as of a day, one organisation with what became of it, and loading a table of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.access import access_organisation, require
from leitai.web.people.forms import sent
from leitai.web.people.pages.forms import AsOf, Load
from leitai.web.people.requests import ActorRequest
from leitai.web.people.rules import OrganisationRow, check_rows, in_order, read_rows
from leitai.web.people.selectors import list_keys, list_posts
from leitai.web.people.services.organisations import load_organisations
from leitai.web.people.showing import history_of, post_lines, told_changes, tree_on


def organisations(request: ActorRequest) -> HttpResponse:
    form = AsOf(request.GET or None)
    asked = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    day = asked or request.actor.day
    form = form if form.is_bound else AsOf(initial={"day": day})
    context = {"form": form, "day": day, "tree": tree_on(day), "changes": told_changes(day)}
    return render(request, "people/organisations.html", context | {"may": request.actor.may("manage_organisations")})


def organisation(request: ActorRequest, key: str) -> HttpResponse:
    one, actor = access_organisation(request.actor, key), request.actor
    history = history_of(key)
    context = {
        "one": one,
        "name": Text(history[0].name, history[0].name_en) if history else Text(key),
        "history": history,
        "stands": any(stage.until is None for stage in history),
        "may": actor.may("manage_organisations"),
        "posts": post_lines(list_posts(organisation=key), actor.day) if actor.may("manage_people") else None,
    }
    return render(request, "people/organisation.html", context)


def load(request: ActorRequest) -> HttpResponse:
    """Pasted, looked at, then taken in: the preview writes nothing."""
    require(request.actor, "manage_organisations")
    form = Load(sent(request), initial={"since": request.actor.day})
    if not form.is_bound or not form.is_valid():
        return render(request, "people/load.html", {"form": form}, status=422 if form.is_bound else 200)
    rows, faults = read_rows(form.cleaned_data["table"])
    faults = faults or check_rows(rows, list_keys())
    if faults or "confirm" not in request.POST:
        context = {"form": form, "faults": faults, "ordered": in_order(rows)}
        return render(request, "people/load.html", context, status=422 if faults else 200)
    return _take(request, form, rows)


def _take(request: ActorRequest, form: Load, rows: Sequence[OrganisationRow]) -> HttpResponse:
    plain = [row.plain() for row in rows]
    try:
        count = load_organisations(actor=request.actor.key, at=now(), rows=plain, since=form.cleaned_data["since"])
    except Refused as refusal:
        form.add_error(None, refusal.say(lang()))
        return render(request, "people/load.html", {"form": form}, status=422)
    messages.success(request, say(f"已设立 {count} 个单位。", f"{count} organisations founded."))
    return redirect("people:organisations")
