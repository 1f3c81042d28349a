"""A figure that cannot be what it says is refused and named; it never becomes a number nobody can defend."""

from __future__ import annotations

from typing import Any

import pytest

from leitai import engine
from tests.contests import contest, figures, leaf, score, totals

BONUS = {"id": "honour", "name": "表彰", "kind": "bonus", "points": "2"}
VETO = {"id": "accident", "name": "事故", "kind": "veto", "effect": "cancel_title"}
GATED = BONUS | {"gate": "not (hidden[-1q] > 0)"}
HIDDEN = {"id": "hidden", "name": "瞒报", "kind": "deduction", "points": "1", "period": "period"}
A = leaf("a", {"name": "completion", "target": "100"})
VOTES = leaf("v", {"name": "vote_ladder", "roles": ["first", "second"], "top": "100", "drop": "20"})
PLACES = leaf("p", {"name": "rater_ladder", "roles": ["first", "second"], "step": "0.1"})
ROLES = [{"id": "first", "name": "甲"}, {"id": "second", "name": "乙"}]


def faults_of(plain: dict[str, Any], rows: dict[str, list[Any]]) -> list[engine.Fault]:
    with pytest.raises(engine.InputError) as error:
        score(plain, rows)
    return list(error.value.faults)


@pytest.mark.parametrize(
    ("adjustment", "count", "code"),
    [(BONUS, "-1", "FG-015"), (HIDDEN, "-0.5", "FG-015"), (VETO, "0.5", "FG-020"), (VETO, "-1", "FG-015")],
)
def test_items_are_counted_from_nought(adjustment: dict[str, Any], count: str, code: str) -> None:
    plain = contest([A], 2, adjustments=[adjustment])
    (fault,) = faults_of(plain, {"a": ["50", "60"], adjustment["id"]: [count]})
    assert (fault.code, fault.place) == (code, f"{adjustment['id']}:0")
    assert count in fault.line()


def test_a_ruling_on_an_adjustment_is_refused_and_says_what_to_file() -> None:
    plain = contest([A], 2, adjustments=[BONUS])
    (fault,) = faults_of(plain, {"a": ["50", "60"], "honour@ruling": ["1"]})
    assert fault.code == "FG-019"
    assert "role=actual" in fault.line()


@pytest.mark.parametrize("place", ["0", "1.5", "-2"])
def test_places_are_whole_and_from_one(place: str) -> None:
    plain = contest([PLACES], 2, roles=ROLES)
    (fault,) = faults_of(plain, {"p@first": ["1", place], "p@second": ["1", "2"]})
    assert (fault.code, fault.place) == ("FG-021", "p@first:1")


@pytest.mark.parametrize("votes", ["3.5", "-1"])
def test_votes_are_whole(votes: str) -> None:
    plain = contest([VOTES], 2, roles=ROLES)
    found = faults_of(plain, {"v@first": ["6", votes], "v@second": ["4", "4"]})
    assert "FG-022" in {fault.code for fault in found}


def test_votes_that_do_not_add_up_name_the_contestant() -> None:
    plain = contest([VOTES], 3, roles=ROLES)
    (fault,) = faults_of(plain, {"v@first": ["6", "4", "5"], "v@second": ["4", "6", "4"]})
    assert fault.code == "FG-023"
    assert "u2 9" in fault.line()
    assert "10" in fault.line()


def test_of_an_adjustment_none_filed_is_none_for_a_gate_too() -> None:
    """Who hid nothing a quarter before has no row for it, and keeps the bonus."""
    plain = contest([A], 2, adjustments=[HIDDEN, GATED])
    now = figures({"a": ["50", "60"], "honour": ["1", "1"]}, "2023-Q2")
    before = figures({"a": ["50", "60"], "hidden": ["1"]})
    rulebook = engine.rulebook_from_plain(plain)
    run = engine.score_figures(rulebook, [*before, *now], "2023-Q2")
    assert totals(run) == {"u0": "50.00", "u1": "62.00"}


def test_a_condition_that_never_holds_is_a_fault_of_the_rulebook() -> None:
    plain = contest([A], 2, adjustments=[BONUS | {"gate": "a >= 8 and hidden < 1 and 8 > a"}, HIDDEN])
    with pytest.raises(engine.InputError) as error:
        engine.rulebook_from_plain(plain)
    (fault,) = error.value.faults
    assert fault.code == "RB-092"
    assert "a >= 8" in fault.line()
    assert "8 > a" in fault.line()


@pytest.mark.parametrize("gate", ["a >= 8 and a <= 8", "a < 8 or a >= 8", "a >= 8 and a < 8 or hidden < 1", "a != 8"])
def test_a_condition_that_may_hold_is_none(gate: str) -> None:
    engine.rulebook_from_plain(contest([A], 2, adjustments=[BONUS | {"gate": gate}, HIDDEN]))


def test_a_case_no_policy_closes_does_not_speak_of_one() -> None:
    plain = contest(
        [
            leaf(
                "a",
                {"name": "step_table", "table": [{"interval": "[0, 100]", "points": "5"}], "domain": "[0, 100]"},
                "5",
            )
        ],
        2,
    )
    (fault,) = faults_of(plain, {"a": ["50", "101"]})
    assert fault.code == "FG-024"
    assert "政策可选" in fault.line()
