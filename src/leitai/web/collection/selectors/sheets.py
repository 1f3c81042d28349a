"""A signature sheet as it is printed: the figures it holds, its code, and the code as a QR picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import segno

from leitai.engine.errors import Text
from leitai.web.collection.editions import organisation_names, plan_of, role_name
from leitai.web.collection.models import Sheet
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.services.sheets import KINDS
from leitai.web.collection.showing import shown_value


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
    qr: str
    notice: str
    lines: Sequence[Line]


def sheet_view(sheet: Sheet, link: str, lang: str = "zh") -> SheetView:
    plan = plan_of(sheet.round.book, sheet.round.edition)
    names = organisation_names(plan, lang)
    order = {name: place for place, name in enumerate(plan.inputs)}
    rows = json.loads(sheet.content)["rows"]
    rows.sort(key=lambda row: (order[row[1]], row[3] != "actual", row[3], plan.position[row[0]]))
    lines = [
        Line(
            names.get(contestant, contestant),
            plan.inputs[indicator].name.say(lang),
            role_name(plan, role, lang),
            period,
            shown_value(value, status).zh if lang == "zh" else shown_value(value, status).en,
            "分" if role == "ruling" else plan.inputs[indicator].unit,
        )
        for contestant, indicator, period, role, value, status, _, _ in rows
    ]
    notice = plan.rulebook.notice
    return SheetView(
        plan.rulebook.title.say(lang),
        round_title(plan, sheet.round, lang),
        KINDS[sheet.kind],
        names.get(sheet.organisation, sheet.organisation),
        sheet.code,
        sheet.digest,
        qr_picture(f"{link}?code={sheet.code}"),
        notice.say(lang) if notice else "",
        lines,
    )


def qr_picture(text: str) -> str:
    """The QR code as an SVG that stands in the page, without inline style."""
    made = segno.make(text, error="m", micro=False)
    return made.svg_inline(border=4, svgclass="qr", lineclass=None, omitsize=True)
