"""The edition: one typed, frozen document that holds everything a score depends on besides the figures.

The YAML file, the xlsx workbook and the canonical JSON inside a result are three spellings of this model. Numbers are
`Decimal`, read from the text that was written. What the types cannot say (names that must exist, sums, complete bands)
is said by `rulebook.check`.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from leitai.engine.periods import FORMS, Kind, is_offset, is_period
from leitai.engine.rulebook.interval import is_interval

NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?")
NodeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
UnitId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def _number(value: object) -> object:
    """Take the written text of a number; a float has already lost it and is refused."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("number_text")
    text = str(value).strip()
    if not NUMBER.fullmatch(text):
        raise ValueError("number_text")
    return Decimal(text)


def _none_word(value: object) -> object:
    return None if value == "none" else value


def _period(value: object) -> object:
    if not isinstance(value, str) or not is_period(value):
        raise ValueError(f"period: {FORMS}")
    return value


def _offset(value: object) -> object:
    if not isinstance(value, str) or not is_offset(value):
        raise ValueError("offset: -1y · -1q · -1m")
    return value


def _interval(value: object) -> object:
    if not isinstance(value, str) or not is_interval(value):
        raise ValueError("interval: [80, 90) · (-inf, 60) · 80..90")
    return value


def _day(value: object) -> object:
    """A day as `2025-03-31` only: pydantic alone would read `2025` as seconds since 1970."""
    if type(value) is datetime.date:
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("day: 2025-03-31")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("day: 2025-03-31") from None


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in FLAGS:
        raise ValueError("flag: true · false")
    return FLAGS[value.lower()]


def _floor(value: object) -> object:
    return value if value == "none" else _number(value)


def _whole(value: object) -> object:
    """A whole number as text or int; a float or `2.0` has been something else before."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not re.fullmatch(r"[+-]?[0-9]{1,9}", str(value)):
        raise ValueError("whole")
    return int(value)


def _plain_or_mapping(value: object) -> str:
    return "<mapping>" if isinstance(value, dict | BaseModel) else "<plain>"


# Which branch of a union is meant is seen before it is read, so that only that branch's faults are reported.
# The tags appear in pydantic's places; `load` leaves out whatever is in TAGS.
PLAIN, MAPPING, BY_KIND = Tag("<plain>"), Tag("<mapping>"), Discriminator(_plain_or_mapping)
TAGS = frozenset({"<plain>", "<mapping>", "<branch>", "<indicator>"})
_NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER.pattern}$"}]}
_NUMBER_OR_NONE_SCHEMA: dict[str, Any] = {"anyOf": [*_NUMBER_SCHEMA["anyOf"], {"const": "none"}]}
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
NumberOrNone = Annotated[
    Decimal | None,
    BeforeValidator(lambda value: value if value is None else _number(value)),
    BeforeValidator(_none_word),
    WithJsonSchema(_NUMBER_OR_NONE_SCHEMA),
]
Places = Annotated[
    Annotated[int, Field(ge=0, le=12)] | None,
    BeforeValidator(lambda value: value if value is None else _whole(value)),
    BeforeValidator(_none_word),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 12}, {"const": "none"}]}),
]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Floor = Annotated[Decimal | Literal["none"], BeforeValidator(_floor), WithJsonSchema(_NUMBER_OR_NONE_SCHEMA)]
Period = Annotated[str, BeforeValidator(_period)]
Offset = Annotated[str, BeforeValidator(_offset)]
IntervalText = Annotated[str, BeforeValidator(_interval)]
PerGroup = Annotated[Annotated[Number, PLAIN] | Annotated[dict[NodeId, Number], MAPPING], BY_KIND]


class Model(BaseModel):
    """Frozen, closed to unknown keys, its field descriptions shown by the schema in an editor."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True, defer_build=True)


def _or_text(schema: dict[str, Any]) -> None:
    """In the JSON Schema: the mapping, or its one needed word alone."""
    mapping = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"type": "string"}, mapping]


class Words(Model):
    """Words in Chinese and English. A plain string is the Chinese."""

    model_config = ConfigDict(json_schema_extra=_or_text)

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

    model_config = ConfigDict(json_schema_extra=_or_text)

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


class MethodUse(Model):
    """A method by name with its parameters. `version` is 1 unless the edition asks for a later one."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_or_text)

    name: NodeId
    version: Whole = Field(default=1, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class AbnormalBase(Model):
    """非常规基数: a growth beyond ±`limit` per cent is not taken at face value."""

    rule: Literal["cap", "two_year_average"]
    limit: Number


class FixedPoints(Model):
    fixed: Number


class LateRule(Model):
    """Each late figure costs `deduct` points of the total, at most `cap` in a round."""

    deduct: Number
    cap: NumberOrNone = None


class TieBreakers(Model):
    """Nodes whose scores break a tie, in order; what still ties shares the rank (1224)."""

    break_by: tuple[NodeId, ...] = Field(min_length=1)


Vintage = Literal["latest", "flash", "preliminary", "final"]
Undefined = Literal["ruling", "zero", "threshold"]
NoTask = Annotated[
    Annotated[Literal["reweight", "group_mean", "unranked"], PLAIN] | Annotated[FixedPoints, MAPPING], BY_KIND
]
Abnormal = Annotated[Annotated[Literal["none"], PLAIN] | Annotated[AbnormalBase, MAPPING], BY_KIND]
Late = Annotated[Annotated[Literal["none"], PLAIN] | Annotated[LateRule, MAPPING], BY_KIND]
Ties = Annotated[Annotated[Literal["competition", "dense"], PLAIN] | Annotated[TieBreakers, MAPPING], BY_KIND]
TiedLadder = Literal["shared", "mean"]


class Rounding(Model):
    """Where scores are rounded and how: places for an indicator, a track (every node between) and the total."""

    indicator: Places
    track: Places
    total: Places
    mode: Literal["half_up", "gbt8170"]


class LeafPolicies(Model):
    """Policies an indicator may state for itself; what it leaves out is the edition's."""

    tied_ladder: TiedLadder | None = None
    ladder_floor: Floor | None = None
    equal_range: Literal["full", "base", "ruling"] | None = None
    zero_target: Undefined | None = None
    nonpositive_base: Undefined | None = None
    abnormal_base: Abnormal | None = None
    unreported: Literal["zero", "lowest"] | None = None
    not_yet_published: Literal["unranked", "previous"] | None = None
    no_task: NoTask | None = None
    peers_include_self: Flag | None = None
    vintage: Vintage | None = None


class Policies(Model):
    """The open cases, each closed by a stated policy. None has a default: an edition that leaves one out is at fault."""

    rounding: Rounding
    rank_on: Literal["rounded", "exact"]
    ties: Ties
    tied_ladder: TiedLadder
    ladder_floor: Floor
    equal_range: Literal["full", "base", "ruling"]
    zero_target: Undefined
    nonpositive_base: Undefined
    abnormal_base: Abnormal
    unreported: Literal["zero", "lowest"]
    late: Late
    not_yet_published: Literal["unranked", "previous"]
    no_task: NoTask
    grade_borders: Literal["left_closed", "right_closed"]
    peers_include_self: Flag
    park_in_county: Literal["separate", "included"]
    vintage: Vintage
    unranked_in_statistics: Flag
    progress: Literal["score", "places"]


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
    categories: dict[NodeId, Number] = {}
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
    """Expression over value, target, base, score_rate and completion(value, target), e.g. `completion(value, target) - 100`."""
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
