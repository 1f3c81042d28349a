"""What the pages of rulings show: what was ruled in a round, and which cases still wait for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.run import score_groups
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.errors import InputError, Text
from leitai.engine.words import flag_words
from leitai.web.collection.editions import organisation_names
from leitai.web.collection.models import FigureDecision, Obligation, Round, Ruling
from leitai.web.collection.selectors.scope import Scope
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.collection.services.reading import figures_of
from leitai.web.collection.showing import MARKS
from leitai.web.foundation.api import Mark
from leitai.web.people.api import person_names

OPEN = Mark("◐", Text("待复核", "to be countersigned"), "wait")
SIGNED = Mark("✓", Text("已复核", "countersigned"), "good")
OLD = Mark("○", Text("已更正", "corrected since"), "off")


class Line(NamedTuple):
    """One ruling with its countersignature."""

    ruling: Ruling
    unit: str
    indicator: str
    points: str
    who: str
    verifier: str
    verifier_name: str
    mark: Mark
    said: str
    signed_by: str
    held: bool


def ruling_lines(plan: Plan, round_: Round, scope: Scope, lang: str = "zh") -> list[Line]:
    """The rulings of a round, the latest first, for who sees all, the unit, and who countersigns. Five queries."""
    rows = list(Ruling.objects.filter(round=round_).select_related("version__cell", "proof").order_by("-pk"))
    duties = Obligation.objects.filter(round=round_, cell__role="ruling")
    told = duties.annotate(verifies=verifier_today(scope.merged)).values_list("cell_id", "verifies")
    verifiers = {cell: scope.merged.get(key, key) for cell, key in told}
    seen = [
        one for one in rows
        if scope.wide or one.version.cell.contestant in scope.own or verifiers.get(one.version.cell_id) in scope.own
    ]  # fmt: skip
    decisions = {
        one.version_id: one
        for one in FigureDecision.objects.filter(version__in=[one.version_id for one in seen]).order_by("pk")
    }
    people = person_names({one.person for one in seen} | {one.person for one in decisions.values()})
    names = organisation_names(plan, lang)
    return [_line(plan, one, verifiers, decisions.get(one.version_id), people, names, lang) for one in seen]


def _line(
    plan: Plan, one: Ruling, verifiers: dict[int, str], last: FigureDecision | None, people: dict[str, str],
    names: dict[str, str], lang: str,
) -> Line:  # fmt: skip
    cell = one.version.cell
    held = cell.version == one.version.number
    mark = OLD if not held else MARKS[cell.state] if cell.state in ("returned", "explain") else SIGNED
    verifier = verifiers.get(cell.pk, "")
    return Line(
        one, names.get(cell.contestant, cell.contestant), plan.inputs[cell.indicator].name.say(lang), one.version.value,
        people.get(one.person, one.person), verifier, names.get(verifier, verifier),
        OPEN if held and cell.state == "reported" else mark, last.reason if last is not None else "",
        people.get(last.person, last.person) if last is not None else "", held,
    )  # fmt: skip


class Case(NamedTuple):
    """A cell the rule leaves open under the figures as they stand."""

    contestant: str
    unit: str
    indicator: str
    name: str
    clause: str
    case: str


def open_cases(plan: Plan, round_: Round, lang: str = "zh") -> tuple[Sequence[Case], str]:
    """Score the figures on file as a trial, and name every case that waits for a ruling; or why that cannot be done."""
    try:
        cells = resolve(plan, figures_of(round_.book, round_.period))
        groups = score_groups(plan, freeze(plan, cells, [round_.period], True))
    except InputError as why:
        return [], str(why)
    names = organisation_names(plan, lang)
    needs = {need for group in groups for need in group.leaves.needs if need.period == round_.period}
    ranked = sorted(needs, key=lambda need: (plan.node_position[need.indicator], plan.position[need.contestant]))
    return [
        Case(
            need.contestant, names.get(need.contestant, need.contestant), need.indicator,
            plan.inputs[need.indicator].name.say(lang), getattr(plan.items[need.indicator], "clause", ""),
            _case(need.case, lang),
        )
        for need in ranked
    ], ""  # fmt: skip


def _case(name: str, lang: str) -> str:
    return flag_words(name, "zh" if lang == "zh" else "en")
