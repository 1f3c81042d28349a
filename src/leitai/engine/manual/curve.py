"""Points over figures (or over places), asked of the kernel itself, so that what is drawn is what is scored.

Every dot is one figure with the exact points the kernel gives for it. Between two dots a line may be drawn, except
where a dot leaps: there the points jump, and the jump lies between it and the dot before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from leitai.engine.errors import Text
from leitai.engine.manual.sample import centre, ladder_of, peers_of, role_samples, turns, votes_of
from leitai.engine.manual.setting import Setting, example_setting
from leitai.engine.methods.method import Example, Method
from leitai.engine.rulebook.canonical import number_text

FINE, PLACES, WIDENINGS = 240, 12, 5
# A jump is looked for where neighbouring dots differ by more than this share of the whole range: a straight line over
# the window differs by 1/240, the steepest rule drawn here by some 1/60.
STEEP = Fraction(1, 50)
HALVINGS = 12
BLANKS = 8
TARGET = Text("目标", "target")


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure and its exact points; None where the rule gives none.

    points   the same rounded to two places, or —
    turn     the rule itself turns at this figure: a target, the end of a bracket
    leap     the points jump between the dot before and this one
    """

    x: Decimal
    y: Fraction | None
    points: str
    turn: bool = False
    leap: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: a line over figures, or a bar for each place. `table` is the same in a few rows of numbers.

    peers   the figures of the sample group, where the others count
    """

    kind: Literal["line", "places"]
    dots: tuple[Dot, ...]
    table: tuple[Dot, ...]
    finding: Text
    note: Text
    peers: tuple[Decimal, ...] = ()

    @property
    def left(self) -> Fraction:
        return Fraction(min(dot.x for dot in self.dots))

    @property
    def right(self) -> Fraction:
        return Fraction(max(dot.x for dot in self.dots))

    @property
    def bottom(self) -> Fraction:
        """Where the axis of points begins: at none, or below it."""
        return min([Fraction(0), *(dot.y for dot in self.dots if dot.y is not None)])

    @property
    def top(self) -> Fraction:
        most = max([Fraction(0), *(dot.y for dot in self.dots if dot.y is not None)])
        return most if most > self.bottom else self.bottom + 1

    def stretches(self) -> list[list[Dot]]:
        """The dots that are joined: a new stretch after a figure without points and at every jump."""
        found: list[list[Dot]] = [[]]
        for dot in self.dots:
            if dot.y is None or dot.leap:
                found.append([])
            if dot.y is not None:
                found[-1].append(dot)
        return [one for one in found if one]

    def jumps(self) -> list[tuple[Dot, Dot]]:
        return [(before, dot) for before, dot in pairwise(self.dots) if dot.leap]


def curve_of(setting: Setting) -> Curve | None:
    """The curve of a method; None where no figure gives points."""
    made = _ballots(setting) if not setting.method.reads_value else _by_place(setting) or _by_figure(setting)
    return made if any(dot.y is not None for dot in made.dots) else None


def curve_of_method(method: Method) -> tuple[Example, Setting, Curve] | None:
    """The picture of a method by itself: of its first worked example whose points change, else of the first at all."""
    flat = None
    for example in method.examples:
        setting = example_setting(method, example)
        curve = curve_of(setting)
        if curve is None:
            continue
        if len({dot.y for dot in curve.dots}) > 1:
            return example, setting, curve
        flat = flat or (example, setting, curve)
    return flat


def _ballots(setting: Setting) -> Curve:
    figures = votes_of(setting)
    dots = _dots(setting, [Decimal(i + 1) for i in range(len(next(iter(figures.values()), [])))], figures)
    note = Text("横轴：各方一致给出的名次（票）。", "Across: the place all raters give, or all votes name.")
    return Curve("places", dots, dots[:6], _range(dots), note)


def _by_place(setting: Setting) -> Curve | None:
    """Bars by place, where only places matter: two groups in the same order with other distances score the same."""
    if not setting.method.relative:
        return None
    even = ladder_of(setting, PLACES)
    odd = dict(even)
    values = [Decimal(one or "0") for one in even["value"]]
    # Stretched away from the last place, so that nobody falls below a threshold.
    odd["value"] = [number_text(values[-1] + (one - values[-1]) * (PLACES - i)) for i, one in enumerate(values)]
    if setting.attempt(even).rounded(4) != setting.attempt(odd).rounded(4):
        return None
    dots = _dots(setting, [Decimal(place) for place in range(1, PLACES + 1)], even)
    note = Text(f"以同组 {PLACES} 家、没有并列为例。", f"For a group of {PLACES} without ties.")
    return Curve("places", dots, dots[:6], _range(dots), note)


def _by_figure(setting: Setting) -> Curve:
    low, high = _window(setting)
    grain = Decimal(1).scaleb((high - low).adjusted() - 5)
    known = {x for x in turns(setting) if low <= x <= high}
    peers = [Decimal(one) for one in _peers(setting)]
    # Short decimals: what a person might have filed, and exact in few digits.
    grid = {(low + (high - low) * i / FINE).quantize(grain) for i in range(1, FINE)}
    xs = sorted(grid | known | {low, high} | {x for x in peers if low <= x <= high})
    asked = _trimmed(_dots(setting, xs, _figures(setting, xs), _peers(setting)))
    dots = _with_jumps(setting, asked, grain)
    low, high = dots[0].x, dots[-1].x
    marked = tuple(replace(dot, turn=dot.x in known) for dot in dots)
    return Curve("line", marked, _table(setting, low, high), _range(dots), _note(setting), tuple(peers))


def _trimmed(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    """Without most of the figures at either end for which the rule gives no points."""
    known = [index for index, dot in enumerate(dots) if dot.y is not None]
    return dots[max(0, known[0] - BLANKS) : known[-1] + BLANKS + 1] if known else dots


def _with_jumps(setting: Setting, dots: tuple[Dot, ...], grain: Decimal) -> tuple[Dot, ...]:
    """The dots, with two more as close as need be on either side of every jump of the points."""
    known = [dot.y for dot in dots if dot.y is not None]
    if not known or max(known) == min(known):
        return dots
    steep = (max(known) - min(known)) * STEEP
    gaps = [pair for pair in pairwise(dots) if _rise(*pair) > steep]
    found = dict(enumerate(gaps))
    for _ in range(HALVINGS):
        if not found:
            return dots
        middles = [(a.x + b.x) / 2 for a, b in found.values()]
        middles = [x.quantize(grain / 10**4) for x in middles]
        asked = _dots(setting, middles, _figures(setting, middles), _peers(setting))
        for key, middle in zip(list(found), asked, strict=True):
            a, b = found[key]
            if middle.y is None:
                del found[key]
            else:
                found[key] = (a, middle) if _rise(a, middle) > _rise(middle, b) else (middle, b)
    more: dict[Decimal, Dot] = {dot.x: dot for dot in dots}
    for key, (a, b) in found.items():
        if _rise(a, b) * 2 > _rise(*gaps[key]):
            more[a.x] = more.get(a.x, a)
            more[b.x] = replace(b, leap=True)
    return tuple(more[x] for x in sorted(more))


def _rise(a: Dot, b: Dot) -> Fraction:
    return abs(b.y - a.y) if a.y is not None and b.y is not None else Fraction(0)


def _peers(setting: Setting) -> list[str]:
    return peers_of(setting) if setting.method.relative else []


def _figures(setting: Setting, xs: list[Decimal]) -> dict[str, list[str | None]]:
    peers = _peers(setting)
    count = len(xs) + len(peers)
    roles: dict[str, list[str | None]] = {
        role: [number_text(one)] * count for role, one in role_samples(setting).items()
    }
    return {"value": [*(number_text(x) for x in xs), *peers], **roles}


def _window(setting: Setting) -> tuple[Decimal, Decimal]:
    """What part of the axis to show: from the turns outwards until the points no longer change."""
    middle, spread = centre(setting)
    low, high = middle - spread, middle + spread
    return _widened(setting, low, -spread), _widened(setting, high, spread)


def _widened(setting: Setting, edge: Decimal, by: Decimal) -> Decimal:
    xs = [edge + by * i / 2 for i in range(WIDENINGS * 2 + 1)]
    points = [dot.y for dot in _dots(setting, xs, _figures(setting, xs), _peers(setting))]
    still = next(index for index in range(len(points)) if set(points[index:]) == {points[-1]})
    return xs[min(still + 1, 4)] if 0 < still < len(points) - 1 else edge


def _dots(
    setting: Setting, xs: list[Decimal], figures: dict[str, list[str | None]], peers: list[str] | None = None
) -> tuple[Dot, ...]:
    outsiders = range(len(xs)) if peers else ()
    trial = setting.attempt(figures, outsiders)
    places = trial.rounded(2)
    return tuple(
        Dot(x, trial.points(row) if places[row] is not None else None, places[row] or "—") for row, x in enumerate(xs)
    )


def _table(setting: Setting, low: Decimal, high: Decimal) -> tuple[Dot, ...]:
    """A few figures a person would ask about: the turns, and round ones around them."""
    known = [x for x in turns(setting) if low <= x <= high][:5]
    step = (high - low) / 4
    rounded = [(low + step * i).quantize(Decimal(1) if high - low >= 8 else Decimal("0.1")) for i in range(5)]
    xs = sorted({*known, *(x for x in rounded if low <= x <= high)})[:8]
    return _dots(setting, xs, _figures(setting, xs), _peers(setting))


def _range(dots: tuple[Dot, ...]) -> Text:
    """What the chart shows, in one sentence."""
    known = [dot for dot in dots if dot.y is not None]
    if not known:
        return Text("没有得分", "no points")
    least = min(known, key=lambda dot: dot.y or 0)
    most = max(known, key=lambda dot: dot.y or 0)
    if least.points == most.points:
        return Text(f"都得 {least.points} 分", f"{least.points} points throughout")
    return Text(f"得分在 {least.points} 到 {most.points} 分之间", f"points from {least.points} to {most.points}")


def _note(setting: Setting) -> Text:
    zh, en = [], []
    for role, one in role_samples(setting).items():
        name = setting.called.get(role) or (TARGET if role == "target" else Text(role, role))
        zh.append(f"{name.zh} {number_text(one)}")
        en.append(f"{name.say('en')} {number_text(one)}")
    if setting.method.relative:
        peers = peers_of(setting)
        zh.append(f"同组 {len(peers)} 家为 {peers[-1]} 到 {peers[0]}")
        en.append(f"a group of {len(peers)} from {peers[-1]} to {peers[0]}")
    if not zh:
        return Text("", "")
    blank = " " if zh[0][:1].isascii() else ""
    return Text(f"以{blank}{'、'.join(zh)} 为例。", f"For {', '.join(en)}.")
