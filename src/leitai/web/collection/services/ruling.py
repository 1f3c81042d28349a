"""Door 1, second half: the office's rulings, which are figures too."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.reads import ruling_key
from leitai.web.collection.asked import full_points, responsible
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, Obligation
from leitai.web.collection.rules.duties import choose_verifier
from leitai.web.collection.services.acting import open_round_of, standing
from leitai.web.collection.services.figures import report_figures
from leitai.web.collection.services.shapes import Entry, Outcome
from leitai.web.people.api import Actor, refusal, successors_on


@transaction.atomic
def file_ruling(
    *,
    actor: Actor,
    at: datetime.datetime,
    round: int,
    contestant: str,
    indicator: str,
    points: str,
    reason: str,
    document: str,
    batch: str,
) -> Outcome:
    """裁定: points the office decides where the rule leaves a case open, with the clause and the document.

    A ruling is a figure: somebody of another body verifies it before it counts.
    """
    actor, round_ = standing(actor, at), open_round_of(round)
    if actor.post_for("rule", round_.office) is None:
        raise refusal("rule")
    if not reason.strip() or not document.strip():
        raise Cannot(
            "裁定须写明所依条款与理由，并注明文件。", "A ruling names its clause, its reason and its document."
        )
    plan = plan_of(round_.book, round_.edition)
    if full_points(plan, indicator, contestant, round_.period, "ruling") is None:
        raise _not_asked(plan, contestant, indicator)
    column = next(column for column in plan.columns if column.indicator.id == indicator)
    _, role, period = ruling_key(plan, column, round_.period)
    named = responsible(plan)[indicator].verifier or ""
    merged = successors_on(timezone.localdate(at))
    office, unit, counter, named = (merged.get(key, key) for key in (round_.office, contestant, round_.counter, named))
    verifier = choose_verifier(office, unit, counter, named, "")
    if not verifier:
        raise Cannot(
            "没有可以复核这项裁定的单位，请在规则中为该指标另定审核单位。",
            "Nobody is left to verify this ruling; name another verifier in the rules.",
        )
    cell, _ = Cell.objects.get_or_create(
        book=round_.book, contestant=contestant, indicator=indicator, period=period, role=role
    )
    Obligation.objects.get_or_create(
        round=round_,
        cell=cell,
        defaults={"filer": round_.office, "verifier": verifier, "due": round_.verify_by, "required": False},
    )
    entry = Entry(cell.pk, cell.version, points, note=reason, source=document)
    return report_figures(actor=actor, at=at, round=round, entries=[entry], origin="typed", batch=batch).outcomes[0]


def _not_asked(plan: Plan, contestant: str, indicator: str) -> Cannot:
    zh, en = (
        (
            organisation_names(plan, lang).get(contestant, contestant),
            plan.inputs[indicator].name.say(lang) if indicator in plan.inputs else indicator,
        )
        for lang in ("zh", "en")
    )
    return Cannot(
        f"本轮“{zh[0]}”没有“{zh[1]}”这项指标，无从裁定。请核对单位和指标。",
        f"{en[0]} does not have '{en[1]}' in this round; there is nothing to rule on. Check unit and indicator.",
    )
