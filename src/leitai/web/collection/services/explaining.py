"""Door 1, second half: a sentence that explains a figure, and the office's rulings, which are figures too."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leitai.engine.assess.reads import ruling_key
from leitai.engine.errors import Text
from leitai.web.collection.asked import full_points, responsible
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureVersion, Obligation
from leitai.web.collection.rules import states
from leitai.web.collection.rules.duties import choose_verifier, may_report
from leitai.web.collection.services.acting import (
    chain_of,
    holding,
    locked_duties,
    open_round_of,
    overtaken,
    permitted,
    standing,
)
from leitai.web.collection.services.figures import report_figures
from leitai.web.collection.services.shapes import Entry, Outcome
from leitai.web.foundation.api import append
from leitai.web.people.api import Actor, refusal


@transaction.atomic
def explain_figure(
    *, actor: Actor, at: datetime.datetime, round: int, cell: int, expected: int, words: str
) -> FigureVersion:
    """Say why a figure is as it is: the same figure once more, with the sentence; it can then be verified."""
    if not words.strip():
        raise Cannot(
            "说明是空的。请用一句话写明变动的原因。", "The explanation is empty. Say in one sentence why it changed."
        )
    actor, round_ = standing(actor, at), open_round_of(round)
    day = timezone.localdate(at)
    duty = locked_duties(round_, [cell], day)[cell]
    verdict = permitted(may_report(actor, duty.sides), "report", day)
    held = holding([duty.cell]).get(cell)
    state = states.as_state(duty.cell.state)
    if held is not None and held.number != expected:
        raise overtaken(Text("这项数据", "This figure"), held.person, held.at, theirs=held.value, ours=words)
    after = states.next_state(state, "explain")
    if held is None or after is None:
        raise Cannot(
            f"这项数据现为“{states.STATES[state].zh}”，不需要说明。",
            f"This figure is {states.STATES[state].en}; no explanation is wanted.",
        )
    version = FigureVersion.objects.get(pk=held.pk)
    version.pk, version._state.adding = None, True
    version.number, version.explanation, version.batch = held.number + 1, words.strip(), ""
    version.organisation, version.person, version.post = verdict.post.organisation, actor.key, verdict.post.role
    version.at, version.origin = at, "typed"
    version.save(force_insert=True)
    Cell.objects.filter(pk=cell).update(version=version.number, state=after)
    append(
        chain=chain_of(round_, verdict.post.organisation),
        at=at,
        actor=actor.key,
        post=verdict.post.role,
        act="explain_figure",
        organisation=verdict.post.organisation,
        subject=f"cell:{cell}",
        data={"words": words.strip()},
        rows=[version],
    )
    return version


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
        raise Cannot(
            f"本轮 {contestant} 没有指标 {indicator}，无从裁定。",
            f"{contestant} does not have {indicator} in this round; there is nothing to rule on.",
        )
    column = next(column for column in plan.columns if column.indicator.id == indicator)
    _, role, period = ruling_key(plan, column, round_.period)
    named = responsible(plan)[indicator].verifier or ""
    verifier = choose_verifier(round_.office, contestant, round_.counter, named, "")
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
