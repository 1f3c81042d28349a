"""The demo: going on as another of its people, and how far its history has come. Nowhere else does either exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from leitai.web.demo_mark import DemoMark, read_mark
from leitai.web.foundation.api import Invisible, now
from leitai.web.people.api import ActorRequest, find_login, record_sign_in, set_view


# Without a token, which would spoil the ETag of every page (as people:view does it). What another site could do with it
# is to sign somebody in to an invented city.
@csrf_exempt
@login_not_required
def act_as(request: ActorRequest) -> HttpResponse:
    """Go on as somebody else of the demo. Takes both: a demo, and an account that was made for one."""
    if not settings.CONFIG.demo:
        raise Invisible
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return HttpResponseForbidden()
    person = find_login(request.POST.get("login", ""))
    if person is None or not person.demo or not person.is_active:
        raise Invisible
    language, look = request.LANGUAGE_CODE or settings.LANGUAGE_CODE, request.look
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = request.META.get("REMOTE_ADDR", "")
    record_sign_in(actor=person.key, at=now(), act="sign_in_demo", address=address)
    set_view(actor=person.key, at=now(), language=language, look=look)
    return redirect("home")


def progress(request: ActorRequest) -> HttpResponse:
    """How far the history of the demo has come; asked again and again until it is there."""
    mark = read_mark(settings.CONFIG.data)
    if mark is None:
        raise Invisible
    part = render(request, "front/parts/progress.html", {"mark": mark})
    part.headers["Cache-Control"] = "no-store"
    if mark.complete:
        part.headers["HX-Refresh"] = "true"
    return part


def unfinished() -> DemoMark | None:
    """The mark of a demo whose history is still being played."""
    mark = read_mark(settings.CONFIG.data) if settings.CONFIG.demo else None
    return None if mark is None or mark.complete else mark
