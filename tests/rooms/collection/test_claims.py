"""Claims: a fact with its proof, a panel of several people, one list, and figures through door 1."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.web.collection.access import access_evidence
from leitai.web.collection.api import (
    Days,
    Fact,
    Judged,
    Proof,
    conclude_claims,
    correct_claim,
    enter_claim_list,
    figures_of,
    file_claim,
    give_opinion,
    make_claim_list,
    name_panel,
    return_figures,
    todos,
    verify_figures,
    withdraw_claim,
)
from leitai.web.collection.claims.duplicates import twins
from leitai.web.collection.claims.lists import list_content
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import (
    Cell,
    Claim,
    ClaimList,
    ClaimOpinion,
    ClaimProof,
    ClaimVersion,
    Evidence,
    FigureVersion,
    Pin,
    Round,
)
from leitai.web.collection.services import papers
from leitai.web.foundation.api import AuditEvent, Invisible, NotAllowed, Refused, StaleState, verify
from leitai.web.people.api import Organisation, Person
from leitai.web.people.models import Post
from tests.rooms.collection import stage
from tests.rooms.collection.stage import actor, at, cell, open_first
from tests.rooms.collection.test_decisions import DUE
from tests.rooms.collection.test_report_figures import file_one
from tests.rooms.foundation.test_two_at_once import all_at_once

PDF = b"%PDF-1.7 honour"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "evidence_path", lambda digest: tmp_path / digest[:2] / digest)


def fact(event: str = "全国双百城市", items: int = 1, proof: bytes = PDF, **more: Any) -> Fact:
    usual: dict[str, Any] = {"adjustment": "honour", "day": datetime.date(2023, 3, 1)}
    proofs = more.pop("proofs", [Proof("表彰.pdf", proof)])
    return Fact(event=event, items=Decimal(items), proofs=proofs, **(usual | more))


def claim(round_: Round, event: str = "全国双百城市", who: str = "liaison1", unit: str = "u1", **more: Any) -> Claim:
    return file_claim(actor=actor(who), at=at("04-10"), round=round_.pk, contestant=unit, fact=fact(event, **more))


def panel(round_: Round, members: tuple[str, ...] = ("office", "office2"), quorum: int = 2, expected: int = 0) -> Any:
    return name_panel(
        actor=actor("office"), at=at("04-10"), round=round_.pk, members=members, quorum=quorum, expected=expected
    )


def say(one: Claim, who: str, verdict: Any = "accept", items: str = "", reason: str = "") -> ClaimOpinion:
    return give_opinion(
        actor=actor(who), at=at("04-11"), claim=one.pk, expected=Claim.objects.get(pk=one.pk).version, verdict=verdict,
        items=Decimal(items) if items else None, reason=reason,
    )  # fmt: skip


def conclude(round_: Round, *claims: Claim) -> int:
    seen = {one.pk: Claim.objects.get(pk=one.pk).version for one in claims}
    return conclude_claims(actor=actor("office"), at=at("04-12"), round=round_.pk, claims=seen)


def decided(round_: Round, one: Claim, verdict: str = "accept", **more: str) -> Claim:
    for who in ("office", "office2"):
        say(one, who, verdict, **more)
    conclude(round_, one)
    return Claim.objects.get(pk=one.pk)


def listed(round_: Round, when: str = "04-12") -> ClaimList:
    return make_claim_list(actor=actor("office"), at=at(when, "11:00"), round=round_.pk)


def enter(found: ClaimList, who: str = "office") -> Any:
    return enter_claim_list(actor=actor(who), at=at("04-13"), claim_list=found.pk)


# -- filing --------------------------------------------------------------------------------------------------------


def test_a_unit_claims_with_its_proof_and_the_log_tells_it(round_: Round) -> None:
    made = claim(round_, items=2)
    version = ClaimVersion.objects.get(claim=made)
    assert (made.state, made.filer, version.items, version.late) == ("filed", "u1", "2", False)
    assert version.proofs.get().evidence.name == "表彰.pdf"
    event = AuditEvent.objects.get(act="file_claim")
    assert (event.subject, event.organisation) == (f"claim:{made.pk}", "u1")
    assert verify() == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"event": " —— "}, "事项没有填"),
        ({"items": 0}, "应为正整数"),
        ({"day": datetime.date(2023, 4, 2)}, "2023-01-01 至 2023-03-31"),
        ({"proofs": []}, "佐证应有 1 至 10 份，现有 0 份"),
        ({"adjustment": "nothing"}, "规则中没有加减分项“nothing”"),
        ({"proofs": [Proof("页面.html", b"<html>")]}, "与扩展名不符"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(round_: Round, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        claim(round_, **more)
    assert (Claim.objects.count(), Evidence.objects.count()) == (0, 0)


def test_several_faults_are_told_at_once(round_: Round) -> None:
    with pytest.raises(Refused) as caught:
        claim(round_, event="", items=0, proofs=[])
    assert caught.value.say().count("；") == 2


def test_a_proof_that_is_kept_must_be_of_the_claim(round_: Round) -> None:
    made = claim(round_)
    with pytest.raises(Refused, match="没有佐证"):
        correct_claim(
            actor=actor("liaison1"), at=at("04-10"), claim=made.pk, expected=1, fact=fact("改名", proofs=[], kept=[999])
        )
    assert Claim.objects.get().version == 1


def test_a_proof_is_open_to_whoever_sees_the_claim_and_to_nobody_else(round_: Round) -> None:
    # The same file is kept once, under the name of the body that brought it first.
    claim(round_, proof=b"%PDF-joint")
    other = claim(round_, who="liaison2", unit="u2", proof=b"%PDF-joint")
    proof = ClaimProof.objects.get(version__claim=other).evidence
    assert proof.organisation == "u1"
    for who in ("liaison1", "liaison2", "office", "watcher"):
        assert access_evidence(actor(who), proof.pk) == proof
    for who in ("zhao", "filer4", "stranger"):
        with pytest.raises(Invisible):
            access_evidence(actor(who), proof.pk)


@pytest.mark.parametrize("who", ["liaison2", "head1", "wang", "office", "leader"])
def test_nobody_claims_a_bonus_for_another_unit(round_: Round, who: str) -> None:
    with pytest.raises(NotAllowed, match="东河县的联络员或填报员"):
        claim(round_, who=who)


def test_a_claim_after_the_day_is_taken_and_marked(round_: Round) -> None:
    made = file_claim(actor=actor("liaison1"), at=at("04-19"), round=round_.pk, contestant="u1", fact=fact())
    assert ClaimVersion.objects.get(claim=made).late


# -- one fact counts once ------------------------------------------------------------------------------------------


def test_the_same_event_is_caught_however_it_is_spelt(round_: Round) -> None:
    first = claim(round_, "全国“双百”城市")
    with pytest.raises(Refused, match=f"第 {first.pk} 号申报"):
        claim(round_, "全国 双百 城市", proof=b"%PDF-other")
    assert Claim.objects.count() == 1


def test_the_same_proof_is_caught_unless_the_difference_is_stated(round_: Round) -> None:
    first = claim(round_, "全国双百城市")
    with pytest.raises(Refused, match=f"佐证“表彰.pdf”已用于第 {first.pk} 号申报“全国双百城市”"):
        claim(round_, "省级文明城市")
    other = claim(round_, "省级文明城市", distinct="同一文件表彰两个事项")
    assert ClaimVersion.objects.get(claim=other).distinct == "同一文件表彰两个事项"


def test_another_unit_may_share_a_joint_honour(round_: Round) -> None:
    claim(round_, "跨县流域治理典型")
    assert claim(round_, "跨县流域治理典型", who="liaison2", unit="u2").state == "filed"


def test_what_two_units_share_is_shown_to_the_panel_and_nothing_else_is(round_: Round) -> None:
    first = claim(round_, "跨县流域治理典型")
    event = claim(round_, "跨县 流域治理典型", who="liaison2", unit="u2", proof=b"%PDF-2")
    proof = claim(round_, "省级文明城市", who="liaison2", unit="u2", proof=PDF)
    gone = claim(round_, "跨县流域治理典型", who="filer4", unit="u4")
    alone = claim(round_, "数字乡村", who="filer4", unit="u4", proof=b"%PDF-4")
    withdraw_claim(actor=actor("filer4"), at=at("04-10"), claim=gone.pk, expected=1, reason="重复")
    with CaptureQueriesContext(connection) as queries:
        found = twins([first, event, proof, alone])
    assert found == {first.pk: [event.pk, proof.pk], event.pk: [first.pk], proof.pk: [first.pk]}
    assert len(queries) == 2


def test_a_list_reads_the_decisions_of_its_year_and_no_others(round_: Round) -> None:
    panel(round_)
    decided(round_, claim(round_))
    with CaptureQueriesContext(connection) as queries:
        before = list_content(round_, None)
    Round.objects.filter(pk=round_.pk).update(period="2022-Q1")
    days = Days(*(datetime.date(2023, 7, day) for day in (18, 20, 24)))
    later = open_first(period="2023-Q2", days=days, when="07-03")
    assert ([len(before["claims"]), len(list_content(later, None)["claims"])], len(queries)) == ([1, 0], 3)
    assert list_content(later, None)["figures"] == []


def test_what_was_taken_back_may_be_claimed_again_and_stays_visible(round_: Round) -> None:
    first = claim(round_)
    with pytest.raises(Refused, match="写明理由"):
        withdraw_claim(actor=actor("liaison1"), at=at("04-10"), claim=first.pk, expected=1, reason=" ")
    withdraw_claim(actor=actor("liaison1"), at=at("04-10"), claim=first.pk, expected=1, reason="名称写错")
    again = claim(round_)
    assert (Claim.objects.get(pk=first.pk).state, again.state) == ("withdrawn", "filed")
    with pytest.raises(StaleState, match="已撤回"):
        withdraw_claim(actor=actor("liaison1"), at=at("04-11"), claim=first.pk, expected=1, reason="再撤")


# -- the panel -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "quorum", "words"),
    [
        (("office",), 2, "至少 2 人"),
        (("office", "office2"), 1, "2 至 2 之间"),
        (("office", "office2"), 3, "2 至 2 之间"),
        (("office", "wang"), 2, "wang没有评审职务"),
    ],
)
def test_a_panel_is_two_people_at_least_who_may_judge(
    round_: Round, members: tuple[str, ...], quorum: int, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        panel(round_, members, quorum)


def test_of_two_who_name_the_panel_the_second_learns_both(round_: Round) -> None:
    panel(round_)
    with pytest.raises(StaleState, match=r"office、office2.*您的“office、reaching”"):
        panel(round_, ("office", "reaching"))


def test_one_person_alone_decides_nothing(round_: Round) -> None:
    panel(round_)
    one = claim(round_)
    say(one, "office")
    say(one, "office", "reject", reason="再想想")
    with pytest.raises(Refused, match="只有 1 人提出意见，有效人数为 2 人"):
        conclude(round_, one)
    assert Claim.objects.get(pk=one.pk).state == "filed"


@pytest.mark.parametrize(
    ("said", "state", "items"),
    [
        ([("accept", ""), ("accept", "")], "accepted", "3"),
        ([("accept", ""), ("reject", "")], "rejected", "0"),
        ([("accept", ""), ("reduce", "2")], "reduced", "2"),
        ([("reduce", "0.5"), ("accept", ""), ("reduce", "1")], "reduced", "1"),
    ],
)
def test_what_more_than_half_reach_is_granted(
    round_: Round, said: list[tuple[str, str]], state: str, items: str
) -> None:
    panel(round_, ("office", "office2", "reaching"))
    one = claim(round_, items=3)
    for who, (verdict, granted) in zip(("office", "office2", "reaching"), said, strict=False):
        say(one, who, verdict, granted, reason="依据不足")
    assert conclude(round_, one) == 1
    after = Claim.objects.get(pk=one.pk)
    assert (after.state, ClaimVersion.objects.get(claim=one).outcome.items) == (state, items)
    assert verify() == []


@pytest.mark.parametrize(("verdict", "items"), [("reduce", "3"), ("reduce", "0"), ("reduce", ""), ("reduce", "0.125")])
def test_a_reduction_lies_below_what_was_claimed(round_: Round, verdict: str, items: str) -> None:
    panel(round_)
    one = claim(round_, items=3)
    with pytest.raises(Refused, match="小于申报的 3"):
        say(one, "office", verdict, items, reason="部分不符")


def test_less_than_claimed_needs_a_reason(round_: Round) -> None:
    panel(round_)
    one = claim(round_)
    with pytest.raises(Refused, match="写明理由"):
        say(one, "office", "reject")


def test_who_is_not_named_or_has_a_post_in_the_unit_stands_aside(round_: Round) -> None:
    panel(round_)
    one = claim(round_)
    with pytest.raises(NotAllowed, match="评审组成员"):
        say(one, "reaching")
    with pytest.raises(NotAllowed):
        say(one, "wang")
    person = Person.objects.get(key="office2")
    unit = Organisation.objects.get(key="u1")
    Post.objects.create(person=person, organisation=unit, role="head", since=stage.FOUNDED)
    with pytest.raises(NotAllowed, match="应当回避"):
        say(one, "office2")


def test_two_who_conclude_at_once_make_one_success_and_one_message(round_: Round) -> None:
    panel(round_)
    one = claim(round_)
    for who in ("office", "office2"):
        say(one, who)
    conclude(round_, one)
    with pytest.raises(StaleState, match=r"第 1 版 已认定.*汇总意见"):
        conclude_claims(actor=actor("office2"), at=at("04-12"), round=round_.pk, claims={one.pk: 1})
    with pytest.raises(StaleState):
        say(one, "office")


def test_a_correction_is_a_new_version_that_is_considered_anew(round_: Round) -> None:
    panel(round_)
    one = claim(round_, items=2)
    decided(round_, one, "reject", reason="缺文号")
    kept = ClaimVersion.objects.get(claim=one).proofs.get().evidence_id
    corrected = correct_claim(
        actor=actor("liaison1"), at=at("04-12", "15:00"), claim=one.pk, expected=1,
        fact=fact(items=1, proofs=[Proof("文号.pdf", b"%PDF-2")], kept=[kept]),
    )  # fmt: skip
    assert (corrected.version, corrected.state) == (2, "filed")
    versions = ClaimVersion.objects.filter(claim=one).order_by("number")
    assert [(v.items, v.proofs.count(), v.opinions.count()) for v in versions] == [("2", 1, 2), ("1", 2, 0)]
    with pytest.raises(StaleState, match="第 2 版"):
        correct_claim(actor=actor("liaison1"), at=at("04-12"), claim=one.pk, expected=1, fact=fact())
    with pytest.raises(NotAllowed):
        correct_claim(actor=actor("liaison2"), at=at("04-12"), claim=one.pk, expected=2, fact=fact())


# -- the list, and door 1 ------------------------------------------------------------------------------------------


def test_nothing_is_listed_while_a_claim_waits(round_: Round) -> None:
    with pytest.raises(Refused, match="本轮没有申报"):
        listed(round_)
    one = claim(round_)
    with pytest.raises(Refused, match=f"还有 1 项申报没有评审完：第 {one.pk} 号"):
        listed(round_)


def test_what_was_granted_becomes_a_verified_figure_with_its_provenance(round_: Round) -> None:
    panel(round_)
    one, two = claim(round_, items=2), claim(round_, "省级文明城市", proof=b"%PDF-2")
    three = claim(round_, "数字乡村", who="liaison2", unit="u2", proof=b"%PDF-3")
    decided(round_, one)
    decided(round_, two)
    decided(round_, three, "reject", reason="不在条款范围")
    made = listed(round_)
    assert listed(round_, "04-13").pk == made.pk
    report = enter(made)
    assert [outcome.done for outcome in report.outcomes] == ["saved"]
    place = cell("u1", "honour")
    version = FigureVersion.objects.get(cell=place)
    assert (version.value, version.origin) == ("3", "import")
    assert made.code in version.source
    assert f"第 {one.pk} 号、第 {two.pk} 号" in version.note
    assert Pin.objects.filter(cell=place).count() == 2
    assert not any(f.status == "verified" for f in figures_of("cup", "2023-Q1"))
    verify_figures(actor=actor("watcher"), at=at("04-14"), round=round_.pk, judged=[Judged(place.pk, 1)])
    assert [(f.contestant, f.value, f.status) for f in figures_of("cup", "2023-Q1")] == [("u1", Decimal(3), "verified")]
    with pytest.raises(Refused, match="不需要录入"):
        enter(made)
    assert verify() == []


def test_what_a_list_says_is_not_typed_over(round_: Round) -> None:
    panel(round_)
    decided(round_, claim(round_, items=2))
    made = listed(round_)
    enter(made)
    place = cell("u1", "honour")
    refused = file_one(round_, "office", place, "5", "04-14", note="口头通知").outcomes[0]
    assert (refused.done, refused.findings[0].fault.code) == ("refused", "CO-019")
    assert made.code in refused.findings[0].fault.found.zh
    assert file_one(round_, "office", place, "", "04-14").outcomes[0].findings[0].fault.code == "CO-019"
    assert FigureVersion.objects.get(cell=place).value == "2"
    back = [Judged(place.pk, 1)]
    return_figures(actor=actor("watcher"), at=at("04-14"), round=round_.pk, judged=back, reason="重复计算", due=DUE)
    assert file_one(round_, "office", place, "1", "04-14", note="更正重复").outcomes[0].done == "saved"


def test_only_who_files_the_figure_enters_it(round_: Round) -> None:
    panel(round_)
    decided(round_, claim(round_))
    made = listed(round_)
    with pytest.raises(NotAllowed, match="考评办的填报员"):
        enter(made, "wang")
    assert FigureVersion.objects.count() == 0


def test_a_list_entered_for_two_bodies_is_told_on_the_chain_of_each(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person files for both: each body's chain says what was filed for it, and on what proof."""
    usual = stage.plain_edition

    def plain(silence: int = 0) -> dict[str, Any]:
        made = usual(silence)
        [honour] = made["adjustments"]
        made["adjustments"] = [
            honour | {"data_department": "fin"},
            honour | {"id": "card", "name": "先进", "data_department": "stats"},
        ]
        return made

    monkeypatch.setattr(stage, "plain_edition", plain)
    stage.make_people()
    stage.make_edition()
    person, bureau = Person.objects.get(key="zhao"), Organisation.objects.get(key="stats")
    Post.objects.create(person=person, organisation=bureau, role="filer", since=stage.FOUNDED)
    round_ = open_first()
    panel(round_)
    decided(round_, claim(round_))
    decided(round_, claim(round_, "省级先进", adjustment="card", proof=b"%PDF-2"))
    assert [one.done for one in enter(listed(round_), "zhao").outcomes] == ["saved", "saved"]
    told = {
        (event.organisation, event.chain.rpartition("/")[2], event.rows.count("Pin"))
        for event in AuditEvent.objects.filter(act="enter_claim_list")
    }
    assert told == {("fin", "fin", 1), ("stats", "stats", 1)}
    assert verify() == []


def test_a_correction_after_the_list_makes_the_list_old_and_the_figure_follows(round_: Round) -> None:
    panel(round_)
    one = claim(round_)
    decided(round_, one)
    made = listed(round_)
    enter(made)
    withdraw_claim(actor=actor("liaison1"), at=at("04-14"), claim=one.pk, expected=1, reason="表彰已撤销")
    with pytest.raises(Refused, match="又有认定变动"):
        enter(made)
    again = listed(round_, "04-14")
    assert again.number == 2
    enter(again)
    versions = FigureVersion.objects.filter(cell=cell("u1", "honour")).order_by("number")
    assert [one.value for one in versions] == ["1", "0"]
    assert verify() == []


def test_a_figure_sent_back_is_entered_again(round_: Round) -> None:
    panel(round_)
    decided(round_, claim(round_))
    made = listed(round_)
    enter(made)
    place = cell("u1", "honour")
    return_figures(
        actor=actor("watcher"), at=at("04-13"), round=round_.pk, judged=[Judged(place.pk, 1)], reason="请附清单",
        due=datetime.date(2023, 4, 18),
    )  # fmt: skip
    enter(made)
    assert Cell.objects.get(pk=place.pk).state == "reported"


def test_what_adds_up_over_the_year_counts_the_earlier_round_in(round_: Round) -> None:
    panel(round_)
    decided(round_, claim(round_, items=2))
    enter(listed(round_))
    days = Days(*(datetime.date(2023, 7, day) for day in (18, 20, 24)))
    second = open_first(period="2023-Q2", days=days, when="07-03")
    panel(second)
    with pytest.raises(Refused, match="2023-Q1"):
        claim(second, proof=b"%PDF-9")
    # Found late: of March, claimed in the second round, and counted from there on.
    late = file_claim(
        actor=actor("liaison1", "07-05"), at=at("07-05"), round=second.pk, contestant="u1",
        fact=fact("省级典型", proof=b"%PDF-9"),
    )  # fmt: skip
    decided(second, late)
    enter(listed(second))
    assert FigureVersion.objects.get(cell=cell("u1", "honour", period="2023-06")).value == "3"


# -- desks ---------------------------------------------------------------------------------------------------------


def words(who: str, day: str = "04-11") -> list[str]:
    return [one.what.zh for one in todos(actor(who), at(day).date())]


def test_each_desk_says_what_is_owed_next(round_: Round) -> None:
    one = claim(round_)
    assert "指定 2023-Q1 评审组：1 项申报待评审" in words("office")
    panel(round_)
    assert "评审 2023-Q1 加减分申报，1 项" in words("office2")
    say(one, "office")
    say(one, "office2")
    assert "评审 2023-Q1 加减分申报，1 项" not in words("office2")
    assert "汇总 2023-Q1 评审意见，1 项" in words("office")
    conclude(round_, one)
    assert "生成 2023-Q1 加减分认定清单" in words("office")
    listed(round_)
    assert "按认定清单录入 2023-Q1 加减分，1 项" in words("office")
    assert not any("加减分" in line for line in words("wang"))


def test_a_locked_round_takes_no_claim(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(state="locked")
    with pytest.raises(Refused, match="数据已锁定"):
        claim(round_)


def test_of_two_who_file_the_same_fact_at_once_one_is_told_of_the_other(open_database: None) -> None:
    stage.make_people()
    stage.make_edition()
    round_ = open_first()
    raised = all_at_once(lambda number: claim(round_, proof=b"%PDF-" + str(number).encode()), 3)
    assert [type(error) for error in raised] == [Cannot, Cannot]
    held = Claim.objects.get()
    assert all(f"第 {held.pk} 号申报" in str(error) for error in raised)
    assert verify() == []
