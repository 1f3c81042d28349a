"""功效系数: points by where a figure lies between the worst and the best."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, Mask, where
from leitai.engine.methods.cases import NO_PEERS, ONE, ZERO, close_case, closed, limit, limited
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters
from leitai.engine.methods.peers import best, without_peers, worst
from leitai.engine.rulebook.model import Number, NumberOrNone

EQUAL_RANGE = Text("最好值与最差值之间没有差距", "no distance between best and worst")


class EfficacyParameters(Parameters):
    """Parameters of `efficacy`."""

    base: Number = Field(default=Decimal("0.6"), ge=0, le=1)
    """基础分, as a share of full points, that the worst still gets; 0 is plain min–max."""
    best: NumberOrNone = None
    """满意值; left out, the best figure of the group."""
    worst: NumberOrNone = None
    """不允许值; left out, the worst figure of the group."""


def bounds(facts: Facts) -> tuple[Exact, Exact, Mask]:
    """Best and worst, written or of the group, and where the group has nobody to give one that is needed."""
    top, bottom = facts.parameters["best"], facts.parameters["worst"]
    lonely = without_peers(facts.peers, facts.present)
    if top is not None and bottom is not None:
        lonely = lonely & False
    if top is None:
        top = best(facts.value, facts.peers, facts.lower)
    if bottom is None:
        bottom = worst(facts.value, facts.peers, facts.lower)
    return top, bottom, lonely


def score_efficacy(facts: Facts) -> Outcome:
    """Score by the place of the figure between the worst and the best. 功效系数法得分

    Formula   s = w·(b + (1−b)·(x−worst)/(best−worst)), kept within [b·w, w]
    Symbols   x figure, best, worst [unit of the indicator] · w full points · b base, a share of w
    Source    R09, R10                          Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not in the group's best or worst
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(EFFICACY, "100", {"base": "0.6"}, {"value": ("120", "90", "80")})
              ['100.00', '70.00', '60.00']
    """
    top, bottom, lonely = bounds(facts)
    span = where(facts.lower, bottom - top, top - bottom)
    gain = where(facts.lower, bottom - facts.value, facts.value - bottom)
    flat = ~span.gt(ZERO)
    ratio = gain.over(span, where=~flat)
    here = facts.present & ~lonely
    rate, limits = limit(ratio, ZERO, ONE, here & ~flat)
    base = facts.parameters["base"]
    points, undefined, flags = close_case(
        "equal_range",
        facts.rules.equal_range,
        here & flat,
        facts.points * (base + (ONE - base) * rate),
        {"full": facts.points, "base": facts.points * base},
    )
    return Outcome(
        points,
        undefined={**undefined, NO_PEERS: lonely},
        flags={**flags, **limits, NO_PEERS: lonely},
        steps={"best": top, "worst": bottom, "ratio": ratio},
    )


def explain_efficacy(cell: Cell) -> tuple[Line, ...]:
    top, bottom, ratio = cell.steps["best"], cell.steps["worst"], cell.steps["ratio"]
    base, full, x = cell.parameters["base"], cell.points, cell.value
    lines = tuple(
        Line(label, written(bound), bound, cell.unit)
        for bound, label in (
            (top, _bound(cell, "best", Text("组内最好值", "best of the group"), Text("满意值", "best bound"))),
            (
                bottom,
                _bound(cell, "worst", Text("组内最差值", "worst of the group"), Text("不允许值", "worst bound")),
            ),
        )
    )
    if "equal_range" in cell.flags:
        if cell.rules.equal_range == "full":
            return lines + closed(cell, "equal_range", EQUAL_RANGE)
        label = Text(
            f"得分（{EQUAL_RANGE.zh}，按政策 equal_range = base：得基础分）",
            f"points ({EQUAL_RANGE.en}; policy equal_range = base: the base)",
        )
        return (*lines, Line(label, f"{written(full)} * {written(base)}", full * base))
    part = (bottom, x, bottom, top) if cell.lower else (x, bottom, top, bottom)
    a, b, c, d = map(written, part)
    text, rate = limited(written(ratio), ratio, 0, 1)
    expression = f"{written(full)} * ({written(base)} + (1 - {written(base)}) * {text})"
    return (
        *lines,
        Line(Text("功效系数", "efficacy coefficient"), f"({a} - {b}) / ({c} - {d})", ratio),
        Line(Text("得分", "points"), expression, full * (base + (1 - base) * rate)),
    )


def _bound(cell: Cell, name: str, of_group: Text, stated: Text) -> Text:
    return of_group if cell.parameters.get(name) is None else stated


EFFICACY = Method(
    name="efficacy",
    version=1,
    family=2,
    title=Text("功效系数法", "efficacy coefficient (min–max with a base)"),
    summary=Text(
        "最好值得满分，最差值得基础分（默认六成），其间按距离得分。",
        "Full points for the best, the base (six tenths unless stated) for the worst, by distance between.",
    ),
    formula="s = w·(b + (1−b)·(x−worst)/(best−worst))",
    symbols={
        "s": Text("得分", "points"),
        "w": Text("满分", "full points"),
        "x": Text("实际值", "the figure"),
        "best": Text("满意值，未定则取组内最好值", "best bound, else the best of the group"),
        "worst": Text("不允许值，未定则取组内最差值", "worst bound, else the worst of the group"),
        "b": Text("基础分占满分的比重", "base, as a share of full points"),
    },
    missing=Text(
        "没有实际值的不参与最好值、最差值的选取。", "A unit without a figure takes no part in the best or the worst."
    ),
    parameters=EfficacyParameters,
    kernel=score_efficacy,
    arithmetic=explain_efficacy,
    sources=("R09", "R10"),
    policies=("equal_range",),
    relative=True,
    examples=(
        Example(
            title=Text("60–100 的功效系数", "efficacy coefficient from 60 to 100"),
            points="100",
            parameters={"base": "0.6"},
            figures={"value": ("120", "90", "80", None)},
            expected=("100.00", "70.00", "60.00", None),
            source=Text("R09 [S61]；数据系手工拟定：60 + 40·10/40", "R09 [S61]; figures worked by hand: 60 + 40·10/40"),
        ),
        Example(
            title=Text("越低越好，最大最小法（基础分 0）", "lower is better, plain min–max (base 0)"),
            points="10",
            parameters={"base": "0"},
            figures={"value": ("2", "4", "8")},
            expected=("10.00", "6.67", "0.00"),
            source=Text("手工算得：10·(8−4)/(8−2)", "worked by hand: 10·(8−4)/(8−2)"),
            direction="lower",
        ),
        Example(
            title=Text("给定满意值与不允许值，超出的截止", "stated bounds; figures beyond them stop there"),
            points="20",
            parameters={"base": "0.5", "best": "10", "worst": "0"},
            figures={"value": ("12", "5", "-3")},
            expected=("20.00", "15.00", "10.00"),
            source=BY_HAND,
        ),
        Example(
            title=Text("各单位相同，政策 full", "all equal, policy full"),
            points="10",
            parameters={},
            figures={"value": ("5", "5", "5")},
            expected=("10.00", "10.00", "10.00"),
            source=Text("手工算得（R09 没有说最大等于最小）", "worked by hand (R09 says nothing of max = min)"),
            rules={"equal_range": "full"},
        ),
        Example(
            title=Text("各单位相同，政策 base", "all equal, policy base"),
            points="10",
            parameters={},
            figures={"value": ("5", "5")},
            expected=("6.00", "6.00"),
            source=BY_HAND,
            rules={"equal_range": "base"},
        ),
        Example(
            title=Text("只有一个单位，政策 ruling：须裁定", "one unit alone, policy ruling"),
            points="10",
            parameters={},
            figures={"value": ("5", None)},
            expected=(None, None),
            source=BY_HAND,
            rules={"equal_range": "ruling"},
        ),
    ),
)

METHODS = (EFFICACY,)
