"""目标完成: points by how much of a target was done, in proportion or all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from pydantic import model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import where
from leitai.engine.methods.cases import (
    EVERYWHERE,
    ZERO,
    bound_of,
    close_case,
    closed,
    limit,
    limited,
    read_bound,
    undefined_answers,
)
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters
from leitai.engine.methods.peers import at_least_as_good
from leitai.engine.rulebook.model import NumberOrNone

ZERO_TARGET = Text("目标或分母不大于 0，完成率无法计算", "target or divisor not above 0: no completion rate")


class CompletionParameters(Parameters):
    """Parameters of `completion`."""

    cap: NumberOrNone = Decimal(1)
    """封顶, as a multiple of full points: 1 stops at full points, 1.2 pays up to 120%; none: no cap."""
    floor: NumberOrNone = Decimal(0)
    """保底, as a multiple of full points; none: a negative figure gives negative points."""
    target: NumberOrNone = None
    """The target where it is one for all; left out, the role `target` is read."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise ValueError("parameters: floor ≤ cap")
        return self


class ThresholdParameters(Parameters):
    """Parameters of `threshold`."""

    target: NumberOrNone = None
    """The threshold where it is one for all; left out, the role `target` is read."""


def target_roles(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    return ("target",) if parameters.get("target") is None else ()


def score_completion(facts: Facts) -> Outcome:
    """Score by the share of the target that was done. 目标完成率得分

    Formula   s = w·min(cap, max(floor, x/T)); lower is better: T/x
    Symbols   x figure, T target [unit of the indicator] · w full points · cap, floor [multiples of w]
    Source    R01, R02, R29                     Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: no target → `missing`
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(COMPLETION, "0.5", {"cap": "1.2", "target": "100"}, {"value": ("96", "90", "120")})
              ['0.48', '0.45', '0.60']
    """
    target, known = read_bound(facts, "target", "target")
    done = where(facts.lower, target, facts.value)
    due = where(facts.lower, facts.value, target)
    usable = target.gt(ZERO) & due.gt(ZERO)
    ratio = done.over(due, where=usable)
    here = facts.present & known
    rate, limits = limit(ratio, facts.parameters["floor"], facts.parameters["cap"], here & usable)
    points, undefined, flags = close_case(
        "zero_target",
        facts.rules.zero_target,
        here & ~usable,
        facts.points * rate,
        undefined_answers(facts, target),
    )
    missing = {} if known is EVERYWHERE else {"target": facts.present & ~known}
    return Outcome(points, missing, undefined, {**flags, **limits}, {"ratio": ratio})


def explain_completion(cell: Cell) -> tuple[Line, ...]:
    target = bound_of(cell, "target", "target")
    if "zero_target" in cell.flags:
        return closed(cell, "zero_target", ZERO_TARGET, target)
    done, due = (target, cell.value) if cell.lower else (cell.value, target)
    ratio = done / due
    label = (
        Text("完成率（越低越好：目标÷实际）", "completion rate (lower is better: target ÷ actual)")
        if cell.lower
        else Text("完成率（实际÷目标）", "completion rate (actual ÷ target)")
    )
    text, rate = limited(written(ratio), ratio, cell.parameters["floor"], cell.parameters["cap"])
    return (
        Line(label, f"{written(done)} / {written(due)}", ratio),
        Line(Text("得分", "points"), f"{written(cell.points)} * {text}", cell.points * rate),
    )


def score_threshold(facts: Facts) -> Outcome:
    """Give full points where the target is reached and none elsewhere. 目标完成计分

    Formula   s = w (x ≥ T), 0 (x < T); lower is better: x ≤ T
    Symbols   x figure, T target [unit of the indicator] · w full points
    Source    R03                               Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: no target → `missing`
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(THRESHOLD, "4", {"target": "8"}, {"value": ("8", "7.9")})
              ['4.00', '0.00']
    """
    target, known = read_bound(facts, "target", "target")
    reached = at_least_as_good(facts.value, target, facts.lower)
    missing = {} if known is EVERYWHERE else {"target": facts.present & ~known}
    return Outcome(where(reached, facts.points, ZERO), missing)


def explain_threshold(cell: Cell) -> tuple[Line, ...]:
    target = bound_of(cell, "target", "target")
    reached = cell.value <= target if cell.lower else cell.value >= target
    label = Text("得分（达到目标得满分，否则 0 分）", "points (full where the target is reached, else 0)")
    sign = "<=" if cell.lower else ">="
    expression = f"if({written(cell.value)} {sign} {written(target)}, {written(cell.points)}, 0)"
    return (Line(label, expression, cell.points if reached else 0 * cell.points),)


TARGET_SYMBOLS = {
    "s": Text("得分", "points"),
    "w": Text("满分", "full points"),
    "x": Text("实际值", "the figure"),
    "T": Text("目标值", "the target"),
}

COMPLETION = Method(
    name="completion",
    version=1,
    family=1,
    title=Text("目标完成率", "completion of a target"),
    summary=Text(
        "完成目标得满分，未完成按完成比例得分；可设封顶（如 120%）和保底。",
        "Full points for the target, a proportional share below it; a cap (such as 120%) and a floor may be set.",
    ),
    formula="s = w·min(cap, max(floor, x/T))",
    symbols={
        **TARGET_SYMBOLS,
        "cap": Text("封顶倍数", "cap, multiple of full points"),
        "floor": Text("保底倍数", "floor, multiple of full points"),
    },
    missing=Text(
        "没有目标值时不计分，列为缺目标。", "Without a target nothing is computed; the target is reported missing."
    ),
    parameters=CompletionParameters,
    kernel=score_completion,
    arithmetic=explain_completion,
    sources=("R01", "R02", "R29"),
    policies=("zero_target",),
    roles=target_roles,
    bounded=False,
    examples=(
        Example(
            title=Text("省外新增实际投资完成率 96% 与 90%", "completion 96% and 90% of a 0.5 point item"),
            points="0.5",
            parameters={"cap": "1.2", "target": "100"},
            figures={"value": ("96", "90")},
            expected=("0.48", "0.45"),
            source=Text("S53，省外新增实际投资完成率", "S53, 省外新增实际投资完成率"),
        ),
        Example(
            title=Text("外商直接投资完成率 120%，得 0.6 分", "120% of a 0.5 point item pays 0.6"),
            points="0.5",
            parameters={"cap": "1.2", "target": "100"},
            figures={"value": ("120", "121")},
            expected=("0.60", "0.60"),
            source=Text(
                "S53，外商直接投资完成率；第二个数手工算得", "S53, 外商直接投资完成率; the second figure worked by hand"
            ),
        ),
        Example(
            title=Text("签约个数 28/27、29/27，以 100% 封顶", "28 and 29 contracts of 27, capped at 100%"),
            points="0.25",
            parameters={},
            figures={"value": ("28", "29"), "target": ("27", "27")},
            expected=("0.25", "0.25"),
            source=Text("S53，签约个数与金额各半（0.5 分的一半）", "S53, 签约个数与金额各半 (half of the 0.5 points)"),
        ),
        Example(
            title=Text("能耗：越低越好", "energy use: lower is better"),
            points="10",
            parameters={},
            figures={"value": ("8", "10", "12.5"), "target": ("10", "10", "10")},
            expected=("10.00", "10.00", "8.00"),
            source=BY_HAND,
            direction="lower",
        ),
        Example(
            title=Text("目标为 0，须裁定；缺目标不计", "a zero target needs a ruling; a missing one is not computed"),
            points="10",
            parameters={},
            figures={"value": ("5", "5", "5", "-5"), "target": ("0", None, "-1", "10")},
            expected=(None, None, None, "0.00"),
            source=Text("手工算得（R01 没有说 T = 0）", "worked by hand (R01 says nothing of T = 0)"),
        ),
        Example(
            title=Text("目标为 0，政策 zero", "a zero target under policy zero"),
            points="10",
            parameters={},
            figures={"value": ("5", "9"), "target": ("0", "10")},
            expected=("0.00", "9.00"),
            source=BY_HAND,
            rules={"zero_target": "zero"},
        ),
        Example(
            title=Text("目标为 0，政策 threshold：达到得满分", "a zero target under policy threshold"),
            points="10",
            parameters={},
            figures={"value": ("5", "0", "-1"), "target": ("0", "0", "0")},
            expected=("10.00", "10.00", "0.00"),
            source=BY_HAND,
            rules={"zero_target": "threshold"},
        ),
    ),
)

THRESHOLD = Method(
    name="threshold",
    version=1,
    family=1,
    title=Text("目标完成计分", "target reached or not"),
    summary=Text("达到目标得满分，达不到不得分。", "Full points where the target is reached, none elsewhere."),
    formula="s = w (x ≥ T), 0 (x < T)",
    symbols=TARGET_SYMBOLS,
    missing=Text(
        "没有目标值时不计分，列为缺目标。", "Without a target nothing is computed; the target is reported missing."
    ),
    parameters=ThresholdParameters,
    kernel=score_threshold,
    arithmetic=explain_threshold,
    sources=("R03",),
    roles=target_roles,
    examples=(
        Example(
            title=Text("GDP 增幅达到 8% 得 4 分", "4 points for growth of 8%"),
            points="4",
            parameters={"target": "8"},
            figures={"value": ("8", "8.1", "7.99")},
            expected=("4.00", "4.00", "0.00"),
            source=Text("S60（R04 的门槛）；数据系手工拟定", "S60 (threshold of R04); figures worked by hand"),
        ),
        Example(
            title=Text("控制数：不超过目标得满分", "a ceiling: full points at or below it"),
            points="5",
            parameters={},
            figures={"value": ("0", "3", "4", "4"), "target": ("0", "3", "3", None)},
            expected=("5.00", "5.00", "0.00", None),
            source=BY_HAND,
            direction="lower",
        ),
    ),
)

METHODS = (COMPLETION, THRESHOLD)
