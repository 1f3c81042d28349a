"""The edition: one typed, frozen document that holds everything a score depends on besides the figures.

The YAML file, the xlsx workbook and the canonical JSON inside a result are three spellings of this model. Numbers are
`Decimal`, read from the text that was written. What the types cannot say (names that must exist, sums, complete bands)
is said by `rulebook.check`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from leitai.engine.periods import Kind
from leitai.engine.rulebook.arena import (
    Contestant,
    DeclaredRole,
    Group,
    Grouping,
    Membership,
    Organisation,
    Round,
    Season,
    Silence,
    Source,
    Words,
    or_text,
)
from leitai.engine.rulebook.kinds import (
    TAGS,
    Day,
    Flag,
    IntervalText,
    Model,
    NodeId,
    Number,
    NumberOrNone,
    Offset,
    PerGroup,
    Period,
    Places,
    UnitId,
    Whole,
)
from leitai.engine.rulebook.policies import (
    AbnormalBase,
    FixedPoints,
    LateRule,
    LeafPolicies,
    NoTask,
    Policies,
    Rounding,
    TieBreakers,
)

__all__ = [
    "TAGS",
    "AbnormalBase",
    "Adjustment",
    "Award",
    "Band",
    "Branch",
    "Caps",
    "Contestant",
    "DeclaredRole",
    "FixedPoints",
    "Grade",
    "Group",
    "Grouping",
    "Indicator",
    "IntervalText",
    "LateRule",
    "LeafPolicies",
    "Lights",
    "Meeting",
    "Membership",
    "MethodUse",
    "NoTask",
    "Node",
    "NodeId",
    "Number",
    "NumberOrNone",
    "Organisation",
    "Policies",
    "Round",
    "Rounding",
    "Rulebook",
    "Season",
    "Series",
    "Silence",
    "Source",
    "Statement",
    "TieBreakers",
    "Tree",
    "Words",
]


class MethodUse(Model):
    """A method by name with its parameters. `version` is 1 unless the edition asks for a later one."""

    model_config = ConfigDict(extra="allow", json_schema_extra=or_text)

    name: NodeId
    version: Whole = Field(default=1, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Indicator(Model):
    """指标: a leaf of the tree, with what it measures, who answers for it and how it is scored."""

    id: NodeId
    name: Words
    points: PerGroup | None = None
    """Full points, for every group or by group; a group not named does not have the indicator. Trees of points only."""
    weight: PerGroup | None = None
    """Weight among its siblings, likewise. Trees of weights only."""
    unit: str
    """计量单位: a bare figure is in this unit."""
    direction: Literal["higher", "lower"]
    """higher: more is better."""
    period: Kind
    """cumulative: 1 January to the period's end · period: the period alone · point: at its last day."""
    method: MethodUse
    clause: str = ""
    """Where the rule stands, quoted in explanations: 第八条第一款."""
    rule: str = ""
    """The row of the catalogue of rules it is built from (R09)."""
    definition: str = ""
    """口径: scope, price basis, comparability."""
    prices: Literal["current", "constant", "none"] = "none"
    comparable: Flag = True
    disclosure: Literal["public", "internal", "meeting"] = "internal"
    improvable: Flag = False
    """可由工作改进: whether work can move it."""
    data_department: UnitId | None = None
    verifier: UnitId | None = None
    counter_source: str = ""
    """比对来源"""
    formula: str = ""
    """Derived from other figures; then nothing is filed for it."""
    decimals: Places = None
    """Places to which a derived value is rounded before it is scored; none: exact."""
    offset: Offset | None = None
    """Reads a figure this long before the round's period."""
    rounds: tuple[Period, ...] = ()
    """The rounds in which it counts; none named: all."""
    not_applicable: tuple[UnitId, ...] = ()
    """Contestants known to have no such task."""
    policies: LeafPolicies = LeafPolicies()


class Branch(Model):
    """A node above others: a track (赛道) or a part of one."""

    id: NodeId
    name: Words
    points: PerGroup | None = None
    """Stated sum of its children, checked; may be left out."""
    weight: PerGroup | None = None
    clause: str = ""
    nodes: tuple[Node, ...] = Field(min_length=1)


def _branch_or_indicator(value: object) -> str:
    nodes = isinstance(value, Branch) or (isinstance(value, dict) and "nodes" in value)
    return "<branch>" if nodes else "<indicator>"


Node = Annotated[
    Annotated[Branch, Tag("<branch>")] | Annotated[Indicator, Tag("<indicator>")],
    Discriminator(_branch_or_indicator),
]


class Tree(Model):
    """Points: a node is the sum of its children. Weights: Σws/Σw of its children, each out of `full`."""

    measure: Literal["points", "weights"]
    full: PerGroup
    """Full points of the whole, checked against the sum; in a tree of weights, the scale of every score."""
    nodes: tuple[Node, ...] = Field(min_length=1)


class Series(Model):
    """A figure that is filed but not scored: an ingredient of formulas, gates and lights."""

    id: NodeId
    name: Words
    unit: str
    period: Kind
    definition: str = ""
    formula: str = ""
    decimals: Places = None
    offset: Offset | None = None
    disclosure: Literal["public", "internal", "meeting"] = "internal"
    data_department: UnitId | None = None
    verifier: UnitId | None = None


class Adjustment(Model):
    """加分、扣分、一票否决 beside the tree. Its figure (role actual, filed under its own id) is the number of items."""

    id: NodeId
    name: Words
    kind: Literal["bonus", "deduction", "veto"]
    clause: str = ""
    rule: str = ""
    points: Number | None = None
    """Points an item (bonus and deduction), always written positive."""
    unit: str = "项"
    period: Kind = "cumulative"
    formula: str = ""
    """Where the number of items is derived from other figures instead of filed."""
    cap: NumberOrNone = None
    """Most points this one may give or take."""
    category: NodeId | None = None
    gate: str = ""
    """A condition on figures without which a bonus does not exist."""
    groups: tuple[NodeId, ...] = ()
    effect: Literal["cancel_title", "cap_grade", "rank_last", "unranked", "zero"] | None = None
    """What a veto does; the score stays except under `zero`."""
    grade: NodeId | None = None
    """The best grade left under `cap_grade`."""
    disclosure: Literal["public", "internal", "meeting"] = "internal"
    data_department: UnitId | None = None
    verifier: UnitId | None = None


class Caps(Model):
    """Limits over several adjustments. `floor` and `total` bound the total after adjustments."""

    bonus: NumberOrNone = None
    deduction: NumberOrNone = None
    categories: dict[NodeId, Number] = Field(default={})
    floor: NumberOrNone = None
    total: NumberOrNone = None


class Grade(Model):
    """等级, by the total. `80..90` takes its border from the policy grade_borders; `[80, 90)` is taken as written."""

    id: NodeId
    name: Words
    interval: IntervalText


class Award(Model):
    """A list results put units on: who speaks, who pledges, red and black lists, titles, talks."""

    id: NodeId
    name: Words
    kind: Literal["speak", "pledge", "red_list", "black_list", "title", "prize", "talk", "warning"]
    when: str
    """Condition on the result: rank, rank_last, score, score_rate, places, change, grade('a'), met(x), value names…"""
    rounds: Whole = Field(default=1, ge=1, le=12)
    """It must hold in this many rounds running (连续)."""
    at_most: Whole | None = Field(default=None, ge=1)
    """Most units a group; the better (for pledges, warnings, talks and black lists the lower) ranks come first."""
    groups: tuple[NodeId, ...] = ()
    clause: str = ""
    note: str = ""


class Band(Model):
    """One light of a table of lights."""

    id: NodeId
    name: Words
    symbol: Literal["●", "▲", "■", "◆"]
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    interval: IntervalText


class Lights(Model):
    """红黄绿灯: a table of bands over a measure of an indicator."""

    id: NodeId
    name: Words
    clause: str = ""
    measure: str
    """Expression over value, target, base and score_rate, e.g. `completion(value, target) - 100`."""
    indicators: tuple[NodeId, ...] = ()
    """The indicators it lights; none named: every one that has the figures it reads."""
    domain: IntervalText = "(-inf, +inf)"
    """What the measure can be; the bands must cover it."""
    bands: tuple[Band, ...] = Field(min_length=1)


class Meeting(Model):
    """A dated part of the meeting of a round, where the source states it."""

    period: Period
    date: Day
    act: Words
    note: str = ""


class Statement(Model):
    """A fact a source states about a result, where the figures behind it are not known."""

    period: Period
    contestant: UnitId
    fact: Literal["rank_first", "rank_last", "spoke", "pledged", "rank"]
    value: str = ""
    quotation: str
    source: NodeId


class Rulebook(Model):
    """竞赛规则的一个版本."""

    leitai: Literal["1"]
    """Version of this format."""
    id: UnitId
    edition: str = Field(min_length=1)
    title: Words
    status: Literal["demo", "draft", "official"]
    notice: Words | None = None
    """Shown with every output, e.g. 演示数据."""
    sources: tuple[Source, ...] = ()
    seal: Literal["sha256", "sm3"] = "sha256"
    season: Season
    rounds: tuple[Round, ...] = Field(min_length=1)
    silence: Silence | None = None
    """逾期视为无异议. Left out, silence is never consent: every contestant confirms its figures itself."""
    organisations: tuple[Organisation, ...] = ()
    contestants: tuple[Contestant, ...] = Field(min_length=1)
    groupings: tuple[Grouping, ...] = Field(min_length=1)
    peers: NodeId
    """The grouping whose groups are the peers of every relative method."""
    roles: tuple[DeclaredRole, ...] = ()
    tree: Tree | None = None
    """Left out only where a source states results without rules (then nothing is scored)."""
    series: tuple[Series, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    caps: Caps = Caps()
    grades: tuple[Grade, ...] = ()
    awards: tuple[Award, ...] = ()
    lights: tuple[Lights, ...] = ()
    statements: tuple[Statement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    policies: Policies | None = None
    """Required wherever there is a tree."""


Branch.model_rebuild()
