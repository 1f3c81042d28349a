"""Captions: sentences cut into lines a reader keeps up with, timed by their length, as WebVTT and as SubRip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from leitai.engine.errors import Lang

LEAST = 2500
"""Milliseconds the shortest caption stays."""
PER_CHARACTER, PER_WORD = 230, 420
"""Milliseconds a narrator takes for a Chinese character, and for an English word."""
LONGEST = {"zh": 34, "en": 80}
BREAKS = {"zh": re.compile(r"(?<=[。；，：])"), "en": re.compile(r"(?<=[.;,:]) ")}


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption, in milliseconds from the beginning of the briefing."""

    start: int
    end: int
    text: str


class Timed(Protocol):
    """Whatever has cues."""

    @property
    def cues(self) -> tuple[Cue, ...]: ...


def cues_of(sentences: Sequence[str], start: int, lang: Lang) -> tuple[Cue, ...]:
    """The captions of a narration, one after another."""
    found = []
    for sentence in sentences:
        for text in _lines(sentence, lang):
            end = start + _length(text, lang)
            found.append(Cue(start, end, text))
            start = end
    return tuple(found)


def _lines(sentence: str, lang: Lang) -> list[str]:
    """A sentence in pieces that end where a speaker breathes; a piece without such a place stays whole."""
    lines: list[str] = []
    gap = "" if lang == "zh" else " "
    for piece in filter(None, BREAKS[lang].split(sentence)):
        if lines and len(lines[-1]) + len(piece) <= LONGEST[lang] and lines[-1][-1] not in "。.":
            lines[-1] += gap + piece
        else:
            lines.append(piece)
    return lines


def _length(text: str, lang: Lang) -> int:
    taken = len(text) * PER_CHARACTER if lang == "zh" else len(text.split()) * PER_WORD
    return max(taken, LEAST)


def vtt(scenes: Sequence[Timed]) -> bytes:
    blocks = ["WEBVTT"]
    for k, cue in enumerate(_all(scenes), start=1):
        text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{k}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{text}")
    return ("\n\n".join(blocks) + "\n").encode()


def srt(scenes: Sequence[Timed]) -> bytes:
    blocks = [
        f"{k}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}"
        for k, cue in enumerate(_all(scenes), start=1)
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _all(scenes: Sequence[Timed]) -> list[Cue]:
    return [cue for scene in scenes for cue in scene.cues]


def _clock(milliseconds: int, sign: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{sign}{rest:03d}"
