"""复核: who speaks on an objection and who stands aside, and that nobody rules on it unheard without saying why."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.assessment import api
from leitai.web.assessment.api import Objection, ScoringRun
from leitai.web.assessment.models import ObjectionProposal
from leitai.web.collection.models import ClaimPanel
from leitai.web.foundation.api import NotAllowed, Refused
from leitai.web.people.models import Organisation, Person, Post
from tests.rooms.assessment.stage import actor, at
from tests.rooms.collection.stage import FOUNDED


def post(person: str, organisation: str, role: str) -> None:
    found = Person.objects.filter(key=person).first() or Person.objects.create(
        key=person, login=person, name=person, password="!"
    )
    Post.objects.create(person=found, organisation=Organisation.objects.get(key=organisation), role=role, since=FOUNDED)


@pytest.fixture
def objection(run: ScoringRun) -> Objection:
    """u1 objects to its gdp."""
    office = actor("office", "04-25")
    api.open_window(actor=office, at=at("04-25", "12:00"), run=run.pk, until=datetime.date(2023, 4, 28))
    return api.object_to_result(
        actor=actor("liaison1", "04-26"), at=at("04-26", "08:00"), run=run.pk, contestant="u1", node="gdp", words="口径"
    )


def says(who: str, objection: Objection, clock: str = "09:00") -> None:
    api.give_objection_opinion(
        actor=actor(who, "04-26"), at=at("04-26", clock), objection=objection.pk, verdict="decline", words="数据无误"
    )


def proposed(objection: Objection, who: str = "office", **said: str) -> ObjectionProposal:
    return api.propose_objection_ruling(
        actor=actor(who, "04-26"), at=at("04-26", "11:00"), objection=objection.pk, verdict="decline", words="数据无误",
        clause="第二十二条", **said,
    )  # fmt: skip


def rule(objection: Objection, proposal: ObjectionProposal, who: str = "office2") -> None:
    api.rule_objection(actor=actor(who, "04-26"), at=at("04-26", "12:00"), objection=objection.pk, proposal=proposal.pk)


def panel(objection: Objection, *members: str, quorum: int = 2) -> None:
    listed = "[" + ",".join(f'"{one}"' for one in sorted(members)) + "]"
    ClaimPanel(
        round=objection.run.round, number=1, members=listed, quorum=quorum, person="office", at=at("04-03")
    ).save(force_insert=True)


def test_who_holds_a_post_in_the_unit_stands_aside(objection: Objection) -> None:
    post("both", "office", "panel")
    post("both", "u1", "filer")
    with pytest.raises(NotAllowed, match="本人在该单位任职，应当回避"):
        says("both", objection)
    post("elsewhere", "office", "panel")
    post("elsewhere", "u2", "filer")
    says("elsewhere", objection)


def test_who_raised_it_neither_speaks_nor_rules(objection: Objection) -> None:
    post("liaison1", "office", "office")
    Post.objects.filter(person__key="liaison1", organisation__key="u1").update(until=datetime.date(2023, 4, 25))
    with pytest.raises(NotAllowed, match="本人提出的异议"):
        says("liaison1", objection)
    says("panel", objection)
    with pytest.raises(NotAllowed, match="本人提出的异议"):
        proposed(objection, "liaison1")
    made = proposed(objection)
    with pytest.raises(NotAllowed, match="本人提出的异议"):
        rule(objection, made, "liaison1")


def test_a_named_panel_speaks_and_nobody_else(objection: Objection) -> None:
    post("member", "office", "panel")
    panel(objection, "panel", "member")
    with pytest.raises(NotAllowed, match="由组内成员复核"):
        says("office", objection)
    says("panel", objection)
    with pytest.raises(Refused, match="只有 1 份复核意见，裁定前至少要有 2 份"):
        proposed(objection)
    says("member", objection, "09:30")
    rule(objection, proposed(objection))


def test_nothing_is_ruled_on_unheard_unless_both_say_why(objection: Objection) -> None:
    with pytest.raises(Refused, match="只有 0 份复核意见，裁定前至少要有 1 份"):
        proposed(objection)
    made = proposed(objection, unheard="单位当日书面撤回主张，无须复核")
    rule(objection, made)
    assert objection.proposals.get().unheard.startswith("单位当日")


def test_a_reason_is_not_given_for_what_is_not_so(objection: Objection) -> None:
    says("panel", objection)
    with pytest.raises(Refused, match="请清空该栏"):
        proposed(objection, unheard="时间紧")


def test_a_panel_named_after_the_proposal_is_heard_before_the_ruling(objection: Objection) -> None:
    says("panel", objection)
    made = proposed(objection)
    panel(objection, "panel", "office")
    with pytest.raises(Refused, match="只有 1 份"):
        rule(objection, made)


def test_the_desk_asks_nobody_who_stands_aside(objection: Objection) -> None:
    post("both", "office", "panel")
    post("both", "u1", "filer")
    day = datetime.date(2023, 4, 26)
    assert any("复核" in one.what.zh for one in api.todos(actor("panel", "04-26"), day))
    assert not any("复核" in one.what.zh for one in api.todos(actor("both", "04-26"), day))
