"""名次得分: points by the place a figure takes among its peers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, IntArray, where
from leitai.engine.methods.cases import NO_PEERS, ZERO, Band, uncovered
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
from leitai.engine.methods.peers import at_least_as_good, places, whole, without_peers
from leitai.engine.rulebook.interval import Interval
from leitai.engine.rulebook.model import Number, NumberOrNone

ENDLESS = 2**31
RANKS = "[1, +inf)"


class LadderParameters(Parameters):
    """Parameters of `ladder`."""

    step: Number = Field(ge=0)
    """每降一名扣, as a share of the ladder's points: 0.05 is 5%."""
    eligible: NumberOrNone = None
    """入围门槛: only figures as good as this join the ladder; left out, all do."""
    entry: NumberOrNone = None
    """门槛分: points for reaching `eligible`; the ladder then shares out the rest of the full points."""
    below: Number = Decimal(0)
    """Points of those that do not reach `eligible`."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.entry is not None and self.eligible is None:
            raise ValueError("parameters: entry + eligible")
        return self


class RankBand(Parameters):
    """One row of `bands`."""

    ranks: Band
    """名次区间, such as [1, 3]."""
    points: Number


class RankBandsParameters(Parameters):
    """Parameters of `rank_bands`."""

    bands: tuple[RankBand, ...] = Field(min_length=1)
    """Points by ranges of places; together they cover every place from 1 on."""

    @model_validator(mode="after")
    def _falling(self) -> Self:
        rows = sorted(self.bands, key=lambda row: span(row)[0])
        if any(worse.points > better.points for better, worse in pairwise(rows)):
            raise ValueError("parameters: points[k] ≥ points[k+1]")
        return self

    def faults(self) -> tuple[TableFault, ...]:
        return uncovered("bands", tuple(band.ranks for band in self.bands), RANKS, whole_numbers=True)


def span(band: RankBand) -> tuple[int, int]:
    """The first and the last place of a band."""
    ranks = Interval.read(band.ranks)
    low, high = ranks.low, ranks.high
    first = 1 if low is None else -(-low // 1)
    if low is not None and first == low and not ranks.low_closed:
        first += 1
    last = ENDLESS if high is None else high // 1
    if high is not None and last == high and not ranks.high_closed:
        last -= 1
    return max(1, int(first)), int(last)


def shared_places(facts: Facts) -> tuple[IntArray, IntArray, IntArray]:
    """Place k, how many peers hold it, and over how many rungs its points are averaged (1: the shared place's)."""
    k, tied = places(facts.value, facts.peers, facts.lower)
    rungs = np.maximum(tied, 1) if facts.rules.tied_ladder == "mean" else np.ones_like(tied)
    return k, tied, rungs


def rungs_above(room: Exact, drop: Exact, floor: Exact) -> IntArray:
    """How many rungs of a ladder stand above its floor, an indicator each."""
    shape = np.broadcast_shapes(room.shape, drop.shape)
    counts = [
        0 if r <= f else ENDLESS if d == 0 else min(ENDLESS, int(-(-(r - f) // d)))
        for r, d, f in zip(*(_spread(part, shape) for part in (room, drop, floor)), strict=True)
    ]
    return np.array(counts, dtype=np.int64).reshape(shape)


def climb(k: IntArray, rungs: IntArray, room: Exact, step: Exact, floor: Fraction | None) -> tuple[Exact, IntArray]:
    """Mean points of the rungs k … k+rungs−1 of a ladder, and how many of them stand above the floor."""
    drop = room * step
    bottom = Exact.of(floor or 0)
    count = rungs if floor is None else np.clip(rungs_above(room, drop, bottom) - (k - 1), 0, rungs)
    high = whole(count) * room - drop * whole(count * (k - 1) + count * (count - 1) // 2)
    return (high + bottom * whole(rungs - count)).over(whole(rungs)), count


def score_ladder(facts: Facts) -> Outcome:
    """Score by place, each place one step below the one before. 争先进位阶梯得分

    Formula   s = e + (w−e)·(1 − step·(k−1)), not below the ladder's floor; figures short of `eligible`: below
    Symbols   k place among the peers · w full points · e entry points · step share of w−e
    Source    R04, R05                          Ties: policy tied_ladder · floor: policy ladder_floor
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: takes no place
    Example
              >>> from leitai.engine.methods.probe import score
              >>> score(LADDER, "20", {"step": "0.05"}, {"value": ("9", "8", "8", "7")})
              ['20.00', '19.00', '19.00', '17.00']
    """
    entry, floor = facts.parameters["entry"], facts.rules.ladder_floor
    eligible = facts.parameters["eligible"]
    entry = ZERO if entry is None else entry
    k, tied, rungs = shared_places(facts)
    rung, count = climb(k, rungs, facts.points - entry, facts.parameters["step"], floor)
    points = entry + rung
    joins = facts.present
    if eligible is not None:
        joins = joins & at_least_as_good(facts.value, eligible, facts.lower)
        points = where(joins, points, facts.parameters["below"])
    lonely = without_peers(facts.peers, joins)
    flags = {"tied_ladder": joins & (tied > 1), "ladder_floor": joins & (count < rungs), NO_PEERS: lonely}
    return Outcome(points, undefined={NO_PEERS: lonely}, flags=flags, steps={"rank": whole(k), "tied": whole(tied)})


def explain_ladder(cell: Cell) -> tuple[Line, ...]:
    eligible, entry = cell.parameters.get("eligible"), Fraction(cell.parameters.get("entry") or 0)
    below, step, k = cell.parameters["below"], cell.parameters["step"], int(cell.steps["rank"])
    if eligible is not None and (cell.value > eligible if cell.lower else cell.value < eligible):
        label = Text(
            f"得分（未达入围门槛 {written(eligible)}）", f"points (short of the threshold {written(eligible)})"
        )
        return (Line(label, written(below), below),)
    room = cell.points - entry
    expression, value = rungs_text(cell, room, step)
    if entry:
        expression, value = f"{written(entry)} + {expression}", entry + value
    return (*place_lines(cell, k), Line(policies_label(cell), expression, value))


def rungs_text(cell: Cell, room: Fraction, step: Fraction) -> tuple[str, Fraction]:
    """The points of one cell's rung, or the mean of the rungs it shares, written and worked out."""
    k, floor = int(cell.steps["rank"]), cell.rules.ladder_floor
    rungs = max(1, int(cell.steps["tied"])) if cell.rules.tied_ladder == "mean" else 1
    each = [room * (1 - step * (k - 1 + i)) for i in range(rungs)]
    w, s = written(room), written(step)
    if floor is None or each[-1] >= floor:
        middle = Fraction(2 * k + rungs - 1, 2)
        return f"{w} * (1 - {s} * ({written(middle)} - 1))", sum(each, Fraction(0)) / rungs
    if rungs == 1:
        return f"max({written(floor)}, {w} * (1 - {s} * ({k} - 1)))", max(floor, each[0])
    high = [one for one in each if one > floor]
    low = written(floor)
    total = sum(high, Fraction(0)) + (rungs - len(high)) * floor
    if not high:
        return low, floor
    middle = Fraction(2 * k + len(high) - 1, 2)
    return f"({len(high)} * {w} * (1 - {s} * ({written(middle)} - 1)) + {rungs - len(high)} * {low}) / {rungs}", (
        total / rungs
    )


def place_lines(cell: Cell, k: int) -> tuple[Line, ...]:
    tied = int(cell.steps["tied"])
    label = Text("名次", "place") if tied < 2 else Text(f"名次（{tied} 家并列）", f"place ({tied} units tied)")
    return (Line(label, str(k), Fraction(k)),)


def policies_label(cell: Cell) -> Text:
    """得分, with the policies that had a say in it."""
    zh, en = [], []
    if "tied_ladder" in cell.flags:
        mean = cell.rules.tied_ladder == "mean"
        zh.append(
            "并列，按政策 tied_ladder = " + ("mean：取所占名次得分的平均" if mean else "shared：同得并列名次的分")
        )
        en.append(
            "tied; policy tied_ladder = " + ("mean: the mean of the places" if mean else "shared: the shared place")
        )
    if "ladder_floor" in cell.flags and cell.rules.ladder_floor is not None:
        low = written(cell.rules.ladder_floor)
        zh.append(f"按政策 ladder_floor 不低于 {low}")
        en.append(f"policy ladder_floor: not below {low}")
    return Text(f"得分（{';'.join(zh)}）", f"points ({'; '.join(en)})") if zh else Text("得分", "points")


def score_rank_bands(facts: Facts) -> Outcome:
    """Score by the range of places. 名次分段得分

    Formula   s = points_i, k ∈ ranks_i
    Symbols   k place among the peers · bands ranges of places and their points
    Source    R22                               Ties: policy tied_ladder
    Shapes    x (…, contestant, indicator) → s of the same shape    Missing: takes no place
    Example
              >>> from leitai.engine.methods.probe import score
              >>> bands = [{"ranks": "[1, 1]", "points": "5"}, {"ranks": "[2, +inf)", "points": "3"}]
              >>> score(RANK_BANDS, "5", {"bands": bands}, {"value": ("9", "8", "7")})
              ['5.00', '3.00', '3.00']
    """
    k, tied, rungs = shared_places(facts)
    total, covered = ZERO, np.zeros(k.shape, dtype=np.int64)
    for band in facts.parameters["bands"]:
        first, last = span(band)
        held = np.maximum(0, np.minimum(last, k + rungs - 1) - np.maximum(first, k) + 1)
        total = total + Exact.of(band.points) * whole(held)
        covered = covered + held
    lonely = without_peers(facts.peers, facts.present)
    uncertain = facts.present & (covered != rungs)
    return Outcome(
        total.over(whole(rungs)),
        undefined={NO_PEERS: lonely, "out_of_range": uncertain},
        flags={"tied_ladder": facts.present & (tied > 1), NO_PEERS: lonely, "out_of_range": uncertain},
        steps={"rank": whole(k), "tied": whole(tied)},
    )


def explain_rank_bands(cell: Cell) -> tuple[Line, ...]:
    k = int(cell.steps["rank"])
    rungs = max(1, int(cell.steps["tied"])) if cell.rules.tied_ladder == "mean" else 1
    parts: list[str] = []
    total = Fraction(0)
    for band in cell.parameters["bands"]:
        first, last = span(band)
        held = max(0, min(last, k + rungs - 1) - max(first, k) + 1)
        if held:
            points = Fraction(band.points)
            parts.append(written(points) if rungs == 1 else f"{held} * {written(points)}")
            total += held * points
    expression = " + ".join(parts) if rungs == 1 else f"({' + '.join(parts)}) / {rungs}"
    return (*place_lines(cell, k), Line(policies_label(cell), expression, total / rungs))


def _spread(part: Exact, shape: tuple[int, ...]) -> list[Fraction]:
    return Exact(np.broadcast_to(part.num, shape), part.den).fractions()


PLACE_SYMBOLS = {
    "s": Text("得分", "points"),
    "w": Text("满分", "full points"),
    "k": Text("组内名次", "place in the group"),
}
NO_PLACE = Text("没有实际值的不排名次，不占名次。", "A unit without a figure takes no place.")
R22 = ({"ranks": "[1, 3]", "points": "7"}, {"ranks": "[4, 6]", "points": "5"}, {"ranks": "[7, 10]", "points": "3"})
SEVEN = {"bands": (*R22, {"ranks": "[11, +inf)", "points": "0"})}

LADDER = Method(
    name="ladder",
    version=1,
    family=4,
    title=Text("名次阶梯", "rank ladder"),
    summary=Text(
        "第一名得满分，每降一名少一档；可先设入围门槛和门槛分。",
        "Full points for first place, one step less each place; a threshold with points of its own may come first.",
    ),
    formula="s = e + (w−e)·(1 − step·(k−1))",
    symbols={
        **PLACE_SYMBOLS,
        "e": Text("门槛分", "entry points"),
        "step": Text("每名递减比例", "step, share of the ladder's points"),
    },
    missing=NO_PLACE,
    parameters=LadderParameters,
    kernel=score_ladder,
    arithmetic=explain_ladder,
    sources=("R04", "R05"),
    policies=("tied_ladder", "ladder_floor"),
    relative=True,
    bounded=False,
    examples=(
        Example(
            title=Text("争先进位：每降一名少 5%", "each place 5% less"),
            points="20",
            parameters={"step": "0.05"},
            figures={"value": ("9.1", "8.2", "7.3", None)},
            expected=("20.00", "19.00", "18.00", None),
            source=Text("R05 [S60]；数据系手工拟定", "R05 [S60]; figures worked by hand"),
        ),
        Example(
            title=Text("并列第二，政策 shared：下一名为第四", "two tied for second, policy shared"),
            points="20",
            parameters={"step": "0.05"},
            figures={"value": ("9", "8", "8", "7")},
            expected=("20.00", "19.00", "19.00", "17.00"),
            source=Text("手工算得；并列按 S52 的排法", "worked by hand; competition places as in S52"),
        ),
        Example(
            title=Text("并列第二，政策 mean：取第二、第三名平均", "two tied for second, policy mean"),
            points="20",
            parameters={"step": "0.05"},
            figures={"value": ("9", "8", "8", "7")},
            expected=("20.00", "18.50", "18.50", "17.00"),
            source=BY_HAND,
            rules={"tied_ladder": "mean"},
        ),
        Example(
            title=Text("门槛 8% 得 4 分，其余 6 分按名次", "4 points for 8%, a ladder of the other 6"),
            points="10",
            parameters={"step": "0.05", "eligible": "8", "entry": "4"},
            figures={"value": ("9.5", "8.6", "8", "7.9")},
            expected=("10.00", "9.70", "9.40", "0.00"),
            source=Text(
                "R04 [S60]（每名差多少系假定）；数据系手工拟定",
                "R04 [S60] (its ladder's step assumed); figures worked by hand",
            ),
        ),
        Example(
            title=Text("越低越好；阶梯不低于 0", "lower is better; the ladder stops at 0"),
            points="10",
            parameters={"step": "0.5"},
            figures={"value": ("1", "2", "3", "4")},
            expected=("10.00", "5.00", "0.00", "0.00"),
            source=BY_HAND,
            direction="lower",
        ),
        Example(
            title=Text("不设保底，名次靠后为负", "no floor: far places go below zero"),
            points="10",
            parameters={"step": "0.5"},
            figures={"value": ("4", "3", "2", "1")},
            expected=("10.00", "5.00", "0.00", "-5.00"),
            source=BY_HAND,
            rules={"ladder_floor": None},
        ),
    ),
)

RANK_BANDS = Method(
    name="rank_bands",
    version=1,
    family=4,
    title=Text("名次分段", "rank bands"),
    summary=Text("按所在名次段得该段的分。", "The points of the range of places the unit falls into."),
    formula="s = points_i, k ∈ ranks_i",
    symbols={
        **{name: PLACE_SYMBOLS[name] for name in ("s", "k")},
        "ranks_i": Text("第 i 个名次段", "a range of places"),
        "points_i": Text("该段的分", "its points"),
    },
    missing=NO_PLACE,
    parameters=RankBandsParameters,
    kernel=score_rank_bands,
    arithmetic=explain_rank_bands,
    sources=("R22",),
    policies=("tied_ladder",),
    relative=True,
    bounded=False,
    examples=(
        Example(
            title=Text("1–3 名 7 分，4–6 名 5 分，7–10 名 3 分", "places 1–3: 7, 4–6: 5, 7–10: 3, then 0"),
            points="7",
            parameters=SEVEN,
            figures={"value": tuple(str(30 - i) for i in range(11))},
            expected=("7.00",) * 3 + ("5.00",) * 3 + ("3.00",) * 4 + ("0.00",),
            source=Text("R22 [S69]；数据系手工拟定", "R22 [S69]; figures worked by hand"),
        ),
        Example(
            title=Text("第三名并列，政策 shared", "two tied for third, policy shared"),
            points="7",
            parameters=SEVEN,
            figures={"value": ("9", "8", "7", "7", "6")},
            expected=("7.00", "7.00", "7.00", "7.00", "5.00"),
            source=BY_HAND,
        ),
        Example(
            title=Text("第三名并列，政策 mean:(7+5)/2", "two tied for third, policy mean"),
            points="7",
            parameters=SEVEN,
            figures={"value": ("9", "8", "7", "7", "6")},
            expected=("7.00", "7.00", "6.00", "6.00", "5.00"),
            source=BY_HAND,
            rules={"tied_ladder": "mean"},
        ),
    ),
)

METHODS = (LADDER, RANK_BANDS)
