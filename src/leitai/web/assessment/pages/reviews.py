"""保密审查: of every indicator of a run, whether it may be public."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from leitai.engine.terms import value_term
from leitai.web.assessment.access import access_run
from leitai.web.assessment.books import book_of
from leitai.web.assessment.models import DisclosureReview
from leitai.web.assessment.rules import disclosure_items
from leitai.web.assessment.services import publishing
from leitai.web.collection.api import plan_of, round_title
from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.api import ActorRequest, person_names


def review(request: ActorRequest, run: int) -> HttpResponse:
    found = access_run(request.actor, run, to="review_disclosure")
    items = disclosure_items(book_of(found).plan)
    last = DisclosureReview.objects.filter(run=found).order_by("-number").first()
    held = json.loads(last.decisions) if last is not None else {}
    wrong = ""
    said = {key: (kind == "public" or bool(held.get(key, ["", False])[1]), "") for key, (_, kind) in items.items()}
    said |= {key: (one[0], held[key][2]) for key, one in said.items() if key in held}
    document = last.document if last is not None else ""
    if request.method == "POST":
        said = {key: (f"open-{key}" in request.POST, request.POST.get(f"why-{key}", "")) for key in items}
        document = request.POST.get("document", "")
        try:
            publishing.review_disclosure(actor=request.actor, at=now(), run=run, decisions=said, document=document)
        except Refused as why:
            wrong = why.say(lang())
        else:
            messages.success(request, say("保密审查已记录。", "The review is on record."))
            return redirect("assessment:round", found.round_id)
    lines = []
    for key, (name, kind) in items.items():
        word = value_term("Indicator", "disclosure", kind)
        lines.append((key, name.say(lang()), word.say(lang()) if word else kind, *said[key]))
    context = {
        "run": found,
        "title": round_title(plan_of(found.round.book, found.round.edition), found.round, lang()),
        "lines": lines,
        "document": document,
        "last": last,
        "who": person_names([last.person]).get(last.person, last.person) if last is not None else "",
        "wrong": wrong,
    }
    return render(request, "assessment/review.html", context, status=422 if wrong else 200)
