"""What each method does at its edges: flags, rulings, missing roles, outsiders, parameters it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from leitai.engine.methods.cases import uncovered
from leitai.engine.methods.probe import Trial, attempt
from leitai.engine.methods.registry import methods

Rows = tuple[str | None, ...]


def run(name: str, parameters: Mapping[str, Any], value: Rows, **more: Any) -> Trial:
    figures = {"value": value, **more.pop("roles", {})}
    return attempt(methods()[name, 1], more.pop("points", "10"), parameters, figures, **more)


def rows(mask: Any, trial: Trial) -> list[int]:
    return np.flatnonzero(np.broadcast_to(mask, trial.facts.present.shape)[:, 0]).tolist()


def undefined(trial: Trial) -> dict[str, list[int]]:
    return {key: rows(mask, trial) for key, mask in trial.outcome.undefined.items() if mask.any()}


def flags(trial: Trial) -> dict[str, list[int]]:
    return {key: rows(mask, trial) for key, mask in trial.outcome.flags.items() if mask.any()}


BRACKETS = {"average": "computed", "width": "10", "divisors": ["20"]}
TABLE = {"table": [{"interval": "[0, 1)", "points": "1"}, {"interval": "[2, 3]", "points": "2"}]}
RELATIVE = {
    "efficacy": {},
    "share_of_best": {},
    "ladder": {"step": "0.1"},
    "rank_bands": {"bands": [{"ranks": "[1, 1]", "points": "5"}, {"ranks": "[2, +inf)", "points": "1"}]},
    "against_average": BRACKETS,
}


def test_completion_names_the_missing_target_and_the_zero_one() -> None:
    trial = run("completion", {}, ("5", "5", None), roles={"target": (None, "0", "0")})
    assert rows(trial.outcome.missing["target"], trial) == [0]
    assert undefined(trial) == {"zero_target": [1]}


def test_completion_flags_what_a_limit_cut() -> None:
    trial = run("completion", {"cap": "1.2", "target": "10"}, ("12", "12.1", "0", "-1"))
    assert flags(trial) == {"capped": [1], "floored": [3]}


def test_completion_without_limits_goes_where_the_figure_goes() -> None:
    trial = run("completion", {"cap": "none", "floor": "none", "target": "10"}, ("30", "-5"))
    assert trial.rounded(1) == ["30.0", "-5.0"]


@pytest.mark.parametrize(("policy", "expected"), [("zero", "0.00"), ("threshold", "10.00"), ("ruling", None)])
def test_completion_lower_with_nothing_used_falls_under_the_policy(policy: str, expected: str | None) -> None:
    trial = run("completion", {"target": "4"}, ("0",), direction="lower", rules={"zero_target": policy})
    assert trial.rounded(2) == [expected]


def test_completion_lower_with_a_target_of_nothing_falls_under_the_policy() -> None:
    trial = run("completion", {}, ("5", "5"), roles={"target": ("0", "-1")}, direction="lower")
    assert undefined(trial) == {"zero_target": [0, 1]}


def test_threshold_needs_no_policy_for_a_zero_target() -> None:
    trial = run("threshold", {}, ("0", "-1"), roles={"target": ("0", "0")})
    assert (trial.rounded(0), undefined(trial)) == (["10", "0"], {})


def test_efficacy_with_reversed_bounds_falls_under_equal_range() -> None:
    trial = run("efficacy", {"best": "1", "worst": "2"}, ("1.5",), rules={"equal_range": "ruling"})
    assert undefined(trial) == {"equal_range": [0]}


def test_efficacy_with_one_stated_bound_takes_the_other_from_the_group() -> None:
    trial = run("efficacy", {"worst": "0", "base": "0"}, ("8", "4", "-2"))
    assert trial.rounded(1) == ["10.0", "5.0", "0.0"]
    assert flags(trial) == {"floored": [2]}


def test_efficacy_with_both_bounds_stated_needs_no_peers() -> None:
    trial = run("efficacy", {"best": "10", "worst": "0"}, ("5",), outsiders=[0])
    assert trial.rounded(1) == ["8.0"]


@pytest.mark.parametrize("name", RELATIVE)
def test_outsider_moves_nobody(name: str) -> None:
    without = run(name, RELATIVE[name], ("5", "3", "4")).rounded(4)
    for figure in ("99", "3.5", "-4"):
        assert run(name, RELATIVE[name], ("5", "3", "4", figure), outsiders=[3]).rounded(4)[:3] == without


@pytest.mark.parametrize("name", RELATIVE)
def test_group_without_peers_waits_for_a_ruling(name: str) -> None:
    trial = run(name, RELATIVE[name], ("5", None), outsiders=[0])
    assert undefined(trial) == {"no_peers": [0]}
    assert trial.rounded(2) == [None, None]


@pytest.mark.parametrize("name", RELATIVE)
def test_one_peer_alone_gets_a_stated_outcome(name: str) -> None:
    trial = run(name, RELATIVE[name], ("5", None))
    assert trial.rounded(0)[0] in {"10", "5"}


@pytest.mark.parametrize("name", RELATIVE)
def test_group_without_figures_passes(name: str) -> None:
    trial = run(name, RELATIVE[name], (None, None))
    assert (trial.rounded(2), undefined(trial)) == ([None, None], {})


def test_outsider_beyond_the_best_stops_at_full_points() -> None:
    trial = run("share_of_best", {}, ("5", "3", "9"), outsiders=[2])
    assert trial.rounded(0) == ["10", "6", "10"]
    assert flags(trial) == {"capped": [2]}


def test_outsider_takes_the_place_it_would_have() -> None:
    trial = run("ladder", {"step": "0.1"}, ("5", "4", "4", "3"), outsiders=[1])
    assert trial.rounded(0) == ["10", "9", "9", "8"]


def test_ladder_flags_ties_and_its_floor() -> None:
    trial = run("ladder", {"step": "0.6"}, ("5", "5", "4", "3"))
    assert flags(trial) == {"tied_ladder": [0, 1], "ladder_floor": [2, 3]}


def test_ladder_mean_counts_each_rung_from_the_floor_up() -> None:
    trial = run("ladder", {"step": "0.4"}, ("9", "5", "5", "5"), rules={"tied_ladder": "mean"})
    assert trial.rounded(4) == ["10.0000", "2.6667", "2.6667", "2.6667"]  # rungs 6, 2 and 0


def test_ladder_of_no_step_stays_at_the_top() -> None:
    assert run("ladder", {"step": "0"}, ("3", "2", "1")).rounded(0) == ["10", "10", "10"]


def test_ladder_lower_joins_at_or_below_the_threshold() -> None:
    parameters = {"step": "0.1", "eligible": "2", "below": "1"}
    assert run("ladder", parameters, ("1", "2", "3"), direction="lower").rounded(0) == ["10", "9", "1"]


def test_rater_ladder_reads_no_actual_and_names_the_missing_rater() -> None:
    method = methods()["rater_ladder", 1]
    trial = attempt(method, "10", {"roles": ["a", "b"], "step": "0.1"}, {"a": ("1", "2"), "b": ("2", None)})
    assert trial.rounded(1) == ["9.5", None]
    assert rows(trial.outcome.missing["b"], trial) == [1]


def test_rater_ladder_tells_of_its_floor() -> None:
    method = methods()["rater_ladder", 1]
    trial = attempt(method, "10", {"roles": ["a", "b"], "step": "0.5"}, {"a": ("1",), "b": ("5",)})
    assert trial.rounded(1) == ["5.0"]
    assert any("ladder_floor" in line.label.zh for line in trial.lines(0))


def test_negative_votes_wait_for_a_ruling() -> None:
    method = methods()["vote_ladder", 1]
    trial = attempt(method, "10", {"roles": ["a", "b"]}, {"a": ("5", "0"), "b": ("-1", "2")})
    assert undefined(trial) == {"out_of_range": [0]}


def test_average_of_a_role_names_it_where_it_is_missing() -> None:
    trial = run("against_average", {**BRACKETS, "average": "city"}, ("5", "5"), roles={"city": (None, "4")})
    assert rows(trial.outcome.missing["city"], trial) == [0]
    assert trial.rounded(1) == [None, "10.5"]


def test_step_table_leaves_a_gap_to_people() -> None:
    assert undefined(run("step_table", TABLE, ("0", "1", "2", "4"))) == {"out_of_range": [1, 3]}


def test_rank_band_that_is_not_there_waits_for_a_ruling() -> None:
    bands = {"bands": [{"ranks": "[1, 2]", "points": "3"}]}
    assert undefined(run("rank_bands", bands, ("3", "2", "1"))) == {"out_of_range": [2]}


def test_given_points_outside_their_range_are_flagged_and_open() -> None:
    trial = run("given", {}, ("10", "10.01", "-0.01"))
    assert undefined(trial) == flags(trial) == {"out_of_range": [1, 2]}


def test_tables_name_what_they_leave_open_and_say_twice() -> None:
    parameters = methods()["step_table", 1].parameters.model_validate({**TABLE, "domain": "[0, 3]"})
    ((path, gaps, overlaps),) = parameters.faults()
    assert (path, [str(gap) for gap in gaps], overlaps) == ("table", ["[1, 2)"], ())
    twice = uncovered("table", ("[0, 2]", "[2, 3]"), "[0, 3]")
    assert [str(overlap) for overlap in twice[0].overlaps] == ["[2, 2]"]


@pytest.mark.parametrize(
    ("bands", "gaps"),
    [
        (("[1, 3]", "[4, +inf)"), []),
        (("[1, 3]", "(3, +inf)"), []),
        (("[1, 3]", "[5, +inf)"), ["(3, 5)"]),
        (("[1, 3)", "[4, +inf)"), ["[3, 4)"]),
        (("[2, +inf)",), ["[1, 2)"]),
        (("[1, 9]",), ["(9, +inf)"]),
    ],
)
def test_tables_of_counts_look_at_whole_numbers_only(bands: tuple[str, ...], gaps: list[str]) -> None:
    found = uncovered("bands", bands, "[1, +inf)", whole_numbers=True)
    assert [str(gap) for fault in found for gap in fault.gaps] == gaps


@pytest.mark.parametrize(
    ("name", "parameters", "place"),
    [
        ("completion", {"cap": "1", "floor": "2"}, ()),
        ("completion", {"caps": "1"}, ("caps",)),
        ("completion", {"cap": 1.2}, ("cap",)),
        ("efficacy", {"base": "1.1"}, ("base",)),
        ("benchmark", {}, ("benchmark",)),
        ("benchmark", {"benchmark": "1", "cap": "0", "floor": "1"}, ()),
        ("ladder", {"step": "-0.1"}, ("step",)),
        ("ladder", {"step": "0.1", "entry": "4"}, ()),
        ("rank_bands", {"bands": [{"ranks": "[1, 2]", "points": "1"}, {"ranks": "[3, 4]", "points": "2"}]}, ()),
        ("rank_bands", {"bands": [{"ranks": "1..3", "points": "1"}]}, ("bands", 0, "ranks")),
        ("rank_bands", {"bands": []}, ("bands",)),
        ("rater_ladder", {"roles": ["a", "a"], "step": "0.1"}, ()),
        ("rater_ladder", {"roles": [], "step": "0.1"}, ("roles",)),
        ("vote_ladder", {"roles": ["a", "b"], "drop": "101"}, ()),
        ("vote_ladder", {"roles": ["a", "a"]}, ()),
        ("vote_ladder", {"roles": ["a"], "top": "101"}, ("top",)),
        ("against_average", {**BRACKETS, "width": "0"}, ("width",)),
        ("against_average", {**BRACKETS, "divisors": ["0"]}, ("divisors", 0)),
        ("against_average", {**BRACKETS, "floor": "3", "cap": "2"}, ()),
        ("step_table", {"table": [{"interval": "5..1", "points": "1"}]}, ("table", 0, "interval")),
        ("linear_loss", {"full_at": "98", "per_unit": "-1"}, ("per_unit",)),
        ("linear_loss", {"full_at": "98", "per_unit": "1", "units": "0"}, ("units",)),
        (
            "slopes",
            {"at": "1", "points": "1", "segments": [{"interval": "[0, 2]", "per_unit": "1"}], "floor": "2", "cap": "1"},
            (),
        ),
        (
            "slopes",
            {"at": "9", "points": "1", "segments": [{"interval": "[0, 2]", "per_unit": "1"}], "domain": "[0, 2]"},
            (),
        ),
    ],
)
def test_parameters_that_make_no_sense_are_refused(
    name: str, parameters: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        methods()[name, 1].parameters.model_validate(parameters)
    assert place in {error["loc"][: len(place)] for error in caught.value.errors()}
