"""假如: sliders over the numbers of a draft, and the ranks of a past round that follow them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from leitai.engine.decimals import decimal_text
from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.models import Publication, ScoringRun, Snapshot
from leitai.web.assessment.trying import by_indicator, drafted_book, grid_under, knobs_of, places, read_changes, sum_of
from leitai.web.collection.api import plan_of, round_title
from leitai.web.foundation.api import Refused, lang, now
from leitai.web.people.api import ActorRequest, require
from leitai.web.rulebook.api import Draft, access_draft, rules_of_draft


def try_rules(request: ActorRequest, draft: int) -> HttpResponse:
    """The page, and by POST only its ranking, as the sliders are moved."""
    found = access_draft(request.actor, draft)
    require(request.actor, "edit_rulebook")
    context: dict[str, Any] = {"draft": found, "wrong": ""}
    status = 200
    try:
        context |= _tried(request, found)
    except Refused as why:
        context["wrong"], status = why.say(lang()), 422
    name = "assessment/parts/tried.html" if request.method == "POST" else "assessment/try_rules.html"
    # A slider on its way through an impossible value is no error of the page.
    return render(request, name, context, status=200 if request.headers.get("HX-Request") else status)


def _tried(request: ActorRequest, draft: Draft) -> dict[str, Any]:
    if draft.state in ("published", "dropped"):
        raise Cannot("只能试尚未发布的规则；已发布的规则一字不改。", "Only rules that are not published can be tried.")
    rulebook, digest = rules_of_draft(draft)
    snapshots = _snapshots(draft.book)
    if not snapshots:
        raise Cannot("还没有发布过的轮次，无从试排。", "No round was published yet; there is nothing to try them on.")
    said = request.POST if request.method == "POST" else request.GET
    chosen = next((one for one in snapshots if str(one.pk) == said.get("snapshot")), snapshots[0])
    drafted = drafted_book(rulebook, digest, chosen)
    run = ScoringRun.objects.filter(snapshot=chosen, kind="official").order_by("-number").first()
    groups = drafted.groups()
    group = next((one for one in groups if one.id == said.get("group")), groups[0])
    grid = grid_under(rulebook, digest, chosen, group.id)
    knobs = knobs_of(drafted.plan, group.id, drafted.period, lang())
    changes = read_changes(said.dict(), knobs)
    return {
        "snapshots": [(one, _title(one)) for one in snapshots],
        "chosen": chosen,
        "groups": [(one.id, one.name.say(lang())) for one in groups],
        "group": group,
        "knobs": by_indicator(knobs),
        "changes": len(changes),
        "places": places(grid, book_of(run) if run is not None else drafted, drafted, rulebook, changes, lang()),
        "sum": decimal_text(Fraction(sum_of(knobs, changes))),
        "full": decimal_text(drafted.plan.full(group.id)),
    }


def _snapshots(book: str) -> list[Snapshot]:
    """The past rounds of a contest, published and not open again, the latest first; of each its last snapshot.

    What is frozen and not published yet is not for trying: after a freeze every trial is logged and counted.
    """
    past = Publication.objects.filter(book=book, effective_at__lte=now()).values("run__snapshot")
    last: dict[int, Snapshot] = {}
    rows = Snapshot.objects.filter(pk__in=past, round__state="locked").select_related("round")
    for one in rows.order_by("pk"):
        last[one.round_id] = one
    return sorted(last.values(), key=lambda one: one.pk, reverse=True)


def _title(snapshot: Snapshot) -> str:
    round_ = snapshot.round
    return round_title(plan_of(round_.book, round_.edition), round_, lang())
