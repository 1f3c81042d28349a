"""异议: in its window, of one's own unit, with opinions, worked-out effect, and a ruling by two people."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.assessment import api
from leitai.web.assessment.api import Objection, ScoringRun
from leitai.web.assessment.books import book_of
from leitai.web.foundation.api import NotAllowed, Refused
from leitai.web.foundation.api import verify as verify_log
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at

UNTIL = datetime.date(2023, 4, 28)


def opened(run: ScoringRun) -> None:
    api.open_window(actor=actor("office", "04-25"), at=at("04-25", "12:00"), run=run.pk, until=UNTIL)


def objected(run: ScoringRun, **said: str) -> Objection:
    given = {"contestant": "u1", "node": "gdp", "words": "统计口径调整，应按可比口径计算。", "claimed": "120"} | said
    return api.object_to_result(actor=actor("liaison1", "04-26"), at=at("04-26"), run=run.pk, **given)


def test_without_a_window_and_after_it_nothing_is_taken_and_the_reason_is_said(run: ScoringRun) -> None:
    with pytest.raises(Refused, match="没有开放异议"):
        objected(run)
    opened(run)
    late = actor("liaison1", "04-30")
    with pytest.raises(Refused, match="2023-04-28 截止"):
        api.object_to_result(
            actor=late, at=at("04-30"), run=run.pk, contestant="u1", node="gdp", words="口径", claimed=""
        )
    assert not Objection.objects.exists()


def test_a_window_is_extended_but_never_cut(run: ScoringRun) -> None:
    opened(run)
    office = actor("office", "04-26")
    with pytest.raises(Refused, match="只能延长"):
        api.open_window(actor=office, at=at("04-26"), run=run.pk, until=datetime.date(2023, 4, 27))
    with pytest.raises(Refused, match="须晚于今天"):
        api.open_window(actor=office, at=at("04-26"), run=run.pk, until=datetime.date(2023, 4, 25))
    # The last day moves to a working day: 1 May is a holiday.
    made = api.open_window(actor=office, at=at("04-26"), run=run.pk, until=datetime.date(2023, 5, 1))
    assert made.until == datetime.date(2023, 5, 4)


def test_one_objects_to_ones_own_result_only(run: ScoringRun) -> None:
    opened(run)
    with pytest.raises(NotAllowed):
        objected(run, contestant="u2")
    with pytest.raises(Refused, match="没有这一项"):
        objected(run, node="nothing")
    with pytest.raises(Refused, match="理由"):
        objected(run, words="  ")
    with pytest.raises(Refused, match="不能读作"):
        objected(run, claimed="约一百二十")
    objected(run)
    with pytest.raises(Refused, match="待裁定"):
        objected(run)


def test_the_effect_is_a_trial_of_its_own_and_leaves_the_score_alone(run: ScoringRun) -> None:
    opened(run)
    made = objected(run, claimed="1.3 亿元")
    tried = api.try_objection(actor=actor("office", "04-26"), at=at("04-26", "15:00"), objection=made.pk)
    before, after = book_of(run), book_of(tried)
    assert (before.cell(before.period, "u1", "gdp"), after.cell(after.period, "u1", "gdp")) != (None, None)
    assert after.trial
    assert before.rows("g")[0].score != after.rows("g")[0].score
    assert tried.kind == "effect"
    assert verify_log() == []


def test_without_a_claimed_figure_there_is_no_effect_to_work_out(run: ScoringRun) -> None:
    opened(run)
    made = objected(run, claimed="")
    with pytest.raises(Refused, match="无法测算"):
        api.try_objection(actor=actor("office", "04-26"), at=at("04-26", "15:00"), objection=made.pk)


def test_a_ruling_takes_two_people_and_the_proposal_that_was_read(run: ScoringRun) -> None:
    opened(run)
    made = objected(run)
    api.give_objection_opinion(
        actor=actor("panel", "04-26"),
        at=at("04-26", "14:00"),
        objection=made.pk,
        verdict="uphold",
        words="口径确有变化",
    )
    with pytest.raises(Refused, match="已提出过"):
        api.give_objection_opinion(
            actor=actor("panel", "04-26"), at=at("04-26", "14:05"), objection=made.pk, verdict="decline", words="再想想"
        )
    first = api.propose_objection_ruling(
        actor=actor("office", "04-26"), at=at("04-26", "16:00"), objection=made.pk, verdict="uphold",
        words="按可比口径更正", clause="第二十二条",
    )  # fmt: skip
    with pytest.raises(Refused, match="两个不同的人"):
        api.rule_objection(
            actor=actor("office", "04-26"), at=at("04-26", "16:05"), objection=made.pk, proposal=first.pk
        )
    second = api.propose_objection_ruling(
        actor=actor("office", "04-26"), at=at("04-26", "16:10"), objection=made.pk, verdict="partly",
        words="部分更正", clause="第二十二条",
    )  # fmt: skip
    with pytest.raises(Refused, match="又改过"):
        api.rule_objection(
            actor=actor("office2", "04-26"), at=at("04-26", "16:15"), objection=made.pk, proposal=first.pk
        )
    ruling = api.rule_objection(
        actor=actor("office2", "04-26"), at=at("04-26", "16:20"), objection=made.pk, proposal=second.pk
    )
    assert ruling.proposal.verdict == "partly"
    with pytest.raises(Refused, match="已经裁定"):
        api.rule_objection(
            actor=actor("leader", "04-26"), at=at("04-26", "16:30"), objection=made.pk, proposal=second.pk
        )
    assert verify_log() == []


def test_nothing_is_published_while_an_objection_or_the_window_is_open(run: ScoringRun) -> None:
    opened(run)
    objected(run)
    with pytest.raises(Refused, match=r"异议期到 2023-04-28.*还有 1 份异议没有裁定"):
        stage.signed(stage.drafted(run))
