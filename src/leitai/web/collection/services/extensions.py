"""延期: asked with a reason before the day, granted or refused by the office."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Extension, ExtensionRuling, Obligation
from leitai.web.collection.services.acting import (
    chain_of,
    open_round_of,
    own_or_refuse,
    standing,
    standing_for,
    working_calendar,
)
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, person_names


@transaction.atomic
def ask_extension(
    *, actor: Actor, at: datetime.datetime, round: int, organisation: str, until: datetime.date, reason: str
) -> Extension:
    """申请延期, before the day and with a reason."""
    actor, round_ = standing(actor, at), open_round_of(round)
    body = standing_for(organisation, at)
    post = own_or_refuse(actor, "ask_extension", body)
    # One row, locked: of two who ask at once the second reads what the first has asked.
    own = Obligation.objects.filter(round=round_, filer=organisation).order_by("pk")
    if own.select_for_update(no_key=True).first() is None:
        raise Invisible
    due = own.aggregate(due=Max("due"))["due"]
    today = timezone.localdate(at)
    if not reason.strip():
        raise Cannot("延期要写明理由。", "An extension needs a reason.")
    if today > due:
        raise Cannot(
            f"填报期限 {due:%Y-%m-%d} 已过，不能再申请延期；请尽快补报，迟报按规则办理。",
            f"The day was {due:%Y-%m-%d}; too late to ask. File soon; the rule on late figures holds.",
        )
    if until <= due:
        raise Cannot(
            f"申请的日期应晚于现在的期限 {due:%Y-%m-%d}。", f"Ask for a day after the present one, {due:%Y-%m-%d}."
        )
    waiting = Extension.objects.filter(round=round_, organisation=organisation, ruling__isnull=True).first()
    if waiting is not None:
        raise _asked_before(waiting, until)
    made = Extension(
        round=round_, organisation=organisation, asked_due=until, reason=reason.strip(), person=actor.key, at=at
    )
    made.save(force_insert=True)
    append(
        chain=chain_of(round_, body),
        at=at,
        actor=actor.key,
        post=post,
        act="ask_extension",
        organisation=body,
        subject=f"round:{round_.pk}",
        data={"until": until.isoformat(), "reason": made.reason},
        rows=[made],
    )
    return made


def _asked_before(waiting: Extension, until: datetime.date) -> Cannot:
    who = person_names([waiting.person]).get(waiting.person, waiting.person)
    when = f"{timezone.localtime(waiting.at):%m-%d %H:%M}"
    return Cannot(
        f"{who}已于 {when} 申请延至 {waiting.asked_due:%Y-%m-%d}，待考评办答复；您申请的 {until:%Y-%m-%d} 没有提交。",
        f"{who} asked at {when} for {waiting.asked_due:%Y-%m-%d}, and the office has not answered yet; your request "
        f"for {until:%Y-%m-%d} was not sent.",
    )


@transaction.atomic
def rule_extension(
    *,
    actor: Actor,
    at: datetime.datetime,
    extension: int,
    granted: bool,
    until: datetime.date | None = None,
    reason: str = "",
) -> ExtensionRuling:
    """Grant an extension to a day, or refuse it with a reason. What was filed in between is then in time."""
    asked = Extension.objects.select_related("round").filter(pk=extension).first()
    if asked is None:
        raise Invisible
    actor, round_ = standing(actor, at), open_round_of(asked.round_id)
    post = own_or_refuse(actor, "extend", round_.office)
    if not granted and not reason.strip():
        raise Cannot("不同意延期要写明理由。", "Refusing an extension needs a reason.")
    due = working_calendar().on_or_after(until or asked.asked_due) if granted else None
    owed = Obligation.objects.filter(round=round_, filer=asked.organisation).aggregate(due=Max("due"))["due"]
    if due is not None and due <= owed:
        raise Cannot(
            f"准予延至的日期应晚于现在的期限 {owed:%Y-%m-%d}，给出的是 {due:%Y-%m-%d}。请另定一天，或选“不同意”。",
            f"Grant a day after the present one, {owed:%Y-%m-%d}; {due:%Y-%m-%d} was given. Choose another, or refuse.",
        )
    made = ExtensionRuling(extension=asked, granted=granted, due=due, reason=reason.strip(), person=actor.key, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot("这份申请已经答复过，不能再次答复。", "This request has been answered already.") from None
    if due is not None:
        Obligation.objects.filter(round=round_, filer=asked.organisation, due__lt=due).update(due=due)
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="rule_extension",
        organisation=asked.organisation,
        subject=f"round:{round_.pk}",
        data={"granted": granted, "until": due.isoformat() if due else "", "reason": made.reason},
        rows=[made],
    )
    return made
