"""评议排名: points from places that raters gave, or from votes for places."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

import numpy as np
from pydantic import Field, model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, Mask
from leitai.engine.methods.cases import ONE, OUT_OF_RANGE, ZERO, close_case, closed
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters
from leitai.engine.rulebook.model import NodeId, Number

NO_VOTES = Text("没有有效票", "no votes")


class RaterLadderParameters(Parameters):
    """Parameters of `rater_ladder`."""

    roles: tuple[NodeId, ...] = Field(min_length=1)
    """Declared roles, one a rater; each holds the place that rater gave (1 is best)."""
    step: Number = Field(ge=0)
    """每降一名扣, as a share of full points: 0.02 is 2%."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(set(self.roles)) < len(self.roles):
            raise ValueError("parameters: roles[i] ≠ roles[j]")
        return self


class VoteLadderParameters(Parameters):
    """Parameters of `vote_ladder`."""

    roles: tuple[NodeId, ...] = Field(min_length=1)
    """Declared roles in the order of places: the first holds the votes for first place."""
    top: Number = Field(default=Decimal(100), ge=0, le=100)
    """What a vote for first place is worth, out of 100."""
    drop: Number = Field(default=Decimal(3), ge=0)
    """How much less each further place is worth."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(set(self.roles)) < len(self.roles):
            raise ValueError("parameters: roles[i] ≠ roles[j]")
        if self.drop * (len(self.roles) - 1) > self.top:
            raise ValueError("parameters: drop·(n−1) ≤ top")
        return self


def listed_roles(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(parameters.get("roles") or ())


def absent(facts: Facts, names: tuple[str, ...]) -> dict[str, Mask]:
    return {name: ~facts.roles[name][1] for name in names}


def score_rater_ladder(facts: Facts) -> Outcome:
    """Score by the mean of the raters' ladders. 多主体排名赋分得分

    Formula   s = Σ_r w·(1 − step·(k_r−1)) / m, each rater's not below the ladder's floor
    Symbols   k_r place rater r gave · m raters · w full points · step share of w
    Source    R06                               Ties: places as the raters wrote them · floor: policy ladder_floor
    Shapes    k_r (…, contestant, indicator) → s of the same shape    Missing: any rater's → `missing`
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(RATERS, "100", {"roles": ["a", "b"], "step": "0.02"}, {"a": ("1", "2"), "b": ("2", "6")})
              ['99.00', '94.00']
    """
    names = facts.parameters["roles"]
    step, floor = facts.parameters["step"], facts.rules.ladder_floor
    total, outside, floored = ZERO, np.array(False), np.array(False)
    for name in names:
        k, _ = facts.roles[name]
        outside = outside | k.lt(ONE)
        rung = facts.points * (ONE - step * (k - ONE))
        if floor is not None:
            floored = floored | rung.lt(Exact.of(floor))
            rung = rung.maximum(Exact.of(floor))
        total = total + rung
    outside = facts.present & outside
    return Outcome(
        total.over(Exact.of(len(names))),
        absent(facts, names),
        {OUT_OF_RANGE: outside},
        {OUT_OF_RANGE: outside, "ladder_floor": facts.present & floored},
    )


def explain_rater_ladder(cell: Cell) -> tuple[Line, ...]:
    names, step, floor = cell.parameters["roles"], cell.parameters["step"], cell.rules.ladder_floor
    lines: list[Line] = []
    for i, name in enumerate(names, start=1):
        k = cell.roles[name]
        value = cell.points * (1 - step * (k - 1))
        expression = f"{written(cell.points)} * (1 - {written(step)} * ({written(k)} - 1))"
        label = Text(f"第 {i} 评价方排第 {written(k)} 名，得", f"rater {i} gave place {written(k)}")
        if floor is not None and value < floor:
            label = Text(
                f"{label.zh}（按政策 ladder_floor 不低于 {written(floor)}）",
                f"{label.en} (policy ladder_floor: not below {written(floor)})",
            )
            expression, value = f"max({written(floor)}, {expression})", floor
        lines.append(Line(label, expression, value))
    terms = " + ".join(written(line.value) for line in lines)
    mean = sum((line.value for line in lines), Fraction(0)) / len(lines)
    label = Text("得分（各评价方平均）", "points (mean over raters)")
    return (*lines, Line(label, f"({terms}) / {len(lines)}", mean))


def score_vote_ladder(facts: Facts) -> Outcome:
    """Score by the mean worth of the votes for places. 名次票数加权得分

    Formula   s = w/100 · Σ votes_k·(top − drop·(k−1)) / Σ votes_k
    Symbols   votes_k votes for place k · w full points · top, drop [points out of 100]
    Source    R07                               Ties/rounding: see Edition
    Shapes    votes (…, contestant, indicator) a place → s of the same shape    Missing: any place's → `missing`
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(VOTES, "100", {"roles": ["v1", "v2"]}, {"v1": ("9", "0"), "v2": ("1", "4")})
              ['99.70', '97.00']
    """
    names = facts.parameters["roles"]
    top, drop = facts.parameters["top"], facts.parameters["drop"]
    total, votes, outside = ZERO, ZERO, np.array(False)
    for k, name in enumerate(names):
        cast, _ = facts.roles[name]
        outside = outside | cast.lt(ZERO)
        total = total + cast * (top - drop * Exact.of(k))
        votes = votes + cast
    outside = facts.present & outside
    none = facts.present & ~outside & ~votes.gt(ZERO)
    mean = total.over(votes, where=votes.gt(ZERO))
    points, undefined, flags = close_case(
        "zero_target",
        facts.rules.zero_target,
        none,
        facts.points.over(Exact.of(100)) * mean,
        {"zero": ZERO, "threshold": ZERO},
    )
    return Outcome(
        points,
        absent(facts, names),
        {**undefined, OUT_OF_RANGE: outside},
        {**flags, OUT_OF_RANGE: outside},
        {"votes": votes, "mean": mean},
    )


def explain_vote_ladder(cell: Cell) -> tuple[Line, ...]:
    names, top, drop = cell.parameters["roles"], cell.parameters["top"], cell.parameters["drop"]
    cast = [cell.roles[name] for name in names]
    votes, mean = cell.steps["votes"], cell.steps["mean"]
    counted = " + ".join(written(n) for n in cast)
    lines = (Line(Text("总票数", "votes"), counted, votes),)
    if "zero_target" in cell.flags:
        return lines + closed(cell, "zero_target", NO_VOTES)
    worth = " + ".join(f"{written(n)} * ({written(top)} - {written(drop)} * {k})" for k, n in enumerate(cast) if n)
    return (
        *lines,
        Line(Text("每票平均分（百分制）", "mean worth of a vote, out of 100"), f"({worth}) / {written(votes)}", mean),
        Line(Text("得分", "points"), f"{written(cell.points)} / 100 * {written(mean)}", cell.points / 100 * mean),
    )


RATERS = Method(
    name="rater_ladder",
    version=1,
    family=4,
    title=Text("多主体排名赋分", "ladders of several raters"),
    summary=Text(
        "各评价方分别排名，按名次递减得分，再取平均。",
        "Each rater ranks the units; each rank gives points on a ladder; the mean counts.",
    ),
    formula="s = Σ_r w·(1 − step·(k_r−1)) / m",
    symbols={
        "s": Text("得分", "points"),
        "w": Text("满分", "full points"),
        "k_r": Text("第 r 个评价方排的名次", "place that rater r gave"),
        "m": Text("评价方的个数", "how many raters there are"),
        "step": Text("每名递减比例", "step, share of full points"),
    },
    missing=Text(
        "缺任何一个评价方的名次即不计分，并指明缺哪一方。",
        "If one rater's place is missing nothing is computed, and that rater is named.",
    ),
    parameters=RaterLadderParameters,
    kernel=score_rater_ladder,
    arithmetic=explain_rater_ladder,
    sources=("R06",),
    policies=("ladder_floor",),
    roles=listed_roles,
    bounded=False,
    unit_free=False,
    reads_value=False,
    roles_hold="places",
    examples=(
        Example(
            title=Text("三个评价方，每降一名少 2%", "three raters, each place 2% less"),
            points="100",
            parameters={"roles": ("leaders", "peers", "public"), "step": "0.02"},
            figures={"leaders": ("1", "3", "2"), "peers": ("2", "1", "2"), "public": ("1", "5", None)},
            expected=("99.33", "96.00", None),
            source=Text(
                "R06 [S92]；名次系手工拟定：(100+98+100)/3、(96+100+92)/3",
                "R06 [S92]; places worked by hand: (100+98+100)/3, (96+100+92)/3",
            ),
        ),
        Example(
            title=Text("阶梯不低于 0；名次小于 1 须裁定", "a ladder stops at 0; a place below 1 needs a ruling"),
            points="10",
            parameters={"roles": ("leaders",), "step": "0.5"},
            figures={"leaders": ("1", "4", "0")},
            expected=("10.00", "0.00", None),
            source=BY_HAND,
        ),
    ),
)

THIRTEEN = tuple(f"votes_{k}" for k in range(1, 14))

VOTES = Method(
    name="vote_ladder",
    version=1,
    family=4,
    title=Text("名次票数加权", "votes for places"),
    summary=Text(
        "评委把各单位投入名次，按票数加权平均：第一名票 100 分，每降一名少 3 分。",
        "Voters put each unit in a place; a vote for first is worth 100, each further place 3 less; the mean counts.",
    ),
    formula="s = w/100 · Σ votes_k·(top − drop·(k−1)) / Σ votes_k",
    symbols={
        "s": Text("得分", "points"),
        "w": Text("满分", "full points"),
        "votes_k": Text("投给第 k 名的票数", "votes for place k"),
        "top": Text("第一名票的分值", "worth of a vote for first place"),
        "drop": Text("每降一名递减的分值", "how much less each further place is worth"),
    },
    missing=Text(
        "每个名次的票数都要填（没有票填 0）；缺一项即不计分。",
        "The votes for every place must be there (0 where none were cast); one missing and nothing is computed.",
    ),
    parameters=VoteLadderParameters,
    kernel=score_vote_ladder,
    arithmetic=explain_vote_ladder,
    sources=("R07",),
    policies=("zero_target",),
    roles=listed_roles,
    reads_value=False,
    roles_hold="votes",
    examples=(
        Example(
            title=Text("十三个名次", "thirteen places"),
            points="100",
            parameters={"roles": THIRTEEN},
            figures={
                "votes_1": ("10", "0"),
                "votes_2": ("4", "0"),
                **{name: ("0", "0") for name in THIRTEEN[2:12]},
                "votes_13": ("0", "14"),
            },
            expected=("99.14", "64.00"),
            source=Text(
                "R07 [S52]（票数没有公布）；票数系手工拟定：(10·100+4·97)/14",
                "R07 [S52] (its votes were not published); votes worked by hand: (10·100+4·97)/14",
            ),
        ),
        Example(
            title=Text("没有票：须裁定；少一项票数：不计", "no votes: a ruling; votes missing: not computed"),
            points="20",
            parameters={"roles": ("first", "second")},
            figures={"first": ("0", "5", None), "second": ("0", "5", "1")},
            expected=(None, "19.70", None),
            source=BY_HAND,
        ),
        Example(
            title=Text("没有票，政策 zero", "no votes, policy zero"),
            points="20",
            parameters={"roles": ("first", "second")},
            figures={"first": ("0",), "second": ("0",)},
            expected=("0.00",),
            source=BY_HAND,
            rules={"zero_target": "zero"},
        ),
        Example(
            title=Text("没有票，政策 threshold：没有可比的目标，同 zero", "no votes, policy threshold: as zero"),
            points="20",
            parameters={"roles": ("first", "second")},
            figures={"first": ("0", "1"), "second": ("0", "0")},
            expected=("0.00", "20.00"),
            source=BY_HAND,
            rules={"zero_target": "threshold"},
        ),
    ),
)

METHODS = (RATERS, VOTES)
