"""Marks of this room: the state of a draft, the status of an edition, the verdict on a comment."""

from __future__ import annotations

from collections.abc import Mapping

from leitai.engine.errors import Text
from leitai.engine.terms import value_term
from leitai.web.foundation.api import Mark, Tone
from leitai.web.rulebook.rules import STATES, VERDICTS

GLYPHS: Mapping[str, str] = {"draft": "✎", "comment": "◔", "approval": "◑", "published": "●", "dropped": "✕"}
TONES: Mapping[str, Tone] = {
    "draft": "plain",
    "comment": "wait",
    "approval": "wait",
    "published": "good",
    "dropped": "off",
}
VERDICT_GLYPHS = {"adopted": "●", "partly": "◐", "declined": "○"}
VERDICT_TONES: Mapping[str, Tone] = {"adopted": "good", "partly": "wait", "declined": "off"}


def state_mark(state: str) -> Mark:
    return Mark(GLYPHS[state], STATES[state], TONES[state])


def status_mark(status: str) -> Mark:
    """demo, draft or official, as the edition says of itself."""
    term = value_term("Rulebook", "status", status)
    words = term.text if term is not None else Text(status)
    return Mark("●" if status == "official" else "○", words, "good" if status == "official" else "wait")


def verdict_mark(verdict: str) -> Mark:
    return Mark(VERDICT_GLYPHS[verdict], VERDICTS[verdict], VERDICT_TONES[verdict])


UNANSWERED = Mark("◌", Text("待答复", "no answer yet"), "wait")
