"""Tables of intervals: grades over every total there can be, lights over what their measure can be."""

from __future__ import annotations

from fractions import Fraction

from leitai.engine.errors import Text
from leitai.engine.rulebook.check.look import Look, Used, for_group
from leitai.engine.rulebook.interval import Interval, gaps_and_overlaps
from leitai.engine.rulebook.model import FixedPoints, Indicator, LateRule
from leitai.engine.rulebook.places import Path

# Methods whose cap and floor are multiples of full points; in the others they are points.
MULTIPLES = frozenset({"completion", "benchmark"})
LADDERS = frozenset({"ladder", "rater_ladder", "vote_ladder"})
Range = tuple[Fraction | None, Fraction | None]
MOST_OVERLAPS = 50
WHOLE_LINE = Interval(None, None, False, False)


def check_bands(look: Look) -> None:
    book = look.rulebook
    borders = book.policies.grade_borders if book.policies is not None else "left_closed"
    contrary = book.caps.floor is not None and book.caps.total is not None and book.caps.floor > book.caps.total
    if book.grades and look.groups and not contrary:
        read = [Interval.read(grade.interval, borders) for grade in book.grades]
        paths: list[Path] = [("grades", index, "interval") for index in range(len(read))]
        _covered(look, read, total_range(look), ("grades",), paths, Text("等级表", "grades"))
    for index, table in enumerate(book.lights):
        read = [Interval.read(band.interval, borders) for band in table.bands]
        paths = [("lights", index, "bands", i, "interval") for i in range(len(read))]
        domain = Interval.read(table.domain, borders)
        name = Text(f"灯表“{table.name.zh}”", f"the lights {table.name.say('en')}")
        _covered(look, read, domain, ("lights", index, "bands"), paths, name)


def _covered(look: Look, bands: list[Interval], domain: Interval, path: Path, paths: list[Path], name: Text) -> None:
    gaps, _ = gaps_and_overlaps(bands, domain)
    _, overlaps = gaps_and_overlaps(bands, WHOLE_LINE)
    for gap in gaps:
        look.add("RB-074", path, what=gap, of=name)
    for overlap in overlaps[:MOST_OVERLAPS]:
        both = [at for at, band in zip(paths, bands, strict=True) if gaps_and_overlaps([band, overlap], WHOLE_LINE)[1]]
        look.add("RB-075", both[1] if len(both) > 1 else path, what=overlap, of=name)
    for at, band in zip(paths, bands, strict=True):
        if not gaps_and_overlaps([band, domain], WHOLE_LINE)[1]:
            look.add("RB-076", at, "warning", what=band, domain=domain, of=name)


def total_range(look: Look) -> Interval:
    """From the lowest to the highest total: full points, what methods give beyond them, adjustments, caps."""
    low, high = _base_range(look)
    less, more = _adjusted(look)
    low = None if low is None or less is None else low - less
    high = None if high is None or more is None else high + more
    caps = look.rulebook.caps
    if caps.floor is not None:
        low = Fraction(caps.floor) if low is None else max(low, Fraction(caps.floor))
    if caps.total is not None:
        high = Fraction(caps.total) if high is None else min(high, Fraction(caps.total))
    if low is not None and high is not None:
        high = max(low, high)
    return Interval(low, high, low is not None, high is not None)


def _base_range(look: Look) -> Range:
    """Over the groups: the least and the most that the tree alone can give."""
    tree, low, high = look.rulebook.tree, Fraction(0), Fraction(0)
    if tree is None:
        return None, None
    for group in look.groups:
        full = for_group(tree.full, group)
        if full is None:
            continue
        least, most = Fraction(0), Fraction(1)
        for used in look.used:
            worth = for_group(used.indicator.points or used.indicator.weight, group)
            if not worth or worth < 0:
                continue
            points = Fraction(worth) if tree.measure == "points" else Fraction(full)
            if points <= 0:
                continue
            down, up = leaf_range(look, used, points)
            if down is None or up is None:
                return None, None
            # Where points are shared out again, a node can be as far out as its farthest leaf.
            least, most = min(least, down / points), max(most, up / points)
        low, high = min(low, least * Fraction(full)), max(high, most * Fraction(full))
    return low, high


def leaf_range(look: Look, used: Used, points: Fraction) -> Range:
    """The least and the most an indicator of `points` can give; None: without a limit that is known."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = points
    if used.method is not None and used.parameters is not None and not used.method.bounded:
        low, high = _limits(look, used.indicator, points, used.parameters)
    policies = look.rulebook.policies
    policy = used.indicator.policies.no_task or (policies.no_task if policies else None)
    if isinstance(policy, FixedPoints) and high is not None:
        high = max(high, Fraction(policy.fixed))
    return low, high


def _limits(look: Look, indicator: Indicator, points: Fraction, parameters: object) -> Range:
    unit = points if indicator.method.name in MULTIPLES else Fraction(1)
    rows = getattr(parameters, "table", None) or getattr(parameters, "bands", None)
    given = [Fraction(row.points) for row in rows or () if hasattr(row, "points")]
    if given:
        return min(Fraction(0), *given), max(given)
    if (swing := getattr(parameters, "swing", None)) is not None:
        return Fraction(0), points + Fraction(swing)
    if indicator.method.name in LADDERS:
        policies = look.rulebook.policies
        edition = policies.ladder_floor if policies is not None else "none"
        rung = edition if indicator.policies.ladder_floor is None else indicator.policies.ladder_floor
        return (None if rung == "none" else min(Fraction(0), Fraction(rung))), points
    floor, cap = getattr(parameters, "floor", None), getattr(parameters, "cap", None)
    low = None if floor is None else min(Fraction(0), Fraction(floor) * unit)
    high = None if cap is None else max(points, Fraction(cap) * unit)
    return low, high


def _adjusted(look: Look) -> Range:
    """The most that adjustments and late figures can take, and the most they can give."""
    caps, policies = look.rulebook.caps, look.rulebook.policies
    most: dict[str, Fraction | None] = {}
    for kind, whole in (("deduction", caps.deduction), ("bonus", caps.bonus)):
        total: Fraction | None = Fraction(0)
        categories: dict[str, Fraction] = {}
        for adjustment in look.rulebook.adjustments:
            if adjustment.kind != kind:
                continue
            if adjustment.category is not None and adjustment.category in caps.categories:
                categories[adjustment.category] = Fraction(caps.categories[adjustment.category])
            elif adjustment.cap is None:
                total = None
            elif total is not None:
                total += Fraction(adjustment.cap)
        if total is not None:
            total += sum(categories.values(), Fraction(0))
        if whole is not None:
            total = Fraction(whole) if total is None else min(total, Fraction(whole))
        most[kind] = total
    if policies is not None and isinstance(policies.late, LateRule) and most["deduction"] is not None:
        late = policies.late
        uncapped = Fraction(late.deduct) * len(look.indicators)
        most["deduction"] += uncapped if late.cap is None else min(uncapped, Fraction(late.cap))
    return most["deduction"], most["bonus"]
