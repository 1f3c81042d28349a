"""Laws every method keeps, whatever the figures: found by looking, held against each method's own declarations.

A method is tried with the points, parameters, direction and policies of its worked examples; figures are drawn, with
a leaning towards ties, zeros, negative numbers and the figures of the example itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine.exact import Exact, Mask
from leitai.engine.methods.method import Facts, Method, Outcome, Rules
from leitai.engine.methods.probe import Trial, computed, kernel_parameters
from leitai.engine.methods.registry import methods
from tests.arithmetic import evaluate

METHODS = list(methods().values())
EXAMPLES = 25
OPEN_CASES = {"zero_target", "nonpositive_base", "equal_range"}
# Parameters written in the indicator's unit; a change of unit rewrites them too.
IN_UNIT = {"target", "best", "worst", "eligible", "benchmark"}
RULES = st.builds(
    Rules,
    tied_ladder=st.sampled_from(["shared", "mean"]),
    ladder_floor=st.sampled_from([None, Fraction(0), Fraction(1, 2)]),
    equal_range=st.sampled_from(["full", "base", "ruling"]),
    zero_target=st.sampled_from(["ruling", "zero", "threshold"]),
    nonpositive_base=st.sampled_from(["ruling", "zero", "threshold"]),
    peers_include_self=st.booleans(),
)


@dataclass(frozen=True)
class Case:
    """One group under one indicator, in plain fractions; `None` is missing."""

    method: Method
    points: Fraction
    parameters: Mapping[str, Any]
    lower: bool
    columns: Mapping[str, tuple[Fraction | None, ...]]
    counted: tuple[bool, ...]
    rules: Rules

    @property
    def roles(self) -> tuple[str, ...]:
        return self.method.roles(self.parameters)


@st.composite
def cases(draw: st.DrawFn, method: Method) -> Case:
    example = draw(st.sampled_from(method.examples))
    parameters = kernel_parameters([method.parameters.model_validate(dict(example.parameters))])
    own = [Fraction(x) for column in example.figures.values() for x in column if x is not None]
    figure = st.one_of(
        st.sampled_from([*own, Fraction(0), Fraction(-1)]),
        st.integers(-3, 12).map(Fraction),
        st.integers(-500, 2000).map(lambda n: Fraction(n, 10)),
        st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 1000)),
    )
    size = draw(st.integers(1, 7))
    names = (*(["value"] if method.reads_value else []), *method.roles(parameters))
    column = st.tuples(*[st.one_of(figure, figure, figure, st.none())] * size)
    columns = {name: draw(column) for name in names}
    counted = tuple(draw(st.lists(st.sampled_from([True, True, True, False]), min_size=size, max_size=size)))
    return Case(
        method, Fraction(example.points), parameters, example.direction == "lower", columns, counted, draw(RULES)
    )


def facts_of(case: Case) -> Facts:
    columns = {name: column_of(column) for name, column in case.columns.items()}
    roles = {name: columns[name] for name in case.roles}
    present = columns["value"][1] if "value" in columns else np.logical_and.reduce([mask for _, mask in roles.values()])
    return Facts(
        value=columns["value"][0] if "value" in columns else Exact.of([[0]] * len(present)),
        present=present,
        roles=roles,
        peers=present & np.array(case.counted)[:, None],
        points=Exact.of([case.points]),
        lower=np.array([case.lower]),
        parameters=case.parameters,
        rules=case.rules,
    )


def column_of(column: tuple[Fraction | None, ...]) -> tuple[Exact, Mask]:
    present = np.array([[x is not None] for x in column])
    return Exact.of([[0 if x is None else x] for x in column]), present


def run(case: Case) -> Trial:
    facts = facts_of(case)
    outcome = case.method.kernel(facts)
    return Trial(case.method, facts, outcome, computed(facts, outcome))


def results(trial: Trial) -> list[Fraction | None]:
    there = np.broadcast_to(trial.computed, trial.facts.present.shape)
    return [trial.points(row) if there[row, 0] else None for row in range(len(there))]


def closed_by_policy(trial: Trial) -> Mask:
    mask = np.zeros(trial.facts.present.shape, dtype=bool)
    for key in OPEN_CASES & set(trial.outcome.flags):
        mask = mask | trial.outcome.flags[key]
    return mask[:, 0]


def with_columns(case: Case, columns: Mapping[str, tuple[Fraction | None, ...]]) -> Case:
    return replace(case, columns=columns)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_better_figure_never_gives_fewer_points(method: Method, data: st.DataObject) -> None:
    if not (method.monotone and method.reads_value):
        return
    case = data.draw(cases(method))
    row = data.draw(st.integers(0, len(case.counted) - 1))
    gain = data.draw(st.sampled_from([Fraction(1, 1000), Fraction(1), Fraction(5, 2), Fraction(40)]))
    figure = case.columns["value"][row]
    if figure is None:
        return
    better = list(case.columns["value"])
    better[row] = figure - gain if case.lower else figure + gain
    before, after = run(case), run(with_columns(case, {**case.columns, "value": tuple(better)}))
    was, now = results(before)[row], results(after)[row]
    if was is None or now is None or closed_by_policy(before)[row] or closed_by_policy(after)[row]:
        return
    assert now >= was


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_points_stay_between_zero_and_full_where_declared(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    if method.bounded:
        assert all(points is None or 0 <= points <= case.points for points in results(run(case)))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_order_of_contestants_changes_nothing(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    order = data.draw(st.permutations(range(len(case.counted))))
    moved = replace(
        case,
        columns={name: tuple(column[i] for i in order) for name, column in case.columns.items()},
        counted=tuple(case.counted[i] for i in order),
    )
    straight = results(run(case))
    assert results(run(moved)) == [straight[i] for i in order]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data(), factor=st.sampled_from([Fraction(10000), Fraction(1, 1000), Fraction(3, 7)]))
@settings(max_examples=EXAMPLES)
def test_unit_of_measure_changes_nothing(method: Method, data: st.DataObject, factor: Fraction) -> None:
    case = data.draw(cases(method))
    if not method.unit_free:
        return
    columns = {name: tuple(None if x is None else x * factor for x in column) for name, column in case.columns.items()}
    parameters = {
        name: value * Exact.of(factor) if name in IN_UNIT and isinstance(value, Exact) else value
        for name, value in case.parameters.items()
    }
    assert results(run(replace(case, columns=columns, parameters=parameters))) == results(run(case))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_equal_contestants_get_equal_points(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    columns = {name: (*column, column[0]) for name, column in case.columns.items()}
    points = results(run(replace(case, columns=columns, counted=(*case.counted, case.counted[0]))))
    assert points[0] == points[-1]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_explanation_gives_the_points_exactly(method: Method, data: st.DataObject) -> None:
    trial = run(data.draw(cases(method)))
    closing = closed_by_policy(trial)
    for row, points in enumerate(results(trial)):
        if points is not None:
            lines = trial.lines(row)
            assert [evaluate(line.expression) for line in lines] == [line.value for line in lines]
            assert lines[-1].value == points
            if closing[row]:
                assert any("政策" in line.label.zh and "policy" in line.label.en for line in lines)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_every_present_cell_has_points_or_a_reason(method: Method, data: st.DataObject) -> None:
    trial = run(data.draw(cases(method)))
    reasons = [*trial.outcome.missing.values(), *trial.outcome.undefined.values()]
    for row, points in enumerate(results(trial)):
        if points is None and trial.facts.present[row, 0]:
            assert any(np.broadcast_to(mask, trial.facts.present.shape)[row, 0] for mask in reasons)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_absent_figures_are_not_looked_at(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    facts = facts_of(case)
    noise = data.draw(st.integers(-(10**6), 10**6))

    def noisy(value: Exact, present: Mask) -> Exact:
        return Exact(np.where(present, value.num, noise), value.den)

    other = replace(
        facts,
        value=noisy(facts.value, facts.present),
        roles={name: (noisy(value, mask), mask) for name, (value, mask) in facts.roles.items()},
    )
    assert seen(facts, method.kernel(facts)) == seen(other, method.kernel(other))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_outsiders_move_nobody(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    columns = {name: (*column, data.draw(st.integers(-50, 200).map(Fraction))) for name, column in case.columns.items()}
    joined = results(run(replace(case, columns=columns, counted=(*case.counted, False))))
    assert joined[:-1] == results(run(case))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_a_batch_gives_what_each_draw_gives(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    shifts = [Fraction(0), Fraction(1, 10), Fraction(-3)]
    draws = [facts_of(shifted(case, shift)) for shift in shifts]
    batch = replace(
        draws[0],
        value=stacked([facts.value for facts in draws]),
        roles={
            name: (stacked([facts.roles[name][0] for facts in draws]), draws[0].roles[name][1]) for name in case.roles
        },
    )
    outcome = method.kernel(batch)
    for i, facts in enumerate(draws):
        assert seen(batch, outcome, i) == seen(facts, method.kernel(facts))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_python_integers_give_what_machine_integers_give(method: Method, data: st.DataObject) -> None:
    facts = facts_of(data.draw(cases(method)))

    def wide(value: Exact) -> Exact:
        return Exact(value.num.astype(object), value.den.astype(object))

    widened = replace(
        facts, value=wide(facts.value), roles={name: (wide(value), mask) for name, (value, mask) in facts.roles.items()}
    )
    assert seen(facts, method.kernel(facts)) == seen(widened, method.kernel(widened))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_any_magnitude_is_scored(method: Method, data: st.DataObject) -> None:
    case = data.draw(cases(method))
    huge = Fraction(10) ** 308
    columns = {name: tuple(None if x is None else x * huge for x in column) for name, column in case.columns.items()}
    trial = run(with_columns(case, columns))
    for row, points in enumerate(results(trial)):
        if points is not None:
            assert trial.lines(row)[-1].value == points


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_kernel_writes_into_nothing_it_is_given(method: Method, data: st.DataObject) -> None:
    facts = facts_of(data.draw(cases(method)))
    arrays = [facts.present, facts.peers, facts.lower, facts.value.num, facts.value.den, facts.points.num]
    for value, mask in facts.roles.values():
        arrays += [value.num, value.den, mask]
    for array in arrays:
        array.flags.writeable = False
    method.kernel(facts)


@given(
    value=st.one_of(st.fractions(), st.decimals(-(10**6), 10**6, places=3).map(Fraction)),
    places=st.integers(0, 6),
    mode=st.sampled_from(["half_up", "gbt8170"]),
)
def test_rounding_is_the_written_rule(value: Fraction, places: int, mode: str) -> None:
    scaled = abs(value) * 10**places
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == "half_up" or below % 2 == 1))
    expected = (below + up) * (-1 if value < 0 else 1)
    assert int(Exact.of(value).to_ticks(places, mode)) == expected
    assert Exact.of([value, Fraction(1, 3)]).to_ticks(places, mode).tolist()[0] == expected


def shifted(case: Case, shift: Fraction) -> Case:
    moved = {name: tuple(None if x is None else x + shift for x in column) for name, column in case.columns.items()}
    return with_columns(case, moved)


def stacked(values: list[Exact]) -> Exact:
    shape = values[0].shape
    table = [np.array(value.fractions(), dtype=object).reshape(shape).tolist() for value in values]
    return Exact.of(table)


def seen(facts: Facts, outcome: Outcome, draw: int | None = None) -> dict[str, Any]:
    """Everything an outcome says of the cells that count: points, reasons, flags and steps."""
    pick: tuple[Any, ...] = () if draw is None else (draw,)
    shape = np.broadcast_shapes(facts.present.shape, facts.value.shape) if draw is not None else facts.present.shape
    there = np.broadcast_to(computed(facts, outcome), shape)[pick]

    def kept(value: Exact) -> list[Fraction | None]:
        num, den = np.broadcast_to(value.num, shape)[pick], np.broadcast_to(value.den, shape)[pick]
        return [
            Fraction(int(n), int(d)) if here else None
            for n, d, here in zip(num[:, 0], den[:, 0], there[:, 0], strict=True)
        ]

    def marks(table: Mapping[str, Mask]) -> dict[str, list[bool]]:
        return {name: np.broadcast_to(mask, shape)[pick][:, 0].tolist() for name, mask in table.items()}

    return {
        "points": kept(outcome.points),
        "missing": marks(outcome.missing),
        "undefined": marks(outcome.undefined),
        "flags": marks(outcome.flags),
        "steps": {name: kept(step) for name, step in outcome.steps.items()},
    }
