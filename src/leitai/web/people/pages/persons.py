"""Persons and the posts they hold: for the security administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.access import access_person, access_post, require
from leitai.web.people.forms import Form, sent
from leitai.web.people.keys import new_key
from leitai.web.people.pages.forms import AddPerson, EndPost, GivePost, LoadPeople, NewPassword
from leitai.web.people.requests import ActorRequest
from leitai.web.people.roster import check_roster, read_roster
from leitai.web.people.selectors import list_posts, names_on, people_with_posts, registered_on
from leitai.web.people.services import persons as services
from leitai.web.people.showing import post_lines, standing_on


def people(request: ActorRequest) -> HttpResponse:
    require(request.actor, "manage_people")
    return render(request, "people/people.html", {"people": people_with_posts(request.actor.day)})


@sensitive_post_parameters("password")
def add(request: ActorRequest) -> HttpResponse:
    require(request.actor, "manage_people")
    form = AddPerson(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = services.add_person(actor=request.actor.key, at=now(), key=new_key(), **form.cleaned_data)
        except Refused as refusal:
            return _again(request, form, Text("登记人员", "Add a person"), refusal)
        messages.success(request, say("已登记，请接着任职。", "Added; now give the post."))
        return redirect("people:person", made.key)
    return _page(request, form, Text("登记人员", "Add a person"))


@never_cache
def load(request: ActorRequest) -> HttpResponse:
    """A roster pasted, looked at, then taken in; the first passwords are shown once, to be cut into slips."""
    require(request.actor, "manage_people")
    form = LoadPeople(sent(request), initial={"since": request.actor.day})
    if not form.is_bound or not form.is_valid():
        return render(request, "people/load_people.html", {"form": form}, status=422 if form.is_bound else 200)
    since = form.cleaned_data["since"]
    organisations = names_on(since)
    rows, faults = read_roster(form.cleaned_data["table"], organisations)
    known, held = registered_on(since)
    faults = faults or check_roster(rows, organisations, known, held)
    context = {"form": form, "faults": faults, "rows": rows, "names": organisations, "known": known}
    if faults or "confirm" not in request.POST:
        return render(request, "people/load_people.html", context, status=422 if faults else 200)
    try:
        slips = services.load_people(actor=request.actor.key, at=now(), rows=rows, since=since)
    except Refused as refusal:
        form.add_error(None, refusal.say(lang()))
        return render(request, "people/load_people.html", {"form": form}, status=422)
    return render(request, "people/slips.html", {"slips": slips, "count": len(rows)})


def person(request: ActorRequest, key: str) -> HttpResponse:
    one = access_person(request.actor, key)
    posts = post_lines(list_posts(person=key), request.actor.day)
    context = {"one": one, "posts": posts, "may": request.actor.may("manage_people")}
    return render(request, "people/person.html", context | {"self": key == request.actor.key})


def give(request: ActorRequest, key: str) -> HttpResponse:
    one = access_person(request.actor, key, to="change")
    day = request.actor.day
    form = GivePost(sent(request), standing=standing_on(day), initial={"since": day})
    heading = Text(f"任职：{one.name}", f"Give a post to {one.name}")
    if form.is_bound and form.is_valid():
        try:
            services.give_post(actor=request.actor.key, at=now(), person=key, **form.cleaned_data)
        except Refused as refusal:
            return _again(request, form, heading, refusal, key)
        return _done(request, key)
    return _page(request, form, heading, key)


def end(request: ActorRequest, post: int) -> HttpResponse:
    one = access_post(request.actor, post, to="change")
    form = EndPost(sent(request), initial={"day": request.actor.day})
    heading = Text(f"免职：{one.person.name}", f"End a post of {one.person.name}")
    if form.is_bound and form.is_valid():
        try:
            services.end_post(actor=request.actor.key, at=now(), post=post, day=form.cleaned_data["day"])
        except Refused as refusal:
            return _again(request, form, heading, refusal, one.person.key)
        return _done(request, one.person.key)
    return _page(request, form, heading, one.person.key)


@sensitive_post_parameters("password")
def password(request: ActorRequest, key: str) -> HttpResponse:
    one = access_person(request.actor, key, to="change")
    form = NewPassword(sent(request))
    heading = Text(f"重设密码：{one.name}", f"Set a new password for {one.name}")
    if form.is_bound and form.is_valid():
        try:
            services.reset_password(actor=request.actor.key, at=now(), person=key, **form.cleaned_data)
        except Refused as refusal:
            return _again(request, form, heading, refusal, key)
        return _done(request, key)
    return _page(request, form, heading, key)


@require_POST
def switch(request: ActorRequest, key: str) -> HttpResponse:
    """停用 or 启用: whichever the button said, so that two clicks do not undo each other."""
    access_person(request.actor, key, to="change")
    active = request.POST.get("active") == "yes"
    services.set_active(actor=request.actor.key, at=now(), person=key, active=active)
    return _done(request, key)


def _page(request: ActorRequest, form: Form, heading: Text, key: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "person": key, "back": reverse("people:people")}
    return render(request, "people/change.html", context, status=422 if form.errors else 200)


def _again(request: ActorRequest, form: Form, heading: Text, refusal: Refused, key: str = "") -> HttpResponse:
    form.add_error(None, refusal.say(lang()))
    return _page(request, form, heading, key)


def _done(request: ActorRequest, key: str) -> HttpResponse:
    messages.success(request, say("已记录。", "Recorded."))
    return redirect("people:person", key)
