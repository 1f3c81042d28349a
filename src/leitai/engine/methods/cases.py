"""Open cases: limits that bite, and what a policy answers where the rule itself gives no value.

A case the policy leaves to people is `undefined`; a case it closes is a flag of the same name, so that every reader is
told. Both carry the policy's key. Two cases no policy closes: `no_peers` and `out_of_range`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.exact import Exact, Mask, where
from leitai.engine.methods.method import Cell, Facts, Line, TableFault
from leitai.engine.methods.peers import at_least_as_good
from leitai.engine.rulebook.interval import Interval, gaps_and_overlaps
from leitai.engine.rulebook.model import IntervalText

ZERO = Exact.of(0)
ONE = Exact.of(1)
EVERYWHERE: Mask = np.array(True)
NO_PEERS = "no_peers"
OUT_OF_RANGE = "out_of_range"
CAPPED = "capped"
FLOORED = "floored"


def _bracketed(text: str) -> str:
    if ".." in text:
        raise ValueError("interval: [80, 90) · (-inf, 60)")
    return text


Band = Annotated[IntervalText, AfterValidator(_bracketed)]
"""An interval in a table of a method: its ends are written, never left to a policy."""


def close_case(
    key: str, policy: str, case: Mask, points: Exact, answers: Mapping[str, Exact]
) -> tuple[Exact, dict[str, Mask], dict[str, Mask]]:
    """Put the policy's answer where the rule gives no value: points, undefined, flags."""
    if policy == "ruling":
        return points, {key: case}, {}
    return where(case, answers[policy], points), {}, {key: case}


def undefined_answers(facts: Facts, bound: Exact) -> dict[str, Exact]:
    """What `zero` and `threshold` answer: nothing, or full points where the figure is as good as the bound."""
    reached = at_least_as_good(facts.value, bound, facts.lower)
    return {"zero": ZERO, "threshold": where(reached, facts.points, ZERO)}


def limit(value: Exact, floor: Exact | None, cap: Exact | None, among: Mask) -> tuple[Exact, dict[str, Mask]]:
    """The value kept between floor and cap (None: without), and flags where one of them bit."""
    flags: dict[str, Mask] = {}
    if floor is not None:
        flags[FLOORED] = among & value.lt(floor)
        value = value.maximum(floor)
    if cap is not None:
        flags[CAPPED] = among & value.gt(cap)
        value = value.minimum(cap)
    return value, flags


def limited(text: str, value: Fraction, floor: Any, cap: Any) -> tuple[str, Fraction]:
    """The expression and the value of `limit`, for one cell; a limit is written where it bites."""
    if floor is not None and value < floor:
        text, value = f"max({written(Fraction(floor))}, {text})", max(Fraction(floor), value)
    if cap is not None and value > cap:
        text, value = f"min({written(Fraction(cap))}, {text})", min(Fraction(cap), value)
    return text, value


def read_bound(facts: Facts, parameter: str, role: str) -> tuple[Exact, Mask]:
    """A bound written in the rule, else the figure of a role, and where it is present."""
    written_down = facts.parameters[parameter]
    return facts.roles[role] if written_down is None else (written_down, EVERYWHERE)


def bound_of(cell: Cell, parameter: str, role: str) -> Fraction:
    """The same bound, for one cell."""
    written_down = cell.parameters.get(parameter)
    return cell.roles[role] if written_down is None else Fraction(written_down)


def closed(cell: Cell, key: str, why: Text, bound: Fraction | None = None) -> tuple[Line, ...]:
    """The line of a case that policy `key` closed: why the rule gives no value, and what the policy answers."""
    policy: str = getattr(cell.rules, key)
    value, expression = Fraction(0), "0"
    if policy == "threshold" and bound is not None:
        reached = cell.value <= bound if cell.lower else cell.value >= bound
        value = cell.points if reached else Fraction(0)
        sign = "<=" if cell.lower else ">="
        expression = f"if({written(cell.value)} {sign} {written(bound)}, {written(cell.points)}, 0)"
    elif policy == "full":
        value, expression = cell.points, written(cell.points)
    zero = policy == "threshold" and bound is None
    answer = {
        "zero": Text("得 0 分", "0 points"),
        "threshold": Text("达到得满分，否则 0 分", "full points where reached, else 0"),
        "full": Text("得满分", "full points"),
    }["zero" if zero else policy]
    label = Text(
        f"得分（{why.zh}，按政策 {key} = {policy}:{answer.zh}）",
        f"points ({why.en}; policy {key} = {policy}: {answer.en})",
    )
    return (Line(label, expression, value),)


def uncovered(path: str, bands: tuple[str, ...], domain: str, whole_numbers: bool = False) -> tuple[TableFault, ...]:
    """The gaps and overlaps of a table. In a table of counts a stretch that holds no whole number does not matter."""
    gaps, overlaps = gaps_and_overlaps([Interval.read(band) for band in bands], Interval.read(domain))
    if whole_numbers:
        gaps = [gap for gap in gaps if _holds_whole_number(gap)]
        overlaps = [overlap for overlap in overlaps if _holds_whole_number(overlap)]
    return (TableFault(path, tuple(gaps), tuple(overlaps)),) if gaps or overlaps else ()


def _holds_whole_number(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return True
    first = -(-interval.low // 1)
    if first == interval.low and not interval.low_closed:
        first += 1
    return first < interval.high or (first == interval.high and interval.high_closed)


def inside(value: Exact, interval: Interval) -> Mask:
    """Where the values lie in the interval."""
    mask: Mask = np.ones(value.shape, dtype=bool)
    if interval.low is not None:
        low = Exact.of(interval.low)
        mask = mask & (value.ge(low) if interval.low_closed else value.gt(low))
    if interval.high is not None:
        high = Exact.of(interval.high)
        mask = mask & (value.le(high) if interval.high_closed else value.lt(high))
    return mask
