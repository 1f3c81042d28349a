"""Points over figures (or over places), asked of the kernel itself, so that what is drawn is what is scored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.web.rulebook.trying.sample import (
    Setting,
    centre,
    ladder_of,
    peers_of,
    role_samples,
    turns,
    votes_of,
)

FINE, PLACES, WIDENINGS = 240, 12, 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure and its points; None where the rule gives none."""

    x: Decimal
    y: float | None
    points: str


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: a line over figures, or a bar for each place. `table` is the same in a few rows of numbers."""

    kind: Literal["line", "places"]
    dots: tuple[Dot, ...]
    table: tuple[Dot, ...]
    finding: Text
    note: Text


def curve_of(setting: Setting) -> Curve | None:
    """The curve of a method; None where no figure gives points."""
    made = _ballots(setting) if not setting.method.reads_value else _by_place(setting) or _by_figure(setting)
    return made if any(dot.y is not None for dot in made.dots) else None


def _ballots(setting: Setting) -> Curve:
    dots = _dots(
        setting, [Decimal(i + 1) for i in range(len(next(iter(votes_of(setting).values()), [])))], votes_of(setting)
    )
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
    step = (high - low) / FINE
    grid = {low + step * i for i in range(FINE + 1)} | {x for x in turns(setting) if low <= x <= high}
    xs = sorted(grid)
    dots = _dots(setting, xs, _figures(setting, xs), _peers(setting))
    return Curve("line", dots, _table(setting, low, high), _range(dots), _note(setting))


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
    for index, (here, further) in enumerate(pairwise(points)):
        if here == further:
            return xs[min(index + 1, 4)] if index else edge
    return edge


def _dots(
    setting: Setting, xs: list[Decimal], figures: dict[str, list[str | None]], peers: list[str] | None = None
) -> tuple[Dot, ...]:
    outsiders = range(len(xs)) if peers else ()
    trial = setting.attempt(figures, outsiders)
    places = trial.rounded(2)
    return tuple(
        Dot(x, float(trial.points(row)) if places[row] is not None else None, places[row] or "—")
        for row, x in enumerate(xs)
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
    roles = [(role, number_text(one)) for role, one in role_samples(setting).items()]
    zh = [f"{'目标' if role == 'target' else role} {one}" for role, one in roles]
    en = [f"{role} {one}" for role, one in roles]
    if setting.method.relative:
        peers = peers_of(setting)
        zh.append(f"同组 {len(peers)} 家为 {peers[-1]} 到 {peers[0]}")
        en.append(f"a group of {len(peers)} from {peers[-1]} to {peers[0]}")
    if not zh:
        return Text("", "")
    return Text(f"以{'、'.join(zh)} 为例。", f"For {', '.join(en)}.")
