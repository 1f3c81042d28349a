"""The corridor of one cell: which act moves it where, what status its figure has, and when it is late."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal, cast

from leitai.engine.errors import Text
from leitai.engine.figures import WITH_VALUE

State = Literal["empty", "reported", "explain", "returned", "verified", "confirmed", "questioned"]
Act = Literal["report", "doubtful", "clear", "verify", "return", "confirm", "silence", "question", "answer"]

STATES: Mapping[State, Text] = {
    "empty": Text("未填", "empty"),
    "reported": Text("待审核", "to be verified"),
    "explain": Text("需说明", "needs an explanation"),
    "returned": Text("已退回", "returned"),
    "verified": Text("已审核", "verified"),
    "confirmed": Text("已确认", "confirmed"),
    "questioned": Text("有疑问", "questioned"),
}
# One sign a state: told apart without colour, and always beside its word.
SIGNS: Mapping[State, str] = {
    "empty": "○",
    "reported": "◐",
    "explain": "？",
    "returned": "↩",
    "verified": "✓",
    "confirmed": "●",
    "questioned": "！",
}
_FILED: tuple[State, ...] = ("reported", "explain", "returned", "verified", "confirmed", "questioned")
# `doubtful` is a report that needs an explanation, `clear` takes back what nobody has verified yet.
_LAW: tuple[tuple[Act, tuple[State, ...], State], ...] = (
    ("report", ("empty", *_FILED), "reported"),
    ("doubtful", ("empty", *_FILED), "explain"),
    ("clear", ("reported", "explain", "returned"), "empty"),
    ("verify", ("reported",), "verified"),
    ("return", ("reported", "explain", "verified", "confirmed", "questioned"), "returned"),
    ("confirm", ("verified",), "confirmed"),
    ("silence", ("verified",), "confirmed"),
    ("question", ("verified",), "questioned"),
    ("answer", ("questioned",), "verified"),
)
MOVES: Mapping[tuple[State, Act], State] = {(before, act): after for act, states, after in _LAW for before in states}
# Filed again after it was verified, a figure is a correction and says why.
CORRECTED: frozenset[State] = frozenset({"verified", "confirmed", "questioned"})
NO_VALUE = ("not_yet_published", "not_applicable", "exempt")
WITHDRAWN = "unreported"


def next_state(state: State, act: Act) -> State | None:
    """Where an act moves a cell, or None where the state does not allow it."""
    return MOVES.get((state, act))


def allowed_from(act: Act) -> tuple[State, ...]:
    """The states in which an act is possible."""
    return tuple(state for state, known in MOVES if known == act)


def said(states: Iterable[State]) -> Text:
    """States in words, as a list."""
    words = [STATES[state] for state in states]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def status_of(stored: str, decisions: Iterable[str]) -> str | None:
    """The status of a version's figure for the engine, from its decisions in order; None where it was withdrawn.

    Nothing but the last of `verify` and `return` counts, so a version that nobody verified is `reported`, whatever the
    cell says, and so is a claim that there is no task.
    """
    if stored == WITHDRAWN:
        return None
    judged = [kind for kind in decisions if kind in ("verify", "return")]
    if not judged or judged[-1] == "return":
        return "reported"
    return stored if stored != "reported" else "verified"


def stored_status(late: bool, no_value: str) -> str:
    """What a version keeps: why there is no value, or whether the value came after the day."""
    return no_value or ("late" if late else "reported")


def is_late(
    previous: str, state: State, today: datetime.date, due: datetime.date, returned_due: datetime.date | None
) -> bool:
    """Whether a filing today is late, given what the last filing of the same cell was.

    A first filing is late after its day. A correction keeps what the first filing was; sent back with a day of its own,
    it is late after that day. `due` and `returned_due` are working days already (`calendar`).
    """
    if previous in WITH_VALUE or previous in NO_VALUE:
        again = state == "returned" and returned_due is not None and today > returned_due
        return previous == "late" or again
    return today > due


def as_state(text: str) -> State:
    """A stored state, which the database holds to the choices of the model."""
    if text not in STATES:
        raise ValueError(text)
    return cast(State, text)
