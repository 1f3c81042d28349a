"""Ballots: two hands that do not see each other, a secret vote that leaves no trace, and figures through door 1."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.web.collection.api import (
    Judged,
    Setup,
    cast_ballot,
    count_box,
    enter_ballot,
    enter_count,
    figures_of,
    open_box,
    settle_ballot,
    todos,
    verify_figures,
)
from leitai.web.collection.ballots.papers import differences
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import (
    BallotBox,
    BallotCount,
    BallotEntry,
    Cell,
    Elector,
    FigureVersion,
    NamedBallot,
    PaperBallot,
    Round,
    Urn,
)
from leitai.web.foundation.api import AuditEvent, Invisible, NotAllowed, Refused, verify
from tests.contests import leaf
from tests.rooms.collection import stage
from tests.rooms.collection.stage import actor, at, cell, open_first
from tests.rooms.foundation.test_two_at_once import all_at_once

VOTES, LEADERS, REVIEW = "votes::g", "ranks:r_leaders:g", "review::g"
ELECTORS = ("head1", "leader", "liaison1", "liaison2")
A = {"u1": 1, "u2": 2, "u3": 1, "u4": 2}
B = {"u1": 2, "u2": 1, "u3": 1, "u4": 2}


def plain(silence: int = 0) -> dict[str, Any]:
    made = stage_plain(silence)
    made["roles"] = [{"id": key, "name": key} for key in ("v1", "v2", "r_leaders", "r_public")]
    by = {"data_department": "stats", "verifier": "survey"}
    made["tree"]["nodes"] = [
        leaf("votes", {"name": "vote_ladder", "roles": ["v1", "v2"]}, "40", name="观摩评议", unit="票", **by),
        leaf(
            "ranks", {"name": "rater_ladder", "roles": ["r_leaders", "r_public"], "step": "0.02"}, "40", unit="名", **by
        ),
        leaf("review", {"name": "given"}, "20", name="民主测评", unit="分", **by),
    ]
    return made


stage_plain = stage.plain_edition


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "plain_edition", plain)
    stage.make_people()
    stage.make_edition()


@pytest.fixture
def round_(world: None) -> Round:
    return open_first()


def boxed(round_: Round, key: str = VOTES, way: str = "paper", who: str = "wang", **more: Any) -> BallotBox:
    usual: dict[str, Any] = {
        "electorate": "推进会代表", "closes": datetime.date(2023, 4, 14),
        "printed": 4 if way == "paper" else 0, "electors": ELECTORS if way != "paper" else (),
    }  # fmt: skip
    return open_box(actor=actor(who), at=at("04-10"), round=round_.pk, setup=Setup(key, way, **(usual | more)))


def codes(box: BallotBox) -> list[str]:
    return list(PaperBallot.objects.filter(box=box).order_by("number").values_list("code", flat=True))


def read(box: BallotBox, hand: int, who: str, code: str, ballot: Mapping[str, int], spoiled: bool = False) -> Any:
    return enter_ballot(
        actor=actor(who), at=at("04-11"), box=box.pk, hand=hand, code=code, ballot=ballot, spoiled=spoiled
    )


def settle(box: BallotBox, code: str, ballot: Mapping[str, int], reason: str = "第一遍录错", **more: Any) -> Any:
    return settle_ballot(
        actor=actor("wang"), at=at("04-12"), box=box.pk, code=code, ballot=ballot, reason=reason, **more
    )


def count(box: BallotBox, who: str = "wang", when: str = "04-13") -> BallotCount:
    return count_box(actor=actor(who), at=at(when), box=box.pk)


def vote(box: BallotBox, who: str, ballot: Mapping[str, int] = A, when: str = "04-11") -> Any:
    return cast_ballot(actor=actor(who), at=at(when), box=box.pk, ballot=ballot)


# -- opening -------------------------------------------------------------------------------------------------------


def test_printed_ballots_are_numbered_and_their_codes_say_nothing(round_: Round) -> None:
    box = boxed(round_)
    papers = list(PaperBallot.objects.filter(box=box).order_by("number"))
    assert [one.number for one in papers] == [1, 2, 3, 4]
    assert len({one.code for one in papers}) == 4
    assert {field.name for field in PaperBallot._meta.fields} == {"id", "box", "number", "code"}
    assert (box.title, box.organisation) == ("观摩评议（县市）", "stats")
    assert verify() == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"key": "nothing::g"}, "没有这项评议"),
        ({"printed": 0}, "1 至 2000，给出的是 0"),
        ({"electorate": " "}, "没有写明由谁评议"),
        ({"closes": datetime.date(2023, 4, 1)}, "截止日 2023-04-01 已过"),
        ({"way": "online", "electors": ("head1", "leader")}, "无记名至少 3 人参加，现有 2 人"),
        ({"way": "named", "electors": ()}, "没有选定评议人"),
        ({"key": REVIEW, "grades": (("优秀", "120"), ("一般", "x"))}, "“优秀 120、一般 x”的分值应为 0 至 100"),
    ],
)
def test_a_box_that_cannot_work_is_refused(round_: Round, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        boxed(round_, **more)
    assert BallotBox.objects.count() == 0


def test_a_ballot_has_one_box_and_is_kept_by_who_files_its_figure(round_: Round) -> None:
    first = boxed(round_)
    with pytest.raises(Refused, match=f"已有第 {first.pk} 号票箱"):
        boxed(round_, who="office")
    with pytest.raises(NotAllowed, match="统计局的填报员，或考评办"):
        boxed(round_, LEADERS, who="zhao")


# -- two hands -----------------------------------------------------------------------------------------------------


def test_the_two_hands_are_different_people(round_: Round) -> None:
    box = boxed(round_)
    one, two, *_ = codes(box)
    read(box, 1, "wang", one, A)
    with pytest.raises(NotAllowed, match="没有录过另一遍的人"):
        read(box, 2, "wang", two, A)
    with pytest.raises(NotAllowed):
        read(box, 2, "zhao", one, A)
    with pytest.raises(Refused, match=r"第 1 遍已由wang录过"):
        read(box, 1, "both", one, B)
    read(box, 2, "wang2", one, A)
    assert differences(box) == []


@pytest.mark.parametrize(
    ("ballot", "words"),
    [({}, "一项也没有填"), ({"u1": 3}, "东河县填的是 3，应为 1 至 2"), ({"u9": 1}, "u9 不在本组")],
)
def test_a_slip_that_cannot_be_is_caught_as_it_is_typed(round_: Round, ballot: dict[str, int], words: str) -> None:
    box = boxed(round_)
    with pytest.raises(Refused, match=words):
        read(box, 1, "wang", codes(box)[0], ballot)
    with pytest.raises(Refused, match="“ZZZZZZZ”不是第"):
        read(box, 1, "wang", "zzzzzzz", A)
    assert BallotEntry.objects.count() == 0


def test_where_the_hands_differ_the_paper_decides_and_then_it_is_counted(round_: Round) -> None:
    box = boxed(round_)
    one, two, three, _ = codes(box)
    for code, ballot in ((one, A), (two, A)):
        read(box, 1, "wang", code, ballot)
    read(box, 1, "wang", three, {}, spoiled=True)
    with pytest.raises(Refused, match="第 2 遍还没有录"):
        count(box)
    read(box, 2, "wang2", one, A)
    read(box, 2, "wang2", two, B)
    assert [(d.ballot.code, d.units) for d in differences(box)] == [(two, ("u1", "u2")), (three, ())]
    with pytest.raises(Refused, match=f"还有 2 张票两遍不一致：{two}、{three}"):
        count(box)
    read(box, 2, "wang2", three, {}, spoiled=True)
    with pytest.raises(Refused, match="写明依据"):
        settle(box, two, B, reason="")
    settle(box, two, B)
    with pytest.raises(Refused, match="不需要再核"):
        settle(box, two, A)
    made = count(box)
    assert (made.valid, made.spoiled, made.missing) == (2, 1, 1)
    figures = {(unit, role): value for unit, role, value in json.loads(made.content)["figures"]}
    assert (figures["u1", "v1"], figures["u1", "v2"], figures["u3", "v1"], figures["u4", "v1"]) == ("1", "1", "2", "0")
    with pytest.raises(Refused, match="已经计票"):
        read(box, 1, "wang", codes(box)[3], A)
    with pytest.raises(Refused, match="已经计票"):
        count(box, "office")
    assert verify() == []


def test_a_ranking_gives_every_unit_another_place(round_: Round) -> None:
    box = boxed(round_, LEADERS)
    code = codes(box)[0]
    with pytest.raises(Refused, match="没有给北塘县排名次；第 1 名排了两个以上单位"):
        read(box, 1, "wang", code, {"u1": 1, "u2": 1, "u3": 3})


# -- from the count to door 1 --------------------------------------------------------------------------------------


def counted(round_: Round, key: str, ballots: list[dict[str, int]], **more: Any) -> BallotBox:
    box = boxed(round_, key, printed=len(ballots), **more)
    for hand, who in ((1, "wang"), (2, "wang2")):
        for code, ballot in zip(codes(box), ballots, strict=True):
            read(box, hand, who, code, ballot)
    count(box)
    return box


def enter(box: BallotBox, who: str = "wang") -> Any:
    return enter_count(actor=actor(who), at=at("04-13"), box=box.pk)


def test_the_count_enters_as_the_method_reads_it_and_another_body_verifies(round_: Round) -> None:
    box = counted(round_, VOTES, [A, A, B])
    with pytest.raises(NotAllowed, match="统计局的填报员"):
        enter(box, "office")
    assert len(enter(box).outcomes) == 8
    held = FigureVersion.objects.get(cell=cell("u1", "votes", "v1"))
    assert (held.value, held.source) == ("2", f"计票单 {box.count.code}")
    judged = [Judged(one.pk, 1) for one in Cell.objects.filter(indicator="votes")]
    verify_figures(actor=actor("li"), at=at("04-14"), round=round_.pk, judged=judged)
    found = {(f.contestant, f.role): (f.value, f.status) for f in figures_of("cup", "2023-Q1")}
    assert found["u4", "v2"] == (Decimal(3), "verified")
    with pytest.raises(Refused, match="不需要录入"):
        enter(box)


def test_places_are_summed_and_equal_sums_share_a_place(round_: Round) -> None:
    box = counted(round_, LEADERS, [{"u1": 1, "u2": 2, "u3": 3, "u4": 4}, {"u1": 2, "u2": 1, "u3": 3, "u4": 4}])
    enter(box)
    values = {unit: FigureVersion.objects.get(cell=cell(unit, "ranks", "r_leaders")).value for unit in stage.UNITS}
    assert values == {"u1": "1", "u2": "1", "u3": "3", "u4": "4"}


def test_grades_become_points_and_an_abstention_leaves_the_base(round_: Round) -> None:
    ballots = [{"u1": 1, "u2": 1, "u3": 4}, {"u1": 1, "u2": 2, "u3": 4}, {"u1": 2, "u2": 3}]
    box = counted(round_, REVIEW, ballots)
    enter(box)
    rows = FigureVersion.objects.filter(cell__indicator="review").values_list("cell__contestant", "value")
    # (100+100+80)/3, (100+80+60)/3, (40+40)/2, all out of 20; nobody graded u4.
    assert dict(rows) == {"u1": "18.67", "u2": "16", "u3": "8"}


# -- on-line -------------------------------------------------------------------------------------------------------


def test_a_secret_vote_leaves_a_mark_and_a_ballot_that_do_not_know_each_other(round_: Round) -> None:
    box = boxed(round_, way="online")
    vote(box, "leader", B)
    vote(box, "head1", A)
    vote(box, "liaison2", A, when="04-12")
    urn = Urn.objects.get(box=box)
    assert json.loads(urn.held) == [A, A, B]  # sorted, in whatever order they came
    assert {field.name for field in Elector._meta.fields} == {"id", "box", "person", "voted"}
    assert NamedBallot.objects.count() == 0
    said = AuditEvent.objects.filter(act="cast_ballot")
    assert {one.data for one in said} == {json.dumps({"box": box.pk}, separators=(",", ":"))}
    assert {one.rows for one in said} == {"[]"}
    # No table of the room holds a row a vote: the urn is one value.
    tables = [name for name in connection.introspection.table_names() if "ballot" in name or "urn" in name]
    with connection.cursor() as cursor:
        for name in set(tables) - {"collection_ballotbox"}:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            assert cursor.fetchone()[0] <= 1, name


def test_everybody_votes_once_and_only_who_is_on_the_roll(round_: Round) -> None:
    box = boxed(round_, way="online")
    vote(box, "leader")
    with pytest.raises(Refused, match="已经投过票"):
        vote(box, "leader", B)
    with pytest.raises(Invisible):
        vote(box, "wang")
    with pytest.raises(Refused, match="2023-04-14 截止"):
        vote(box, "head1", when="04-15")


def test_the_result_is_there_after_the_close_only(round_: Round) -> None:
    box = boxed(round_, way="online")
    for who in ("leader", "head1", "liaison1"):
        vote(box, who)
    with pytest.raises(Refused, match="还有 1 人没有投"):
        count(box)
    made = count(box, when="04-15")
    assert (made.valid, made.missing, Urn.objects.get(box=box).held) == (3, 1, "[]")
    assert verify() == []


def test_a_result_that_would_tell_each_vote_is_not_made(round_: Round) -> None:
    box = boxed(round_, way="online")
    vote(box, "leader")
    with pytest.raises(Refused, match="只有 1 人投票"):
        count(box, when="04-15")


def test_an_urn_that_does_not_fit_the_roll_is_not_counted(round_: Round) -> None:
    box = boxed(round_, way="online")
    for who in ELECTORS:
        vote(box, who)
    Urn.objects.filter(box=box).update(held=json.dumps([A] * 5))
    with pytest.raises(Refused, match="5 张票，而选民册上 4 人"):
        count(box)


def test_named_raters_stand_under_their_names(round_: Round) -> None:
    box = boxed(round_, LEADERS, way="named", electors=("leader",))
    vote(box, "leader", {"u1": 4, "u2": 3, "u3": 2, "u4": 1})
    assert NamedBallot.objects.get(box=box).person == "leader"
    assert count(box).valid == 1
    assert verify() == []


def test_desks_tell_who_votes_who_counts_and_who_enters(round_: Round) -> None:
    box = boxed(round_, way="online")
    day = at("04-11").date()

    def words(who: str) -> list[str]:
        return [one.what.zh for one in todos(actor(who), day)]

    assert "投票：观摩评议（县市）" in words("leader")
    assert "计票：观摩评议（县市）" in words("wang")
    for who in ELECTORS:
        vote(box, who)
    assert "投票：观摩评议（县市）" not in words("leader")
    count(box)
    assert "按计票结果录入 观摩评议（县市），8 项" in words("wang")
    enter(box)
    assert not any("观摩评议" in line for line in words("wang"))


def test_a_desk_costs_no_more_for_three_counted_boxes_than_for_one(round_: Round) -> None:
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            owed = [line for line in todos(actor("wang"), at("04-14").date()) if "按计票结果录入" in line.what.zh]
        return len(owed), len(queries)

    ranking = {"u1": 1, "u2": 2, "u3": 3, "u4": 4}
    counted(round_, VOTES, [A])
    one, before = cost()
    counted(round_, LEADERS, [ranking])
    counted(round_, REVIEW, [A])
    three, after = cost()
    assert (one, three, after) == (1, 3, before)


def test_a_title_too_long_for_a_box_is_refused_in_words(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def long(silence: int = 0) -> dict[str, Any]:
        made = plain(silence)
        made["tree"]["nodes"][0]["name"] = "观摩" * 60
        return made

    monkeypatch.setattr(stage, "plain_edition", long)
    stage.make_people()
    stage.make_edition()
    found = open_first()
    with pytest.raises(Refused, match=r"票箱名称“观摩.*”有 124 个字，最多 120 个字，请在规则中改短"):
        boxed(found)
    with pytest.raises(Refused, match="评议人一栏有 301 个字，最多 300 个字"):
        boxed(found, REVIEW, electorate="评" * 301)
    assert not BallotBox.objects.exists()


def test_of_one_person_at_two_browsers_one_vote_is_cast(open_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "plain_edition", plain)
    stage.make_people()
    stage.make_edition()
    box = boxed(open_first(), way="online")
    raised = all_at_once(lambda number: vote(box, "leader", A if number else B), 3)
    assert [type(error) for error in raised] == [Cannot, Cannot]
    assert (len(json.loads(Urn.objects.get(box=box).held)), Elector.objects.filter(voted=True).count()) == (1, 1)
    assert verify() == []
