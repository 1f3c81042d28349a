"""What is asked about a figure when it is saved: what stops it, what wants an explanation, what is only shown.

block     it is not saved: not a number, a unit that does not convert, points beyond the full points, a negative count
explain   saved, and not verified before somebody says why: a jump, a fall of what only grows, a growth beyond the limit
warn      saved; the verifier sees it: the same as last time, far from the group

All arithmetic is on decimals as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Catalogue, Fault
from leitai.engine.quantities import QuantityError, read_quantity
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.units import PER_CENT, POINTS, TABLE, convert, parse_unit

CATALOGUE = Catalogue.of("leitai.web.collection")
Level = Literal["block", "explain", "warn"]
# Without a limit of the edition's own, a change of more than half is asked about.
LIMIT = Decimal(50)
LONGEST = 400
SPREAD = 3
FEWEST_PEERS = 6
AVERAGED = frozenset({"秒", "月", "分", "位", "分贝", "名"})
COUNTED = frozenset("人位户家件个项次票台辆套座处条所张篇份宗起例株头只床间栋块") | {
    "人次",
    "件次",
    "户次",
    "车次",
    "班次",
    "标箱",
}


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    fault: Fault


@dataclass(frozen=True, slots=True)
class Spot:
    """What the checks know of a cell. `points`: the full points where people give points, else None."""

    where: str
    unit: str
    kind: str
    role: str
    growth: bool
    points: Fraction | None
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Around:
    """The figures a value is held against; None where there is none. `same_year`: `last` lies in the same year."""

    last: Decimal | None = None
    same_year: bool = False
    year_ago: Decimal | None = None
    actual: Decimal | None = None
    base: Decimal | None = None
    peers: Sequence[Decimal] = ()


def read_value(written: str, spot: Spot, units: frozenset[str] = frozenset()) -> Decimal | Finding:
    """A figure as it was typed, in the indicator's unit; or why it cannot be one."""
    try:
        quantity = read_quantity(written, units)
    except QuantityError as why:
        return Finding("block", _fault("CO-001", spot, value=written, reason=why.reason, unit=spot.unit))
    try:
        value = convert(quantity.value, quantity.unit, spot.unit)
    except QuantityError as why:
        return Finding("block", _fault("CO-002", spot, value=written, reason=why.reason, unit=spot.unit))
    if len(number_text(value)) > LONGEST:
        return Finding("block", _fault("CO-006", spot, value=written, most=LONGEST))
    return value


def findings(value: Decimal, spot: Spot, around: Around) -> list[Finding]:
    """Everything to be said about a value, what stops it first."""
    blocked = list(_blocks(value, spot))
    if blocked:
        return blocked
    return [*_explains(value, spot, around), *_warns(value, spot, around)]


def adds_up(unit: str) -> bool:
    """Whether a cumulative figure in this unit is a sum, which never falls: money, counts, areas, weights.

    >>> adds_up("亿元"), adds_up("件"), adds_up("%"), adds_up("天"), adds_up("微克/立方米")
    (True, True, False, False, False)
    """
    powers = parse_unit(unit).powers
    return len(powers) == 1 and powers[0][1] == 1 and powers[0][0] not in AVERAGED


def counts_things(unit: str) -> bool:
    return unit in COUNTED


def is_share(unit: str) -> bool:
    return unit in PER_CENT or unit in POINTS


def _blocks(value: Decimal, spot: Spot) -> Iterator[Finding]:
    if spot.points is not None and not 0 <= Fraction(value) <= spot.points:
        yield Finding("block", _fault("CO-003", spot, value=number_text(value), points=decimal_text(spot.points)))
    elif counts_things(spot.unit) and value < 0:
        yield Finding("block", _fault("CO-004", spot, value=number_text(value), unit=spot.unit))


def _explains(value: Decimal, spot: Spot, around: Around) -> Iterator[Finding]:
    if spot.points is not None:
        return
    if spot.growth:
        if abs(value) > spot.limit:
            yield Finding("explain", _growth_fault("CO-014", spot, value, value))
        return
    paired = _growth(around.actual if spot.role == "base" else value, value if spot.role == "base" else around.base)
    if spot.role in ("actual", "base") and paired is not None and abs(paired) > spot.limit:
        other = around.actual if spot.role == "base" else around.base
        yield Finding("explain", _growth_fault("CO-014", spot, value, paired, other))
    if spot.role != "actual":
        return
    falls = spot.kind == "cumulative" and adds_up(spot.unit)
    if falls and around.last is not None and around.same_year and 0 <= value < around.last:
        data = {"value": number_text(value), "last": number_text(around.last), "unit": spot.unit}
        yield Finding("explain", _fault("CO-013", spot, **data))
    if around.base is None:
        yield from _jump("CO-011", value, spot, around.year_ago)
    if not falls:
        yield from _jump("CO-012", value, spot, around.last)


def _jump(code: str, value: Decimal, spot: Spot, before: Decimal | None) -> Iterator[Finding]:
    """Beyond the limit against an earlier figure. Shares move in points, small counts jump without meaning anything."""
    if before is None or (counts_things(spot.unit) and max(abs(value), abs(before)) < 10):
        return
    moved = value - before if is_share(spot.unit) else _growth(value, before)
    if moved is not None and abs(moved) > spot.limit:
        yield Finding("explain", _growth_fault(code, spot, value, moved, before))


def _warns(value: Decimal, spot: Spot, around: Around) -> Iterator[Finding]:
    if spot.role != "actual":
        return
    if value and around.last == value and not counts_things(spot.unit):
        yield Finding("warn", _fault("CO-021", spot, value=number_text(value)))
    fences = spread(around.peers)
    if fences is not None and not adds_up(spot.unit) and not fences[0] <= value <= fences[1]:
        low, high = (number_text(fence.quantize(Decimal("0.01")) + 0) for fence in fences)
        yield Finding("warn", _fault("CO-022", spot, value=number_text(value), low=low, high=high))


def spread(peers: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The outer fences of the group: three times the middle half beyond it (Tukey). None for too few or all alike."""
    if len(peers) < FEWEST_PEERS:
        return None
    ranked = sorted(peers)
    low, high = quantile(ranked, 1), quantile(ranked, 3)
    if low == high:
        return None
    return low - SPREAD * (high - low), high + SPREAD * (high - low)


def quantile(ranked: Sequence[Decimal], quarter: int) -> Decimal:
    """The first, second or third quartile of sorted values, between neighbours."""
    place = Fraction(quarter, 4) * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    part = place - below
    return ranked[below] + (ranked[above] - ranked[below]) * part.numerator / part.denominator


def _growth(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Per cent on what was there before; None where that is nothing or negative."""
    if value is None or before is None or before <= 0:
        return None
    return (value - before) * 100 / before


def _growth_fault(code: str, spot: Spot, value: Decimal, moved: Decimal, before: Decimal | None = None) -> Fault:
    return _fault(
        code,
        spot,
        value=number_text(value),
        unit=spot.unit if spot.unit in TABLE or spot.unit else "",
        before="" if before is None else number_text(before),
        moved=f"{moved:+.2f}",
        limit=number_text(spot.limit),
    )


def _fault(code: str, spot: Spot, **data: object) -> Fault:
    return CATALOGUE.fault(code, "", spot.where, "error", **data)
