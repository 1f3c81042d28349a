"""The help: how each role does its part, one's own first. Open to everybody: it says nothing of any contest."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leitai.web.foundation.api import Invisible, lang
from leitai.web.front.manual import PAGES, pages_of, read_page
from leitai.web.people.api import ActorRequest


@login_not_required
@require_safe
def help_(request: ActorRequest, name: str = "") -> HttpResponse:
    """The page `name`, or without one that of the person's first post."""
    own = pages_of({post.role for post in request.actor.posts})
    if name and name not in PAGES:
        raise Invisible
    context = {
        "page": read_page(name or own[0], lang()),
        "own": [read_page(one, lang()) for one in own],
        "others": [read_page(one, lang()) for one in PAGES if one not in own],
    }
    return render(request, "front/help.html", context)
