"""Signature sheets, evidence files, and the table of holidays."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST, require_safe

from leitai.web.collection import api
from leitai.web.collection.access import access_evidence, access_filing, access_new_round, access_sheet
from leitai.web.collection.models import HolidayTable, Sheet, Signature
from leitai.web.collection.pages.forms import Holidays, Sign
from leitai.web.collection.pages.telling import TOLD, told_in_place
from leitai.web.collection.scan import codes_on
from leitai.web.collection.selectors.scope import scope_of
from leitai.web.collection.selectors.sheets import sheet_view
from leitai.web.collection.services import papers
from leitai.web.collection.services.sheets import KINDS, stale
from leitai.web.foundation.api import Invisible, lang, now, say
from leitai.web.people.api import ActorRequest, factors_of, person_names, recently_shown, refused, sent


@told_in_place("collection:rounds")
@require_POST
def make(request: ActorRequest, round: int, organisation: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Invisible
    to = "report" if kind == "filed" else "confirm"
    access_filing(request.actor, round, organisation, to=to, act=to)
    try:
        made = api.make_sheet(
            actor=request.actor, at=now(), round=round, organisation=organisation,
            kind="filed" if kind == "filed" else "row",
        )  # fmt: skip
    except TOLD as refusal:
        messages.error(request, refusal.say(lang()))
        return redirect("collection:grid" if kind == "filed" else "collection:row", round, organisation)
    return redirect("collection:sheet", made.pk)


@require_safe
def sheet(request: ActorRequest, sheet: int) -> HttpResponse:
    """审签表 on A4, with its code, and below it (not printed) the way back from paper."""
    return _sheet(request, access_sheet(request.actor, sheet), Sign())


def _sheet(request: ActorRequest, found: Sheet, form: Sign, status: int = 200) -> HttpResponse:
    link = request.build_absolute_uri(request.path.replace("/sign/", "/"))
    signed = Signature.objects.filter(sheet=found).select_related("scan").first()
    names = person_names([signed.person]) if signed else {}
    scope = scope_of(request.actor, request.actor.day)
    draws = scope.answers(request.actor, "report" if found.kind == "filed" else "confirm")
    may_sign = found.organisation in scope.answers(request.actor, "sign")
    context = {
        "view": sheet_view(found, link, lang()), "form": form, "signed": signed, "sheet": found,
        "signer": names.get(signed.person, signed.person) if signed else "",
        "may_sign": may_sign,
        "known": recently_shown(request), "stale": stale(found, request.actor.day),
        "may_draw": found.organisation in draws,
    }  # fmt: skip
    response = render(request, "collection/sheet.html", context, status=status)
    if may_sign and signed is None:
        # Whether she has just shown a second factor is her session's, and no act: the page is made anew each time.
        add_never_cache_headers(response)
    return response


@told_in_place("collection:sheet", "sheet")
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
    except TOLD as refusal:
        return _sheet(request, found, refused(form, refusal.say(lang())), 422)
    how = say("二维码", "QR code") if read else say("录入的短码", "typed code")
    messages.success(
        request, say(f"审签表已按{how}核对一致并归档。", f"The sheet matches by its {how} and is on file.")
    )
    return redirect("collection:sheet", sheet)


def _chosen(codes: list[str], sheet: Sheet) -> str:
    """The sheet's own code where the scan carries it, else the first: several sheets may lie in one scan."""
    return sheet.code if sheet.code in codes else next(iter(codes), "")


@told_in_place("collection:sheet", "sheet")
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
    api.sign_sheet(actor=request.actor, at=now(), sheet=sheet, second_factor=True)
    messages.success(request, say("已签字归档。", "Signed and on file."))
    return redirect("collection:sheet", sheet)


@require_safe
def evidence(request: ActorRequest, evidence: int) -> HttpResponse:
    """A file as it was given, to be saved and not opened in the page."""
    found = access_evidence(request.actor, evidence)
    path = papers.evidence_path(found.digest)
    if not path.exists():
        raise Invisible
    kept = content_disposition_header(True, found.name) or "attachment"
    return HttpResponse(path.read_bytes(), "application/octet-stream", headers={"Content-Disposition": kept})


@told_in_place()
def holidays(request: ActorRequest) -> HttpResponse:
    access_new_round(request.actor)
    held = list(HolidayTable.objects.order_by("-year", "-number"))
    start = {"year": request.actor.day.year + 1, "seen": max((one.pk for one in held), default=0)}
    form = Holidays(sent(request), initial=start)
    tables = [(one, json.loads(one.off), json.loads(one.work)) for one in held]
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "collection/holidays.html", {"form": form, "tables": tables}, status=status)
    try:
        api.add_holiday_table(actor=request.actor, at=now(), **form.cleaned_data)
    except TOLD as refusal:
        context = {"form": refused(form, refusal.say(lang())), "tables": tables}
        return render(request, "collection/holidays.html", context, status=422)
    messages.success(request, say("放假表已录入。", "The table of holidays is in."))
    return redirect("collection:holidays")
