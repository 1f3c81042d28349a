"""A curve as SVG: hairlines, numbers on the axes, no colour that carries meaning. Attributes only, no inline style."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leitai.engine.errors import Lang
from leitai.engine.rulebook.canonical import number_text
from leitai.web.rulebook.trying.curve import Curve, Dot

Scale = Callable[[float], float]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 204, 44, 14, 22, 34


def svg(curve: Curve, unit: str, lang: Lang = "zh") -> SafeString:
    """The chart with its title for who cannot see it."""
    known = [dot for dot in curve.dots if dot.y is not None]
    xs = [float(dot.x) for dot in curve.dots]
    ys = [dot.y or 0.0 for dot in known]
    low, high = min(xs), max(xs)
    top, bottom = max(*ys, 0.0), min(*ys, 0.0)
    if top == bottom:
        top = bottom + 1

    def across(x: float) -> float:
        return LEFT + (x - low) / ((high - low) or 1) * (WIDTH - LEFT - RIGHT)

    def down(y: float) -> float:
        return TOP + (top - y) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    body = _bars(curve, low, high, down) if curve.kind == "places" else _line(curve.dots, across, down)
    ticks_x = (
        _places_ticks(curve, low, high) if curve.kind == "places" else [(across(x), _tick(x)) for x in _nice(low, high)]
    )
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>',
        [
            (LEFT, WIDTH - RIGHT, f"{down(y):.1f}", f"{down(y):.1f}", LEFT - 6, f"{down(y) + 4:.1f}", _tick(y))
            for y in _nice(bottom, top)
        ],
    )
    feet = format_html_join(
        "",
        '<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        [(f"{x:.1f}", HEIGHT - BOTTOM + 16, said) for x, said in ticks_x],
    )
    axis = ("名次" if lang == "zh" else "place") if curve.kind == "places" else unit
    points = "得分" if lang == "zh" else "points"
    return format_html(
        '<svg class="curve" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}'
        '<text class="axis" x="{}" y="{}" text-anchor="end">{}</text><text class="axis" x="4" y="11">{}</text></svg>',
        WIDTH,
        HEIGHT,
        f"{curve.finding.say(lang)}. {curve.note.say(lang)}",
        grid,
        body,
        feet,
        WIDTH - RIGHT,
        HEIGHT - 4,
        axis,
        points,
    )


def _line(dots: tuple[Dot, ...], across: Scale, down: Scale) -> SafeString:
    """A line for each stretch that has points; a gap where the rule gives none."""
    paths: list[list[str]] = [[]]
    for dot in dots:
        if dot.y is None:
            paths.append([])
        else:
            paths[-1].append(f"{across(float(dot.x)):.1f},{down(dot.y):.1f}")
    return format_html_join("", '<polyline class="series" points="{}"/>', [(" ".join(path),) for path in paths if path])


def _bars(curve: Curve, low: float, high: float, down: Scale) -> SafeString:
    count = int(high - low) + 1
    room = (WIDTH - LEFT - RIGHT) / count
    zero = down(0.0)
    return format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>',
        [
            (
                f"{LEFT + (float(dot.x) - low) * room + room * 0.2:.1f}",
                f"{min(down(dot.y), zero):.1f}",
                f"{room * 0.6:.1f}",
                f"{max(abs(zero - down(dot.y)), 1):.1f}",
            )
            for dot in curve.dots
            if dot.y is not None
        ],
    )


def _places_ticks(curve: Curve, low: float, high: float) -> list[tuple[float, str]]:
    room = (WIDTH - LEFT - RIGHT) / (int(high - low) + 1)
    return [(LEFT + (float(dot.x) - low) * room + room / 2, number_text(dot.x)) for dot in curve.dots]


def _nice(low: float, high: float) -> list[float]:
    """Three to six round numbers inside a range."""
    span = (high - low) or 1.0
    step = 10.0 ** (len(str(int(span))) - 1) if span >= 1 else 0.1
    while span / step < 3:
        step /= 2
    while span / step > 6:
        step *= 2
    first = -(-low // step) * step
    return [first + step * i for i in range(int((high - first) / step + 1e-9) + 1)]


def _tick(value: float) -> str:
    return number_text(Decimal(f"{value:.4f}"))
