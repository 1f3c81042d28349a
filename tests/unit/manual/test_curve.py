"""The picture of every method: its points are the kernel's own, exactly; its svg is sound and the same each time."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from leitai.engine.manual.curve import Curve, curve_of, curve_of_method
from leitai.engine.manual.sample import ladder_of, peers_of, role_samples, votes_of
from leitai.engine.manual.scale import round_numbers, tick_text
from leitai.engine.manual.setting import Setting, example_setting, setting_of
from leitai.engine.methods.method import Example, Method
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.canonical import number_text
from leitai.press.curve.png import png
from leitai.press.curve.svg import Frame, broken, svg
from leitai.press.pages.svg import fitted

METHODS = list(methods().values())
EXAMPLES = [(method, example) for method in METHODS for example in method.examples]
SPACE = "{http://www.w3.org/2000/svg}"


def named(case: object) -> str:
    return case.key if isinstance(case, Method) else case.title.en if isinstance(case, Example) else str(case)


def asked_alone(setting: Setting, curve: Curve) -> list[Fraction | None]:
    """The points of each figure drawn, computed anew, one figure at a time."""
    if curve.kind == "places":
        figures = ladder_of(setting, len(curve.dots)) if setting.method.reads_value else votes_of(setting)
        trial = setting.attempt(figures)
        return [trial.points(row) if trial.computed[row, 0] else None for row in range(len(curve.dots))]
    found: list[Fraction | None] = []
    peers = peers_of(setting) if setting.method.relative else []
    for dot in curve.dots[:: max(1, len(curve.dots) // 60)]:
        roles = {role: [number_text(one)] * (len(peers) + 1) for role, one in role_samples(setting).items()}
        trial = setting.attempt({"value": [number_text(dot.x), *peers], **roles}, (0,) if peers else ())
        found.append(trial.points(0) if trial.computed[0, 0] else None)
    return found


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_every_method_has_a_picture_whose_points_change(method: Method) -> None:
    made = curve_of_method(method)
    assert made is not None
    _, _, curve = made
    assert len({dot.y for dot in curve.dots}) > 1
    assert [dot.x for dot in curve.dots] == sorted(dot.x for dot in curve.dots)


@pytest.mark.parametrize(("method", "example"), EXAMPLES, ids=named)
def test_every_point_drawn_is_the_kernel_s(method: Method, example: Example) -> None:
    setting = example_setting(method, example)
    curve = curve_of(setting)
    if curve is None:
        assert set(example.expected) == {None} or not method.reads_value
        return
    every = 1 if curve.kind == "places" else max(1, len(curve.dots) // 60)
    assert asked_alone(setting, curve) == [dot.y for dot in curve.dots[::every]]


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_the_svg_plots_those_points_and_is_the_same_each_time(method: Method) -> None:
    made = curve_of_method(method)
    assert made is not None
    _, _, curve = made
    for lang in ("zh", "en"):
        frame = Frame(method.title.say(lang), ("a < b & c",), "R01")
        text = str(svg(curve, "%", lang, frame=frame))
        assert text == str(svg(curve_of_method(method)[2], "%", lang, frame=frame))  # type: ignore[index]
        tree = ElementTree.fromstring(text)
        assert not re.search(r"<script|style=|href|url\(|\son\w+=", text)
        said = [one.text for one in tree.iter(f"{SPACE}text")]
        assert method.title.say(lang) in said
        assert ("得分" if lang == "zh" else "points") in said
    low, high = curve.left, curve.right
    if curve.kind == "line":
        drawn = [pair.split(",") for one in tree.iter(f"{SPACE}polyline") for pair in one.attrib["points"].split()]
        shown = [dot for dot in curve.dots if dot.y is not None]
        assert len(drawn) == len(shown)
        for (x, y), dot in zip(drawn, shown, strict=True):
            assert dot.y is not None
            assert abs(Fraction(x) - (44 + (Fraction(dot.x) - low) / (high - low) * 302)) <= Fraction(1, 20)
            assert abs(Fraction(y) - (67 + (curve.top - dot.y) / (curve.top - curve.bottom) * 148)) <= Fraction(1, 20)
    else:
        heights = [Fraction(one.attrib["height"]) for one in tree.iter(f"{SPACE}rect") if one.get("class") == "bar"]
        for height, dot in zip(heights, curve.dots, strict=True):
            assert dot.y is not None
            assert abs(height - max(abs(dot.y) / (curve.top - curve.bottom) * 148, 1)) <= Fraction(1, 20)


def setting(use: dict[str, Any], points: str, direction: str = "higher") -> Setting:
    found = setting_of(use, points, direction, "%", None, None)
    assert found is not None
    return found


def test_a_step_is_a_jump_at_its_very_figure_and_a_slope_is_none() -> None:
    stepped = curve_of(setting({"name": "threshold", "target": "8"}, "4"))
    assert stepped is not None
    [(before, after)] = stepped.jumps()
    assert (before.y, after.x, after.y) == (0, 8, 4)
    assert Decimal("7.9999") < before.x < 8
    assert len(stepped.stretches()) == 2
    steep = {"name": "linear_loss", "full_at": "95", "per_unit": "20"}
    sloped = curve_of(setting(steep, "20"))
    assert sloped is not None
    assert not sloped.jumps()


def test_a_rule_counted_in_whole_steps_has_a_jump_at_each() -> None:
    use = {
        "name": "scaled_threshold",
        "scale_role": "scale",
        "table": [{"scale": "[1, 5]", "threshold": "80"}, {"scale": "[6, +inf)", "threshold": "70"}],
        **{"per_step": "1", "step": "10", "swing": "2", "none": "2", "whole_steps": True},
    }
    curve = curve_of(setting(use, "5"))
    assert curve is not None
    assert len(curve.jumps()) == 4
    assert {dot.y for dot in curve.dots} == {3, 4, 5, 6, 7}


def test_a_curve_stops_where_the_rule_gives_nothing() -> None:
    curve = curve_of(setting({"name": "given"}, "20"))
    assert curve is not None
    assert len(curve.stretches()) == 1
    assert {dot.y for dot in curve.dots if not 0 <= dot.x <= 20} == {None}
    assert Decimal(-3) < curve.dots[0].x < 0


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [("-25", "150", "0 50 100 150"), ("0", "0.6", "0 0.2 0.4 0.6"), ("-3", "3", "−2 0 2"), ("5", "5", "5")],
)
def test_an_axis_is_labelled_with_round_numbers(low: str, high: str, said: str) -> None:
    found = round_numbers(Fraction(low), Fraction(high))
    assert " ".join(map(tick_text, found)) == said
    assert all(Fraction(low) <= one <= Fraction(high) for one in found)
    assert len({b - a for a, b in pairwise(found)}) <= 1


@pytest.mark.parametrize("most", [300, 1000, 2500])
def test_a_long_title_is_broken_and_never_cut(most: int) -> None:
    for text in (
        "Drawn for the example 'above, at and below the average', 100 points",
        "按算例“高于、等于、低于全省平均”画出",
    ):
        lines = broken(text, most)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(fitted(line, most) == line or " " not in line for line in lines)


def test_a_png_is_made_without_any_font_of_the_machine() -> None:
    made = curve_of_method(methods()["efficacy", 1])
    assert made is not None
    first = png(made[2])
    assert first.startswith(b"\x89PNG")
    assert first == png(made[2])
