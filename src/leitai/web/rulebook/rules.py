"""What may be done with a draft, and when: pure decisions on plain values; no database, no clock.

draft → comment → approval → published, or dropped. An edit while it is being approved sends it back to draft, so the
chain starts again. Publishing takes two people, and a chain whose approvers are not all the last editor.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Literal

from leitai.engine.errors import Text
from leitai.web.people.api import Step, read_chain

State = Literal["draft", "comment", "approval", "published", "dropped"]
Act = Literal["edit", "open_comment", "withdraw", "submit", "return", "publish", "drop"]

STATES: Mapping[str, Text] = {
    "draft": Text("起草", "drafting"),
    "comment": Text("征求意见", "open for comment"),
    "approval": Text("审签中", "being approved"),
    "published": Text("已发布", "published"),
    "dropped": Text("作废", "dropped"),
}
ACTS: Mapping[Act, Text] = {
    "edit": Text("修改", "edit"),
    "open_comment": Text("征求意见", "open for comment"),
    "withdraw": Text("收回", "withdraw"),
    "submit": Text("送审", "submit for approval"),
    "return": Text("退回", "return"),
    "publish": Text("发布", "publish"),
    "drop": Text("作废", "drop"),
}
VERDICTS: Mapping[str, Text] = {
    "adopted": Text("采纳", "adopted"),
    "partly": Text("部分采纳", "adopted in part"),
    "declined": Text("不采纳", "not adopted"),
}
# From which states an act is possible, and where it leads.
MOVES: Mapping[Act, Mapping[str, State]] = {
    "edit": {"draft": "draft", "comment": "draft", "approval": "draft"},
    "open_comment": {"draft": "comment", "comment": "comment"},
    "withdraw": {"comment": "draft", "approval": "draft"},
    "submit": {"draft": "approval", "comment": "approval"},
    "return": {"approval": "draft"},
    "publish": {"approval": "published"},
    "drop": {"draft": "dropped", "comment": "dropped", "approval": "dropped"},
}
# While units are reading it, the text stays as it is; it is withdrawn first.
NOT_WHILE_OPEN: frozenset[Act] = frozenset({"edit", "submit"})


@cache
def approval_chain() -> tuple[Step, ...]:
    """The chain as data, `chain.toml` beside this file."""
    return read_chain("leitai.web.rulebook")


def is_open(state: str, until: datetime.date | None, today: datetime.date) -> bool:
    """Whether units may comment: to the end of the last day."""
    return state == "comment" and until is not None and today <= until


def next_state(state: str, act: Act, until: datetime.date | None, today: datetime.date) -> State | None:
    """Where an act leads, or None where it is not possible now."""
    if act in NOT_WHILE_OPEN and is_open(state, until, today):
        return None
    return MOVES[act].get(state)


def why_not(state: str, act: Act, until: datetime.date | None, today: datetime.date) -> Text:
    """Why an act is not possible now, and what to do."""
    if act in NOT_WHILE_OPEN and is_open(state, until, today):
        return Text(
            f"正在征求意见（至 {until}），期间文本不变。要{ACTS[act].zh}，请先收回。",
            f"It is open for comment until {until} and stays as it is. Withdraw it first to {ACTS[act].en} it.",
        )
    possible = [STATES[one] for one in MOVES[act]]
    return Text(
        f"{STATES[state].zh}的版本不能{ACTS[act].zh};{'、'.join(one.zh for one in possible)}的可以。",
        f"An edition that is {STATES[state].en} cannot be: {ACTS[act].en}. It takes: "
        f"{', '.join(one.en for one in possible)}.",
    )


def comment_window_fault(until: datetime.date, today: datetime.date) -> Text | None:
    if until <= today:
        return Text(f"截止日须晚于今天，现在填的是 {until}。", f"The last day must lie after today; it is {until}.")
    return None
