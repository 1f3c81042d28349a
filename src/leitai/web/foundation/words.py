"""The language of the page being answered, and the marks that states are shown by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from leitai.engine.errors import Lang, Text

Tone = Literal["plain", "good", "wait", "bad", "off"]


def lang() -> Lang:
    """Chinese unless the person chose English."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """The words in the language of the page."""
    return Text(zh, en).say(lang())


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as it is shown: a glyph that reads in black and white, its word, and a tone that only supports them."""

    glyph: str
    word: Text
    tone: Tone = "plain"
