"""分段表: points read from a table of intervals, and thresholds that depend on scale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from pydantic import Field

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, where
from leitai.engine.methods.cases import OUT_OF_RANGE, ZERO, Band, inside, uncovered
from leitai.engine.methods.method import (
    BY_HAND,
    Cell,
    Example,
    Facts,
    Line,
    Method,
    Outcome,
    Parameters,
    TableFault,
)
from leitai.engine.methods.peers import oriented, whole
from leitai.engine.rulebook.interval import Interval
from leitai.engine.rulebook.model import NodeId, Number

COUNTS = "[1, +inf)"


class Step(Parameters):
    """One row of the table of `step_table`."""

    interval: Band
    points: Number


class StepTableParameters(Parameters):
    """Parameters of `step_table`."""

    table: tuple[Step, ...] = Field(min_length=1)
    """Points by intervals of the figure; together they cover the domain and no two overlap."""
    domain: Band = "(-inf, +inf)"
    """What the figure can be; a figure outside it needs a ruling."""

    def faults(self) -> tuple[TableFault, ...]:
        return uncovered("table", tuple(step.interval for step in self.table), self.domain)


class ScaledStep(Parameters):
    """One row of the table of `scaled_threshold`."""

    scale: Band
    """Range of the scale, counted in whole numbers."""
    threshold: Number


class ScaledThresholdParameters(Parameters):
    """Parameters of `scaled_threshold`."""

    scale_role: NodeId
    """Declared role that holds the scale (how many projects were to start)."""
    table: tuple[ScaledStep, ...] = Field(min_length=1)
    """Thresholds by scale; together they cover every whole number from 1 on."""
    per_step: Number = Field(ge=0)
    """Points for each `step` above the threshold, and off for each below."""
    step: Number = Field(gt=0)
    """Width of a step, in the indicator's unit."""
    swing: Number = Field(ge=0)
    """Most points above or below full points."""
    none: Number
    """Points where the scale is 0."""
    whole_steps: bool = False
    """True: only whole steps count; False: parts of a step count in proportion."""

    def faults(self) -> tuple[TableFault, ...]:
        return uncovered("table", tuple(row.scale for row in self.table), COUNTS, whole_numbers=True)


def score_step_table(facts: Facts) -> Outcome:
    """Score by the interval the figure lies in. 分段计分

    Formula   s = points_i, x ∈ interval_i
    Symbols   x figure [unit of the indicator] · intervals complete and disjoint over the domain
    Source    R34                               Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not computed
    Example
              >>> from leitai.engine.methods.probe import score
              >>> table = [{"interval": "[90, +inf)", "points": "200"}, {"interval": "(-inf, 90)", "points": "190"}]
              >>> score(STEP_TABLE, "200", {"table": table}, {"value": ("90", "89.99")})
              ['200.00', '190.00']
    """
    points, held = ZERO, np.zeros(facts.value.shape, dtype=bool)
    within = inside(facts.value, Interval.read(facts.parameters["domain"]))
    for row in facts.parameters["table"]:
        here = inside(facts.value, Interval.read(row.interval))
        points, held = where(here, Exact.of(row.points), points), held | here
    outside = facts.present & ~(held & within)
    return Outcome(points, undefined={OUT_OF_RANGE: outside}, flags={OUT_OF_RANGE: outside})


def explain_step_table(cell: Cell) -> tuple[Line, ...]:
    for row in cell.parameters["table"]:
        interval = Interval.read(row.interval)
        if interval.contains(cell.value):
            points = Fraction(row.points)
            label = Text(f"得分（落在 {interval}）", f"points (in {interval})")
            return (Line(label, written(points), points),)
    return ()


def scale_roles(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    named = parameters.get("scale_role")
    return (named,) if named else ()


def score_scaled_threshold(facts: Facts) -> Outcome:
    """Score against a threshold that depends on scale. 按规模定门槛得分

    Formula   s = w + clip(per_step·(x − threshold)/step, −swing, +swing); scale 0: fixed points
    Symbols   x figure, threshold, step [unit of the indicator] · w full points · swing [points]
    Source    R23                               Ties/rounding: see Edition
    Shapes    x, scale (…, contestant, indicator) → s of the same shape    Missing: no scale → `missing`
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(SCALED_THRESHOLD, "5", RATE_OF_STARTS, {"value": ("80", "60", "0"), "scale": ("5", "6", "0")})
              ['5.00', '4.00', '2.00']
    """
    given = facts.parameters
    name = given["scale_role"]
    scale, known = facts.roles[name]
    threshold, held = ZERO, np.zeros(scale.shape, dtype=bool)
    for row in given["table"]:
        here = inside(scale, Interval.read(row.scale))
        threshold, held = where(here, Exact.of(row.threshold), threshold), held | here
    gap = oriented(facts.value - threshold, facts.lower)
    size = gap.absolute().over(given["step"])
    if given["whole_steps"]:
        size = whole(size.num // size.den)
    change = (size * given["per_step"]).minimum(given["swing"])
    nothing = scale.eq(ZERO)
    points = where(nothing, given["none"], facts.points + where(gap.lt(ZERO), -change, change))
    present = facts.present & known
    outside = present & ~nothing & ~held
    return Outcome(
        points,
        {name: facts.present & ~known},
        {OUT_OF_RANGE: outside},
        {OUT_OF_RANGE: outside, "no_scale": present & nothing},
        {"threshold": threshold},
    )


def explain_scaled_threshold(cell: Cell) -> tuple[Line, ...]:
    given, full = cell.parameters, cell.points
    scale = cell.roles[given["scale_role"]]
    if scale == 0:
        fixed = Fraction(given["none"])
        return (
            Line(
                Text("得分（规模为 0，按规则给固定分）", "points (scale 0: fixed by the rule)"), written(fixed), fixed
            ),
        )
    threshold, step = cell.steps["threshold"], Fraction(given["step"])
    per_step, swing = Fraction(given["per_step"]), Fraction(given["swing"])
    upper, lower = (threshold, cell.value) if cell.lower else (cell.value, threshold)
    steps = (upper - lower) / step
    counted, label = (
        f"({written(upper)} - {written(lower)}) / {written(step)}",
        Text("高于门槛的档数", "steps above it"),
    )
    lines = [
        Line(
            Text(f"门槛（规模 {written(scale)}）", f"threshold (scale {written(scale)})"),
            written(threshold),
            threshold,
            cell.unit,
        ),
        Line(label, counted, steps),
    ]
    if given["whole_steps"]:
        steps = Fraction(abs(steps) // 1 * (-1 if steps < 0 else 1))
        lines.append(Line(Text("整档数", "whole steps"), written(steps), steps))
    value = full + max(-swing, min(swing, per_step * steps))
    expression = (
        f"{written(full)} + max({written(-swing)}, min({written(swing)}, {written(per_step)} * {written(steps)}))"
    )
    return (*lines, Line(Text("得分", "points"), expression, value))


TABLE_SYMBOLS = {
    "s": Text("得分", "points"),
    "x": Text("实际值", "the figure"),
}
RUIAN = {
    "table": (
        {"interval": "[90, 100]", "points": "200"},
        {"interval": "[80, 90)", "points": "190"},
        {"interval": "[70, 80)", "points": "180"},
        {"interval": "[60, 70)", "points": "170"},
        {"interval": "[0, 60)", "points": "160"},
    ),
    "domain": "[0, 100]",
}
RATE_OF_STARTS = {
    "scale_role": "scale",
    "table": ({"scale": "[1, 5]", "threshold": "80"}, {"scale": "[6, +inf)", "threshold": "70"}),
    "per_step": "1",
    "step": "10",
    "swing": "2",
    "none": "2",
}

STEP_TABLE = Method(
    name="step_table",
    version=1,
    family=8,
    title=Text("分段计分", "step table"),
    summary=Text(
        "按实际值落在哪一段得那一段的分；各段须完整且不重叠。",
        "The points of the interval the figure lies in; the intervals are complete and disjoint.",
    ),
    formula="s = points_i, x ∈ interval_i",
    symbols={
        **TABLE_SYMBOLS,
        "interval_i": Text("第 i 段", "an interval of the table"),
        "points_i": Text("该段的分", "its points"),
    },
    missing=Text("没有实际值的不计分。", "A unit without a figure is not computed."),
    parameters=StepTableParameters,
    kernel=score_step_table,
    arithmetic=explain_step_table,
    sources=("R34",),
    monotone=False,
    bounded=False,
    unit_free=False,
    examples=(
        Example(
            title=Text("优秀得票率分段（瑞安，低票另计）", "share of excellent votes (Rui'an, low votes apart)"),
            points="200",
            parameters=RUIAN,
            figures={"value": ("95", "90", "89.99", "70", "60", "59.99", "0", None)},
            expected=("200.00", "200.00", "190.00", "180.00", "170.00", "160.00", "160.00", None),
            source=Text(
                "R34 [S92]，略去低票的条件；数据系手工拟定",
                "R34 [S92] with its condition on low votes left out; figures worked by hand",
            ),
        ),
        Example(
            title=Text("超出定义域：须裁定", "outside the domain: a ruling is needed"),
            points="200",
            parameters=RUIAN,
            figures={"value": ("100", "100.01", "-1")},
            expected=("200.00", None, None),
            source=BY_HAND,
        ),
    ),
)

SCALED_THRESHOLD = Method(
    name="scaled_threshold",
    version=1,
    family=8,
    title=Text("按规模定门槛", "threshold by scale"),
    summary=Text(
        "项目越多门槛越低；达到门槛得满分，每高（低）一档加（扣）分，有上下限。",
        "The more projects, the lower the threshold; full points at it, more or fewer for each step, within limits.",
    ),
    formula="s = w + clip(per_step·(x − threshold)/step, −swing, +swing)",
    symbols={
        **TABLE_SYMBOLS,
        "w": Text("满分", "full points"),
        "threshold": Text("规模对应的门槛", "threshold for the scale"),
        "per_step": Text("每档加（扣）分", "points a step"),
        "step": Text("档宽", "width of a step"),
        "swing": Text("加（扣）分上限", "limit of points above or below"),
    },
    missing=Text("缺规模的不计分，并指明缺哪一项。", "Without the scale nothing is computed, and the role is named."),
    parameters=ScaledThresholdParameters,
    kernel=score_scaled_threshold,
    arithmetic=explain_scaled_threshold,
    sources=("R23",),
    roles=scale_roles,
    bounded=False,
    unit_free=False,
    examples=(
        Example(
            title=Text("新开工 1–5 个：开工率 80%;6 个以上：70%", "1–5 projects: 80%; 6 and more: 70%"),
            points="5",
            parameters=RATE_OF_STARTS,
            figures={
                "value": ("80", "70", "95", "100", "40", "0", "75"),
                "scale": ("5", "6", "3", "1", "8", "0", None),
            },
            expected=("5.00", "5.00", "6.50", "7.00", "3.00", "2.00", None),
            source=Text(
                "R23 [S69]；数据系手工拟定（不足一档的按比例）",
                "R23 [S69]; figures worked by hand (parts of a step in proportion)",
            ),
        ),
        Example(
            title=Text("只计整档", "whole steps only"),
            points="5",
            parameters={**RATE_OF_STARTS, "whole_steps": True},
            figures={"value": ("95", "89", "71"), "scale": ("3", "3", "3")},
            expected=("6.00", "5.00", "5.00"),
            source=BY_HAND,
        ),
        Example(
            title=Text("规模为负：须裁定", "a negative scale needs a ruling"),
            points="5",
            parameters=RATE_OF_STARTS,
            figures={"value": ("95",), "scale": ("-1",)},
            expected=(None,),
            source=BY_HAND,
        ),
        Example(
            title=Text("越低越好", "lower is better"),
            points="5",
            parameters={**RATE_OF_STARTS, "none": Decimal(5)},
            figures={"value": ("70", "90"), "scale": ("2", "2")},
            expected=("6.00", "4.00"),
            source=BY_HAND,
            direction="lower",
        ),
    ),
)

METHODS = (STEP_TABLE, SCALED_THRESHOLD)
