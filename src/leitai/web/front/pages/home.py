"""The home page: what is owed and until when; the search box; one's own account."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leitai.web import wiring
from leitai.web.foundation.api import Hit, Todo
from leitai.web.people.api import Actor, ActorRequest

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Owed:
    """A todo with how its day stands to today."""

    todo: Todo
    state: str
    days: int


def home(request: ActorRequest) -> HttpResponse:
    owed = owed_by(request.actor)
    late = sum(one.state == "late" for one in owed)
    first = next((one.todo.due for one in owed if one.todo.due), None)
    return render(request, "front/home.html", {"owed": owed, "late": late, "first": first})


def owed_by(actor: Actor) -> list[Owed]:
    """All that the rooms ask of somebody, what is due first at the top, what has no day at the end."""
    todos = [todo for asked in wiring.TODOS for todo in asked(actor, actor.day)]
    todos.sort(key=lambda todo: (todo.due or datetime.date.max, todo.what.zh))
    return [owed_on(todo, actor.day) for todo in todos]


def owed_on(todo: Todo, day: datetime.date) -> Owed:
    if todo.due is None:
        return Owed(todo, "open", 0)
    days = (todo.due - day).days
    return Owed(todo, "late" if days < 0 else "soon" if days <= SOON_DAYS else "open", abs(days))


def search(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:80]
    return render(request, "front/search.html", {"words": words, "hits": found(request.actor, words)})


def found(actor: Actor, words: str) -> list[Hit]:
    return [hit for look in wiring.SEARCHES for hit in look(actor, words)] if words.strip() else []


def account(request: HttpRequest) -> HttpResponse:
    return render(request, "front/account.html")
