"""给定得分: points that people or another body set are taken as they are."""

from __future__ import annotations

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.methods.cases import OUT_OF_RANGE, ZERO
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters


class GivenParameters(Parameters):
    """`given` has no parameters."""


def score_given(facts: Facts) -> Outcome:
    """Take the figure as the points. 给定得分

    Formula   s = x, where 0 ≤ x ≤ w
    Symbols   x points set elsewhere · w full points
    Source    rules.md §2 (given points), parts of R32 and R35      Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not computed
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(GIVEN, "10", {}, {"value": ("9.25", "10.5")})
              ['9.25', None]
    """
    outside = facts.present & (facts.value.lt(ZERO) | facts.value.gt(facts.points))
    return Outcome(facts.value, undefined={OUT_OF_RANGE: outside}, flags={OUT_OF_RANGE: outside})


def explain_given(cell: Cell) -> tuple[Line, ...]:
    return (Line(Text("得分（由评定单位给定）", "points (set by the rating body)"), written(cell.value), cell.value),)


GIVEN = Method(
    name="given",
    version=1,
    family=10,
    title=Text("给定得分", "given points"),
    summary=Text(
        "由人或另一机构评出的分数，原样计入；超出 0 到满分的须裁定。",
        "Points that people or another body set count as they are; outside 0 to full points they need a ruling.",
    ),
    formula="s = x",
    symbols={
        "s": Text("得分", "points"),
        "x": Text("给定的分数", "the points that were set"),
        "w": Text("满分", "full points"),
    },
    missing=Text("没有给定分数的不计分。", "Where no points were set nothing is computed."),
    parameters=GivenParameters,
    kernel=score_given,
    arithmetic=explain_given,
    sources=("R32", "R35"),
    unit_free=False,
    examples=(
        Example(
            title=Text("民主测评得分", "points of an appraisal"),
            points="100",
            parameters={},
            figures={"value": ("91.37", "0", "100", None)},
            expected=("91.37", "0.00", "100.00", None),
            source=BY_HAND,
        ),
        Example(
            title=Text("超出满分或为负：须裁定", "above full points or negative: a ruling is needed"),
            points="20",
            parameters={},
            figures={"value": ("20.01", "-0.5")},
            expected=(None, None),
            source=BY_HAND,
        ),
    ),
)

METHODS = (GIVEN,)
