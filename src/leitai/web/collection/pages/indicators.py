"""One indicator as a column for all units."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leitai.web.collection.access import access_round
from leitai.web.collection.editions import plan_of
from leitai.web.collection.selectors.columns import indicator_column
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.showing import MARKS
from leitai.web.foundation.api import Invisible, lang
from leitai.web.people.api import ActorRequest


@require_safe
def indicator(request: ActorRequest, round: int, indicator: str) -> HttpResponse:
    found, scope = access_round(request.actor, round)
    plan = plan_of(found.book, found.edition)
    if indicator not in plan.inputs:
        raise Invisible
    column = indicator_column(plan, found, scope, indicator, lang())
    context = {"round": found, "title": round_title(plan, found, lang()), "column": column, "marks": MARKS}
    return render(request, "collection/indicator.html", context)
