"""审签链: who agrees before something is published, step by step, and the two different people who publish it. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from leitai.engine.errors import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the approval chain, done by whoever holds the role."""

    key: str
    name: Text
    role: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What one step said of one version."""

    step: int
    person: str
    verdict: Literal["agree", "return"]


def read_chain(room: str) -> tuple[Step, ...]:
    """The chain of a room, from `chain.toml` in its package."""
    read = tomllib.loads(files(room).joinpath("chain.toml").read_text(encoding="utf-8"))
    return tuple(Step(one["key"], Text(one["zh"], one["en"]), one["role"]) for one in read["step"])


def next_step(signed: Iterable[Signed], length: int) -> int | None:
    """The step whose turn it is, from 1; None where all have agreed or one has returned it."""
    by_step = {one.step: one.verdict for one in signed}
    for step in range(1, length + 1):
        verdict = by_step.get(step)
        if verdict != "agree":
            return None if verdict == "return" else step
    return None


def chain_faults(signed: Sequence[Signed], length: int, last_editor: str) -> list[Text]:
    """What the chain still lacks before it may be published."""
    agreed = {one.step: one.person for one in signed if one.verdict == "agree"}
    faults = []
    if missing := [str(step) for step in range(1, length + 1) if step not in agreed]:
        faults.append(
            Text(f"审签还差第 {'、'.join(missing)} 步。", f"Not all have approved: step {', '.join(missing)}.")
        )
    people = set(agreed.values())
    if not missing and len(people) < 2:
        faults.append(Text("审签须有至少两个不同的人。", "It takes at least two different people to approve."))
    if not missing and people <= {last_editor}:
        faults.append(
            Text("最后修改的人不能是唯一的审签人。", "Who edited it last may not be the only one to approve it.")
        )
    return faults


def second_person_fault(first: str, second: str) -> Text | None:
    """Publishing takes two different people: one proposes, another confirms."""
    if first == second:
        return Text(
            "发布须由两个不同的人完成：您已提出发布，请另一位确认。",
            "Publishing takes two different people: you proposed it, somebody else confirms.",
        )
    return None
