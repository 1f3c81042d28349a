"""What can be wrong with an input, said so that it can be mended.

A `Fault` names the place (file:line or sheet!cell), what was found, what is allowed and how to mend it. Its words come
from a catalogue (`faults.toml` beside the code that finds it), so that every fault has a stable code, both languages
and an entry in the reference. Faults are collected and reported together in one `InputError`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
WORDS = {
    "zh": {"found": "是", "allowed": "应为", "mend": "改法"},
    "en": {"found": "found", "allowed": "allowed", "mend": "to mend"},
}


class Text(NamedTuple):
    """The same words in Chinese and in English; English falls back to Chinese where it is not given."""

    zh: str
    en: str = ""

    def say(self, lang: Lang = "zh") -> str:
        return self.zh if lang == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input: where, what it is, what it should be, how to mend it."""

    code: str
    place: str
    where: str
    found: Text
    allowed: Text
    mend: Text
    severity: Literal["error", "warning"] = "error"

    def line(self, lang: Lang = "zh") -> str:
        """The fault on one line, never wrapped: `place  [code]  where  found  allowed  how to mend`."""
        words = WORDS[lang]
        parts = [self.place, f"[{self.code}]", self.where]
        for word, text in (("found", self.found), ("allowed", self.allowed), ("mend", self.mend)):
            said = text.say(lang)
            if said:
                parts.append(f"{words[word]}：{said}" if lang == "zh" else f"{words[word]}: {said}")
        return "  ".join(" ".join(part.split()) for part in parts if part)

    def as_dict(self, lang: Lang = "zh") -> dict[str, str]:
        """The fault as plain data, for `--json`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "place": self.place,
            "where": self.where,
            "found": self.found.say(lang),
            "allowed": self.allowed.say(lang),
            "mend": self.mend.say(lang),
        }


@dataclass(frozen=True)
class Catalogue:
    """The words of a room's faults, by code; read once from its `faults.toml`."""

    package: str
    entries: Mapping[str, Mapping[str, Mapping[str, str]]] = field(repr=False)

    @classmethod
    def of(cls, package: str) -> Catalogue:
        text = files(package).joinpath("faults.toml").read_text(encoding="utf-8")
        return cls(package, tomllib.loads(text))

    def fault(
        self, code: str, place: str, where: str, severity: Literal["error", "warning"] = "error", **data: object
    ) -> Fault:
        """Fill the catalogue's words for `code` with `data`. A code or a field that is missing is a bug and raises."""
        entry = self.entries[code]

        def said(template: str, lang: Lang) -> str:
            # A value that is itself words (`Text`) is said in the language of the sentence it stands in.
            words = {key: value.say(lang) if isinstance(value, Text) else str(value) for key, value in data.items()}
            return template.format(**{key: shorten(word) for key, word in words.items()}).strip()

        def words(part: str) -> Text:
            both = entry.get(part, {"zh": "", "en": ""})
            return Text(said(both["zh"], "zh"), said(both["en"], "en"))

        return Fault(code, place, where, words("found"), words("allowed"), words("mend"), severity)


class LeitaiError(Exception):
    """Anything leitai says on purpose. Every other exception is a bug."""


class InputError(LeitaiError):
    """The input is at fault; `faults` holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line() for fault in self.faults))


class UsageError(LeitaiError):
    """The call itself is off (an unknown option value, a round that does not exist): exit code 2."""

    def __init__(self, zh: str, en: str = "") -> None:
        self.text = Text(zh, en)
        super().__init__(zh)


def shorten(text: str, limit: int = 200) -> str:
    """Keep a quoted value readable on one line: control characters shown, long text cut in its middle."""
    clean = "".join(ch if ch.isprintable() else f"\\x{ord(ch):02x}" for ch in text)
    if len(clean) <= limit:
        return clean
    half = limit // 2 - 2
    return f"{clean[:half]} … {clean[-half:]}"


def did_you_mean(word: str, known: Iterable[str], lang: Lang = "zh") -> str:
    """The nearest known names as a hint, or nothing: `did_you_mean("efficacey", ["efficacy"])` → 是否想写 efficacy?"""
    close = get_close_matches(word, list(known), n=3, cutoff=0.6)
    if not close:
        return ""
    return f"是否想写 {' / '.join(close)}?" if lang == "zh" else f"did you mean {' / '.join(close)}?"
