"""A signature sheet as it is printed: the figures it holds, its code, and the code as a QR picture."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import segno
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Lang, Text
from leitai.web.collection.editions import organisation_names, plan_of, role_aside
from leitai.web.collection.models import FigureVersion, Obligation, Round, Sheet, Signature
from leitai.web.collection.selectors.duties import round_title
from leitai.web.collection.services.sheets import KINDS
from leitai.web.collection.showing import shown_value
from leitai.web.foundation.api import Mark, Todo, lang
from leitai.web.people.api import successors_on


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
    found = Sheet.objects.filter(round=round_).select_related("signature").defer("content").order_by("pk")
    if organisations is not None:
        found = found.filter(organisation__in=list(organisations))
    last = {(one.organisation, one.kind): one for one in found}
    return [(last[key], getattr(last[key], "signature", None)) for key in sorted(last)]


NONE = Mark("○", Text("未生成", "not drawn up"), "off")
WAITS = Mark("◐", Text("待签", "to be signed"), "wait")
SIGNED = Mark("✓", Text("已签", "signed"), "good")
CHANGED = Mark("!", Text("签后有改动", "figures changed since"), "bad")
OUTDATED = Mark("!", Text("生成后有改动，须重新生成", "out of date: draw it up again"), "bad")


class Paper(NamedTuple):
    """The sheet of one kind that an organisation drew up last, and how it stands."""

    kind: Text
    sheet: Sheet | None
    mark: Mark


class SheetLine(NamedTuple):
    """One organisation of a round; a kind it does not sign is None."""

    organisation: str
    name: str
    filed: Paper | None
    row: Paper | None

    @property
    def papers(self) -> list[Paper]:
        return [one for one in (self.filed, self.row) if one is not None]


def sheet_lines(plan: Plan, round_: Round, day: datetime.date, language: Lang = "zh") -> list[SheetLine]:
    """Everybody who files or is judged in a round, with their sheets. Five queries for any number."""
    merged = successors_on(day)
    drawn = {(sheet.organisation, sheet.kind): (sheet, signature) for sheet, signature in last_sheets(round_, None)}
    moved = _last_filed([sheet for sheet, _ in drawn.values()], merged)
    # Who files optional figures alone need not sign for them.
    duties = Obligation.objects.filter(round=round_, required=True).values_list("filer", "cell__contestant")
    sides: dict[str, set[str]] = {kind: {key for key, of in drawn if of == kind} for kind in ("filed", "row")}
    for filer, contestant in duties.distinct().order_by():
        sides["filed"].add(merged.get(filer, filer))
        sides["row"].add(merged.get(contestant, contestant))
    names = organisation_names(plan, language)
    last = len(plan.position)
    bodies = sorted(sides["filed"] | sides["row"], key=lambda key: (plan.position.get(key, last), key))

    def paper(key: str, kind: str) -> Paper | None:
        if key not in sides[kind]:
            return None
        sheet, signature = drawn.get((key, kind), (None, None))
        return Paper(KINDS[kind], sheet, _standing(sheet, signature, moved))

    return [SheetLine(key, names.get(key, key), paper(key, "filed"), paper(key, "row")) for key in bodies]


def drawn_papers(rounds: Sequence[Round], own: Collection[str], day: datetime.date) -> dict[int, list[Paper]]:
    """Round → the sheets that these organisations drew up in it last. Three queries for any number of rounds."""
    found = Sheet.objects.filter(round__in=rounds, organisation__in=list(own)).select_related("signature")
    last = {(one.round_id, one.organisation, one.kind): one for one in found.defer("content").order_by("pk")}
    moved = _last_filed(list(last.values()), successors_on(day), own)
    papers: dict[int, list[Paper]] = {}
    for key in sorted(last):
        sheet = last[key]
        mark = _standing(sheet, getattr(sheet, "signature", None), moved)
        papers.setdefault(sheet.round_id, []).append(Paper(KINDS[sheet.kind], sheet, mark))
    return papers


Moved = Mapping[tuple[int, str, str], datetime.datetime]
"""(round, organisation, kind of sheet) → when a figure that belongs on it was filed last."""


def _last_filed(sheets: Collection[Sheet], merged: Mapping[str, str], own: Collection[str] = ()) -> Moved:
    """What was filed after the first of these sheets, for all or for some organisations; one query at most."""
    if not sheets:
        return {}
    sides = Q(cell__obligations__filer__in=list(own)) | Q(cell__contestant__in=list(own)) if own else Q()
    rows = (
        FigureVersion.objects.filter(
            sides,
            number=F("cell__version"),
            at__gt=min(one.at for one in sheets),
            cell__obligations__round__in={one.round_id for one in sheets},
        )
        .exclude(number=1, status="unreported")
        .values_list("cell__obligations__round", "cell__obligations__filer", "cell__contestant")
        .order_by()
    )
    found: dict[tuple[int, str, str], datetime.datetime] = {}
    for round_, filer, contestant, at in rows.annotate(Max("at")):
        for key in ((round_, merged.get(filer, filer), "filed"), (round_, merged.get(contestant, contestant), "row")):
            found[key] = max(at, found.get(key, at))
    return found


def _standing(sheet: Sheet | None, signature: Signature | None, moved: Moved) -> Mark:
    if sheet is None:
        return NONE
    last = moved.get((sheet.round_id, sheet.organisation, sheet.kind))
    changed = last is not None and last > sheet.at
    if signature is None:
        return OUTDATED if changed else WAITS
    return CHANGED if changed else SIGNED


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
