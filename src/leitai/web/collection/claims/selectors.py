"""What the pages of claims show: the claims of a round, one of them whole, the panel, the list."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.model import Adjustment
from leitai.web.collection.claims import rules
from leitai.web.collection.claims.duplicates import twins
from leitai.web.collection.claims.lists import Due, due_figures
from leitai.web.collection.claims.panels import members_of, opinions_on
from leitai.web.collection.editions import organisation_names
from leitai.web.collection.models import (
    Claim,
    ClaimList,
    ClaimOpinion,
    ClaimOutcome,
    ClaimPanel,
    ClaimVersion,
    ClaimWithdrawal,
    Evidence,
    Obligation,
    Round,
)
from leitai.web.collection.selectors.scope import Scope, answered_obligations
from leitai.web.foundation.api import Mark, Tone
from leitai.web.people.api import Actor, person_names

TONES: dict[str, Tone] = {"filed": "wait", "accepted": "good", "reduced": "good", "rejected": "bad", "withdrawn": "off"}
SIGNS = {"filed": "◐", "accepted": "✓", "reduced": "◑", "rejected": "✕", "withdrawn": "○"}
MARKS = {state: Mark(SIGNS[state], word, TONES[state]) for state, word in rules.STATES.items()}


def adjustments_by_id(plan: Plan) -> dict[str, Adjustment]:
    return {one.id: one for one in plan.rulebook.adjustments}


def signed(points: Decimal | None) -> str:
    """Points with their sign, as a claim is worth them; nothing for a veto."""
    if points is None:
        return ""
    return f"+{number_text(points)}" if points > 0 else number_text(points).replace("-", "−")


@dataclass(frozen=True, slots=True)
class Line:
    """One claim in the list of a round."""

    claim: Claim
    version: ClaimVersion
    unit: str
    adjustment: str
    clause: str
    kind: Text
    measure: str
    mark: Mark
    worth: str
    granted: str
    spoken: int
    said_by_me: bool
    twins: Sequence[int]


def claim_lines(
    plan: Plan, claims: Sequence[Claim], panel: ClaimPanel | None, actor: Actor, lang: str = "zh"
) -> list[Line]:
    """Claims in the order of clauses and units; five queries for any number."""
    versions = {
        one.claim_id: one
        for one in ClaimVersion.objects.filter(claim__in=[c.pk for c in claims], number=F("claim__version"))
    }
    outcomes = {one.version_id: one for one in ClaimOutcome.objects.filter(version__in=versions.values())}
    members = members_of(panel) if panel is not None else []
    said = opinions_on([one.pk for one in versions.values()], members)
    alike = twins(claims)
    names, known = organisation_names(plan, lang), adjustments_by_id(plan)
    lines = []
    for claim in claims:
        version, item = versions[claim.pk], known[claim.adjustment]
        opinions, outcome = said.get(version.pk, []), outcomes.get(version.pk)
        lines.append(
            Line(
                claim, version, names.get(claim.contestant, claim.contestant), item.name.say(lang), item.clause,
                rules.KINDS[item.kind], item.unit, MARKS[claim.state],
                signed(rules.points_of(item, Decimal(version.items))),
                signed(rules.points_of(item, Decimal(outcome.items))) if outcome is not None else "",
                len(opinions), any(one.person == actor.key for one in opinions), alike.get(claim.pk, ()),
            )
        )  # fmt: skip
    order = {key: place for place, key in enumerate(known)}
    return sorted(
        lines, key=lambda one: (order[one.claim.adjustment], plan.position[one.claim.contestant], one.claim.pk)
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one member said, by name for who sees everything."""

    who: str
    verdict: Text
    items: str
    reason: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """One version of a claim with all that was said of it."""

    version: ClaimVersion
    who: str
    adjustment: str
    proofs: Sequence[Evidence]
    opinions: Sequence[Spoken]
    outcome: ClaimOutcome | None
    worth: str
    granted: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One claim with its past, the latest version first, and the limits its clause sets."""

    claim: Claim
    unit: str
    filer: str
    adjustment: Adjustment
    name: str
    kind: Text
    mark: Mark
    versions: Sequence[Passed]
    withdrawal: ClaimWithdrawal | None
    withdrawn_by: str
    twins: Sequence[int]
    category: tuple[str, str] | None

    @property
    def held(self) -> Passed:
        return self.versions[0]


def whole_claim(plan: Plan, claim: Claim, scope: Scope, lang: str = "zh") -> Whole:
    """A claim and its versions; seven queries. Members of the panel are named to those who see everything only, and
    what they said is shown to others once it is decided."""
    versions = list(claim.versions.order_by("-number").prefetch_related("proofs__evidence"))
    opinions = list(ClaimOpinion.objects.filter(version__in=versions).order_by("pk"))
    outcomes = {one.version_id: one for one in ClaimOutcome.objects.filter(version__in=versions)}
    gone = ClaimWithdrawal.objects.filter(claim=claim).first()
    keys = {one.person for one in versions} | {one.person for one in opinions} | ({gone.person} if gone else set())
    people = person_names(keys)
    known, names = adjustments_by_id(plan), organisation_names(plan, lang)
    item = known[claim.adjustment]
    passed = []
    for version in versions:
        outcome = outcomes.get(version.pk)
        of, worth = known[version.adjustment], Decimal(version.items)
        latest = {one.person: one for one in opinions if one.version_id == version.pk}
        shown = list(latest.values()) if scope.wide or outcome is not None else []
        passed.append(
            Passed(
                version, people.get(version.person, version.person), of.name.say(lang),
                [proof.evidence for proof in version.proofs.all()],
                [_spoken(one, worth, people if scope.wide else {}) for one in shown], outcome,
                signed(rules.points_of(of, worth)),
                signed(rules.points_of(of, Decimal(outcome.items))) if outcome is not None else "",
            )
        )  # fmt: skip
    cap = plan.rulebook.caps.categories.get(item.category or "")
    return Whole(
        claim, names.get(claim.contestant, claim.contestant), names.get(claim.filer, claim.filer), item,
        item.name.say(lang), rules.KINDS[item.kind], MARKS[claim.state], passed, gone,
        people.get(gone.person, gone.person) if gone else "", twins([claim]).get(claim.pk, ()),
        (item.category or "", number_text(cap)) if cap is not None else None,
    )  # fmt: skip


def _spoken(one: ClaimOpinion, claimed: Decimal, people: dict[str, str]) -> Spoken:
    items = Decimal(one.items)
    verdict = "reject" if items <= 0 else "accept" if items >= claimed else "reduce"
    return Spoken(people.get(one.person, ""), rules.VERDICTS[verdict], one.items, one.reason, one.at)


class Choice(NamedTuple):
    """An adjustment somebody may bring in a round, with the units it holds for."""

    adjustment: Adjustment
    name: str
    units: Sequence[tuple[str, str]]


def claimable(plan: Plan, round_: Round, actor: Actor, scope: Scope, lang: str = "zh") -> list[Choice]:
    """What the actor may claim or enter, in the order of the rulebook; one query."""
    known = {key: one for key, one in adjustments_by_id(plan).items() if not one.formula}
    office = actor.may("open_round")
    claims, reports = scope.answers(actor, "claim"), scope.answers(actor, "report")
    rows = Obligation.objects.filter(round=round_, cell__indicator__in=list(known), cell__role="actual")
    found: dict[str, list[str]] = {}
    for unit, name, filer in rows.values_list("cell__contestant", "cell__indicator", "filer"):
        bonus = known[name].kind == "bonus"
        if (bonus and unit in claims) or (not bonus and (office or filer in reports)):
            found.setdefault(name, []).append(unit)
    names = organisation_names(plan, lang)
    return [
        Choice(
            one,
            one.name.say(lang),
            [(unit, names.get(unit, unit)) for unit in sorted(found[key], key=plan.position.__getitem__)],
        )
        for key, one in known.items()
        if key in found
    ]


class ListLine(NamedTuple):
    """One claim on the list."""

    claim: int
    unit: str
    adjustment: str
    clause: str
    event: str
    day: datetime.date
    claimed: str
    granted: str
    measure: str
    worth: str
    state: Text


class FigureLine(NamedTuple):
    """One figure the list comes to, beside what is on file."""

    due: Due
    unit: str
    adjustment: str
    items: str
    worth: str
    limited: bool
    held: str
    filer: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as it is printed, and how far its figures are entered."""

    found: ClaimList
    lines: Sequence[ListLine]
    figures: Sequence[FigureLine]
    categories: Sequence[tuple[str, str, str, str]]
    waiting: Sequence[tuple[str, str, int]]


def list_view(plan: Plan, found: ClaimList, scope: Scope, day: datetime.date, lang: str = "zh") -> ListView:
    """The list for who sees everything; others see the lines of their own unit, and the clauses they answer for."""
    known, names = adjustments_by_id(plan), organisation_names(plan, lang)
    content = json.loads(found.content)
    due = due_figures(found, day)
    mine = None if scope.wide else _answered(found.round, scope)

    def seen(unit: str, adjustment: str) -> bool:
        return mine is None or unit in scope.own or adjustment in mine

    lines = [
        ListLine(
            pk, names.get(unit, unit), known[name].name.say(lang), known[name].clause, event,
            datetime.date.fromisoformat(on), claimed, granted, known[name].unit,
            signed(rules.points_of(known[name], Decimal(granted))), rules.STATES[state],
        )
        for pk, _, unit, name, event, on, claimed, granted, state in content["claims"]
        if name in known and seen(unit, name)
    ]  # fmt: skip
    order = {key: place for place, key in enumerate(known)}
    by = {row[0]: (order[row[3]], plan.position[row[2]], row[0]) for row in content["claims"] if row[3] in known}
    figures = [
        _figure(one, known[one.total.adjustment], names, lang)
        for one in due
        if seen(one.total.contestant, one.total.adjustment)
    ]
    waiting: dict[str, int] = {}
    for one in due:
        if not one.entered:
            waiting[one.duty.sides.filer] = waiting.get(one.duty.sides.filer, 0) + 1
    return ListView(
        found, sorted(lines, key=lambda line: by[line.claim]), figures, _categories(plan, figures, lang),
        [(key, names.get(key, key), count) for key, count in sorted(waiting.items())],
    )  # fmt: skip


def _answered(round_: Round, scope: Scope) -> set[str]:
    rows = answered_obligations(scope).filter(round=round_, cell__role="actual")
    return set(rows.values_list("cell__indicator", flat=True))


def _figure(one: Due, item: Adjustment, names: dict[str, str], lang: str) -> FigureLine:
    worth, limited = rules.points_of(item, one.total.items), rules.capped(item, one.total.items)
    held = one.held.value if one.held is not None and one.held.status != "unreported" else ""
    return FigureLine(
        one, names.get(one.total.contestant, one.total.contestant), item.name.say(lang), number_text(one.total.items),
        signed(limited), worth != limited, held, names.get(one.duty.sides.filer, one.duty.sides.filer),
    )  # fmt: skip


def _categories(plan: Plan, figures: Sequence[FigureLine], lang: str) -> list[tuple[str, str, str, str]]:
    """Units whose items go beyond the limit of a category: unit, category, what they are worth, the limit."""
    known = adjustments_by_id(plan)
    units: dict[str, list[tuple[Adjustment, Decimal]]] = {}
    for one in figures:
        units.setdefault(one.unit, []).append((known[one.due.total.adjustment], one.due.total.items))
    found = []
    for unit, items in units.items():
        for category, (worth, limit) in sorted(rules.in_category(items, plan.rulebook.caps).items()):
            if worth > limit:
                members = [one.name.say(lang) for one in known.values() if one.category == category]
                named = ("、" if lang == "zh" else ", ").join(members)
                found.append((unit, named, number_text(worth), number_text(limit)))
    return found
