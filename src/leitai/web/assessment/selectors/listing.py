"""Lists with names in words: what is missing, what is open, who objected to what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.score import Need
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.errors import Lang, Text
from leitai.engine.terms import term
from leitai.engine.words import flag_words
from leitai.web.assessment.models import Objection, ObjectionProposal, ObjectionRuling
from leitai.web.assessment.rules import OBJECTION_VERDICTS
from leitai.web.collection.api import organisation_names, role_aside
from leitai.web.foundation.api import Mark

WAITING = Mark("◔", Text("待裁定", "waiting"), "wait")
TONES = {"uphold": ("●", "good"), "partly": ("◐", "good"), "decline": ("○", "off")}


class MissingLine(NamedTuple):
    """A cell without a value, or one that nobody verified."""

    unit: str
    indicator: str
    period: str
    role: str
    reason: str
    note: str


def missing_lines(plan: Plan, rows: Sequence[CellRow], lang: Lang) -> list[MissingLine]:
    names = organisation_names(plan, lang)
    return [
        MissingLine(
            names.get(row.contestant, row.contestant),
            plan.inputs[row.indicator].name.say(lang),
            row.period,
            role_aside(plan, row.role, lang),
            status_words(row.status).say(lang),
            row.note,
        )
        for row in rows
    ]


def status_words(status: str) -> Text:
    """A status in the glossary's words."""
    return term(f"status.{status}").text


class CaseLine(NamedTuple):
    """A case the rule leaves open."""

    contestant: str
    indicator: str
    unit: str
    name: str
    case: str


def case_lines(plan: Plan, needs: Sequence[Need], lang: Lang) -> list[CaseLine]:
    names = organisation_names(plan, lang)
    return [
        CaseLine(
            need.contestant,
            need.indicator,
            names.get(need.contestant, need.contestant),
            plan.inputs[need.indicator].name.say(lang),
            case_words(plan, need.case, lang),
        )
        for need in needs
    ]


def case_words(plan: Plan, case: str, lang: Lang) -> str:
    """What is open, with the edition's own name of a role that is missing."""
    role = case.removeprefix("missing_")
    named = next((one.name.say(lang) for one in plan.rulebook.roles if one.id == role), "")
    if case.startswith("missing_") and named:
        return Text(f"缺{named}", f"no {named}").say(lang)
    return flag_words(case, lang)


class ObjectionLine(NamedTuple):
    """An objection in a list."""

    pk: int
    unit: str
    name: str
    words: str
    claimed: str
    at: datetime.datetime
    period: str
    mark: Mark
    verdict: str
    ruling: str
    clause: str
    effect: str


def objection_lines(plan: Plan, rows: Iterable[Objection], lang: Lang) -> list[ObjectionLine]:
    """Objections with their state, and how they were ruled on. Two queries."""
    found = list(rows)
    ruled = {
        one.objection_id: one.proposal
        for one in ObjectionRuling.objects.filter(objection__in=[one.pk for one in found]).select_related("proposal")
    }
    names = organisation_names(plan, lang)
    return [_line(plan, one, ruled.get(one.pk), names, lang) for one in found]


def _line(
    plan: Plan, one: Objection, ruled: ObjectionProposal | None, names: Mapping[str, str], lang: Lang
) -> ObjectionLine:
    """What came of it is told once it is ruled on; `effect`: what it changes, or why it changes nothing."""
    return ObjectionLine(
        one.pk,
        names.get(one.contestant, one.contestant),
        item_name(plan, one.node, lang),
        one.words,
        one.claimed,
        one.at,
        plan.rulebook.edition,
        verdict_mark(ruled.verdict if ruled else ""),
        OBJECTION_VERDICTS[ruled.verdict].say(lang) if ruled else "",
        ruled.words if ruled else "",
        ruled.clause if ruled else "",
        (ruled.unchanged or ruled.effect) if ruled else "",
    )


def item_name(plan: Plan, node: str, lang: Lang) -> str:
    """What a node, series or adjustment is called."""
    if node in plan.items:
        return plan.items[node].name.say(lang)
    return plan.inputs[node].name.say(lang) if node in plan.inputs else node


def verdict_mark(verdict: str) -> Mark:
    if not verdict:
        return WAITING
    glyph, tone = TONES[verdict]
    return Mark(glyph, OBJECTION_VERDICTS[verdict], "good" if tone == "good" else "off")
