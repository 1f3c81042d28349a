"""会议材料: what may be given out, what was, and the making of it with progress."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.web.exhibition.access import access_publication
from leitai.web.exhibition.documents import DOCUMENTS, documents_of
from leitai.web.exhibition.models import Pack, Rendering
from leitai.web.exhibition.pages.boards import newer_of
from leitai.web.exhibition.services.packing import ask_pack, rendering_path
from leitai.web.foundation.api import Invisible, lang, now
from leitai.web.people.api import ActorRequest, person_names


@require_safe
def pack(request: ActorRequest, number: str) -> HttpResponse:
    reading = access_publication(request.actor, number, now())
    if not reading.boards:
        raise Invisible
    found = reading.publication
    last = Pack.objects.filter(publication=found, lang=lang()).order_by("-pk").first()
    rows: dict[str, Rendering] = {}
    for one in Rendering.objects.filter(publication=found, lang=lang()).order_by("pk"):
        rows[one.kind] = one
    failures = json.loads(last.failures) if last is not None else {}
    lines = [
        (kind, document, rows.get(kind), failures.get(kind, ""))
        for kind, document in documents_of(found.audience).items()
        if reading.whole or document.board
    ]
    context = {
        "publication": found,
        "reading": reading,
        "newer": newer_of(request.actor, found),
        "pack": last,
        "lines": lines,
        "people": person_names({one.person for one in rows.values()}),
        "may_clip": reading.whole and request.actor.may("prepare_publication"),
        "made": sum(row is not None and not why for _, _, row, why in lines),
        "failed": sum(bool(why) for _, _, _, why in lines),
        "making": last is not None and last.state in ("waiting", "working"),
    }
    name = "exhibition/parts/pack_state.html" if request.headers.get("HX-Request") else "exhibition/pack.html"
    answer = render(request, name, context)
    # How far a pack is changes without an act of anybody.
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def make(request: ActorRequest, number: str) -> HttpResponse:
    reading = access_publication(request.actor, number, now())
    if not reading.boards:
        raise Invisible
    only = request.POST.get("only", "")
    offered = documents_of(reading.publication.audience)
    if only and not (only in offered and (reading.whole or offered[only].board)):
        raise Invisible
    ask_pack(actor=request.actor, at=now(), publication=reading.publication, lang=lang(), only=only)
    return redirect("exhibition:pack", number)


@require_safe
def document(request: ActorRequest, number: str, rendering: int) -> FileResponse:
    """One document, as it was made."""
    reading = access_publication(request.actor, number, now())
    row = Rendering.objects.filter(pk=rendering, publication=reading.publication).first()
    if row is None or not (reading.whole or (reading.boards and DOCUMENTS[row.kind].board)):
        raise Invisible
    path = rendering_path(row.digest)
    if not path.exists():
        raise Invisible
    answer = FileResponse(path.open("rb"), content_type=DOCUMENTS[row.kind].media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    return answer
