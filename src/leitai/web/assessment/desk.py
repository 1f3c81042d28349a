"""What this room puts on everybody's desk: to freeze, score and publish; to look at one's result; to judge and rule."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.assessment.access import is_open
from leitai.web.assessment.deadlines import publish_by
from leitai.web.assessment.hearing import heard_of, silent, stands_aside
from leitai.web.assessment.marks import stands_of
from leitai.web.assessment.models import Objection, Proposal, Publication, Window
from leitai.web.assessment.reading import units_of
from leitai.web.assessment.rules import approval_chain
from leitai.web.assessment.services.proposals import signed_of
from leitai.web.collection.api import Round, plan_of
from leitai.web.foundation.api import Todo
from leitai.web.people.api import Actor, next_step, successors_on


def todos(actor: Actor, day: datetime.date) -> Sequence[Todo]:
    """What of results waits for this person."""
    if not actor.posts:
        return ()
    return [*_office(actor, day), *_unit(actor, day), *_objections(actor), *_proposals(actor)]


def _office(actor: Actor, day: datetime.date) -> list[Todo]:
    """Rounds to publish by their day; locked ones that are not frozen, scored or drafted as a publication yet."""
    if not actor.may("score"):
        return []
    every = list(Round.objects.order_by("period", "pk"))
    rounds = [one for one in every if one.state == "locked"]
    found = _to_publish(every)
    for stand in stands_of(rounds, day) if rounds else ():
        period, url = stand.round.period, reverse("assessment:round", args=[stand.round.pk])
        if stand.snapshot is None:
            found.append(Todo(Text(f"{period} 已锁定，取快照", f"take the snapshot of {period}"), url))
        elif stand.run is None:
            found.append(Todo(Text(f"{period} 计分", f"score {period}"), url))
        elif stand.upheld:
            found.append(
                Todo(
                    Text(f"重新开放 {period}，落实成立的异议", f"open {period} again to carry out what was upheld"), url
                )
            )
        elif stand.proposal is None and stand.publication is None and not stand.waiting:
            found.append(Todo(Text(f"{period} 拟定公布件", f"draft the publication of {period}"), url))
    return found


def _to_publish(rounds: Sequence[Round]) -> list[Todo]:
    """By when the rules have each round published of which nothing is published yet."""
    done = set(Publication.objects.values_list("book", "period"))
    waiting = [(one, publish_by(one)) for one in rounds if (one.book, one.period) not in done]
    return [
        Todo(
            Text(f"公布 {one.period} 结果（规则规定的截止日）", f"publish {one.period} by the day in the rules"),
            reverse("assessment:round", args=[one.pk]),
            last,
        )
        for one, last in waiting
        if last is not None
    ]


def _unit(actor: Actor, day: datetime.date) -> list[Todo]:
    """Results to look at while the window is open."""
    units = units_of(actor)
    if not units or not actor.may("object"):
        return []
    last: dict[int, Window] = {}
    for window in Window.objects.select_related("run__round").defer("run__result").order_by("pk"):
        last[window.run_id] = window
    return [
        Todo(
            Text(
                f"核对 {window.run.round.period} 本单位结果，有异议的提出",
                f"look at your unit's result of {window.run.round.period}; object if it is wrong",
            ),
            reverse("assessment:unit", args=[window.run_id, unit]),
            window.until,
        )
        for window in last.values()
        if is_open(window, day)
        for unit in sorted(units & set(plan_of(window.run.round.book, window.run.round.edition).contestants))
    ]


def _objections(actor: Actor) -> list[Todo]:
    """Objections for the panel and for who rules."""
    if not (actor.may("judge_objection") or actor.may("rule_objection")):
        return []
    found = []
    rows = Objection.objects.filter(ruling__isnull=True).select_related("run__round").defer("run__result")
    merged = successors_on(actor.day)
    for one in rows.order_by("pk").prefetch_related("opinions", "proposals"):
        url = reverse("assessment:objection", args=[one.pk])
        period = one.run.round.period
        opinions = list(one.opinions.all())
        judged, heard = {opinion.person for opinion in opinions}, heard_of(one, one.run.round, opinions)
        rules = actor.may("rule_objection") and stands_aside(actor, one, merged) is None
        judges = actor.may("judge_objection") and silent(actor, one, heard, merged) is None
        proposals = list(one.proposals.all())
        if judges and actor.key not in judged and not proposals:
            found.append(Todo(Text(f"复核 {period} 异议", f"give an opinion on an objection of {period}"), url))
        elif rules and proposals and proposals[-1].person != actor.key:
            found.append(Todo(Text(f"确认 {period} 异议裁定", f"confirm a ruling of {period}"), url))
        elif rules and heard.is_enough and not proposals:
            found.append(Todo(Text(f"拟定 {period} 异议裁定", f"propose a ruling of {period}"), url))
    return found


def _proposals(actor: Actor) -> list[Todo]:
    """Publications to sign, to propose, to confirm."""
    if not actor.may("approve_publication"):
        return []
    chain, found = approval_chain(), []
    rows = Proposal.objects.filter(state="approval").select_related("round").order_by("pk")
    for one in rows.prefetch_related("consents"):
        url = reverse("assessment:proposal", args=[one.pk])
        period, signed = one.round.period, signed_of(one)
        turn = next_step(signed, len(chain))
        if turn is not None and actor.holds(chain[turn - 1].role):
            found.append(Todo(Text(f"审签 {period} 公布件", f"sign the publication of {period}"), url))
        elif turn is None and not one.proposed_by:
            found.append(Todo(Text(f"提出发布 {period} 结果", f"propose to publish {period}"), url))
        elif turn is None and one.proposed_by != actor.key:
            found.append(Todo(Text(f"确认发布 {period} 结果", f"confirm the publication of {period}"), url))
    return found
