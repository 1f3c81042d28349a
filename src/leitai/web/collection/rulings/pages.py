"""The pages of rulings: what was ruled, what waits for a ruling, recording one, countersigning it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leitai.engine.assess.plan import counts, members
from leitai.engine.errors import Text
from leitai.web.collection import api
from leitai.web.collection.access import access_round
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import Round, Ruling
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.rulings.selectors import open_cases, ruling_lines
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.selectors.scope import Scope
from leitai.web.foundation.api import Invisible, lang, now, say, today
from leitai.web.people.api import ActorRequest, Day, Form, refusal, refused, sent


class RecordRuling(Form):
    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "contestant": (Text("参赛单位", "Unit"), None),
        "indicator": (Text("指标", "Indicator"), None),
        "points": (Text("裁定分", "Points"), Text("0 至该指标满分", "From 0 to the full points")),
        "clause": (Text("所依条款", "Clause"), Text("如“第九条第二款”", "The clause the ruling rests on")),
        "document": (Text("文号", "Document"), None),
        "day": (Text("文件日期", "Day of the document"), None),
        "text": (Text("裁定内容与理由", "What is ruled, and why"), None),
        "proof": (Text("裁定文件", "The document"), Text("PDF、OFD、图片，不超过 20 MB", "At most 20 MB")),
        "seen": (Text("已有裁定", "Rulings there"), None),
    }
    contestant = forms.ChoiceField()
    indicator = forms.ChoiceField()
    points = forms.CharField(max_length=20)
    clause = forms.CharField(max_length=200)
    document = forms.CharField(max_length=200)
    day = Day()
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    proof = forms.FileField(allow_empty_file=True)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], indicators: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["contestant"].choices, fields["indicator"].choices = units, indicators

    def decided(self) -> api.Decided:
        said = dict(self.cleaned_data)
        file = said.pop("proof")
        said.pop("seen")
        return api.Decided(**said, proof=api.Proof(file.name, file.read()))


@require_safe
def rulings(request: ActorRequest, round: int) -> HttpResponse:
    found, scope = access_round(request.actor, round)
    return _rulings(request, found, scope)


def _rulings(request: ActorRequest, found: Round, scope: Scope, status: int = 200, wrong: str = "") -> HttpResponse:
    plan = plan_of(found.book, found.edition)
    office, opened = request.actor.may("rule"), found.state == "open"
    looked = office and "look" in request.GET
    cases, why = open_cases(plan, found, lang()) if looked else ((), "")
    context = {
        "round": found, "title": round_title(plan, found, lang()), "lines": ruling_lines(plan, found, scope, lang()),
        "office": office and opened, "looked": looked, "cases": cases, "why": why, "wrong": wrong,
        "signs": scope.answers(request.actor, "verify") if opened else frozenset(),
        "counter": organisation_names(plan, lang()).get(found.counter, found.counter),
    }  # fmt: skip
    return render(request, "collection/rulings.html", context, status=status)


@told_in_place()
def new(request: ActorRequest, round: int) -> HttpResponse:
    found, _ = access_round(request.actor, round, to="rule")
    plan = plan_of(found.book, found.edition)
    names = organisation_names(plan, lang())
    units = [(unit, names[unit]) for group in plan.peer_groups for unit in members(group, found.period)]
    indicators = [
        (one.indicator.id, " ".join(part for part in (one.indicator.clause, one.indicator.name.say(lang())) if part))
        for one in plan.columns
        if any(counts(plan, one, group.id, found.period) for group in plan.peer_groups)
    ]
    last = Ruling.objects.filter(round=found).aggregate(last=Max("pk"))["last"]
    start = {
        "seen": last or 0,
        "contestant": request.GET.get("unit"),
        "indicator": request.GET.get("indicator"),
        "day": today(),
    }
    form = RecordRuling(sent(request), request.FILES or None, units=units, indicators=indicators, initial=start)
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            api.record_ruling(actor=request.actor, at=now(), round=round, decided=form.decided(), seen=seen)
        except TOLD as why:
            refused(form, why.say(lang()))
        else:
            messages.success(
                request, say("裁定已记录，送复核单位。", "The ruling is on record; its countersignature is next.")
            )
            return redirect("collection:rulings", round)
    context = {"round": found, "title": round_title(plan, found, lang()), "form": form}
    return render(request, "collection/ruling_new.html", context, status=422 if form.is_bound else 200)


@told_in_place("collection:rulings", "round")
@require_POST
def countersign(request: ActorRequest, round: int, ruling: int) -> HttpResponse:
    """复核: agree, or send it back with a reason."""
    found, scope = access_round(request.actor, round)
    plan = plan_of(found.book, found.edition)
    if all(line.ruling.pk != ruling for line in ruling_lines(plan, found, scope)):
        raise Invisible
    if not request.actor.may("verify"):
        raise refusal("verify")
    agree = request.POST.get("verdict") == "agree"
    try:
        api.countersign_ruling(
            actor=request.actor, at=now(), ruling=ruling, agree=agree, reason=request.POST.get("reason", "")
        )
    except TOLD as why:
        return _rulings(request, found, scope, 422, why.say(lang()))
    done = Ruling.objects.get(pk=ruling)
    messages.success(
        request,
        say(f"已复核 {done.document}。", f"{done.document} is countersigned.") if agree
        else say(f"已退回 {done.document}。", f"{done.document} went back."),
    )  # fmt: skip
    return redirect("collection:rulings", round)
