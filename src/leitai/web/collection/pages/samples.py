"""抽样核查: draw the cells for a field check, and show what was drawn before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from leitai.web.collection import api
from leitai.web.collection.access import access_round
from leitai.web.collection.editions import plan_of
from leitai.web.collection.pages.forms import DrawSample
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.rules.sampling import RISKS
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.samples import list_samples
from leitai.web.foundation.api import lang, now
from leitai.web.people.api import ActorRequest, refused, sent


@told_in_place()
def sample(request: ActorRequest, round: int) -> HttpResponse:
    found, _ = access_round(request.actor, round, to="open_round")
    plan = plan_of(found.book, found.edition)
    form = DrawSample(sent(request), initial={"size": 20})
    if form.is_bound and form.is_valid():
        try:
            api.draw_sample(actor=request.actor, at=now(), round=round, **form.cleaned_data)
            return redirect("collection:sample", round)
        except TOLD as refusal:
            refused(form, refusal.say(lang()))
    context = {
        "round": found, "title": round_title(plan, found, lang()), "form": form, "risks": RISKS,
        "samples": list_samples(plan, found, lang()),
    }  # fmt: skip
    return render(request, "collection/sample.html", context, status=422 if form.is_bound else 200)
