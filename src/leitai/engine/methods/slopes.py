"""线性加扣分: points that rise or fall by a stated amount a unit of the figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact
from leitai.engine.methods.cases import OUT_OF_RANGE, Band, inside, limit, limited, uncovered
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
from leitai.engine.methods.peers import oriented
from leitai.engine.rulebook.interval import Interval
from leitai.engine.rulebook.model import Number, NumberOrNone


class LinearLossParameters(Parameters):
    """Parameters of `linear_loss`."""

    full_at: Number
    """Full points at this figure or a better one."""
    per_unit: Number = Field(ge=0)
    """每差一个单位扣分: points lost a unit (or `units` of them) short of `full_at`."""
    units: Number = Field(default=Decimal(1), gt=0)
    """How many units of the indicator `per_unit` is for; parts count in proportion."""
    floor: Number = Field(default=Decimal(0), ge=0)
    """扣到多少分为止: fewest points."""


class Segment(Parameters):
    """One row of `segments`."""

    interval: Band
    per_unit: Number
    """Points gained (negative: lost) for each unit, or `units` of them, that the figure rises inside the interval."""
    units: Number = Field(default=Decimal(1), gt=0)
    """How many units of the indicator `per_unit` is for: 6 points for each 90 is per_unit 6, units 90."""

    @property
    def slope(self) -> Fraction:
        return Fraction(self.per_unit) / Fraction(self.units)


class SlopesParameters(Parameters):
    """Parameters of `slopes`."""

    at: Number
    """标准值: the figure the line is anchored at."""
    points: Number
    """标准分: points at `at`."""
    segments: tuple[Segment, ...] = Field(min_length=1)
    """Slopes by intervals of the figure; the line continues from the anchor both ways without a break."""
    domain: Band = "(-inf, +inf)"
    """What the figure can be; a figure outside it needs a ruling."""
    floor: NumberOrNone = None
    """Fewest points; none: no floor."""
    cap: NumberOrNone = None
    """Most points; none: no cap."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise ValueError("parameters: floor ≤ cap")
        if not Interval.read(self.domain).contains(Fraction(self.at)):
            raise ValueError("parameters: at ∈ domain")
        return self

    def faults(self) -> tuple[TableFault, ...]:
        return uncovered("segments", tuple(segment.interval for segment in self.segments), self.domain)


def score_linear_loss(facts: Facts) -> Outcome:
    """Take points off for each unit short of the mark. 线性扣分

    Formula   s = min(w, max(floor, w − per_unit·(full_at − x)/units)); lower is better: x − full_at
    Symbols   x figure, full_at, units [unit of the indicator] · w full points · per_unit, floor [points]
    Source    R30, R31, R39                     Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not computed
    Example
              >>> from leitai.engine.methods.probe import score
              >>> loss = {"full_at": "98", "per_unit": "0.5", "floor": "12.5"}
              >>> score(LINEAR_LOSS, "25", loss, {"value": ("87.5", "83.33", "50")})
              ['19.75', '17.67', '12.50']
    """
    given = facts.parameters
    short = oriented(given["full_at"] - facts.value, facts.lower)
    left = facts.points - (given["per_unit"] * short).over(given["units"])
    points, flags = limit(left, given["floor"], None, facts.present)
    return Outcome(points.minimum(facts.points), flags=flags)


def explain_linear_loss(cell: Cell) -> tuple[Line, ...]:
    given, full = cell.parameters, cell.points
    mark, per_unit, floor = (Fraction(given[name]) for name in ("full_at", "per_unit", "floor"))
    upper, lower = (cell.value, mark) if cell.lower else (mark, cell.value)
    short = max(Fraction(0), upper - lower)
    units = Fraction(given["units"])
    loss = f"{written(per_unit)} * {written(short)}" + ("" if units == 1 else f" / {written(units)}")
    text, value = limited(f"{written(full)} - {loss}", full - per_unit * short / units, floor, None)
    text, value = limited(text, value, None, full)
    return (
        Line(
            Text("与满分线的差距", "short of the mark"),
            f"max(0, {written(upper)} - {written(lower)})",
            short,
            cell.unit,
        ),
        Line(Text("得分", "points"), text, value),
    )


def score_slopes(facts: Facts) -> Outcome:
    """Score along a line of several slopes through an anchor. 标准值分段加减分

    Formula   s = p + Σ_segments slope·(clip(x) − clip(at)), kept between floor and cap; clip: into the segment
    Symbols   x figure, at anchor [unit of the indicator] · p points at the anchor · slope [points a unit]
    Source    R20, R21                          Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not computed
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(SLOPES, "25", DEVIATION, {"value": ("100", "80", "120", "150")})
              ['25.00', '23.00', '29.00', '33.00']
    """
    given = facts.parameters
    line = given["points"]
    for segment in given["segments"]:
        interval = Interval.read(segment.interval)
        line = line + Exact.of(segment.slope) * (_clip(facts.value, interval) - _clip(given["at"], interval))
    outside = facts.present & ~inside(facts.value, Interval.read(given["domain"]))
    points, flags = limit(line, given["floor"], given["cap"], facts.present & ~outside)
    return Outcome(points, undefined={OUT_OF_RANGE: outside}, flags={**flags, OUT_OF_RANGE: outside})


def explain_slopes(cell: Cell) -> tuple[Line, ...]:
    given, x = cell.parameters, cell.value
    at, start = Fraction(given["at"]), Fraction(given["points"])
    lines: list[Line] = [Line(Text(f"标准值 {written(at)} 的得分", f"points at {written(at)}"), written(start), start)]
    terms, total = [written(start)], start
    for segment in given["segments"]:
        interval = Interval.read(segment.interval)
        reach = _clip_one(x, interval) - _clip_one(at, interval)
        if not reach:
            continue
        gain = segment.slope * reach
        slope = written(Fraction(segment.per_unit)) + (
            "" if segment.units == 1 else f" / {written(Fraction(segment.units))}"
        )
        label = Text(f"在 {interval} 内的加减分", f"gain inside {interval}")
        lines.append(Line(label, f"{written(reach)} * {slope}", gain))
        terms.append(f"{'-' if gain < 0 else '+'} {written(abs(gain))}")
        total += gain
    text, value = limited(" ".join(terms), total, given.get("floor"), given.get("cap"))
    return (*lines, Line(Text("得分", "points"), text, value))


def _clip(value: Exact, interval: Interval) -> Exact:
    if interval.low is not None:
        value = value.maximum(Exact.of(interval.low))
    return value if interval.high is None else value.minimum(Exact.of(interval.high))


def _clip_one(value: Fraction, interval: Interval) -> Fraction:
    value = value if interval.low is None else max(value, interval.low)
    return value if interval.high is None else min(value, interval.high)


LOSS_SYMBOLS = {
    "s": Text("得分", "points"),
    "w": Text("满分", "full points"),
    "x": Text("实际值", "the figure"),
    "full_at": Text("得满分的值", "figure that earns full points"),
    "per_unit": Text("每差一个单位扣的分", "points lost a unit"),
    "floor": Text("保底分", "fewest points"),
}
NO_FIGURE = Text("没有实际值的不计分。", "A unit without a figure is not computed.")
DEVIATION = {
    "at": "100",
    "points": "25",
    "segments": (
        {"interval": "[0, 100)", "per_unit": "0.1"},
        {"interval": "[100, 130]", "per_unit": "0.2"},
        {"interval": "(130, +inf)", "per_unit": "0.1"},
    ),
    "domain": "[0, +inf)",
    "floor": "15",
    "cap": "35",
}

LINEAR_LOSS = Method(
    name="linear_loss",
    version=1,
    family=8,
    title=Text("线性扣分", "linear loss"),
    summary=Text(
        "达到满分线得满分，每差一个单位扣固定分，扣到保底分为止。",
        "Full points at the mark; a fixed loss for each unit short of it, down to a floor.",
    ),
    formula="s = min(w, max(floor, w − per_unit·(full_at − x)/units))",
    symbols={**LOSS_SYMBOLS, "units": Text("扣一次分对应的单位数", "how many units one loss is for")},
    missing=NO_FIGURE,
    parameters=LinearLossParameters,
    kernel=score_linear_loss,
    arithmetic=explain_linear_loss,
    sources=("R30", "R31", "R39"),
    unit_free=False,
    examples=(
        Example(
            title=Text("省派工单满意率（推定：98% 得 25 分）", "satisfaction with orders (derived: 25 points at 98%)"),
            points="25",
            parameters={"full_at": "98", "per_unit": "0.5", "floor": "12.5"},
            figures={"value": ("87.5", "83.33", "50", "75", "71.43", "50")},
            expected=("19.75", "17.67", "12.50", "13.50", "12.50", "12.50"),
            source=Text(
                "S50、S49，省派工单满意率（公式系推定，R30）", "S50, S49, 省派工单满意率 (formula derived, R30)"
            ),
        ),
        Example(
            title=Text("回访满意率（推定：95% 得 25 分）", "satisfaction at call-back (derived: 25 points at 95%)"),
            points="25",
            parameters={"full_at": "95", "per_unit": "0.5", "floor": "12.5"},
            figures={"value": ("70.59", "66.67", "50")},
            expected=("12.80", "12.50", "12.50"),
            source=Text("S48，回访满意率（公式系推定，R30）", "S48, 回访满意率 (formula derived, R30)"),
        ),
        Example(
            title=Text("按时办结率（推定：扣到 0 分）", "orders closed in time (derived: down to zero)"),
            points="25",
            parameters={"full_at": "100", "per_unit": "1"},
            figures={"value": ("89.82", "80", "66.67")},
            expected=("14.82", "5.00", "0.00"),
            source=Text(
                "S50、S46、S48，按时办结率（公式系推定，R31）", "S50, S46, S48, 按时办结率 (formula derived, R31)"
            ),
        ),
        Example(
            title=Text("超时限未开工每个扣 0.1", "0.1 off for each project not started in time"),
            points="0.5",
            parameters={"full_at": "0", "per_unit": "0.1"},
            figures={"value": ("1", "0", "9")},
            expected=("0.40", "0.50", "0.00"),
            source=Text(
                "S53，履约与诚信扣分（甲区）；其余数据系手工拟定",
                "S53, 履约与诚信扣分 (甲区); the other figures worked by hand",
            ),
            direction="lower",
        ),
        Example(
            title=Text("每低 10 个百分点扣 1 分", "1 point for each 10 percentage points"),
            points="5",
            parameters={"full_at": "80", "per_unit": "1", "units": "10"},
            figures={"value": ("75", "90", None)},
            expected=("4.50", "5.00", None),
            source=BY_HAND,
        ),
    ),
)

SLOPES = Method(
    name="slopes",
    version=1,
    family=8,
    title=Text("标准值分段加减分", "slopes through an anchor"),
    summary=Text(
        "达到标准值得标准分，高低各段按每单位加减分，可设上下限。",
        "The standard points at the standard figure; each stretch adds or takes points a unit, within limits.",
    ),
    formula="s = p + Σ slope·(clip(x) − clip(at))",
    symbols={
        "s": Text("得分", "points"),
        "p": Text("标准分", "points at the anchor"),
        "x": Text("实际值", "the figure"),
        "at": Text("标准值", "the anchor"),
        "slope": Text("该段每单位加减分", "points a unit in the stretch"),
        "clip": Text("限制在该段之内", "kept inside the stretch"),
    },
    missing=NO_FIGURE,
    parameters=SlopesParameters,
    kernel=score_slopes,
    arithmetic=explain_slopes,
    sources=("R20", "R21"),
    monotone=False,
    bounded=False,
    unit_free=False,
    examples=(
        Example(
            title=Text("两种斜率的偏离加减分，总幅 ±10", "deviation with two slopes, ±10 in all"),
            points="25",
            parameters=DEVIATION,
            figures={"value": ("100", "80", "130", "150", "300", "-1")},
            expected=("25.00", "23.00", "31.00", "33.00", "35.00", None),
            source=Text("R21 [S69]，满分 25；数据系手工拟定", "R21 [S69] on 25 points; figures worked by hand"),
        ),
        Example(
            title=Text("营业收入 90 亿得 6 分，最高 15 分", "revenue of 90 earns 6, at most 15"),
            points="15",
            parameters={
                "at": "90",
                "points": "6",
                "segments": ({"interval": "[0, +inf)", "per_unit": "6", "units": "90"},),
                "domain": "[0, +inf)",
                "cap": "15",
            },
            figures={"value": ("90", "45", "100", "500", None)},
            expected=("6.00", "3.00", "6.67", "15.00", None),
            source=Text(
                "R20 [S68]（斜率系推定：按比例）；数据系手工拟定",
                "R20 [S68] (slope implied: in proportion); figures worked by hand",
            ),
        ),
    ),
)

METHODS = (LINEAR_LOSS, SLOPES)
