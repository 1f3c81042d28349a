"""Doors 3 and 4: what may be frozen, what a score is made of, and that every trial is counted."""

from __future__ import annotations

import json

import pytest

from leitai.engine.assess.result import verify
from leitai.web.assessment import api
from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import NotReady
from leitai.web.assessment.models import ScoringRun, Snapshot
from leitai.web.assessment.readiness import weigh
from leitai.web.collection.api import Entry, Round, plan_of, reopen_round, report_figures
from leitai.web.foundation.api import NotAllowed, Refused
from leitai.web.foundation.api import verify as verify_log
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at
from tests.rooms.collection.stage import cell as figure


def test_what_is_stored_recomputes_from_nothing_but_itself(run: ScoringRun) -> None:
    result, faults = verify(run.result.encode(), run.code)
    assert faults == []
    assert result["digest"] == run.digest
    assert [row.contestant for row in book_of(run).rows("g")] == ["u1", "u2", "u3", "u4"]
    assert verify_log() == []


def test_a_figure_nobody_verified_stops_the_freeze_and_is_named(world: None) -> None:
    round_ = stage.opened()
    stage.file_all(round_, "04")
    cell = figure("u3", "gdp")
    entry = Entry(cell.pk, cell.version, "95", note="更正")
    report_figures(
        actor=actor("wang", "04-13"), at=at("04-13"), round=round_.pk, entries=[entry], origin="typed", batch="late"
    )
    state = weigh(plan_of("cup", "1"), round_)
    assert [(row.contestant, row.indicator) for row in state.unverified] == [("u3", "gdp")]
    with pytest.raises(NotReady, match="u3 gdp"):
        api.freeze_snapshot(actor=actor("office", "04-25"), at=at("04-25"), round=round_.pk, acknowledged=0)
    round_.refresh_from_db()
    assert round_.state == "open"
    assert not Snapshot.objects.exists()


def test_what_is_missing_is_listed_and_must_have_been_looked_at(world: None) -> None:
    round_ = stage.opened()
    stage.file_all(round_, "04", but=(("u2", "speed"), ("u4", "jobs")))
    state = weigh(plan_of("cup", "1"), round_)
    assert {(row.contestant, row.indicator, row.status) for row in state.missing if row.role == "actual"} == {
        ("u2", "speed", "unreported"), ("u4", "jobs", "unreported"),
    }  # fmt: skip
    with pytest.raises(Refused, match="缺 3 项"):
        api.freeze_snapshot(actor=actor("office", "04-25"), at=at("04-25"), round=round_.pk, acknowledged=0)
    made = api.freeze_snapshot(actor=actor("office", "04-25"), at=at("04-25"), round=round_.pk, acknowledged=3)
    rows = [row for row in json.loads(made.cells) if row[4] is None]
    assert len(rows) == made.missing == 3


def test_after_the_freeze_no_figure_moves_and_nothing_is_frozen_twice(run: ScoringRun) -> None:
    with pytest.raises(Refused, match="完全相同"):
        stage.freeze(run.round)
    with pytest.raises(Refused, match="数据和规则都没有变"):
        api.score_snapshot(actor=actor("office", "04-25"), at=at("04-25", "12:00"), round=run.round_id)


def test_a_round_opened_again_in_vain_is_locked_again_and_all_of_it_stands(run: ScoringRun) -> None:
    office = actor("office", "04-26")
    reopen_round(actor=office, at=at("04-26"), round=run.round_id, reason="有单位来电询问")
    held = api.freeze_snapshot(actor=office, at=at("04-26", "11:00"), round=run.round_id, acknowledged=0)
    assert held.pk == run.snapshot_id
    stage.published(run)
    assert verify_log() == []


def test_only_the_office_freezes_and_scores(round_: Round) -> None:
    for who in ("wang", "leader", "liaison1", "auditor"):
        with pytest.raises(NotAllowed):
            api.freeze_snapshot(actor=actor(who, "04-25"), at=at("04-25"), round=round_.pk, acknowledged=0)
        with pytest.raises(NotAllowed):
            api.try_scoring(actor=actor(who, "04-25"), at=at("04-25"), round=round_.pk)


def test_an_official_score_takes_a_freeze(round_: Round) -> None:
    with pytest.raises(Refused, match="没有锁定"):
        api.score_snapshot(actor=actor("office", "04-25"), at=at("04-25"), round=round_.pk)


def test_a_trial_leaves_the_round_open_and_is_counted_on_the_publication(round_: Round) -> None:
    tried = api.try_scoring(actor=actor("office", "04-14"), at=at("04-14"), round=round_.pk)
    assert book_of(tried).trial
    round_.refresh_from_db()
    assert round_.state == "open"
    stage.freeze(round_)
    api.try_scoring(actor=actor("office", "04-25"), at=at("04-25", "10:30"), round=round_.pk)
    run = api.score_snapshot(actor=actor("office", "04-25"), at=at("04-25", "11:00"), round=round_.pk)
    assert not book_of(run).trial
    assert stage.published(run).trials == 2
    assert verify_log() == []


def test_the_second_round_is_measured_against_what_was_published_of_the_first(run: ScoringRun) -> None:
    stage.published(run)
    second = stage.scored("07", "2023-Q2")
    assert second.before is not None
    assert book_of(second).result["earlier"]["code"] == run.code
    assert {row.rank_before for row in book_of(second).rows("g")} == {1, 2, 3, 4}


def test_a_correction_is_a_new_snapshot_and_a_new_run_and_the_old_ones_stay(run: ScoringRun) -> None:
    office = actor("office", "04-26")
    round_ = reopen_round(actor=office, at=at("04-26"), round=run.round_id, reason="东河县生产总值核实有误")
    cell = figure("u1", "gdp")
    entry = Entry(cell.pk, cell.version, "80", note="核实更正", explanation="核实")
    wang = actor("wang", "04-26")
    report_figures(actor=wang, at=at("04-26", "10:30"), round=round_.pk, entries=[entry], origin="typed", batch="fix")
    stage.verify_all(round_, "04-26")
    api.freeze_snapshot(actor=office, at=at("04-26", "15:00"), round=round_.pk, acknowledged=0)
    again = api.score_snapshot(actor=office, at=at("04-26", "16:00"), round=round_.pk)
    assert again.digest != run.digest
    assert [one.number for one in Snapshot.objects.order_by("number")] == [1, 2]
    assert verify(ScoringRun.objects.get(pk=run.pk).result.encode(), run.code)[1] == []
    assert verify_log() == []
