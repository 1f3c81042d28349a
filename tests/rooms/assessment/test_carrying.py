"""落实: what was upheld binds the office until a run carries it out, or two people say that it changes nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from leitai.web.assessment import api
from leitai.web.assessment.api import ScoringRun
from leitai.web.collection.api import Entry, reopen_round, report_figures
from leitai.web.foundation.api import Refused
from leitai.web.foundation.api import verify as verify_log
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at
from tests.rooms.collection.stage import cell

NOTED = "异议成立，经核对数据无误，维持原数"


def ruled(run: ScoringRun, verdict: str = "uphold", **said: str) -> None:
    """An objection of u1 to its gdp, ruled on at noon of 26 April; the window ends that day."""
    office = actor("office", "04-25")
    api.open_window(actor=office, at=at("04-25", "12:00"), run=run.pk, until=datetime.date(2023, 4, 26))
    made = api.object_to_result(
        actor=actor("liaison1", "04-26"), at=at("04-26", "08:00"), run=run.pk, contestant="u1", node="gdp",
        words="应按可比口径计算。", claimed="120",
    )  # fmt: skip
    api.give_objection_opinion(
        actor=actor("panel", "04-26"), at=at("04-26", "09:00"), objection=made.pk, verdict=verdict, words="已核对"
    )
    proposed = api.propose_objection_ruling(
        actor=actor("office", "04-26"), at=at("04-26", "11:00"), objection=made.pk, verdict=verdict,
        words="按可比口径", clause="第二十二条", **said,
    )  # fmt: skip
    api.rule_objection(
        actor=actor("office2", "04-26"), at=at("04-26", "12:00"), objection=made.pk, proposal=proposed.pk
    )


def drafted(run: ScoringRun) -> api.Proposal:
    said = stage.particulars(reason="")
    return api.draft_publication(actor=actor("office", "04-28"), at=at("04-28", "09:00"), run=run.pk, said=said)


def again(run: ScoringRun, unit: str, value: str, note: str = "按裁定更正") -> ScoringRun:
    """The round opened again on 27 April, one gdp filed and verified, frozen and scored anew."""
    office = actor("office", "04-27")
    reopen_round(actor=office, at=at("04-27", "09:00"), round=run.round_id, reason="落实裁定")
    held = cell(unit, "gdp")
    entry = Entry(held.pk, held.version, value, note=note, explanation="核实")
    done = report_figures(
        actor=actor("wang", "04-27"), at=at("04-27", "10:00"), round=run.round_id, entries=[entry], origin="typed",
        batch="fix",
    )  # fmt: skip
    assert done.saved == 1
    stage.verify_all(run.round, "04-27")
    api.freeze_snapshot(actor=office, at=at("04-27", "15:00"), round=run.round_id, acknowledged=0)
    return api.score_snapshot(actor=office, at=at("04-27", "16:00"), round=run.round_id)


def on_the_desk(day: str) -> list[str]:
    return [one.what.zh for one in api.todos(actor("office", day), at(day).date())]


@pytest.mark.parametrize("verdict", ["uphold", "partly"])
def test_what_was_upheld_is_not_published_unchanged(run: ScoringRun, verdict: str) -> None:
    early = stage.drafted(run)
    ruled(run, verdict)
    with pytest.raises(Refused, match=r"东河县对“生产总值”的异议已于 2023-04-26 裁定.*成立.*重新开放本轮"):
        drafted(run)
    with pytest.raises(Refused, match="还没有据此更正"):
        api.submit_publication(actor=actor("office", "04-28"), at=at("04-28", "09:10"), proposal=early.pk)


def test_a_publication_under_approval_is_stopped_as_well(run: ScoringRun) -> None:
    sent = stage.signed(stage.drafted(run))
    office = actor("office", "04-26")
    api.open_window(actor=office, at=at("04-26", "15:00"), run=run.pk, until=datetime.date(2023, 4, 27))
    made = api.object_to_result(
        actor=actor("liaison1", "04-26"), at=at("04-26", "16:00"), run=run.pk, contestant="u1", node="gdp",
        words="口径", claimed="",
    )  # fmt: skip
    api.give_objection_opinion(
        actor=actor("panel", "04-26"), at=at("04-26", "16:10"), objection=made.pk, verdict="uphold", words="属实"
    )
    proposed = api.propose_objection_ruling(
        actor=office, at=at("04-26", "16:20"), objection=made.pk, verdict="uphold", words="属实", clause="第二十二条"
    )
    api.rule_objection(
        actor=actor("office2", "04-26"), at=at("04-26", "16:30"), objection=made.pk, proposal=proposed.pk
    )
    with pytest.raises(Refused, match="还没有据此更正"):
        api.propose_result(actor=actor("leader", "04-28"), at=at("04-28"), proposal=sent.pk)


def test_the_desk_offers_to_open_the_round_and_no_draft(run: ScoringRun) -> None:
    assert on_the_desk("04-26") == ["2023-Q1 拟定公布件"]
    ruled(run)
    assert on_the_desk("04-28") == ["重新开放 2023-Q1，落实成立的异议"]
    again(run, "u1", "120")
    assert on_the_desk("04-28") == ["2023-Q1 拟定公布件"]


def test_a_corrected_figure_carries_it_out(run: ScoringRun) -> None:
    ruled(run)
    api.submit_publication(
        actor=actor("office", "04-28"), at=at("04-28", "09:10"), proposal=drafted(again(run, "u1", "120")).pk
    )
    assert verify_log() == []


def test_the_same_figure_filed_with_a_note_of_the_ruling_carries_it_out(run: ScoringRun) -> None:
    ruled(run)
    drafted(again(run, "u1", "103", note=NOTED))


def test_a_correction_of_something_else_does_not(run: ScoringRun) -> None:
    ruled(run)
    other = again(run, "u3", "95")
    with pytest.raises(Refused, match="还没有据此更正"):
        drafted(other)


def test_a_correction_from_before_the_ruling_is_no_answer_to_it(run: ScoringRun) -> None:
    """It was made for another reason: what the ruling asks for is still to be done."""
    office = actor("office", "04-25")
    api.open_window(actor=office, at=at("04-25", "12:00"), run=run.pk, until=datetime.date(2023, 4, 26))
    made = api.object_to_result(
        actor=actor("liaison1", "04-26"), at=at("04-26", "08:00"), run=run.pk, contestant="u1", node="gdp",
        words="应按可比口径计算。", claimed="120",
    )  # fmt: skip
    newer = again(run, "u1", "104")
    api.give_objection_opinion(
        actor=actor("panel", "04-27"), at=at("04-27", "17:00"), objection=made.pk, verdict="uphold", words="属实"
    )
    proposed = api.propose_objection_ruling(
        actor=actor("office", "04-27"), at=at("04-27", "17:10"), objection=made.pk, verdict="uphold", words="属实",
        clause="第二十二条",
    )  # fmt: skip
    api.rule_objection(
        actor=actor("office2", "04-27"), at=at("04-27", "17:20"), objection=made.pk, proposal=proposed.pk
    )
    with pytest.raises(Refused, match="还没有据此更正"):
        drafted(newer)


def test_where_it_changes_nothing_the_two_who_ruled_say_why(run: ScoringRun) -> None:
    ruled(run, unchanged="口径说明有误，数据本身无误，得分不变。")
    drafted(run)
    assert on_the_desk("04-28") == []


def test_nothing_is_left_to_carry_out_of_what_was_not_upheld(run: ScoringRun) -> None:
    said: dict[str, Any] = {"unchanged": "数据无误"}
    with pytest.raises(Refused, match="请清空该栏"):
        ruled(run, "decline", **said)


def test_a_ruling_that_declines_binds_nobody(run: ScoringRun) -> None:
    ruled(run, "decline")
    drafted(run)
