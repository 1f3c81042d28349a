"""The side panel of one figure: its past, its group, what was said beside it, and its history in human words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.periods import shift, sort_key
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.model import Adjustment, Indicator, Series
from leitai.web.collection.access import Seen
from leitai.web.collection.charts import Strip, Trend, strip, trend
from leitai.web.collection.editions import organisation_names, role_name
from leitai.web.collection.models import Cell, Evidence, FigureDecision, FigureVersion, Pin, Remark
from leitai.web.collection.rules import checks, states
from leitai.web.collection.services.around import spot_of, surroundings
from leitai.web.collection.showing import DONE, shown_value
from leitai.web.people.api import ROLES, person_names

PAST = 12
OFFERED = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a figure's history."""

    at: datetime.datetime
    who: str
    body: str
    post: Text
    done: Text
    value: str
    words: str
    conflict: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a new filing changed against the one before."""

    what: Text
    before: str
    after: str


class Past(NamedTuple):
    """One earlier value, or the word why there is none. `year_ago`: of the same time a year before."""

    period: str
    value: str
    words: Text
    year_ago: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """The group of a figure: how many have one, the lowest, the quarters and the highest."""

    count: int
    low: str
    first: str
    middle: str
    third: str
    high: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class Panel:
    cell: Cell
    contestant: str
    title: str
    role: str
    unit: str
    definition: str
    clause: str
    counter_source: str
    filer: str
    verifier: str
    held: FigureVersion | None
    value: Text
    past: Sequence[Past]
    trend: Trend | None
    year_ago: str
    base: str
    findings: Sequence[checks.Finding]
    spread: Spread | None
    steps: Sequence[Step]
    changed: Sequence[Changed]
    evidence: Sequence[Evidence]
    more_evidence: Sequence[Evidence]
    """What the actor's own bodies have attached elsewhere, the latest first."""
    remarks: Sequence[tuple[Remark, str, str]]
    filed_by: frozenset[str]


def cell_panel(plan: Plan, seen: Seen, lang: str = "zh") -> Panel:
    """Everything beside one figure. The group's spread is for who files, verifies or sees all of it."""
    cell, item = seen.obligation.cell, plan.inputs[seen.obligation.cell.indicator]
    versions = list(FigureVersion.objects.filter(cell=cell).order_by("number"))
    decisions = list(FigureDecision.objects.filter(version__cell=cell).order_by("pk"))
    remarks = list(Remark.objects.filter(cell=cell).order_by("pk"))
    filed, judged = {version.person for version in versions}, {decision.person for decision in decisions}
    people = person_names(filed | judged | {one.person for one in remarks})
    bodies = organisation_names(plan, lang)
    held = next((version for version in versions if version.number == cell.version), None)
    answer = answer_of(plan, cell.indicator)
    wide = seen.scope.wide or bool({seen.sides.filer, seen.sides.verifier} & seen.scope.own)
    near = surroundings(plan, seen.round, [cell]).of(cell, item.kind, {})
    spot = spot_of(plan, seen.round, cell)
    value = Decimal(held.value) if held is not None and held.value else None
    past = _past(cell)
    pinned = [pin.evidence for pin in Pin.objects.filter(cell=cell).select_related("evidence").order_by("pk")]
    own_evidence = Evidence.objects.filter(organisation__in=list(seen.scope.own)).order_by("-pk")[:OFFERED]
    return Panel(
        cell=cell,
        contestant=bodies.get(cell.contestant, cell.contestant),
        title=item.name.say(lang),
        role=role_name(plan, cell.role, lang),
        unit=spot.unit,
        definition=answer.definition if not isinstance(answer, Adjustment) else "",
        clause="" if isinstance(answer, Series) else answer.clause,
        counter_source=answer.counter_source if isinstance(answer, Indicator) else "",
        filer=bodies.get(seen.sides.filer, seen.sides.filer),
        verifier=bodies.get(seen.sides.verifier, seen.sides.verifier),
        held=held,
        value=shown_value(held.value, held.status) if held else Text("", ""),
        past=past,
        trend=trend([(one.period, one.value) for one in past]),
        year_ago="" if near.year_ago is None else number_text(near.year_ago),
        base="" if near.base is None or cell.role != "actual" else number_text(near.base),
        findings=[] if value is None else checks.findings(value, spot, near),
        spread=_spread(near.peers, value) if wide else None,
        steps=_steps(versions, decisions, people, bodies),
        changed=_changed(versions),
        evidence=pinned,
        more_evidence=[one for one in own_evidence if one not in pinned],
        remarks=[
            (one, people.get(one.person, one.person), bodies.get(one.organisation, one.organisation)) for one in remarks
        ],
        filed_by=frozenset(version.person for version in versions),
    )


def answer_of(plan: Plan, name: str) -> Indicator | Series | Adjustment:
    found: dict[str, Indicator | Series | Adjustment] = {
        column.indicator.id: column.indicator for column in plan.columns
    }
    found |= {series.id: series for series in plan.rulebook.series}
    found |= {adjustment.id: adjustment for adjustment in plan.rulebook.adjustments}
    return found[name]


def _past(cell: Cell) -> list[Past]:
    """The last values of the same figure, the oldest first; targets and bases of periods to come are left out."""
    rows = FigureVersion.objects.filter(
        cell__book=cell.book,
        cell__contestant=cell.contestant,
        cell__indicator=cell.indicator,
        cell__role=cell.role,
        number=F("cell__version"),
    ).values_list("cell__period", "value", "status")
    known = sorted((row for row in rows if sort_key(row[0]) <= sort_key(cell.period)), key=lambda row: sort_key(row[0]))
    before = shift(cell.period, "-1y")
    return [
        Past(period, value, shown_value(value, status), period == before) for period, value, status in known[-PAST:]
    ]


def _spread(peers: Sequence[Decimal], own: Decimal | None) -> Spread | None:
    ranked = sorted([*peers, *([own] if own is not None else [])])
    if len(ranked) < 3:
        return None
    marks = [ranked[0], *(checks.quantile(ranked, quarter) for quarter in (1, 2, 3)), ranked[-1]]
    low, first, middle, third, high = (number_text(mark.quantize(Decimal("0.01"))) for mark in marks)
    return Spread(len(ranked), low, first, middle, third, high, strip(marks, own))


def _steps(
    versions: Sequence[FigureVersion],
    decisions: Sequence[FigureDecision],
    people: Mapping[str, str],
    bodies: Mapping[str, str],
) -> list[Step]:
    judged: set[int] = set()
    told: list[tuple[datetime.datetime, int, Step]] = []
    by_version: dict[int, list[FigureDecision]] = {}
    for decision in decisions:
        by_version.setdefault(decision.version_id, []).append(decision)
    before: FigureVersion | None = None
    for version in versions:
        kind = _kind(version, before, before is not None and before.pk in judged)
        words = version.explanation if kind == "explain" else (version.note or version.explanation)
        told.append((version.at, version.number, _step(version, kind, words, people, bodies, version)))
        for decision in by_version.get(version.pk, ()):
            if decision.kind == "verify":
                judged.add(version.pk)
            told.append(
                (decision.at, version.number, _step(decision, decision.kind, decision.reason, people, bodies, version))
            )
        before = version
    return [step for _, _, step in sorted(told, key=lambda one: (one[1], one[0]))]


def _kind(version: FigureVersion, before: FigureVersion | None, judged: bool) -> str:
    if version.status == states.WITHDRAWN:
        return "clear"
    if before is not None and before.value == version.value and version.explanation != before.explanation:
        return "explain"
    return "correct" if judged else "report"


def _step(
    row: FigureVersion | FigureDecision,
    kind: str,
    words: str,
    people: Mapping[str, str],
    bodies: Mapping[str, str],
    version: FigureVersion,
) -> Step:
    conflict = row.conflict if isinstance(row, FigureDecision) else ""
    return Step(
        row.at,
        people.get(row.person, row.person),
        bodies.get(row.organisation, row.organisation),
        ROLES.get(row.post, Text(row.post, row.post)),
        DONE[kind],
        shown_value(version.value, version.status).zh if isinstance(row, FigureVersion) else "",
        words,
        "、".join(bodies.get(key, key) for key in conflict.split()),
    )


def _changed(versions: Sequence[FigureVersion]) -> list[Changed]:
    """The holding version against the one before it."""
    if len(versions) < 2:
        return []
    old, new = versions[-2], versions[-1]
    fields = {
        "value": Text("数值", "Value"),
        "status": Text("状态", "Status"),
        "vintage": Text("版次", "Vintage"),
        "note": Text("说明", "Note"),
        "source": Text("来源", "Source"),
        "explanation": Text("异动说明", "Explanation"),
    }
    return [
        Changed(words, getattr(old, name), getattr(new, name))
        for name, words in fields.items()
        if getattr(old, name) != getattr(new, name)
    ]
