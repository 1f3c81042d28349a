"""No edge case crashes and none is guessed: each follows a stated policy, or stops with the cell named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leitai import engine
from leitai.engine.rulebook.model import Rulebook
from tests.contests import contest, figures, leaf, ranks, score, totals

EFFICACY = leaf("a", "efficacy")
COMPLETION = leaf("a", {"name": "completion", "target": "100"})


def codes(error: pytest.ExceptionInfo[engine.InputError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_all_equal_follows_equal_range() -> None:
    same = {"a": ["5", "5", "5", "5"]}
    assert set(totals(score(contest([EFFICACY]), same)).values()) == {"100.00"}
    assert set(totals(score(contest([EFFICACY], policies={"equal_range": "base"}), same)).values()) == {"60.00"}
    with pytest.raises(engine.InputError) as error:
        score(contest([EFFICACY], policies={"equal_range": "ruling"}), same)
    assert codes(error) == ["FG-013"] * 4


def test_all_missing_scores_zero_and_is_said() -> None:
    run = score(contest([leaf("a", "efficacy", "50"), leaf("b", "efficacy", "50")]), {"b": ["1", "2", "3", "4"]})
    assert totals(run) == {"u3": "50.00", "u2": "43.33", "u1": "36.67", "u0": "30.00"}
    assert run.groups[0].leaves.flags["unreported"][0, :, 0].all()


def test_no_round_with_figures_is_refused() -> None:
    with pytest.raises(engine.InputError) as error:
        engine.score_figures(engine.rulebook_from_plain(contest([EFFICACY])), [])
    assert codes(error) == ["FG-016"]


def test_several_rounds_without_a_choice_are_listed() -> None:
    both = figures({"a": ["1", "2", "3", "4"]}) + figures({"a": ["1", "2", "3", "4"]}, "2023-Q2")
    with pytest.raises(engine.UsageError, match="2023-Q1、2023-Q2"):
        engine.score_figures(engine.rulebook_from_plain(contest([EFFICACY])), both)


def test_one_unit_alone_is_scored_and_first() -> None:
    run = score(contest([EFFICACY], 1), {"a": ["7"]})
    assert totals(run) == {"u0": "100.00"}
    assert ranks(run) == {"u0": 1}


@pytest.mark.parametrize(("policy", "expected"), [("zero", "0.00"), ("threshold", "100.00")])
def test_zero_target_follows_its_policy(policy: str, expected: str) -> None:
    plain = contest([leaf("a", "completion")], 1, {"zero_target": policy})
    assert totals(score(plain, {"a": ["3"], "a@target": ["0"]})) == {"u0": expected}


def test_zero_target_waits_for_a_ruling_and_takes_it() -> None:
    plain = contest([leaf("a", "completion")], 2)
    rows = {"a": ["3", "50"], "a@target": ["0", "100"]}
    with pytest.raises(engine.InputError) as error:
        score(plain, rows)
    assert codes(error) == ["FG-013"]
    assert error.value.faults[0].where == "u0 a 2023-Q1"
    trial = score(plain, rows, trial=True)
    assert totals(trial) == {"u1": "50.00", "u0": "—"}
    assert ranks(trial) == {"u1": 1, "u0": 0}
    assert totals(score(plain, rows | {"a@ruling": ["80"]})) == {"u0": "80.00", "u1": "50.00"}


def test_a_ruling_needs_its_clause_and_document() -> None:
    plain = contest([leaf("a", "completion")], 1)
    bare = [*figures({"a": ["3"], "a@target": ["0"]}), engine.Figure("u0", "a", "2023-Q1", "ruling", Decimal(80))]
    with pytest.raises(engine.InputError) as error:
        engine.score_figures(engine.rulebook_from_plain(plain), bare)
    assert codes(error) == ["FG-008"]


@pytest.mark.parametrize("points", ["100.01", "-1"])
def test_a_ruling_stays_within_the_points(points: str) -> None:
    with pytest.raises(engine.InputError) as error:
        score(contest([COMPLETION], 1), {"a": ["3"], "a@ruling": [points]})
    assert codes(error) == ["FG-009"]


@pytest.mark.parametrize("base", ["0", "-5"])
def test_growth_over_a_base_not_above_zero_follows_its_policy(base: str) -> None:
    grown = leaf(
        "a", {"name": "linear_loss", "full_at": "10", "per_unit": "1", "floor": "0"}, formula="growth(s, s.base)"
    )
    series = [{"id": "s", "name": "序列", "unit": "亿元", "period": "period"}]
    rows = {"s": ["3"], "s@base": [base]}
    with pytest.raises(engine.InputError) as error:
        score(contest([grown], 1, series=series), rows)
    assert codes(error) == ["FG-013"]
    closed = contest([grown], 1, {"nonpositive_base": "zero"}, series=series)
    assert totals(score(closed, rows)) == {"u0": "90.00"}
    reached = contest([grown], 1, {"nonpositive_base": "threshold"}, series=series)
    assert totals(score(reached, rows)) == {"u0": "100.00"}


def test_an_abnormal_base_is_capped_and_said() -> None:
    """同比增长389.45%,不按面值计:封顶 100%。"""
    grown = leaf(
        "a", {"name": "linear_loss", "full_at": "200", "per_unit": "1", "floor": "0"}, formula="growth(s, s.base)"
    )
    series = [{"id": "s", "name": "序列", "unit": "亿元", "period": "period"}]
    plain = contest([grown], 1, {"abnormal_base": {"rule": "cap", "limit": "100"}}, series=series)
    run = score(plain, {"s": ["489.45"], "s@base": ["100"]})
    assert totals(run) == {"u0": "0.00"}
    assert run.groups[0].leaves.flags["abnormal_base"].all()


@pytest.mark.parametrize("huge", ["1e308", "-1e308", "1e-300"])
def test_numbers_beyond_any_machine_word_stay_exact(huge: str) -> None:
    run = score(contest([EFFICACY], 3), {"a": [huge, "1", "2"]})
    assert sorted(totals(run).values(), key=Decimal)[-1] == "100.00"
    assert sorted(totals(run).values(), key=Decimal)[0] == "60.00"
    shares = leaf("a", {"name": "completion", "cap": "none"})
    assert totals(score(contest([shares], 1), {"a": ["1e308"], "a@target": ["3e307"]})) == {"u0": "333.33"}


def test_the_same_figure_twice_names_both_lines() -> None:
    rows = figures({"a": ["1", "2", "3", "4"]})
    with pytest.raises(engine.InputError) as error:
        engine.score_figures(
            engine.rulebook_from_plain(contest([EFFICACY])), [*rows, rows[0]._replace(value=Decimal(9))]
        )
    assert codes(error) == ["FG-005"]
    assert "a:0" in error.value.faults[0].line()


def test_one_cumulative_cell_has_one_spelling() -> None:
    """2023-Q1 and 2023-03 cumulative are one cell: filed under both, it is filed twice."""
    plain = contest([leaf("a", "efficacy", period="cumulative")])
    rows = figures({"a": ["1", "2", "3", "4"]})
    assert totals(engine_score(plain, [r._replace(period="2023-03") for r in rows])) == totals(
        engine_score(plain, rows)
    )
    with pytest.raises(engine.InputError) as error:
        engine_score(plain, [*rows, rows[0]._replace(period="2023-03")])
    assert codes(error) == ["FG-005"]


def engine_score(plain: dict, rows: list[engine.Figure]):  # type: ignore[no-untyped-def, type-arg]
    return engine.score_figures(engine.rulebook_from_plain(plain), rows, "2023-Q1")


def test_unknown_names_are_each_named_with_a_hint() -> None:
    rows = [
        engine.Figure("u9", "a", "2023-Q1", value=Decimal(1), place="f.csv:2"),
        engine.Figure("u0", "aa", "2023-Q1", value=Decimal(1), place="f.csv:3"),
        engine.Figure("u0", "a", "2023-13", value=Decimal(1), place="f.csv:4"),
        engine.Figure("u0", "a", "2023-Q1", "actaul", Decimal(1), place="f.csv:5"),  # codespell:ignore
        engine.Figure("u0", "a", "2023-Q1", value=Decimal(1), unit="亿元", place="f.csv:6"),
    ]
    with pytest.raises(engine.InputError) as error:
        engine_score(contest([EFFICACY]), rows)
    assert codes(error) == ["FG-001", "FG-002", "FG-003", "FG-004", "FG-006"]
    assert "actual" in error.value.faults[3].line()
    assert all("\n" not in fault.line() for fault in error.value.faults)


def test_an_unverified_figure_scores_only_in_a_trial() -> None:
    rows = {"a": ["1", "reported:2", "3", "4"]}
    with pytest.raises(engine.InputError) as error:
        score(contest([EFFICACY]), rows)
    assert codes(error) == ["FG-010"]
    run = score(contest([EFFICACY]), rows, trial=True)
    assert run.groups[0].leaves.flags["reported"][0, 1, 0]
    assert engine.build_result(run)["trial"] is True


def test_a_derived_indicator_takes_no_figure() -> None:
    plain = contest(
        [leaf("a", "efficacy", formula="s / s.base", unit="1")],
        series=[{"id": "s", "name": "序列", "unit": "亿元", "period": "period"}],
    )
    with pytest.raises(engine.InputError) as error:
        score(plain, {"a": ["1", "2", "3", "4"]})
    assert "FG-007" in codes(error)


@pytest.mark.parametrize(
    ("mode", "given", "expected"),
    [
        ("half_up", "2.675", "2.68"),
        ("half_up", "0.125", "0.13"),
        ("half_up", "1.005", "1.01"),
        ("gbt8170", "2.675", "2.68"),
        ("gbt8170", "0.125", "0.12"),
        ("gbt8170", "1.005", "1.00"),
        ("gbt8170", "1.0051", "1.01"),
    ],
)
def test_rounding_at_the_half_is_done_on_the_decimal_value(mode: str, given: str, expected: str) -> None:
    rounding = {"indicator": "2", "track": "2", "total": "2", "mode": mode}
    run = score(contest([leaf("a", "given")], 1, {"rounding": rounding}), {"a": [given]})
    assert totals(run) == {"u0": expected}


def test_a_ladder_with_more_units_than_steps_ends_at_its_floor() -> None:
    rungs = leaf("a", {"name": "ladder", "step": "0.05"})
    rows = {"a": [str(100 - i) for i in range(25)]}
    assert totals(score(contest([rungs], 25), rows))["u24"] == "0.00"
    below = score(contest([rungs], 25, {"ladder_floor": "none"}), rows)
    assert totals(below)["u24"] == "-20.00"


def test_ranks_leave_room_after_a_tie_or_not_as_the_policy_says() -> None:
    rows = {"a": ["90", "80", "80", "70"]}
    given = leaf("a", "given")
    assert ranks(score(contest([given]), rows)) == {"u0": 1, "u1": 2, "u2": 2, "u3": 4}
    assert ranks(score(contest([given], policies={"ties": "dense"}), rows)) == {"u0": 1, "u1": 2, "u2": 2, "u3": 3}


def test_tie_breakers_are_asked_in_order_and_what_still_ties_shares() -> None:
    nodes = [leaf("a", "given", "50"), leaf("b", "given", "50")]
    rows = {"a": ["40", "30", "30", "20"], "b": ["20", "30", "30", "40"]}
    plain = contest(nodes, policies={"ties": {"break_by": ["a"]}})
    assert ranks(score(plain, rows)) == {"u0": 1, "u1": 2, "u2": 2, "u3": 4}


def test_rank_on_exact_separates_what_rounding_ties() -> None:
    rows = {"a": ["50.004", "50.001"]}
    given = leaf("a", "given")
    assert set(ranks(score(contest([given], 2), rows)).values()) == {1}
    rounding = {"indicator": "none", "track": "none", "total": "2", "mode": "half_up"}
    finer = contest([given], 2, {"rank_on": "exact", "rounding": rounding})
    assert ranks(score(finer, rows)) == {"u0": 1, "u1": 2}


def test_unrounded_thirds_rank_and_verify() -> None:
    rounding = {"indicator": "none", "track": "none", "total": "none", "mode": "half_up"}
    plain = contest([leaf("a", {"name": "completion", "target": "3"})], 3, {"rank_on": "exact", "rounding": rounding})
    run = score(plain, {"a": ["1", "2", "3"]})
    assert totals(run) == {"u2": "100", "u1": "66.6666666667", "u0": "33.3333333333"}
    result = engine.build_result(run)
    assert engine.verify(engine.result_bytes(result), result["code"])[1] == []


def test_absent_tasks_give_their_points_to_the_nearest_siblings() -> None:
    """甲 12、乙 8 分同级;乙不适用时,甲的得分率乘以 20。"""
    track = {"id": "t", "name": "赛道", "nodes": [leaf("a", "given", "12"), leaf("b", "given", "8")]}
    plain = contest([track, leaf("c", "given", "80")])
    plain["tree"]["full"] = "100"
    rows = {
        "a": ["9", "9", "not_applicable", "9"],
        "b": ["not_applicable", "8", "not_applicable", "8"],
        "c": ["40"] * 4,
    }
    run = score(plain, rows)
    assert totals(run) == {"u0": "55.00", "u1": "57.00", "u2": "50.00", "u3": "57.00"}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("group_mean", "80.00"), ({"fixed": "2"}, "72.00"), ("unranked", "—"), ("reweight", "77.78")],
)
def test_no_task_follows_its_policy(policy: object, expected: str) -> None:
    plain = contest([leaf("a", "given", "10", policies={"no_task": policy}), leaf("b", "given", "90")], 3)
    rows = {"a": ["exempt", "10", "10"], "b": ["70", "60", "60"]}
    assert totals(score(plain, rows))["u0"] == expected


def test_unreported_takes_the_lowest_of_the_group_where_the_policy_says_so() -> None:
    rows = {"a": [None, "30", "40", "50"]}
    assert totals(score(contest([leaf("a", "given")], policies={"unreported": "lowest"}), rows))["u0"] == "30.00"
    assert totals(score(contest([leaf("a", "given")]), rows))["u0"] == "0.00"


def test_not_yet_published_stands_unranked_or_takes_the_figure_before() -> None:
    given = leaf("a", "given")
    rows = figures({"a": ["60", "50"]}) + figures({"a": ["not_yet_published", "55"]}, "2023-Q2")
    listed = engine.score_figures(engine.rulebook_from_plain(contest([given], 2)), rows, "2023-Q2")
    assert totals(listed) == {"u1": "55.00", "u0": "—"}
    plain = contest([given], 2, {"not_yet_published": "previous"})
    carried = engine.score_figures(engine.rulebook_from_plain(plain), rows, "2023-Q2")
    assert totals(carried) == {"u0": "60.00", "u1": "55.00"}
    assert carried.groups[0].leaves.flags["previous"][1, 0, 0]


def test_a_unit_declared_without_the_task_may_not_have_its_figure() -> None:
    plain = contest([leaf("a", "given", "50", not_applicable=["u0"]), leaf("b", "given", "50")])
    with pytest.raises(engine.InputError) as error:
        score(plain, {"a": ["1", "2", "3", "4"], "b": ["1", "2", "3", "4"]})
    assert codes(error) == ["FG-011"]


def test_adjustments_come_in_their_order_with_every_cap() -> None:
    adjustments = [
        {"id": "plus", "name": "加", "kind": "bonus", "points": "2", "cap": "3", "category": "c", "clause": "一"},
        {"id": "more", "name": "再加", "kind": "bonus", "points": "1", "category": "c", "clause": "一"},
        {"id": "gated", "name": "有条件", "kind": "bonus", "points": "1", "gate": "a >= 60", "clause": "一"},
        {"id": "minus", "name": "扣", "kind": "deduction", "points": "0.5", "clause": "一"},
    ]
    plain = contest(
        [leaf("a", "given")],
        2,
        {"late": {"deduct": "0.5", "cap": "1"}},
        adjustments=adjustments,
        caps={"categories": {"c": "4"}, "bonus": "4.5", "deduction": "2", "total": "100"},
    )
    rows = {"a": ["late:97", "50"], "plus": ["2", "1"], "more": ["2", None], "gated": ["3", "3"], "minus": ["1", "9"]}
    run = score(plain, rows)
    # u0: 97 − (0.5 late + 0.5) + min(4.5, min(4, min(3, 4) + 2) + 3) = 100.5 → 100. u1: 50 − min(2, 4.5) + 2 = 50
    assert totals(run) == {"u0": "100.00", "u1": "50.00"}
    assert [
        c
        for c in run.groups[0].grid.contestants
        if run.groups[0].adjusted.bounded[0, run.groups[0].grid.contestants.index(c)]
    ] == ["u0"]


@pytest.mark.parametrize(
    ("effect", "total", "rank"),
    [
        ("cancel_title", "90.00", 1),
        ("rank_last", "90.00", 4),
        ("unranked", "90.00", 0),
        ("zero", "0.00", 4),
    ],
)
def test_a_veto_does_what_it_says_and_no_more(effect: str, total: str, rank: int) -> None:
    veto = [{"id": "veto", "name": "否决", "kind": "veto", "effect": effect, "clause": "一"}]
    run = score(contest([leaf("a", "given")], adjustments=veto), {"a": ["90", "80", "70", "60"], "veto": ["1"]})
    assert totals(run)["u0"] == total
    assert ranks(run)["u0"] == rank


def test_a_capped_grade_leaves_score_and_rank() -> None:
    veto = [{"id": "veto", "name": "否决", "kind": "veto", "effect": "cap_grade", "grade": "fair", "clause": "一"}]
    grades = [
        {"id": "good", "name": "优", "interval": "80.."},
        {"id": "fair", "name": "中", "interval": "60..80"},
        {"id": "poor", "name": "差", "interval": "..60"},
    ]
    run = score(
        contest([leaf("a", "given")], adjustments=veto, grades=grades), {"a": ["90", "80", "70", "60"], "veto": ["1"]}
    )
    table = run.standings["2023-Q1"]
    assert {c: s.grade for c, s in table.items()} == {"u0": "fair", "u1": "good", "u2": "fair", "u3": "fair"}
    assert table["u0"].places["all"][1].rank == 1


def test_who_is_listed_unranked_moves_nobody() -> None:
    plain = contest([EFFICACY])
    plain["contestants"][3]["ranked"] = False
    rows = {"a": ["1", "2", "3", "9"]}
    run = score(plain, rows)
    assert totals(run) == {"u2": "100.00", "u1": "80.00", "u0": "60.00", "u3": "100.00"}
    assert ranks(run) == {"u2": 1, "u1": 2, "u0": 3, "u3": 0}
    counted = score(
        contest([EFFICACY], policies={"unranked_in_statistics": "true"}) | {"contestants": plain["contestants"]}, rows
    )
    assert totals(counted)["u2"] == "70.00"


def test_consecutive_rounds_need_the_rounds_before() -> None:
    awards = [{"id": "talk", "name": "约谈", "kind": "talk", "when": "rank_last == 1", "rounds": 2, "clause": "一"}]
    plain = contest([leaf("a", "given")], 3, awards=awards)
    rulebook = engine.rulebook_from_plain(plain)
    first, second = figures({"a": ["3", "2", "1"]}), figures({"a": ["3", "2", "1"]}, "2023-Q2")
    alone = engine.score_figures(rulebook, first, "2023-Q1")
    assert alone.standings["2023-Q1"]["u2"].awards == ()
    both = engine.score_figures(rulebook, first + second, "2023-Q2")
    assert both.standings["2023-Q2"]["u2"].awards == ("talk",)
    before = engine.earlier_from(engine.build_result(alone))
    after = engine.score_figures(rulebook, second, "2023-Q2", earlier=before)
    assert after.standings["2023-Q2"]["u2"].awards == ("talk",)
    result = engine.build_result(after)
    assert engine.verify(engine.result_bytes(result), result["code"])[1] == []


TALK = [{"id": "talk", "name": "约谈", "kind": "talk", "when": "rank_last == 1", "rounds": 2, "clause": "一"}]
LAST = {"a": ["3", "2", "1"]}


def quarters(*periods: str) -> Rulebook:
    """Three units over these rounds; who is last twice running is called in."""
    plain = contest([leaf("a", "given")], 3, awards=TALK)
    year = periods[0][:4]
    plain["season"] |= {"name": year, "start": f"{year}-01-01", "end": f"{year}-12-31"}
    return engine.rulebook_from_plain(plain | {"rounds": [{"period": period} for period in periods]})


def test_a_round_without_a_result_breaks_the_run_and_it_is_said() -> None:
    rulebook = quarters("2023-Q1", "2023-Q2", "2023-Q3")
    rows = figures(LAST) + figures(LAST, "2023-Q3")
    run = engine.score_figures(rulebook, rows, "2023-Q3")
    assert set(run.standings) == {"2023-Q1", "2023-Q3"}
    assert run.standings["2023-Q3"]["u2"].held == ("talk",)
    assert run.standings["2023-Q3"]["u2"].awards == ()
    told = [one.say("zh") for one in engine.explain_score(run, "u2").sentences if one.kind == "list"]
    assert len(told) == 1
    assert "2023-Q2 没有结果，不算连续，不列入" in told[0]
    # The same against the result that stands, and with the round that was missing.
    first = engine.earlier_from(engine.build_result(engine.score_figures(rulebook, figures(LAST), "2023-Q1")))
    beside = engine.score_figures(rulebook, figures(LAST, "2023-Q3"), "2023-Q3", earlier=first)
    assert beside.standings["2023-Q3"]["u2"].awards == ()
    whole = engine.score_figures(rulebook, [*rows, *figures(LAST, "2023-Q2")], "2023-Q3")
    assert whole.standings["2023-Q3"]["u2"].awards == ("talk",)


def test_nothing_is_said_of_a_gap_where_nothing_went_before() -> None:
    run = engine.score_figures(quarters("2023-Q2", "2023-Q3"), figures(LAST, "2023-Q2"), "2023-Q2")
    assert not [one for one in engine.explain_score(run, "u2").sentences if one.kind == "list"]


@pytest.mark.parametrize(
    ("before", "period", "listed"),
    [("2023-Q4", "2024-Q1", True), ("2023-Q3", "2024-Q1", False), ("2023-Q4", "2024-Q2", False)],
)
def test_rounds_run_on_from_one_edition_into_the_next(before: str, period: str, listed: bool) -> None:
    old, new = quarters("2023-Q3", "2023-Q4"), quarters("2024-Q1", "2024-Q2")
    stands = engine.earlier_from(engine.build_result(engine.score_figures(old, figures(LAST, before), before)))
    run = engine.score_figures(new, figures(LAST, period), period, earlier=stands)
    assert run.standings[period]["u2"].awards == (("talk",) if listed else ())
    result = engine.build_result(run)
    assert engine.verify(engine.result_bytes(result), result["code"])[1] == []


def test_rounds_of_a_schedule_with_holes_lie_side_by_side() -> None:
    """Where the rules have a round every half year, the two of a year follow each other."""
    rulebook = quarters("2023-Q2", "2023-Q4")
    run = engine.score_figures(rulebook, figures(LAST, "2023-Q2") + figures(LAST, "2023-Q4"), "2023-Q4")
    assert run.standings["2023-Q4"]["u2"].awards == ("talk",)


def test_membership_follows_the_dates() -> None:
    plain = contest([leaf("a", "given")], 3)
    plain["groupings"][0]["groups"][0]["members"][2] = {"id": "u2", "since": "2023-04-01"}
    rulebook = engine.rulebook_from_plain(plain)
    rows = figures({"a": ["3", "2", "1"]}) + figures({"a": ["3", "2", "9"]}, "2023-Q2")
    run = engine.score_figures(rulebook, rows, "2023-Q2")
    assert set(run.standings["2023-Q1"]) == {"u0", "u1"}
    assert run.standings["2023-Q2"]["u2"].places["all"][1].rank == 1
    assert run.standings["2023-Q2"]["u2"].places["all"][1].change is None
