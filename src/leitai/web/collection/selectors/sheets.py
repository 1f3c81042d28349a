"""A signature sheet as it is printed: the figures it holds, its code, and the code as a QR picture."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from leitai.engine.errors import Lang, Text
from leitai.web.collection.editions import organisation_names, plan_of, role_aside
from leitai.web.collection.models import Round, Sheet, Signature
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.services.sheets import KINDS
from leitai.web.collection.showing import shown_value
from leitai.web.foundation.api import Todo, lang


class Line(NamedTuple):
    contestant: str
    indicator: str
    role: str
    period: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class SheetView:
    contest: str
    title: str
    kind: Text
    organisation: str
    code: str
    digest: str
    qr: SafeString
    notice: str
    lines: Sequence[Line]


def sheet_view(sheet: Sheet, link: str, language: Lang = "zh") -> SheetView:
    plan = plan_of(sheet.round.book, sheet.round.edition)
    names = organisation_names(plan, language)
    order = {name: place for place, name in enumerate(plan.inputs)}
    rows = json.loads(sheet.content)["rows"]
    rows.sort(key=lambda row: (order[row[1]], row[3] != "actual", row[3], plan.position[row[0]]))
    lines = [
        Line(
            names.get(contestant, contestant),
            plan.inputs[indicator].name.say(language),
            role_aside(plan, role, language),
            period,
            shown_value(value, status).zh if language == "zh" else shown_value(value, status).en,
            "分" if role == "ruling" else plan.inputs[indicator].unit,
        )
        for contestant, indicator, period, role, value, status, _, _ in rows
    ]
    notice = plan.rulebook.notice
    return SheetView(
        plan.rulebook.title.say(language),
        round_title(plan, sheet.round, language),
        KINDS[sheet.kind],
        names.get(sheet.organisation, sheet.organisation),
        sheet.code,
        sheet.digest,
        qr_picture(f"{link}?code={sheet.code}"),
        notice.say(language) if notice else "",
        lines,
    )


def qr_picture(text: str) -> SafeString:
    """The QR code as an SVG that stands in the page, without inline style."""
    made = segno.make(text, error="m", micro=False)
    return mark_safe(made.svg_inline(border=4, svgclass="qr", lineclass=None, omitsize=True))


def last_sheets(round_: Round, organisations: Collection[str] | None) -> list[tuple[Sheet, Signature | None]]:
    """The sheets of a round that were drawn up last, one an organisation and kind, each with its signature."""
    found = Sheet.objects.filter(round=round_).select_related("signature").order_by("pk")
    if organisations is not None:
        found = found.filter(organisation__in=list(organisations))
    last = {(one.organisation, one.kind): one for one in found}
    return [(last[key], getattr(last[key], "signature", None)) for key in sorted(last)]


def sheet_todos(round_: Round, organisations: Collection[str]) -> list[Todo]:
    """For the head: what was drawn up and waits for a signature."""
    names = organisation_names(plan_of(round_.book, round_.edition), lang())
    return [
        Todo(
            Text(
                f"签 {round_.period} 审签表（{KINDS[one.kind].zh}）",
                f"Sign the sheet of {round_.period}: {KINDS[one.kind].en}",
            ),
            reverse("collection:sheet", args=[one.pk]),
            round_.report_by if one.kind == "filed" else round_.confirm_by,
            on_behalf=names.get(one.organisation, one.organisation),
        )
        for one, signature in last_sheets(round_, organisations)
        if signature is None
    ]
