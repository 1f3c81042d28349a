"""Door 5: two people, one content, one audience. Each way around is refused with its reason."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from leitai.web.assessment import api
from leitai.web.assessment.api import Publication, ScoringRun
from leitai.web.assessment.books import book_of
from leitai.web.assessment.models import Proposal
from leitai.web.assessment.rules import disclosure_items
from leitai.web.assessment.services.early import reads_early
from leitai.web.collection.api import reopen_round
from leitai.web.foundation.api import NotAllowed, Refused, StaleState
from leitai.web.foundation.api import verify as verify_log
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at


def propose(proposal: Proposal, who: str = "leader", day: str = "04-27", clock: str = "09:00") -> None:
    api.propose_result(actor=actor(who, day), at=at(day, clock), proposal=proposal.pk)


def publish(proposal: Proposal, who: str = "leader2", day: str = "04-27", clock: str = "10:00") -> Publication:
    return api.publish_run(actor=actor(who, day), at=at(day, clock), proposal=proposal.pk)


def test_a_publication_carries_number_code_checkpoint_and_both_names(run: ScoringRun) -> None:
    made = stage.published(run)
    assert (made.number, made.code, made.audience) == ("2023-Q1-1", run.code, "internal")
    assert {made.published_by, made.second} == {"leader", "leader2"}
    assert made.checkpoint
    assert verify_log() == []
    assert verify_log(made.checkpoint) == []


def test_nobody_publishes_alone(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    propose(proposal)
    with pytest.raises(Refused, match="两个不同的人"):
        publish(proposal, "leader")
    with pytest.raises(Refused, match="已有人提出"):
        propose(proposal, "leader2", clock="09:30")
    assert not Publication.objects.exists()


def test_nothing_is_published_twice(run: ScoringRun) -> None:
    stage.published(run)
    with pytest.raises(Refused, match="不重复发布"):
        stage.signed(stage.drafted(run))


def test_without_the_whole_chain_there_is_no_publication(run: ScoringRun) -> None:
    proposal = stage.drafted(run)
    sent = api.submit_publication(actor=actor("office", "04-26"), at=at("04-26", "10:00"), proposal=proposal.pk)
    with pytest.raises(NotAllowed):
        api.sign_publication(
            actor=actor("leader", "04-26"), at=at("04-26", "11:00"), proposal=sent.pk, version=sent.version,
            verdict="agree",
        )  # fmt: skip
    api.sign_publication(
        actor=actor("office2", "04-26"), at=at("04-26", "11:00"), proposal=sent.pk, version=sent.version,
        verdict="agree",
    )  # fmt: skip
    with pytest.raises(Refused, match="审签还差第 2、3 步"):
        propose(sent)


def test_what_is_changed_after_it_was_signed_is_signed_anew(run: ScoringRun) -> None:
    sent = stage.signed(stage.drafted(run))
    changed = api.change_publication(
        actor=actor("office", "04-26"), at=at("04-26", "15:00"), proposal=sent.pk, version=sent.version,
        said=stage.particulars(signer="郑市长"),
    )  # fmt: skip
    assert changed.state == "draft"
    with pytest.raises(Refused, match="起草的公布件不能发布"):
        propose(changed)


def test_of_two_who_change_it_at_once_one_is_told_of_the_other(run: ScoringRun) -> None:
    made = stage.drafted(run)
    said = stage.particulars(signer="郑市长")
    api.change_publication(
        actor=actor("office", "04-26"), at=at("04-26", "09:30"), proposal=made.pk, version=1, said=said
    )
    with pytest.raises(StaleState, match="第 2 稿"):
        api.change_publication(
            actor=actor("office2", "04-26"), at=at("04-26", "09:31"), proposal=made.pk, version=1, said=said
        )


def test_facts_that_have_moved_on_are_not_published(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    reopen_round(actor=actor("office", "04-26"), at=at("04-26", "18:00"), round=run.round_id, reason="核实更正")
    with pytest.raises(Refused, match="重新开放"):
        propose(proposal)


def test_an_older_result_is_not_published_after_the_one_that_corrects_it(run: ScoringRun) -> None:
    old = stage.drafted(run, reason="旧")
    newer = corrected(run)
    with pytest.raises(Refused, match="又有新的快照或计分"):
        api.submit_publication(actor=actor("office", "04-28"), at=at("04-28"), proposal=old.pk)
    assert newer.number > run.number


def corrected(run: ScoringRun) -> ScoringRun:
    """The round opened again, one figure corrected, frozen and scored anew."""
    from leitai.web.collection.api import Entry, report_figures
    from tests.rooms.collection.stage import cell

    office = actor("office", "04-27")
    reopen_round(actor=office, at=at("04-27", "11:00"), round=run.round_id, reason="核实更正")
    held = cell("u1", "gdp")
    entry = Entry(held.pk, held.version, "101", note="更正", explanation="核实")
    report_figures(
        actor=actor("wang", "04-27"), at=at("04-27", "12:00"), round=run.round_id, entries=[entry], origin="typed",
        batch="fix",
    )  # fmt: skip
    stage.verify_all(run.round, "04-27")
    api.freeze_snapshot(actor=office, at=at("04-27", "15:00"), round=run.round_id, acknowledged=0)
    return api.score_snapshot(actor=office, at=at("04-27", "16:00"), round=run.round_id)


def test_a_correction_says_what_it_corrects_and_why(run: ScoringRun) -> None:
    first = stage.published(run)
    again = corrected(run)
    with pytest.raises(Refused, match="本件更正 2023-Q1-1，须写明"):
        later(again)
    made = later(again, reason="东河县生产总值经核实更正")
    assert (made.number, made.supersedes_id) == ("2023-Q1-2", first.pk)
    assert Publication.objects.get(pk=first.pk).code == run.code
    assert verify_log() == []


def later(run: ScoringRun, **said: Any) -> Publication:
    made = api.draft_publication(
        actor=actor("office", "04-28"), at=at("04-28", "09:00"), run=run.pk, said=stage.particulars(**said)
    )
    sent = api.submit_publication(actor=actor("office", "04-28"), at=at("04-28", "09:10"), proposal=made.pk)
    for minute, who in enumerate(("office2", "leader", "leader2"), 20):
        api.sign_publication(
            actor=actor(who, "04-28"), at=at("04-28", f"09:{minute}"), proposal=sent.pk, version=sent.version,
            verdict="agree",
        )  # fmt: skip
    propose(sent, day="04-28", clock="10:00")
    return publish(sent, day="04-28", clock="11:00")


def test_a_clock_that_was_set_back_is_noticed(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    with pytest.raises(Refused, match="时钟可能被改动"):
        propose(proposal, day="04-26", clock="09:30")


def test_an_hour_that_is_past_is_refused(run: ScoringRun) -> None:
    with pytest.raises(Refused, match="已过"):
        stage.signed(stage.drafted(run, hour=at("04-25")))


def test_lists_are_proposed_by_rule_and_confirmed_by_a_person(run: ScoringRun) -> None:
    with pytest.raises(Refused, match="交流发言、表态发言"):
        stage.signed(stage.drafted(run, confirmed={}))
    with pytest.raises(Refused, match="不是按规则提出的"):
        stage.drafted(run, confirmed={"speak": ["u3"], "pledge": ["u4"]})
    # Striking a list altogether is a decision too.
    assert stage.published(run, confirmed={"speak": ["u1"], "pledge": []}).confirmed == '{"pledge":[],"speak":["u1"]}'


def reviewed(run: ScoringRun, *, held: str = "", reason: str = "经保密审查可公开") -> None:
    decisions = {key: (key != held, reason) for key in disclosure_items(book_of(run).plan)}
    api.review_disclosure(
        actor=actor("supervisor", "04-25"), at=at("04-25", "17:00"), run=run.pk, decisions=decisions,
        document="澜保审〔2023〕3号",
    )  # fmt: skip


def test_nothing_goes_public_without_a_review_that_clears_all_of_it(run: ScoringRun) -> None:
    with pytest.raises(Refused, match="须先进行保密审查"):
        stage.signed(stage.drafted(run, audience="public"))
    reviewed(run, held="speed")
    with pytest.raises(Refused, match="1 项指标经审查不得公开：工业增速"):
        stage.signed(stage.drafted(run, audience="public"))
    with pytest.raises(Refused, match="须写明理由"):
        reviewed(run, reason="")
    reviewed(run)
    assert stage.published(run, audience="public").audience == "public"


def test_what_is_of_the_meeting_alone_goes_no_further_without_a_review(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = stage.edition()
    for node in plain["tree"]["nodes"]:
        node["disclosure"] = "meeting" if node["id"] == "speed" else node["disclosure"]
    monkeypatch.setattr(stage, "edition", lambda: plain)
    stage.make_world()
    run = stage.scored()
    with pytest.raises(Refused, match="有 1 项指标按规则只限会场（工业增速），发布范围是内部，须先进行保密审查"):
        stage.signed(stage.drafted(run))
    reviewed(run, held="speed")
    with pytest.raises(Refused, match="1 项指标经审查不得公开：工业增速"):
        stage.signed(stage.drafted(run))
    # The meeting itself hears it, whatever the review held back.
    assert stage.published(run, audience="meeting").audience == "meeting"
    second = stage.scored("07", "2023-Q2")
    reviewed(second)
    with pytest.raises(Refused, match="那一件发布的范围更小；须先将其向内部发布"):
        stage.signed(stage.drafted(second, "07"), "07")
    reviewed(run)
    again = api.draft_publication(
        actor=actor("office", "07-25"), at=at("07-25", "12:00"), run=run.pk, said=stage.particulars("07")
    )
    stage.signed(again, "07")


def test_before_its_hour_each_reads_what_was_granted_and_it_can_be_taken_back(run: ScoringRun) -> None:
    made = stage.published(run, hour=at("04-28", "15:00"))
    assert made.effective_at == at("04-28", "15:00")
    office = actor("office", "04-27")
    api.let_read_early(
        actor=office, at=at("04-27", "11:00"), publication=made.pk, reader="liaison1", scope="own", contestant="u1"
    )
    assert [(one.scope, one.contestant) for one in reads_early(made, "liaison1")] == [("own", "u1")]
    assert reads_early(made, "liaison2") == []
    api.end_early_reading(actor=office, at=at("04-27", "11:30"), publication=made.pk, reader="liaison1")
    assert reads_early(made, "liaison1") == []
    with pytest.raises(Refused, match="已经生效"):
        api.let_read_early(
            actor=actor("office", "04-29"), at=at("04-29"), publication=made.pk, reader="liaison1", scope="all"
        )
    assert verify_log() == []


@pytest.mark.parametrize("who", ["wang", "liaison1", "auditor", "supervisor"])
def test_others_neither_draft_nor_publish(run: ScoringRun, who: str) -> None:
    said = stage.particulars(dated=datetime.date(2023, 4, 27))
    with pytest.raises(NotAllowed):
        api.draft_publication(actor=actor(who, "04-26"), at=at("04-26"), run=run.pk, said=said)
    proposal = stage.signed(stage.drafted(run))
    with pytest.raises(NotAllowed):
        propose(proposal, who)
