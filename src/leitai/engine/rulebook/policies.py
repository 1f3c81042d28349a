"""The open cases of scoring, each closed by a stated policy."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from leitai.engine.rulebook.kinds import (
    BY_KIND,
    MAPPING,
    PLAIN,
    Flag,
    Floor,
    Model,
    NodeId,
    Number,
    NumberOrNone,
    Places,
)


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
    """The open cases, each closed. None has a default: an edition that leaves one out is at fault."""

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
