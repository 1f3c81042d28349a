"""比例得分: points in proportion to the best of the group, or to a benchmark."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import where
from leitai.engine.methods.cases import (
    NO_PEERS,
    ONE,
    ZERO,
    close_case,
    closed,
    limit,
    limited,
    undefined_answers,
)
from leitai.engine.methods.method import BY_HAND, Cell, Example, Facts, Line, Method, Outcome, Parameters
from leitai.engine.methods.peers import best, without_peers
from leitai.engine.rulebook.model import Number, NumberOrNone

NO_BEST = Text("最好值或分母不大于 0，无法按比例计", "best or divisor not above 0: no ratio")
NO_BENCHMARK = Text("基准值或分母不大于 0，无法按比例计", "benchmark or divisor not above 0: no ratio")


class ShareOfBestParameters(Parameters):
    """`share_of_best` has no parameters."""


class BenchmarkParameters(Parameters):
    """Parameters of `benchmark`."""

    benchmark: Number
    """基准值, in the indicator's unit. One for another data year belongs to another indicator or edition."""
    cap: NumberOrNone = None
    """封顶, as a multiple of full points; none: not bounded."""
    floor: NumberOrNone = Decimal(0)
    """保底, as a multiple of full points; none: a negative figure gives negative points."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise ValueError("parameters: floor ≤ cap")
        return self


def score_share_of_best(facts: Facts) -> Outcome:
    """Score in proportion to the best figure of the group. 按实绩比最好值得分

    Formula   s = w·x/max x; lower is better: w·min x/x; kept within [0, w]
    Symbols   x figure [unit of the indicator] · w full points
    Source    R08, R12                          Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not in the group's best
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(SHARE_OF_BEST, "100", {}, {"value": ("80", "60", "50")})
              ['100.00', '75.00', '62.50']
    """
    top = best(facts.value, facts.peers, facts.lower)
    lonely = without_peers(facts.peers, facts.present)
    upper = where(facts.lower, top, facts.value)
    divisor = where(facts.lower, facts.value, top)
    usable = top.gt(ZERO) & divisor.gt(ZERO)
    ratio = upper.over(divisor, where=usable)
    here = facts.present & ~lonely
    rate, limits = limit(ratio, ZERO, ONE, here & usable)
    points, undefined, flags = close_case(
        "nonpositive_base",
        facts.rules.nonpositive_base,
        here & ~usable,
        facts.points * rate,
        undefined_answers(facts, top),
    )
    return Outcome(
        points,
        undefined={**undefined, NO_PEERS: lonely},
        flags={**flags, **limits, NO_PEERS: lonely},
        steps={"best": top, "ratio": ratio},
    )


def explain_share_of_best(cell: Cell) -> tuple[Line, ...]:
    top, ratio, full = cell.steps["best"], cell.steps["ratio"], cell.points
    first = Line(Text("组内最好值", "best of the group"), written(top), top, cell.unit)
    if "nonpositive_base" in cell.flags:
        return (first, *closed(cell, "nonpositive_base", NO_BEST, top))
    upper, divisor = (top, cell.value) if cell.lower else (cell.value, top)
    text, rate = limited(written(ratio), ratio, 0, 1)
    return (
        first,
        Line(Text("与最好值之比", "ratio to the best"), f"{written(upper)} / {written(divisor)}", ratio),
        Line(Text("得分", "points"), f"{written(full)} * {text}", full * rate),
    )


def score_benchmark(facts: Facts) -> Outcome:
    """Score in proportion to a stated benchmark. 基准值比例得分

    Formula   s = w·x/b; lower is better: w·b/x; kept within [floor·w, cap·w]
    Symbols   x figure, b benchmark [unit of the indicator] · w full points
    Source    R14                               Ties/rounding: see Edition
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: not computed
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(BENCHMARK, "30", {"benchmark": "24.097"}, {"value": ("24.097", "48.194")})
              ['30.00', '60.00']
    """
    bench = facts.parameters["benchmark"]
    upper = where(facts.lower, bench, facts.value)
    divisor = where(facts.lower, facts.value, bench)
    usable = bench.gt(ZERO) & divisor.gt(ZERO)
    ratio = upper.over(divisor, where=usable)
    rate, limits = limit(ratio, facts.parameters["floor"], facts.parameters["cap"], facts.present & usable)
    points, undefined, flags = close_case(
        "nonpositive_base",
        facts.rules.nonpositive_base,
        facts.present & ~usable,
        facts.points * rate,
        undefined_answers(facts, bench),
    )
    return Outcome(points, {}, undefined, {**flags, **limits}, {"ratio": ratio})


def explain_benchmark(cell: Cell) -> tuple[Line, ...]:
    bench, ratio, full = cell.parameters["benchmark"], cell.steps["ratio"], cell.points
    if "nonpositive_base" in cell.flags:
        return closed(cell, "nonpositive_base", NO_BENCHMARK, bench)
    upper, divisor = (bench, cell.value) if cell.lower else (cell.value, bench)
    text, rate = limited(written(ratio), ratio, cell.parameters["floor"], cell.parameters["cap"])
    return (
        Line(Text("与基准值之比", "ratio to the benchmark"), f"{written(upper)} / {written(divisor)}", ratio),
        Line(Text("得分", "points"), f"{written(full)} * {text}", full * rate),
    )


SHARE_OF_BEST = Method(
    name="share_of_best",
    version=1,
    family=3,
    title=Text("最优值比较", "share of the best"),
    summary=Text(
        "组内最好的得满分，其余按与最好值之比得分。", "Full points for the best of the group, the others in proportion."
    ),
    formula="s = w·x/max x",
    symbols={
        "s": Text("得分", "points"),
        "w": Text("满分", "full points"),
        "x": Text("实际值", "the figure"),
        "max x": Text("组内最好值（越低越好时为 min x，比值倒置）", "best of the group (lower: min x, ratio inverted)"),
    },
    missing=Text("没有实际值的不参与最好值的选取。", "A unit without a figure takes no part in the best."),
    parameters=ShareOfBestParameters,
    kernel=score_share_of_best,
    arithmetic=explain_share_of_best,
    sources=("R08", "R12"),
    policies=("nonpositive_base",),
    relative=True,
    examples=(
        Example(
            title=Text("按实绩赋分", "points by achievement"),
            points="10",
            parameters={},
            figures={"value": ("80", "60", "-5", None)},
            expected=("10.00", "7.50", "0.00", None),
            source=Text("R08 [S92]；数据系手工拟定", "R08 [S92]; figures worked by hand"),
        ),
        Example(
            title=Text("逆向指标：min/x·100", "inverse indicator: min/x·100"),
            points="100",
            parameters={},
            figures={"value": ("2", "4", "5")},
            expected=("100.00", "50.00", "40.00"),
            source=Text("R12 [S64]；数据系手工拟定", "R12 [S64]; figures worked by hand"),
            direction="lower",
        ),
        Example(
            title=Text("最好值为 0，须裁定", "a best of 0 needs a ruling"),
            points="10",
            parameters={},
            figures={"value": ("0", "-2")},
            expected=(None, None),
            source=Text("手工算得（R08 没有说到）", "worked by hand (R08 says nothing of it)"),
        ),
        Example(
            title=Text("逆向而最好值为 0，政策 threshold", "inverse with a best of 0, policy threshold"),
            points="10",
            parameters={},
            figures={"value": ("0", "3")},
            expected=("10.00", "0.00"),
            source=BY_HAND,
            direction="lower",
            rules={"nonpositive_base": "threshold"},
        ),
        Example(
            title=Text("最好值为负，政策 zero", "a negative best, policy zero"),
            points="10",
            parameters={},
            figures={"value": ("-1", "-2")},
            expected=("0.00", "0.00"),
            source=BY_HAND,
            rules={"nonpositive_base": "zero"},
        ),
    ),
)

BENCHMARK = Method(
    name="benchmark",
    version=1,
    family=3,
    title=Text("基准值比例", "ratio to a benchmark"),
    summary=Text(
        "达到基准值得满分，高于或低于按比例；除非写明，不封顶。",
        "Full points at the benchmark, in proportion above and below; no cap unless one is stated.",
    ),
    formula="s = w·x/b",
    symbols={
        "s": Text("得分", "points"),
        "w": Text("满分", "full points"),
        "x": Text("实际值", "the figure"),
        "b": Text("基准值", "the benchmark"),
    },
    missing=Text("没有实际值的不计分。", "A unit without a figure is not computed."),
    parameters=BenchmarkParameters,
    kernel=score_benchmark,
    arithmetic=explain_benchmark,
    sources=("R14",),
    policies=("nonpositive_base",),
    bounded=False,
    examples=(
        Example(
            title=Text("亩均税收 30 分，2022 年度基准值 24.097", "tax per mu, 30 points, benchmark of 2022: 24.097"),
            points="30",
            parameters={"benchmark": "24.097"},
            figures={"value": ("24.097", "12", "48.194", "-1", None)},
            expected=("30.00", "14.94", "60.00", "0.00", None),
            source=Text(
                "S54（公式与基准值已公布）；数据系手工拟定：12/24.097·30 = 14.9396…",
                "S54 (formula and benchmark published); figures worked by hand: 12/24.097·30 = 14.9396…",
            ),
        ),
        Example(
            title=Text("以 150% 封顶", "capped at 150%"),
            points="20",
            parameters={"benchmark": "136.16", "cap": "1.5"},
            figures={"value": ("272.32", "68.08")},
            expected=("30.00", "10.00"),
            source=BY_HAND,
        ),
        Example(
            title=Text("逆向而实际为 0：须裁定", "inverse with a figure of 0 needs a ruling"),
            points="20",
            parameters={"benchmark": "5"},
            figures={"value": ("0", "10")},
            expected=(None, "10.00"),
            source=BY_HAND,
            direction="lower",
        ),
        Example(
            title=Text("基准值为 0，政策 threshold", "a benchmark of 0, policy threshold"),
            points="20",
            parameters={"benchmark": "0"},
            figures={"value": ("1", "-1")},
            expected=("20.00", "0.00"),
            source=BY_HAND,
            rules={"nonpositive_base": "threshold"},
        ),
        Example(
            title=Text("基准值为 0，政策 zero", "a benchmark of 0, policy zero"),
            points="20",
            parameters={"benchmark": "0"},
            figures={"value": ("1",)},
            expected=("0.00",),
            source=BY_HAND,
            rules={"nonpositive_base": "zero"},
        ),
    ),
)

METHODS = (SHARE_OF_BEST, BENCHMARK)
