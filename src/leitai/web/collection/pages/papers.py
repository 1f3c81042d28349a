"""Signature sheets, evidence files, and the table of holidays."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_evidence, access_filing, access_new_round, access_sheet
from leitai.web.collection.models import HolidayTable, Sheet, Signature
from leitai.web.collection.pages.forms import Holidays, Sign, refused
from leitai.web.collection.scan import codes_on
from leitai.web.collection.selectors.sheets import sheet_view
from leitai.web.collection.services.papers import evidence_path
from leitai.web.collection.services.sheets import KINDS, stale
from leitai.web.foundation.api import Invisible, Refused, lang, now, say
from leitai.web.people.api import ActorRequest, factors_of, person_names, recently_shown, sent


@require_POST
def make(request: ActorRequest, round: int, organisation: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Invisible
    to = "report" if kind == "filed" else "confirm"
    access_filing(request.actor, round, organisation, to=to, act=to)
    made = api.make_sheet(
        actor=request.actor, at=now(), round=round, organisation=organisation,
        kind="filed" if kind == "filed" else "row",
    )  # fmt: skip
    return redirect("collection:sheet", made.pk)


@never_cache
@require_safe
def sheet(request: ActorRequest, sheet: int) -> HttpResponse:
    """审签表 on A4, with its code, and below it (not printed) the way back from paper.

    Whether a second factor was just shown is the session's: the page is made anew each time.
    """
    return _sheet(request, access_sheet(request.actor, sheet), Sign())


def _sheet(request: ActorRequest, found: Sheet, form: Sign, status: int = 200) -> HttpResponse:
    link = request.build_absolute_uri(request.path.replace("/sign/", "/"))
    signed = Signature.objects.filter(sheet=found).select_related("scan").first()
    names = person_names([signed.person]) if signed else {}
    context = {
        "view": sheet_view(found, link, lang()), "form": form, "signed": signed, "sheet": found,
        "signer": names.get(signed.person, signed.person) if signed else "",
        "may_sign": found.organisation in (request.actor.reach("sign") or ()),
        "known": recently_shown(request), "stale": stale(found, request.actor.day),
        "may_draw": request.actor.post_for("report" if found.kind == "filed" else "confirm", found.organisation),
    }  # fmt: skip
    return render(request, "collection/sheet.html", context, status=status)


@require_POST
def sign(request: ActorRequest, sheet: int) -> HttpResponse:
    """The paper comes back: matched by the code read off its scan, or typed from it."""
    found = access_sheet(request.actor, sheet)
    form = Sign(request.POST, request.FILES)
    if not form.is_valid():
        return _sheet(request, found, form, 422)
    file = form.cleaned_data["scan"]
    content = file.read()
    read = [] if form.cleaned_data["code"] else codes_on(content)
    code = form.cleaned_data["code"] or _chosen(read, found)
    if not code:
        form.add_error("code", say("扫描件上没有读出二维码，请照纸面录入短码。", "No QR code was read; type the code."))
        return _sheet(request, found, form, 422)
    try:
        api.sign_sheet(actor=request.actor, at=now(), sheet=sheet, scan=api.Scan(file.name, content, code))
    except Refused as refusal:
        return _sheet(request, found, refused(form, refusal.say(lang())), 422)
    how = say("二维码", "QR code") if read else say("录入的短码", "typed code")
    messages.success(
        request, say(f"审签表已按{how}核对一致并归档。", f"The sheet matches by its {how} and is on file.")
    )
    return redirect("collection:sheet", sheet)


def _chosen(codes: list[str], sheet: Sheet) -> str:
    """The sheet's own code where the scan carries it, else the first: several sheets may lie in one scan."""
    return sheet.code if sheet.code in codes else next(iter(codes), "")


@require_POST
def sign_on_screen(request: ActorRequest, sheet: int) -> HttpResponse:
    """线上签: by the head alone, who has just shown a second factor."""
    access_sheet(request.actor, sheet, to="sign")
    if not recently_shown(request):
        methods = factors_of(request)
        if not methods:
            words = say(
                "您还没有第二验证方式。请先添加动态口令或安全密钥，再来签；也可打印签章后上传。",
                "You have no second factor yet. Add an authenticator or a security key first, or sign on paper.",
            )
            messages.warning(request, words)
            return redirect("mfa_index")
        messages.info(request, say("签字前请再验证一次身份。", "Confirm it is you before you sign."))
        back = urlencode({"next": reverse("collection:sheet", args=[sheet])})
        return redirect(f"{reverse(methods[0])}?{back}")
    try:
        api.sign_sheet(actor=request.actor, at=now(), sheet=sheet, second_factor=True)
    except Refused as refusal:
        messages.error(request, refusal.say(lang()))
        return redirect("collection:sheet", sheet)
    messages.success(request, say("已签字归档。", "Signed and on file."))
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
        api.add_holiday_table(actor=request.actor, at=now(), **form.cleaned_data)
    except Refused as refusal:
        context = {"form": refused(form, refusal.say(lang())), "tables": tables}
        return render(request, "collection/holidays.html", context, status=422)
    messages.success(request, say("放假表已录入。", "The table of holidays is in."))
    return redirect("collection:holidays")
