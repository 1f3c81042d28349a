"""Opening a round, its reminders, and its lock."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.engine.rulebook.model import Silence
from leitai.web.collection.asked import Asked, asked_figures, unverifiable
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, Obligation, Reminder, Round
from leitai.web.collection.rules import burden
from leitai.web.collection.services.acting import (
    chain_of,
    get_round,
    open_round_of,
    own_or_refuse,
    standing,
    working_calendar,
)
from leitai.web.foundation.api import append
from leitai.web.people.api import Actor, refusal


@dataclass(frozen=True, slots=True)
class Days:
    """The last days for filing, verifying and confirming; each moves to the next working day."""

    report_by: datetime.date
    verify_by: datetime.date
    confirm_by: datetime.date


def weigh_round(book: str, edition: str, period: str, office: str, counter: str) -> list[burden.Burden]:
    """The burden figure of a round before it is opened: one line an organisation."""
    plan = plan_of(book, edition)
    return weigh(book, asked_figures(plan, period, office, counter))


@transaction.atomic
def open_round(
    *,
    actor: Actor,
    at: datetime.datetime,
    book: str,
    edition: str,
    period: str,
    days: Days,
    counter: str,
    acknowledged: int,
) -> Round:
    """Open a round: every figure its score needs gets a place, a filer, a verifier and a day.

    `acknowledged` is the number of figures asked that the actor looked at; another number is refused, so nobody opens
    what she has not seen.
    """
    actor = standing(actor, at)
    post = next((held for held in actor.posts if held.role == "office"), None)
    if post is None:
        raise refusal("open_round")
    plan, office = plan_of(book, edition), post.organisation
    if period not in plan.periods:
        raise Cannot(
            f"规则中没有 {period} 这一轮。规则所列：{'、'.join(plan.periods)}。",
            f"The rules have no round {period}; they have {', '.join(plan.periods)}.",
        )
    rule = plan.rulebook.silence
    days = _sound(days, timezone.localdate(at), rule)
    asked = asked_figures(plan, period, office, counter)
    _verifiable(plan, asked)
    weighed = weigh(book, asked)
    seen = burden.total(weighed).asked
    if acknowledged != seen:
        raise Cannot(
            f"本轮共要求填报 {seen} 项，您确认的是 {acknowledged} 项。请先看过填报负担再开放。",
            f"The round asks for {seen} figures; you acknowledged {acknowledged}. Look at the burden first.",
        )
    round_ = Round(
        book=book,
        edition=edition,
        period=period,
        report_by=days.report_by,
        verify_by=days.verify_by,
        confirm_by=days.confirm_by,
        opened_at=at,
        opened_by=actor.key,
        office=office,
        counter=counter,
        burden=canonical_bytes(dict(burden.plain(weighed))).decode(),
    )
    try:
        with transaction.atomic():
            round_.save(force_insert=True)
    except IntegrityError:
        raise Cannot(
            f"{period} 已经开放，同一期只开放一次。", f"{period} is open already; a period opens once."
        ) from None
    _place(round_, asked)
    append(
        chain=chain_of(round_, office),
        at=at,
        actor=actor.key,
        post=post.role,
        act="open_round",
        organisation=office,
        subject=f"round:{round_.pk}",
        data={
            "edition": edition,
            "asked": seen,
            "report_by": days.report_by.isoformat(),
            "verify_by": days.verify_by.isoformat(),
            "confirm_by": days.confirm_by.isoformat(),
            "silence": rule.clause if rule else "",
        },
    )
    return round_


def _sound(days: Days, today: datetime.date, silence: Silence | None) -> Days:
    """The days as working days, in order, not in the past, and with the time to answer that the rules promise."""
    calendar = working_calendar()
    named = {
        Text("填报截止日", "The day for filing"): days.report_by,
        Text("审核截止日", "The day for verifying"): days.verify_by,
        Text("确认截止日", "The day for confirming"): days.confirm_by,
    }
    for name, day in named.items():
        if day < today:
            raise Cannot(
                f"{name.zh} {day:%Y-%m-%d} 已过，今天是 {today:%Y-%m-%d}。请改为今天或以后的日期。",
                f"{name.en} {day:%Y-%m-%d} is past; today is {today:%Y-%m-%d}. Choose today or a later day.",
            )
    if not days.report_by <= days.verify_by <= days.confirm_by:
        raise Cannot(
            "三个截止日的先后应为：填报、审核、确认。请调整日期。",
            "The days must stand in order: filing, verifying, confirming.",
        )
    sound = Days(*(calendar.on_or_after(day) for day in named.values()))
    if silence is not None and sound.confirm_by < (least := calendar.add(sound.verify_by, silence.after)):
        raise Cannot(
            f"规则{silence.clause}规定逾期视为无异议，单位确认至少要有 {silence.after} 个工作日。"
            f"审核截止 {sound.verify_by:%Y-%m-%d}，确认截止日不能早于 {least:%Y-%m-%d}。",
            f"Under {silence.clause} silence is consent, so contestants have {silence.after} working days at least:"
            f" verifying ends on {sound.verify_by:%Y-%m-%d}, confirming not before {least:%Y-%m-%d}.",
        )
    return sound


def _verifiable(plan: Plan, asked: Sequence[Asked]) -> None:
    """Every figure has somebody else to verify it, or the round does not open."""
    alone = sorted({plan.inputs[figure.indicator].name.zh for figure in unverifiable(asked)})
    if alone:
        raise Cannot(
            f"以下指标没有可以审核的单位：{'、'.join(alone[:10])}。请在规则中另定审核单位，或另选复核单位。",
            f"Nobody is left to verify: {', '.join(alone[:10])}. Name another verifier or counter-checker.",
        )


def weigh(book: str, asked: Sequence[Asked]) -> list[burden.Burden]:
    held = set(Cell.objects.filter(book=book, version__gt=0).values_list("contestant", "indicator", "period", "role"))
    return burden.burdens(
        (one.filer, one.required, (one.contestant, one.indicator, one.period, one.role) in held) for one in asked
    )


def _place(round_: Round, asked: Sequence[Asked]) -> None:
    """Cells that are not there yet, and the round's obligations on all of them."""
    names = ("contestant", "indicator", "period", "role")
    known = {row[:4]: row[4] for row in Cell.objects.filter(book=round_.book).values_list(*names, "pk")}
    keys = [(one.contestant, one.indicator, one.period, one.role) for one in asked]
    new = [Cell(book=round_.book, **dict(zip(names, key, strict=True))) for key in keys if key not in known]
    # Another round that is opened at this moment may ask for some of them too; then they are read as they are there.
    Cell.objects.bulk_create(new, ignore_conflicts=True)
    known = {row[:4]: row[4] for row in Cell.objects.filter(book=round_.book).values_list(*names, "pk")}
    Obligation.objects.bulk_create(
        Obligation(
            round=round_,
            cell_id=known[key],
            filer=one.filer,
            verifier=one.verifier,
            due=round_.report_by,
            required=one.required,
        )
        for key, one in zip(keys, asked, strict=True)
    )


@transaction.atomic
def lock_round(*, actor: Actor, at: datetime.datetime, round: int) -> Round:
    """数据锁定: no figure of the round moves any more. Door 3 calls this as it takes its snapshot."""
    locked = _turn(actor, at, round, "open", "locked", "lock_round", "")
    # Wait for every act on a figure that is under way; whatever comes after it finds the round locked.
    cells = Obligation.objects.filter(round=locked).values("cell_id")
    list(Cell.objects.select_for_update(no_key=True).filter(pk__in=cells).order_by("pk").values_list("pk"))
    return locked


@transaction.atomic
def reopen_round(*, actor: Actor, at: datetime.datetime, round: int, reason: str) -> Round:
    """Open a locked round for a correction, with its reason; the earlier snapshot and result stay as they are."""
    if not reason.strip():
        raise Cannot("重新开放要写明理由与依据。", "Say why the round is opened again, and on what ground.")
    return _turn(actor, at, round, "locked", "open", "reopen_round", reason.strip())


def _turn(actor: Actor, at: datetime.datetime, pk: int, before: str, after: str, act: str, reason: str) -> Round:
    actor, round_ = standing(actor, at), get_round(pk)
    post = own_or_refuse(actor, "open_round", round_.office)
    if Round.objects.filter(pk=pk, state=before).update(state=after) != 1:
        now = Text("已锁定", "locked") if after == "locked" else Text("正在填报", "open")
        raise Cannot(f"{round_.period} {now.zh}，无需再办。", f"{round_.period} is {now.en} already.")
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act=act,
        organisation=round_.office,
        subject=f"round:{pk}",
        data={"reason": reason},
    )
    return get_round(pk)


@transaction.atomic
def remind(*, actor: Actor, at: datetime.datetime, round: int, organisations: Sequence[str]) -> list[Reminder]:
    """催报: the words for each organisation that still owes figures, ready to be copied into the chat group."""
    actor, round_ = standing(actor, at), open_round_of(round)
    post = own_or_refuse(actor, "remind", round_.office)
    plan = plan_of(round_.book, round_.edition)
    names, (owed, due) = organisation_names(plan), _owed(round_)
    if not organisations:
        raise Cannot(
            "没有选中要催报的单位。请先在填报单位表里勾选。", "No body was chosen; tick those to be reminded first."
        )
    if idle := [names.get(key, key) for key in organisations if key not in owed]:
        raise Cannot(
            f"{'、'.join(idle)}没有未报的数据，不需要催报。请去掉勾选后再催。",
            f"{', '.join(idle)}: nothing is owed, so no reminder is needed. Untick them and remind the rest.",
        )
    rows = [
        Reminder(
            round=round_,
            organisation=key,
            words=reminder_words(names.get(key, key), round_.period, owed[key], due[key], timezone.localdate(at)),
            person=actor.key,
            at=at,
        )
        for key in dict.fromkeys(organisations)
    ]
    Reminder.objects.bulk_create(rows)
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="remind",
        organisation=round_.office,
        subject=f"round:{round_.pk}",
        data={"organisations": [row.organisation for row in rows]},
        rows=rows,
    )
    return rows


def _owed(round_: Round) -> tuple[dict[str, list[int]], dict[str, datetime.date]]:
    """Organisation → [empty, returned, to explain] among what it must file, and its day."""
    found: dict[str, list[int]] = {}
    due: dict[str, datetime.date] = {}
    order = {"empty": 0, "returned": 1, "explain": 2}
    rows = Obligation.objects.filter(round=round_, required=True, cell__state__in=list(order))
    for filer, state, day in rows.values_list("filer", "cell__state", "due"):
        found.setdefault(filer, [0, 0, 0])[order[state]] += 1
        due[filer] = max(day, due.get(filer, day))
    return found, due


def reminder_words(name: str, period: str, owed: Sequence[int], due: datetime.date, today: datetime.date) -> str:
    """The 催报 text: what is missing, by when, nothing else."""
    parts = [f"{count} 项{what}" for count, what in zip(owed, ("未报", "退回待改", "需说明"), strict=True) if count]
    missing = f"【催报】{name}：{period} 数据尚有 {'、'.join(parts)}"
    day = f"{due.month} 月 {due.day} 日"
    until = f"请于 {day}前办理" if today <= due else f"期限 {day}已过，请尽快补报"
    return f"{missing}，{until}。如有困难请及时联系考评办。"
