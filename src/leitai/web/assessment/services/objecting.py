"""异议与复核: a window in which units see their own result, their objections, opinions, and rulings by two people."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.hearing import heard_of, refused, silent, stands_aside
from leitai.web.assessment.models import (
    Objection,
    ObjectionOpinion,
    ObjectionProposal,
    ObjectionRuling,
    ScoringRun,
    Window,
)
from leitai.web.assessment.rules import OBJECTION_VERDICTS, UPHELD, closed_words, window_fault
from leitai.web.assessment.services.acting import locked_round, next_number, record
from leitai.web.assessment.services.scoring import claimed_value
from leitai.web.collection.api import Round, plan_of, working_calendar
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import DOES, Actor, find_actor, post_for, second_person_fault, successors_on


@transaction.atomic
def open_window(*, actor: Actor, at: datetime.datetime, run: int, until: datetime.date) -> Window:
    """开放核对: from now to the end of a working day each unit sees its own result of an official run and may object.

    A later day given again extends the window; an earlier one is refused.
    """
    found = _run(run)
    round_ = locked_round(found.round_id)
    post = post_for(actor, "score", at)
    if found.kind != "official" or found != latest_official(round_.pk):
        raise Cannot(
            "只能开放本轮最近一次正式计分的结果。",
            "Only the last official run of the round can be opened for objections.",
        )
    day = working_calendar().on_or_after(until)
    held = Window.objects.filter(run=found).order_by("-pk").first()
    fault = window_fault(day, timezone.localdate(at), held.until if held is not None else None)
    if fault is not None:
        raise Cannot(fault.zh, fault.en)
    made = Window(run=found, opens=held.opens if held is not None else at, until=day, person=actor.key, at=at)
    made.save(force_insert=True)
    record(
        actor=actor, post=post, at=at, act="open_window", round_=round_, subject=f"run:{found.pk}",
        data={"until": day.isoformat()}, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def object_to_result(
    *, actor: Actor, at: datetime.datetime, run: int, contestant: str, node: str, words: str, claimed: str = ""
) -> Objection:
    """提出异议 to an indicator or an adjustment of one's own unit, while the window is open, with its ground."""
    found = _run(run)
    round_ = locked_round(found.round_id)
    post = post_for(actor, "object", at, contestant)
    window = Window.objects.filter(run=found).order_by("-pk").first()
    if (why := closed_words(window.until if window is not None else None, timezone.localdate(at))) is not None:
        raise Cannot(why.zh, why.en)
    book = book_of(found)
    plan = plan_of(round_.book, round_.edition)
    entry = book.result["values"][book.period].get(contestant)
    if entry is None or (node not in entry["nodes"] and node not in plan.inputs):
        raise Cannot(
            "结果中没有这一项，请从本单位页面的指标处提出。",
            "There is no such line in the result; object from your unit's page.",
        )
    if not words.strip():
        raise Cannot("请写明异议的理由和依据。", "Say what is wrong, and on what ground.")
    if claimed.strip() and node in plan.inputs:
        claimed_value(plan, node, claimed.strip())
    waiting = Objection.objects.filter(run=found, contestant=contestant, node=node, ruling__isnull=True).exists()
    if waiting:
        raise Cannot(
            "这一项已有一份异议待裁定；补充材料请附在数据上，或与考评办联系。",
            "There is an objection to this line waiting for its ruling; add evidence to the figure.",
        )
    made = Objection(
        run=found, organisation=contestant, contestant=contestant, node=node, claimed=claimed.strip(),
        words=words.strip(), person=actor.key, post=post, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    name = (plan.items.get(node) or plan.inputs[node]).name.zh
    record(
        actor=actor, post=post, at=at, act="object_to_result", round_=round_, subject=f"objection:{made.pk}",
        data={"name": name, "node": node}, organisation=contestant, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def give_objection_opinion(
    *, actor: Actor, at: datetime.datetime, objection: int, verdict: str, words: str
) -> ObjectionOpinion:
    """复核意见 of one member of the panel; one each, and none after the ruling. Who stands aside gives none."""
    found, round_ = _waiting(objection)
    post = post_for(actor, "judge_objection", at)
    _impartial(actor, found, round_, at, "judge_objection")
    _sound(verdict, words, "复核意见", "The opinion")
    made = ObjectionOpinion(objection=found, verdict=verdict, words=words.strip(), person=actor.key, post=post, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot("您已提出过复核意见。", "You have given your opinion already.") from None
    said = OBJECTION_VERDICTS[verdict]
    record(
        actor=actor, post=post, at=at, act="give_objection_opinion", round_=round_, subject=f"objection:{found.pk}",
        data={"verdict": said.zh}, organisation=found.organisation, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def propose_objection_ruling(
    *, actor: Actor, at: datetime.datetime, objection: int, verdict: str, words: str, clause: str, effect: str = "",
    unchanged: str = "", unheard: str = "",
) -> ObjectionProposal:  # fmt: skip
    """拟裁定, the first of two people. A later proposal takes the place of an earlier one.

    `unchanged`: why what is upheld changes no figure; without it nothing is published until it is carried out.
    `unheard`: why fewer have given their opinion than are due; without it enough of them have.
    """
    found, round_ = _waiting(objection)
    post = post_for(actor, "rule_objection", at)
    _impartial(actor, found, round_, at, "rule_objection")
    _sound(verdict, words, "裁定理由", "The reason")
    if not clause.strip():
        raise Cannot("裁定须写明所依条款。", "A ruling names the clause it rests on.")
    if unchanged.strip() and verdict not in UPHELD:
        raise Cannot(
            "“不需更正数据的理由”只在异议成立或部分成立时填写；这里拟定的是不成立，请清空该栏。",
            "Why no figure changes is said of what is upheld; this one is not upheld, so leave it empty.",
        )
    _heard(found, round_, unheard.strip())
    made = ObjectionProposal(
        objection=found, number=next_number(found.proposals.all()), verdict=verdict, words=words.strip(),
        clause=clause.strip(), effect=effect.strip(), unchanged=unchanged.strip(), unheard=unheard.strip(),
        person=actor.key, post=post, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        actor=actor, post=post, at=at, act="propose_objection_ruling", round_=round_,
        subject=f"objection:{found.pk}", data={"verdict": OBJECTION_VERDICTS[verdict].zh, "clause": made.clause},
        organisation=found.organisation, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def rule_objection(*, actor: Actor, at: datetime.datetime, objection: int, proposal: int) -> ObjectionRuling:
    """裁定: the second person confirms the proposal she read; of two at once one succeeds."""
    found, round_ = _waiting(objection)
    post = post_for(actor, "rule_objection", at)
    _impartial(actor, found, round_, at, "rule_objection")
    last = found.proposals.order_by("-number").first()
    if last is None or last.pk != proposal:
        raise Cannot(
            "拟裁定在您打开后又改过，请重新看过再确认。", "The proposal has changed since you opened it; read it again."
        )
    if second_person_fault(last.person, actor.key) is not None:
        raise Cannot(
            "裁定须由两个不同的人作出：您是拟定人，请另一位确认。",
            "A ruling takes two different people: you proposed it, somebody else confirms.",
        )
    if not last.unheard:
        _heard(found, round_, "")
    made = ObjectionRuling(objection=found, proposal=last, person=actor.key, post=post, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot("这项异议已经裁定。", "This objection has been ruled on already.") from None
    record(
        actor=actor, post=post, at=at, act="rule_objection", round_=round_, subject=f"objection:{found.pk}",
        data={"verdict": OBJECTION_VERDICTS[last.verdict].zh}, organisation=found.organisation, rows=[made],
    )  # fmt: skip
    return made


def latest_official(round_: int) -> ScoringRun | None:
    """The run that would be published: the last official one of the last snapshot."""
    rows = ScoringRun.objects.filter(round=round_, kind="official").order_by("-number").defer("result")
    return rows.select_related("snapshot", "round").first()


def _run(pk: int) -> ScoringRun:
    found = ScoringRun.objects.select_related("round").filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def _waiting(pk: int) -> tuple[Objection, Round]:
    """The objection with its round locked; whoever waited for the lock reads here what was ruled meanwhile."""
    held = Objection.objects.filter(pk=pk).values_list("run__round_id", flat=True).first()
    if held is None:
        raise Invisible
    round_ = locked_round(held)
    found = Objection.objects.select_related("run__round").get(pk=pk)
    if ObjectionRuling.objects.filter(objection=found).exists():
        raise Cannot("这项异议已经裁定，不再变动。", "This objection has been ruled on and stays as it is.")
    return found, round_


def _impartial(actor: Actor, objection: Objection, round_: Round, at: datetime.datetime, act: str) -> None:
    """回避, with the posts of the day read anew."""
    day = timezone.localdate(at)
    merged, fresh = successors_on(day), find_actor(actor.key, day) or actor
    if act == "judge_objection":
        why = silent(fresh, objection, heard_of(objection, round_), merged)
    else:
        why = stands_aside(fresh, objection, merged)
    if why is not None:
        raise refused(DOES[act], why)


def _heard(objection: Objection, round_: Round, unheard: str) -> None:
    """As many opinions as are due, or why not; and no reason for what is not so."""
    heard = heard_of(objection, round_)
    if heard.is_enough and unheard:
        raise Cannot(
            f"已有 {heard.count} 份复核意见，达到应有的 {heard.needed} 份，不必写“未经复核的理由”，请清空该栏。",
            f"{heard.count} opinions are given and {heard.needed} are due: there is no reason to give, leave it empty.",
        )
    if not heard.is_enough and not unheard:
        raise Cannot(
            f"只有 {heard.count} 份复核意见，裁定前至少要有 {heard.needed} 份。请先请评审组提出复核意见；"
            "确不需要的，在“未经复核的理由”一栏写明，由裁定的两人共同确认。",
            f"{heard.count} opinions are given; a ruling takes {heard.needed}. Ask the panel first, or say why none is "
            "needed, for both who rule to confirm.",
        )


def _sound(verdict: str, words: str, zh: str, en: str) -> None:
    faults = []
    if verdict not in OBJECTION_VERDICTS:
        allowed = Text(
            "、".join(one.zh for one in OBJECTION_VERDICTS.values()),
            ", ".join(one.en for one in OBJECTION_VERDICTS.values()),
        )
        faults.append(Text(f"结论应为{allowed.zh}之一。", f"The verdict is one of: {allowed.en}."))
    if not words.strip():
        faults.append(Text(f"{zh}没有写。", f"{en} is missing."))
    if faults:
        raise Cannot.of(faults)
