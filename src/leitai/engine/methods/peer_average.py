"""与平均比: points by the distance to the average of the group, in progressive brackets."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, where
from leitai.engine.methods.cases import EVERYWHERE, NO_PEERS, ZERO, limit, limited
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters
from leitai.engine.methods.peers import average, oriented
from leitai.engine.rulebook.model import NodeId, Number, NumberOrNone

COMPUTED = "computed"


class AgainstAverageParameters(Parameters):
    """Parameters of `against_average`."""

    average: NodeId
    """`computed`: the plain mean of the group's figures (policy peers_include_self); or a declared role that holds
    the average as it was published."""
    width: Number = Field(gt=0)
    """每档宽度, in the indicator's unit (percentage points)."""
    divisors: tuple[Annotated[Number, Field(gt=0)], ...] = Field(min_length=1)
    """A unit of distance in bracket i is worth start/divisor i points; the last divisor holds for all further ones."""
    start: NumberOrNone = None
    """Points at the average; left out, full points."""
    floor: NumberOrNone = None
    """Fewest points; none: no floor."""
    cap: NumberOrNone = None
    """Most points; none: no cap."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise ValueError("parameters: floor ≤ cap")
        return self


def average_roles(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    named = parameters.get("average")
    return () if named in (None, COMPUTED) else (named,)


def score_against_average(facts: Facts) -> Outcome:
    """Score by the distance to the average, in progressive brackets. 与平均水平比较得分

    Formula   s = w₀ ± Σ_i x_i·w₀/divisor_i, + above and − below the average; lower is better: mirrored
    Symbols   x_i part of |x − average| in the i-th bracket [unit of the indicator] · w₀ points at the average
    Source    R16                               Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not in the average
    Example
              >>> from leitai.engine.methods.probe import score
              >>> brackets = {"average": "computed", "width": "10", "divisors": ["20", "40", "60"]}
              >>> score(AGAINST_AVERAGE, "100", brackets, {"value": ("25", "10", "-5")})
              ['162.50', '100.00', '37.50']
    """
    given = facts.parameters
    missing = {}
    lonely = np.zeros(facts.present.shape, dtype=bool)
    known = EVERYWHERE
    if given["average"] == COMPUTED:
        mean, anyone = average(facts.value, facts.peers, facts.rules.peers_include_self)
        lonely = facts.present & ~anyone
    else:
        mean, known = facts.roles[given["average"]]
        missing = {given["average"]: facts.present & ~known}
    gap = oriented(facts.value - mean, facts.lower)
    start = facts.points if given["start"] is None else given["start"]
    worth, far, rest = ZERO, gap.absolute(), given["divisors"]
    for i, divisor in enumerate(rest):
        part = far - given["width"] * Exact.of(i)
        part = part.maximum(ZERO)
        if i < len(rest) - 1:
            part = part.minimum(given["width"])
        worth = worth + part.over(Exact.of(divisor))
    change = start * worth
    points, flags = limit(
        start + where(gap.lt(ZERO), -change, change),
        given["floor"],
        given["cap"],
        facts.present & known & ~lonely,
    )
    return Outcome(points, missing, {NO_PEERS: lonely}, {**flags, NO_PEERS: lonely}, {"average": mean, "gap": gap})


def explain_against_average(cell: Cell) -> tuple[Line, ...]:
    mean, gap, given = cell.steps["average"], cell.steps["gap"], cell.parameters
    start = cell.points if given.get("start") is None else Fraction(given["start"])
    width, divisors = Fraction(given["width"]), [Fraction(divisor) for divisor in given["divisors"]]
    terms, total, sign = [written(start)], start, -1 if gap < 0 else 1
    for i, divisor in enumerate(divisors):
        part = max(Fraction(0), abs(gap) - width * i)
        part = part if i == len(divisors) - 1 else min(part, width)
        if part:
            terms.append(f"{'-' if sign < 0 else '+'} {written(part)} * {written(start)} / {written(divisor)}")
            total += sign * part * start / divisor
    text, value = limited(" ".join(terms), total, given.get("floor"), given.get("cap"))
    if given["average"] != COMPUTED:
        label = Text("公布的平均值", "the published average")
    elif cell.rules.peers_include_self:
        label = Text("组内平均（含本单位）", "average of the group, this unit included")
    else:
        label = Text("组内其他单位平均", "average of the others in the group")
    upper, lower = (mean, cell.value) if cell.lower else (cell.value, mean)
    return (
        Line(label, written(mean), mean, cell.unit),
        Line(
            Text("与平均之差（正为优于平均）", "distance to the average (positive is better)"),
            f"{written(upper)} - {written(lower)}",
            gap,
            cell.unit,
        ),
        Line(Text("得分", "points"), text, value),
    )


AGAINST_AVERAGE = Method(
    name="against_average",
    version=1,
    family=5,
    title=Text("与平均比", "against the average"),
    summary=Text(
        "达到平均得起点分，高于平均分档加分，低于平均分档扣分，越远每点分值越小。",
        "Start points at the average; more above it and fewer below, in brackets whose points thin out.",
    ),
    formula="s = w₀ ± Σ_i x_i·w₀/divisor_i",
    symbols={
        "s": Text("得分", "points"),
        "w₀": Text("起点分（未定则为满分）", "start points (full points unless stated)"),
        "x_i": Text("与平均之差落在第 i 档内的部分", "part of the distance to the average inside the i-th bracket"),
        "divisor_i": Text("第 i 档的除数", "divisor of the i-th bracket"),
    },
    missing=Text(
        "没有实际值的不进入平均；平均值由角色给出而缺失的，不计分。",
        "A unit without a figure is not in the average; where the average is a role and missing, nothing is computed.",
    ),
    parameters=AgainstAverageParameters,
    kernel=score_against_average,
    arithmetic=explain_against_average,
    sources=("R16",),
    policies=("peers_include_self",),
    roles=average_roles,
    relative=True,
    bounded=False,
    unit_free=False,
    examples=(
        Example(
            title=Text("高于、等于、低于全省平均", "above, at and below the provincial average"),
            points="100",
            parameters={"average": "average", "width": "10", "divisors": ("20", "40", "60")},
            figures={"value": ("40", "7", "3", "5"), "average": ("7", "7", "7", None)},
            expected=("196.67", "100.00", "80.00", None),
            source=Text(
                "R16 [S65]；手工算得：100 + 10·5 + 10·2.5 + 13·100/60 = 196.67",
                "R16 [S65]; worked by hand: 100 + 10·5 + 10·2.5 + 13·100/60 = 196.67",
            ),
        ),
        Example(
            title=Text("组内平均含本单位", "the computed average, self included"),
            points="100",
            parameters={"average": "computed", "width": "10", "divisors": ("20", "40", "60"), "floor": "0"},
            figures={"value": ("25", "10", "-5")},
            expected=("162.50", "100.00", "37.50"),
            source=Text("手工算得：平均 10；10·5 + 5·2.5 = 62.5", "worked by hand: average 10; 10·5 + 5·2.5 = 62.5"),
            rules={"peers_include_self": True},
        ),
        Example(
            title=Text("组内平均不含本单位", "the average of the others"),
            points="10",
            parameters={"average": "computed", "width": "10", "divisors": ("20",)},
            figures={"value": ("8", "4", "4")},
            expected=("12.00", "9.00", "9.00"),
            source=Text("手工算得：8 对 4；4 对 6", "worked by hand: 8 against 4; 4 against 6"),
            rules={"peers_include_self": False},
        ),
        Example(
            title=Text("不含本单位而组内只有一家：无平均，须裁定", "one unit and the average of the others: a ruling"),
            points="10",
            parameters={"average": "computed", "width": "10", "divisors": ("20",)},
            figures={"value": ("8", None)},
            expected=(None, None),
            source=BY_HAND,
            rules={"peers_include_self": False},
        ),
        Example(
            title=Text("越低越好；保底与封顶", "lower is better, with a floor and a cap"),
            points="10",
            parameters={
                "average": "average",
                "width": "10",
                "divisors": ("20", "40"),
                "start": "6",
                "floor": "4.5",
                "cap": "8",
            },
            figures={"value": ("0", "5", "16"), "average": ("10", "10", "10")},
            expected=("8.00", "7.50", "4.50"),
            source=Text(
                "手工算得：6 + 10·6/20 = 9 → 8；6 + 5·0.3；6 − 6·0.3 = 4.2 → 4.5",
                "worked by hand: 6 + 10·6/20 = 9 → 8; 6 + 5·0.3; 6 − 6·0.3 = 4.2 → 4.5",
            ),
            direction="lower",
        ),
    ),
)

METHODS = (AGAINST_AVERAGE,)
