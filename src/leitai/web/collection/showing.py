"""How states and findings are shown: a glyph, a word and a tone, and the rows pages are made of."""

from __future__ import annotations

from collections.abc import Mapping

from leitai.engine.errors import Text
from leitai.engine.figures import STATUSES
from leitai.web.collection.rules.states import SIGNS, STATES, State
from leitai.web.foundation.api import Mark, Tone

TONES: Mapping[State, Tone] = {
    "empty": "off",
    "reported": "wait",
    "explain": "wait",
    "returned": "bad",
    "verified": "good",
    "confirmed": "good",
    "questioned": "bad",
}
MARKS: Mapping[str, Mark] = {state: Mark(SIGNS[state], word, TONES[state]) for state, word in STATES.items()}
# In the grid of who files it: what waits for the verifier is safe.
SAVED = Mark(SIGNS["reported"], Text("已存待审", "saved"), "wait")
# Confirmed by nobody: shown as what it is.
SILENT = Mark("⊙", Text("逾期视为无异议", "accepted by silence"), "good")
# What asks for somebody's hand first: a form shows the state of its figure that is furthest behind.
URGENCY: Mapping[str, int] = {
    state: place
    for place, state in enumerate(("returned", "questioned", "explain", "empty", "reported", "verified", "confirmed"))
}
# What was done to a figure, as its history tells it.
DONE: Mapping[str, Text] = {
    "report": Text("填报", "filed"),
    "clear": Text("撤回填报", "taken back"),
    "correct": Text("更正", "corrected"),
    "explain": Text("补充说明", "explained"),
    "verify": Text("审核通过", "verified"),
    "return": Text("退回", "returned"),
    "confirm": Text("确认", "confirmed"),
    "question": Text("提出疑问", "questioned"),
    "answer": Text("答复疑问", "answered"),
    "silence": Text("逾期视为无异议", "taken as accepted: the day passed"),
}
ORIGINS: Mapping[str, Text] = {
    "typed": Text("录入", "typed"),
    "pasted": Text("粘贴", "pasted"),
    "file": Text("文件", "from a file"),
    "import": Text("接入", "imported"),
}


def said_value(said: str) -> Text:
    """What a conflict says of a version, which is its value or its status, in words."""
    return Text("", "") if said == "reported" else STATUSES.get(said, Text(said, said))


def shown_value(value: str, status: str) -> Text:
    """A value, or the reason why there is none."""
    if value:
        return Text(value, value)
    return STATUSES[status] if status in STATUSES and status != "reported" else Text("", "")
