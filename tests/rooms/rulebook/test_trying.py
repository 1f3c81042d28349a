"""Methods tried beside their form: a curve for each, drawn from the kernel; sums whose lines give the points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from leitai.engine.manual.curve import curve_of
from leitai.engine.manual.setting import setting_of
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.model import MethodUse
from leitai.press.curve.svg import svg
from leitai.press.rules_docx import method_sentence
from leitai.web.rulebook.trying.sums import entries_of, worked

METHODS = list(methods().values())


def settings_of(method: Any) -> list[Any]:
    found = [
        setting_of({"name": method.name, **one.parameters}, one.points, one.direction, "%", None, None)
        for one in method.examples
    ]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.key)
def test_every_method_is_drawn_and_worked_out(method: Any) -> None:
    telling = 0
    for setting in settings_of(method):
        curve = curve_of(setting)
        shown = worked(setting, entries_of(setting, {}, {}))
        assert shown.rows
        assert not shown.problem
        if curve is None:
            continue  # an example of a case that goes to people: no figure gives points
        ElementTree.fromstring(str(svg(curve, setting.unit)))
        assert "style=" not in svg(curve, setting.unit)
        if len({dot.points for dot in curve.dots}) > 1 and shown.lines:
            telling += 1
            Decimal(shown.rows[shown.line_of - 1][1])
    assert telling, "a method whose points never change"


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.key)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_method_is_said_in_a_sentence(method: Any, lang: Any) -> None:
    for example in method.examples:
        use = MethodUse.model_validate({"name": method.name, **example.parameters})
        said = method_sentence(use, "亿元", example.direction, None, lang)
        assert said.endswith("。" if lang == "zh" else ".")
        assert "None" not in said
        assert lang == "zh" or "，" not in said


def test_a_curve_is_the_kernel_s_own_points() -> None:
    setting = setting_of(
        {"name": "linear_loss", "full_at": "95", "per_unit": "0.5", "floor": "10"}, "20", "higher", "%", None, None
    )
    assert setting is not None
    curve = curve_of(setting)
    assert curve is not None
    at = {dot.x: dot.points for dot in curve.dots}
    assert at[Decimal(95)] == "20.00"
    assert min(float(points) for points in at.values()) == 10


def test_a_ladder_is_drawn_by_place_also_behind_a_threshold() -> None:
    use = {"name": "ladder", "step": "0.04", "eligible": "4", "entry": "2.4", "below": "0"}
    setting = setting_of(use, "6", "higher", "%", None, None)
    assert setting is not None
    curve = curve_of(setting)
    assert curve is not None
    assert curve.kind == "places"
    assert [dot.points for dot in curve.dots[:2]] == ["6.00", "5.86"]


def test_typed_figures_are_worked_out_and_nonsense_is_named() -> None:
    setting = setting_of({"name": "completion", "target": "100"}, "10", "higher", "%", None, None)
    assert setting is not None
    good = worked(setting, entries_of(setting, {"value": "90，50%"}, {}))
    assert [points for _, points in good.rows] == ["9.00", "5.00"]
    bad = worked(setting, entries_of(setting, {"value": "很多"}, {}))
    assert bad.problem
    assert not bad.rows


def test_a_form_half_filled_draws_nothing_yet() -> None:
    assert setting_of({"name": "linear_loss"}, "10", "higher", "%", None, None) is None
    assert setting_of({"name": "completion"}, "zehn", "higher", "%", None, None) is None
    assert (
        setting_of(
            {"name": "step_table", "table": [{"interval": "[0, 1)", "points": "1"}]}, "1", "higher", "", None, None
        )
        is None
    )
