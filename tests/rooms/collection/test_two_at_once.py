"""Two people at the same thing at the same moment: one succeeds, the other is told what the first did.

The first act is done and not yet committed when the second begins: what two transactions of PostgreSQL do not see of
each other must be held by a constraint or a lock. SQLite lets the second begin when the first is through.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from leitai.web.collection.api import (
    Days,
    add_holiday_table,
    ask_extension,
    attach_evidence,
)
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import (
    BallotBox,
    Cell,
    Claim,
    ClaimList,
    Evidence,
    Extension,
    HolidayTable,
    Pin,
    Round,
    Ruling,
)
from leitai.web.foundation.api import StaleState, verify
from tests.contests import leaf
from tests.rooms.collection import stage, test_ballots, test_claims, test_rulings
from tests.rooms.collection.stage import actor, at, cell, open_first
from tests.rooms.collection.test_claims import PDF
from tests.rooms.foundation.test_two_at_once import all_at_once

folder = test_claims.folder


@pytest.fixture
def open_round_(open_database: None) -> Round:
    stage.make_people()
    stage.make_edition()
    return open_first()


def one_inside_the_other(first: Callable[[], object], second: Callable[[], object]) -> list[BaseException]:
    """`second` begins while `first` has acted and not committed; what either raised."""
    acted, through = threading.Event(), threading.Event()

    def leading() -> None:
        try:
            with transaction.atomic():
                first()
                acted.set()
                through.wait(0.5)
        finally:
            acted.set()

    def following() -> None:
        acted.wait(20)
        second()
        through.set()

    acts = (leading, following)
    return all_at_once(lambda number: acts[number](), 2)


def test_the_same_proof_for_two_events_at_once_is_taken_once(open_round_: Round) -> None:
    """The file is known already, and is new: neither way do two claims rest on it unsaid."""
    for known, proof in ((True, PDF), (False, b"%PDF-new")):
        Claim.objects.update(state="withdrawn")
        if known:
            target = cell("u1", "jobs").pk
            attach_evidence(
                actor=actor("liaison1"), at=at("04-10"), round=open_round_.pk, cell=target, name="a.pdf", content=proof
            )
        raised = one_inside_the_other(
            lambda proof=proof: test_claims.claim(open_round_, "全国双百城市", proof=proof),
            lambda proof=proof: test_claims.claim(open_round_, "省级文明城市", proof=proof),
        )
        held = Claim.objects.exclude(state="withdrawn").get()
        assert [type(error) for error in raised] == [Cannot]
        assert f"已用于第 {held.pk} 号申报“全国双百城市”" in str(raised[0])
    assert verify() == []


def test_two_claims_that_bring_two_files_in_another_order_do_not_block_each_other(open_round_: Round) -> None:
    files = [test_claims.Proof(f"{n}.pdf", f"%PDF-{n}".encode()) for n in range(8)]

    def file(number: int) -> None:
        proofs = files if number % 2 else files[::-1]
        test_claims.claim(open_round_, f"事项{number}", proofs=proofs, distinct="同一文件表彰多个事项")

    assert all_at_once(file, 6) == []
    assert (Claim.objects.count(), Evidence.objects.count()) == (6, 8)
    # The proofs stand in the order in which they were given.
    for one in Claim.objects.all():
        names = [proof.evidence.name for proof in one.versions.get().proofs.order_by("pk")]
        assert names in ([file.name for file in files], [file.name for file in files[::-1]])
    assert verify() == []


def test_of_two_who_ask_for_more_time_at_once_one_is_told_of_the_other(open_round_: Round) -> None:
    def ask(who: str, day: int) -> Extension:
        return ask_extension(
            actor=actor(who), at=at("04-18"), round=open_round_.pk, organisation="stats",
            until=datetime.date(2023, 4, day), reason="省局推迟",
        )  # fmt: skip

    raised = one_inside_the_other(lambda: ask("wang", 21), lambda: ask("wang2", 24))
    assert [type(error) for error in raised] == [Cannot]
    assert "wang已于 04-18 10:00 申请延至 2023-04-21，待考评办答复" in str(raised[0])
    assert "您申请的 2023-04-24 没有提交" in str(raised[0])
    assert Extension.objects.get().person == "wang"
    assert verify() == []


def listed(round_: Round) -> ClaimList:
    test_claims.panel(round_)
    test_claims.decided(round_, test_claims.claim(round_))
    return test_claims.listed(round_)


def test_a_list_that_pins_a_proof_while_somebody_uploads_the_same_file(open_round_: Round) -> None:
    made = listed(open_round_)
    place = cell("u1", "honour").pk

    def upload() -> None:
        attach_evidence(
            actor=actor("watcher"), at=at("04-13"), round=open_round_.pk, cell=place, name="表彰.pdf", content=PDF
        )

    assert one_inside_the_other(upload, lambda: test_claims.enter(made)) == []
    assert Pin.objects.filter(cell=place).count() == 1
    assert verify() == []


def test_a_ruling_that_pins_its_document_while_somebody_uploads_the_same_file(open_round_: Round) -> None:
    test_rulings.rule(open_round_, proof=test_rulings.Proof("旧.pdf", b"%PDF-old"))
    place = Ruling.objects.get().version.cell_id

    def upload() -> None:
        attach_evidence(
            actor=actor("watcher"), at=at("04-19"), round=open_round_.pk, cell=place, name="裁定.pdf", content=b"%PDF-r"
        )

    assert one_inside_the_other(upload, lambda: test_rulings.rule(open_round_, "7")) == []
    assert Pin.objects.filter(cell=place).count() == 2
    assert verify() == []


def test_of_two_who_rule_on_one_case_at_once_one_is_told_what_the_other_ruled(open_round_: Round) -> None:
    test_rulings.rule(open_round_)
    seen = Ruling.objects.get().pk

    def rule(who: str, points: str) -> Ruling:
        return test_rulings.rule(open_round_, points, who, seen=seen)

    raised = one_inside_the_other(lambda: rule("office", "7"), lambda: rule("office2", "6"))
    assert [type(error) for error in raised] == [StaleState]
    assert "这项裁定已被office于 04-19 10:00 改为“7 分”，您的“6 分”没有保存" in str(raised[0])


def test_of_two_tables_of_one_year_at_once_the_second_is_told_of_the_first(open_round_: Round) -> None:
    def add(who: str, day: int, document: str) -> HolidayTable:
        return add_holiday_table(
            actor=actor(who), at=at("04-20"), year=2031, off=frozenset({datetime.date(2031, 1, day)}),
            work=frozenset(), document=document, seen=0,
        )  # fmt: skip

    raised = one_inside_the_other(lambda: add("office", 1, "甲号"), lambda: add("office2", 2, "乙号"))
    assert [type(error) for error in raised] == [StaleState]
    assert "2031 年放假表已被office于 04-20 10:00 改为“甲号”，您的“乙号”没有保存" in str(raised[0])
    assert HolidayTable.objects.get().document == "甲号"
    assert verify() == []


def test_of_two_boxes_for_one_ballot_at_once_one_is_opened(
    open_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "plain_edition", test_ballots.plain)
    stage.make_people()
    stage.make_edition()
    round_ = open_first()
    raised = one_inside_the_other(
        lambda: test_ballots.boxed(round_), lambda: test_ballots.boxed(round_, who="office", printed=9)
    )
    box = BallotBox.objects.get()
    assert [type(error) for error in raised] == [Cannot]
    assert f"“观摩评议（县市）”已有第 {box.pk} 号票箱" in str(raised[0])
    assert (box.printed, box.papers.count()) == (4, 4)
    assert verify() == []


def test_two_rounds_opened_at_once_share_the_figures_both_ask_for(
    open_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One indicator of the second round reads the period of the first: the same cells are wanted by both."""
    usual = stage.plain_edition

    def plain(silence: int = 0) -> dict[str, Any]:
        made = usual(silence)
        method = {"name": "efficacy", "base": "0.6"}
        made["series"] = [{"id": "sales", "name": "销售额", "unit": "%", "period": "period", "data_department": "stats",
                           "verifier": "survey"}]  # fmt: skip
        made["tree"]["nodes"][1] = leaf("now", method, "10", formula="sales")
        made["tree"]["nodes"][5] = leaf("before", method, "10", formula="sales", offset="-1q")
        return made

    monkeypatch.setattr(stage, "plain_edition", plain)
    stage.make_people()
    stage.make_edition()
    days = Days(*(datetime.date(2023, 7, day) for day in (18, 20, 24)))
    raised = one_inside_the_other(open_first, lambda: open_first(period="2023-Q2", days=days, when="07-03"))
    assert raised == []
    assert Round.objects.count() == 2
    shared = Cell.objects.filter(indicator="sales", period="2023-Q1")
    assert [one.obligations.count() for one in shared] == [2, 2, 2, 2]
