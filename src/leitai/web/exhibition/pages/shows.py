"""What is shown without us: the wall, the briefing, the public site, and the proof anyone can check."""

from __future__ import annotations

import mimetypes
import re
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.engine.errors import Lang
from leitai.press.briefing import make_briefing
from leitai.press.site import Newer
from leitai.press.wall import wall_html
from leitai.web.assessment.api import Publication, check
from leitai.web.exhibition.access import access_public, access_whole
from leitai.web.exhibition.documents import public_files
from leitai.web.exhibition.maps import map_at
from leitai.web.exhibition.pages.boards import head_of, newer_of
from leitai.web.exhibition.proof import is_tampered, tamper
from leitai.web.exhibition.release import release_of, shapes_of
from leitai.web.exhibition.standing import superseding
from leitai.web.foundation.api import Invisible, lang, now
from leitai.web.people.api import ActorRequest

# A page that carries its own script and style says by hash which ones it runs; the server says the same.
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@require_safe
def wall(request: ActorRequest, number: str) -> HttpResponse:
    found = access_whole(request.actor, number, now())
    return corrected(request, found) or alone(_wall(found.pk, lang(), _map_of(found)))


@require_safe
def briefing(request: ActorRequest, number: str) -> HttpResponse:
    found = access_whole(request.actor, number, now())
    return corrected(request, found) or alone(_briefing(found.pk, lang()))


def corrected(request: ActorRequest, found: Publication) -> HttpResponse | None:
    """Before a page that stands alone: what was corrected says so first, and stays to be seen as it was given out."""
    newer = newer_of(request.actor, found)
    if newer is None or "original" in request.GET:
        return None
    context = head_of(request.actor, found) | {"which": request.resolver_match and request.resolver_match.view_name}
    return render(request, "exhibition/corrected.html", context)


@login_not_required
@require_safe
def site(request: HttpRequest, number: str, path: str = "") -> HttpResponse:
    """A file of the public site, for anybody, with or without an account."""
    found = access_public(number, now())
    newer = superseding(found, now())
    known = newer is not None and newer.audience == "public"
    files = _site(found.pk, newer.number if newer is not None else "", known, _map_of(found))
    name = path or "index.html"
    if name.endswith("/"):
        name += "index.html"
    if name not in files:
        raise Invisible
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = HttpResponse(files[name], content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    answer["Cache-Control"] = "public, max-age=20"
    answer["X-Robots-Tag"] = "noindex" if settings.CONFIG.demo else "all"
    return answer


@require_safe
def result(request: ActorRequest, number: str) -> HttpResponse:
    """The result file, as it was published."""
    found = access_whole(request.actor, number, now())
    answer = HttpResponse(found.run.result, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="result-{found.number}.json"'
    return answer


def proof(request: ActorRequest, number: str) -> HttpResponse:
    """怎么核对: recompute from what is stored, and hold it against the code as it was printed."""
    found = access_whole(request.actor, number, now())
    context = head_of(request.actor, found) | {
        "demo": settings.CONFIG.demo,
        "tampered": is_tampered(found),
        "given": "",
    }
    if request.method == "POST":
        given = request.POST.get("code", "").strip()
        told = check(found.run, given or found.code, lang())
        context |= {"checked": True, "faults": told.faults, "cells": told.cells, "given": given}
    answer = render(request, "exhibition/proof.html", context)
    # A forgery is no act: the page is made anew each time.
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def change(request: ActorRequest, number: str) -> HttpResponse:
    """In the demo alone: a frozen figure is changed in the database behind everybody's back, or put back."""
    if not settings.CONFIG.demo:
        raise Invisible
    tamper(access_whole(request.actor, number, now()))
    return redirect("exhibition:proof", number)


def alone(page: bytes) -> HttpResponse:
    """A page with everything inside: the server allows what the page itself names by hash, and nothing else."""
    answer = HttpResponse(page)
    policy = POLICY.search(page[:4000].decode("utf-8", "ignore"))
    if policy is not None:
        said = policy[1].replace("&#39;", "'").replace("&quot;", '"')
        answer["Content-Security-Policy"] = f"{said}; frame-ancestors 'none'"
    return answer


def _publication(pk: int) -> Publication:
    return Publication.objects.select_related("run__round", "run__before__run", "supersedes").get(pk=pk)


def _map_of(publication: Publication) -> int:
    """Which map it stands with: one published before there was any gets the first that is set."""
    row = map_at(publication.published_at)
    return row.pk if row is not None else 0


# A publication never changes, nor does a map, so what was made of the two once is kept.
@lru_cache(maxsize=4)
def _wall(pk: int, language: Lang, _map: int) -> bytes:
    found = _publication(pk)
    return wall_html(release_of(found), shapes_of(found), language)


@lru_cache(maxsize=4)
def _briefing(pk: int, language: Lang) -> bytes:
    return make_briefing(release_of(_publication(pk)), None, language).html


@lru_cache(maxsize=4)
def _site(pk: int, newer: str, known: bool, _map: int) -> dict[str, bytes]:
    found = _publication(pk)
    told = Newer(newer, f"../{newer}/" if known else "") if newer else None
    return dict(public_files(release_of(found), shapes_of(found), told))
