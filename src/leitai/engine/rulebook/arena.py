"""The arena: sources, season and rounds, who competes and in which groups."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from leitai.engine.rulebook.kinds import Day, Flag, Model, NodeId, Period, UnitId, Whole


def or_text(schema: dict[str, Any]) -> None:
    """In the JSON Schema: the mapping, or its one needed word alone."""
    mapping = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"type": "string"}, mapping]


class Words(Model):
    """Words in Chinese and English. A plain string is the Chinese."""

    model_config = ConfigDict(json_schema_extra=or_text)

    zh: str = Field(min_length=1)
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"zh": value} if isinstance(value, str) else value

    def say(self, lang: str = "zh") -> str:
        return self.zh if lang == "zh" else (self.en or self.zh)


class Source(Model):
    """A document the rules rest on."""

    id: NodeId
    title: Words
    number: str = ""
    """文号"""
    issued: Day | None = None
    address: str = ""
    """Where it can be read."""
    note: str = ""


class Season(Model):
    """赛季: the days the season covers."""

    name: Words
    start: Day
    end: Day


class Round(Model):
    """一轮考评, keyed by its period."""

    period: Period
    name: Words | None = None
    report_by: Day | None = None
    """填报截止日"""
    verify_by: Day | None = None
    publish_by: Day | None = None


class Silence(Model):
    """逾期视为无异议: a contestant that says nothing of its verified figures in time agrees with them."""

    after: Whole = Field(ge=1, le=60)
    """Working days a contestant has at the least, from the day by which figures are verified."""
    clause: str = Field(min_length=1)
    """Where the rule stands."""


class Organisation(Model):
    """A body that files or verifies figures. A contestant need not be repeated here."""

    id: UnitId
    name: Words


class Contestant(Model):
    """参赛单位."""

    id: UnitId
    name: Words
    code: str = ""
    """区划代码 (GB/T 2260) or an internal code."""
    within: UnitId | None = None
    """The contestant it lies in (a park in its county)."""
    head: str = ""
    """An opaque key of the person who heads it; the same key twice shows that one person holds two posts."""
    ranked: Flag = True
    """False: scored and listed, but takes no rank (参与评价、不定等级)."""
    note: str = ""


class Membership(Model):
    """A contestant's dated membership of a group; a plain id is a member throughout."""

    model_config = ConfigDict(json_schema_extra=or_text)

    id: UnitId
    since: Day | None = None
    until: Day | None = None
    """The first day on which it is no longer a member."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"id": value} if isinstance(value, str) else value


class Group(Model):
    id: NodeId
    name: Words
    members: tuple[Membership, ...] = Field(min_length=1)


class Grouping(Model):
    """A partition of the contestants; its groups are ranked apart."""

    id: NodeId
    name: Words
    groups: tuple[Group, ...] = Field(min_length=1)


class DeclaredRole(Model):
    """A role of figures beside actual, target, base and ruling: votes, ratings, claims."""

    id: NodeId
    name: Words
