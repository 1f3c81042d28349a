"""Pure decisions on plain values: windows, moves of a proposal, what stands in the way of a publication."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import digest
from leitai.engine.rulebook.model import Words
from leitai.web.people.api import Step, read_chain

# How many names a refusal lists before it says how many more there are.
NAMED = 5
State = Literal["draft", "approval", "published", "dropped"]
Act = Literal["edit", "submit", "return", "withdraw", "publish", "drop"]

AUDIENCES: Mapping[str, Text] = {
    "meeting": Text("会场", "the meeting"),
    "internal": Text("内部", "internal"),
    "public": Text("公开", "the public"),
}
RUN_KINDS: Mapping[str, Text] = {
    "official": Text("正式计分", "official"),
    "trial": Text("试算", "a trial"),
    "effect": Text("异议影响测算", "the effect of an objection"),
}
# From the narrowest to the widest, as classes of disclosure and as audiences: each holds those before it.
WIDTHS = ("meeting", "internal", "public")
STATES: Mapping[str, Text] = {
    "draft": Text("起草", "drafting"),
    "approval": Text("审签中", "being approved"),
    "published": Text("已发布", "published"),
    "dropped": Text("作废", "dropped"),
}
OBJECTION_VERDICTS: Mapping[str, Text] = {
    "uphold": Text("成立", "upheld"),
    "partly": Text("部分成立", "upheld in part"),
    "decline": Text("不成立", "not upheld"),
}
# What of a verdict has to be carried out.
UPHELD = ("uphold", "partly")
SCOPES: Mapping[str, Text] = {
    "all": Text("全部", "everything"),
    "boards": Text("展板（印制）", "boards, for print"),
    "own": Text("只看一家单位的名次", "the rank of one unit alone"),
}
# From which states an act is possible, and where it leads.
MOVES: Mapping[Act, Mapping[str, State]] = {
    "edit": {"draft": "draft", "approval": "draft"},
    "submit": {"draft": "approval"},
    "return": {"approval": "draft"},
    "withdraw": {"approval": "draft"},
    "publish": {"approval": "published"},
    "drop": {"draft": "dropped", "approval": "dropped"},
}
ACTS: Mapping[Act, Text] = {
    "edit": Text("修改", "changed"),
    "submit": Text("送审", "submitted"),
    "return": Text("退回", "returned"),
    "withdraw": Text("收回", "withdrawn"),
    "publish": Text("发布", "published"),
    "drop": Text("作废", "dropped"),
}


@cache
def approval_chain() -> tuple[Step, ...]:
    """The chain as data, `chain.toml` beside this file."""
    return read_chain("leitai.web.assessment")


def next_state(state: str, act: Act) -> State | None:
    """Where an act leads, or None where it is not possible now."""
    return MOVES[act].get(state)


def why_not(state: str, act: Act) -> Text:
    """Why an act is not possible now."""
    possible = [STATES[one] for one in MOVES[act]]
    return Text(
        f"{STATES[state].zh}的公布件不能{ACTS[act].zh}；{'、'.join(one.zh for one in possible)}的可以。",
        f"A publication that is {STATES[state].en} cannot be {ACTS[act].en}; it takes: "
        f"{', '.join(one.en for one in possible)}.",
    )


def window_fault(until: datetime.date, today: datetime.date, held: datetime.date | None) -> Text | None:
    """Why the last day of a window will not do."""
    if until <= today:
        return Text(
            f"异议期截止日须晚于今天（{today}），填的是 {until}。",
            f"The last day for objections lies after today, {today}; {until} was given.",
        )
    if held is not None and until <= held:
        return Text(
            f"异议期已定到 {held}，只能延长，不能缩短。", f"The window runs until {held}; it may be extended, not cut."
        )
    return None


def closed_words(until: datetime.date | None, day: datetime.date) -> Text | None:
    """Why nobody can object on a day: no window, or since when it is over. None while one can."""
    if until is None:
        return Text("这次计分没有开放异议。", "This run is not open for objections.")
    if day > until:
        return Text(
            f"异议期已于 {until} 截止。确有错误的，请向考评办书面说明，由其决定是否重新开放本轮。",
            f"The time for objections ended on {until}. Write to the office; it may open the round again.",
        )
    return None


def signed_digest(content: Mapping[str, object], run: str) -> str:
    """What a step of the chain signs: everything the publication will say, and the digest of the result."""
    return digest({"content": dict(content), "run": run}, "sha256")


def disclosure_items(plan: Plan) -> dict[str, tuple[Words, str]]:
    """What a result has figures or scores of → name, and class of disclosure in the rules; in the edition's order."""
    book = plan.rulebook
    leaves = {one.indicator.id: (one.indicator.name, str(one.indicator.disclosure)) for one in plan.columns}
    series = {one.id: (one.name, str(one.disclosure)) for one in book.series}
    return leaves | series | {one.id: (one.name, str(one.disclosure)) for one in book.adjustments}


def to_review(plan: Plan, audience: str) -> dict[str, Words]:
    """What a review must have cleared before an audience reads it, in the edition's order: what the rules class as
    narrower; before the public all of it, for there every figure is looked at."""
    return {
        key: name
        for key, (name, kind) in disclosure_items(plan).items()
        if audience == "public" or WIDTHS.index(kind) < WIDTHS.index(audience)
    }


def disclosure_faults(plan: Plan, audience: str, decisions: Mapping[str, tuple[str, bool, str]]) -> list[Text]:
    """Why a result may not go to an audience: indicators nobody reviewed, or that may not leave their class."""
    items = to_review(plan, audience)
    unseen = [name for key, name in items.items() if key not in decisions]
    held = [name for key, name in items.items() if key in decisions and not decisions[key][1]]
    faults = []
    for found, zh, en in (
        (unseen, "没有经过保密审查", "not reviewed for disclosure"),
        (held, "经审查不得公开", "reviewed, and may not be public"),
    ):
        if found:
            more = len(found) > NAMED
            faults.append(
                Text(
                    f"{len(found)} 项指标{zh}：{'、'.join(one.zh for one in found[:NAMED])}{'等' if more else ''}。",
                    f"{len(found)} indicators {en}: {', '.join(one.say('en') for one in found[:NAMED])}"
                    f"{' ...' if more else ''}.",
                )
            )
    return faults


def clock_fault(at: datetime.datetime, earlier: Iterable[datetime.datetime | None]) -> Text | None:
    """The clock may not stand before what has already happened."""
    last = max((one for one in earlier if one is not None), default=None)
    if last is not None and at < last:
        now, then = (f"{timezone.localtime(one):%Y-%m-%d %H:%M}" for one in (at, last))
        return Text(
            f"服务器时间 {now} 早于上一步的时间 {then}，时钟可能被改动。请系统管理员核对后再办。",
            f"The clock says {now}, before the last step at {then}. Have it checked first.",
        )
    return None
