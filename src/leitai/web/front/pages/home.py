"""The home page: what is owed and until when; the search box; one's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leitai.web import wiring
from leitai.web.foundation.api import Hit
from leitai.web.front.desk import owed_by
from leitai.web.front.pages import demo
from leitai.web.people.api import Actor, ActorRequest


def home(request: ActorRequest) -> HttpResponse:
    owed = owed_by(request.actor)
    late = sum(one.state == "late" for one in owed)
    first = next((one.todo.due for one in owed if one.todo.due), None)
    mark = demo.unfinished()
    page = render(request, "front/home.html", {"owed": owed, "late": late, "first": first, "mark": mark})
    if mark is not None:
        # While the play goes on, the page is never kept.
        page.headers["Cache-Control"] = "no-store"
    return page


def search(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:80]
    return render(request, "front/search.html", {"searched": words, "hits": found(request.actor, words)})


def found(actor: Actor, words: str) -> list[Hit]:
    return [hit for look in wiring.SEARCHES for hit in look(actor, words)] if words.strip() else []


def account(request: HttpRequest) -> HttpResponse:
    return render(request, "front/account.html")
