"""The glossary, `terms.toml`: every word of the domain once, with its Chinese and English, its meaning and its source.

>>> term("track").zh, field_term("Award", "kind").zh, value_term("Policies", "ties", "dense").en
('赛道', '名单类别', 'dense ranking (1, 2, 2, 3)')
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from leitai.engine.errors import Lang, Text


@dataclass(frozen=True, slots=True)
class Term:
    """One word: what it is called in both languages, what it means, where it comes from, what we do not call it."""

    id: str
    zh: str
    en: str
    meaning: Text
    source: str
    one: Text
    rejected: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)

    def say(self, lang: Lang = "zh") -> str:
        return self.text.say(lang)


@cache
def terms() -> Mapping[str, Term]:
    """The whole glossary by id, in its own order."""
    read = tomllib.loads(files("leitai.engine").joinpath("terms.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            id_: Term(
                id_,
                entry["zh"],
                entry["en"],
                Text(entry["meaning"]["zh"], entry["meaning"]["en"]),
                entry["source"],
                Text(**entry.get("one", {"zh": entry["zh"], "en": entry["en"]})),
                tuple(entry.get("rejected", ())),
            )
            for id_, entry in read.items()
        }
    )


def term(id_: str) -> Term:
    """The term `id_`; one that is not in the glossary is a bug and raises KeyError."""
    return terms()[id_]


def find_term(*ids: str) -> Term | None:
    """The first of these ids that the glossary has."""
    known = terms()
    return next((known[id_] for id_ in ids if id_ in known), None)


def field_term(model: str, key: str) -> Term | None:
    """What a key means in one part of the edition (or what a parameter of a method is)."""
    return find_term(f"{model}.{key}", key)


# What a part of the edition is called, where it is not called by its own name.
PARTS = {
    "AbnormalBase": "abnormal_base", "Adjustment": "adjustments", "Award": "awards", "Band": "bands", "Branch": "track",
    "Contestant": "contestants", "DeclaredRole": "Rulebook.roles", "FixedPoints": "fixed", "Grade": "grades",
    "Group": "Grouping.groups", "Grouping": "groupings", "LateRule": "late", "LeafPolicies": "Indicator.policies",
    "Meeting": "meetings", "Membership": "members", "MethodUse": "method", "Organisation": "organisations",
    "Round": "Rulebook.rounds", "Source": "sources", "Statement": "statements", "TieBreakers": "break_by",
}  # fmt: skip


def part_term(model: str) -> Term | None:
    """What a part of the edition is, by the name of its type."""
    return find_term(PARTS.get(model, model.lower()))


# Policies that share their answers.
ANSWERS = {"zero_target": "undefined", "nonpositive_base": "undefined"}


def value_term(model: str, key: str, value: str) -> Term | None:
    """What one of the values a key may have means."""
    ids = [f"{model}.{key}.{value}", f"{key}.{value}", f"{ANSWERS.get(key, key)}.{value}"]
    return find_term(*ids, *(["none"] if value == "none" else []))
