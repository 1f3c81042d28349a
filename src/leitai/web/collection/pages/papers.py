"""Signature sheets, evidence files, and the table of holidays."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_evidence, access_filing, access_new_round, access_sheet
from leitai.web.collection.models import HolidayTable, Sheet, Signature
from leitai.web.collection.pages.forms import Holidays, Sign, refused
from leitai.web.collection.selectors.sheets import sheet_view
from leitai.web.collection.services.papers import evidence_path
from leitai.web.collection.services.sheets import KINDS
from leitai.web.foundation.api import Invisible, Refused, lang, say
from leitai.web.people.api import ActorRequest, sent


@require_POST
def make(request: ActorRequest, round: int, organisation: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Invisible
    to = "report" if kind == "filed" else "confirm"
    access_filing(request.actor, round, organisation, to=to, act=to)
    made = api.make_sheet(
        actor=request.actor, at=timezone.now(), round=round, organisation=organisation,
        kind="filed" if kind == "filed" else "row",
    )  # fmt: skip
    return redirect("collection:sheet", made.pk)


@require_safe
def sheet(request: ActorRequest, sheet: int) -> HttpResponse:
    """审签表 on A4, with its code, and below it (not printed) the way back from paper."""
    return _sheet(request, access_sheet(request.actor, sheet), Sign())


def _sheet(request: ActorRequest, found: Sheet, form: Sign, status: int = 200) -> HttpResponse:
    link = request.build_absolute_uri(request.path.replace("/sign/", "/"))
    signed = Signature.objects.filter(sheet=found).select_related("scan").first()
    context = {"view": sheet_view(found, link, lang()), "form": form, "signed": signed, "sheet": found}
    return render(request, "collection/sheet.html", context, status=status)


@require_POST
def sign(request: ActorRequest, sheet: int) -> HttpResponse:
    """The paper comes back: matched by the code typed from it."""
    found = access_sheet(request.actor, sheet)
    form = Sign(request.POST, request.FILES)
    if not form.is_valid():
        return _sheet(request, found, form, 422)
    file = form.cleaned_data["scan"]
    scan = api.Scan(file.name, file.read(), form.cleaned_data["code"])
    try:
        api.sign_sheet(actor=request.actor, at=timezone.now(), sheet=sheet, scan=scan)
    except Refused as refusal:
        return _sheet(request, found, refused(form, refusal.say(lang())), 422)
    messages.success(request, say("审签表已与短码核对一致并归档。", "The sheet matches its code and is on file."))
    return redirect("collection:sheet", sheet)


@require_safe
def evidence(request: ActorRequest, evidence: int) -> HttpResponse:
    """A file as it was given, to be saved and not opened in the page."""
    found = access_evidence(request.actor, evidence)
    path = evidence_path(found.digest)
    if not path.exists():
        raise Invisible
    kept = content_disposition_header(True, found.name) or "attachment"
    return HttpResponse(path.read_bytes(), "application/octet-stream", headers={"Content-Disposition": kept})


def holidays(request: ActorRequest) -> HttpResponse:
    access_new_round(request.actor)
    form = Holidays(sent(request), initial={"year": request.actor.day.year + 1})
    tables = [
        (one, json.loads(one.off), json.loads(one.work)) for one in HolidayTable.objects.order_by("-year", "-number")
    ]
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "collection/holidays.html", {"form": form, "tables": tables}, status=status)
    try:
        api.add_holiday_table(actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        context = {"form": refused(form, refusal.say(lang())), "tables": tables}
        return render(request, "collection/holidays.html", context, status=422)
    messages.success(request, say("放假表已录入。", "The table of holidays is in."))
    return redirect("collection:holidays")
