"""Rulings: clause, document and proof from the office, another body countersigns, and then the figure counts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from leitai.web.collection.api import (
    Decided,
    Proof,
    countersign_ruling,
    figures_of,
    record_ruling,
    todos,
)
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Cell, Evidence, FigureVersion, Pin, Round, Ruling
from leitai.web.collection.rulings.selectors import open_cases
from leitai.web.collection.services import papers
from leitai.web.foundation.api import AuditEvent, NotAllowed, Refused, StaleState, verify
from tests.rooms.collection.stage import actor, at, cell
from tests.rooms.collection.test_decisions import approve
from tests.rooms.collection.test_report_figures import file_one


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "evidence_path", lambda digest: tmp_path / digest[:2] / digest)


def rule(round_: Round, points: str = "8", who: str = "office", **more: Any) -> Ruling:
    usual: dict[str, Any] = {
        "contestant": "u1", "indicator": "speed", "clause": "第九条第二款", "document": "竞办裁〔2023〕1号",
        "day": datetime.date(2023, 4, 18), "text": "基数为零，按可比口径核定。", "proof": Proof("裁定.pdf", b"%PDF-r"),
    }  # fmt: skip
    last = Ruling.objects.order_by("-pk").first()
    seen = more.pop("seen", last.pk if last is not None else 0)
    decided = Decided(points=points, **(usual | more))
    return record_ruling(actor=actor(who), at=at("04-19"), round=round_.pk, decided=decided, seen=seen)


def sign(one: Ruling, who: str = "watcher", agree: bool = True, reason: str = "") -> Any:
    return countersign_ruling(actor=actor(who), at=at("04-20"), ruling=one.pk, agree=agree, reason=reason)


def test_a_ruling_counts_once_the_counter_body_has_signed(round_: Round) -> None:
    made = rule(round_)
    assert [(f.role, f.status) for f in figures_of("cup", "2023-Q1")] == [("ruling", "reported")]
    with pytest.raises(NotAllowed, match="督查室的审核员"):
        sign(made, "office2")
    with pytest.raises(NotAllowed):
        sign(made, "li")
    assert sign(made).done == "saved"
    found = figures_of("cup", "2023-Q1")[0]
    assert (found.value, found.status, found.source) == (Decimal(8), "verified", "竞办裁〔2023〕1号")
    assert "第九条第二款" in found.note
    assert Pin.objects.get(cell=made.version.cell).evidence.name == "裁定.pdf"
    assert AuditEvent.objects.filter(act="record_ruling").count() == 1
    assert verify() == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"clause": " "}, "所依条款没有填"),
        ({"document": "", "text": ""}, "文号没有填；裁定内容没有填"),
        ({"day": datetime.date(2023, 4, 25)}, "2023-04-25 还没有到"),
        ({"points": "20.5"}, "20.5 分，应为 0 至 20 分"),
        ({"points": "约8"}, "约8"),
        ({"proof": Proof("裁定.pdf", b"")}, "是空的"),
        ({"indicator": "nothing"}, "本轮“东河县”没有“nothing”这项指标"),
        ({"indicator": "honour"}, "本轮“东河县”没有“表彰”这项指标"),
        ({"contestant": "audit"}, "本轮“审计局”没有“工业增速”这项指标"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(round_: Round, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        rule(round_, **more)
    kept = (Ruling, Evidence, FigureVersion)
    assert [model.objects.count() for model in kept] == [0, 0, 0]


def test_only_the_office_rules(round_: Round) -> None:
    with pytest.raises(NotAllowed):
        rule(round_, who="wang")


def test_sent_back_it_is_ruled_anew_and_the_first_stays(round_: Round) -> None:
    first = rule(round_)
    with pytest.raises(Refused, match="退回要写理由"):
        sign(first, agree=False)
    sign(first, agree=False, reason="请附常务会纪要")
    assert "2023-Q1 裁定被退回 1 项，请更正" in words("office")
    second = rule(round_, "7.5", document="竞办裁〔2023〕2号")
    assert (second.version.number, Ruling.objects.count()) == (2, 2)
    with pytest.raises(StaleState):
        sign(first)
    sign(second)
    assert [f.value for f in figures_of("cup", "2023-Q1")] == [Decimal("7.5")]
    assert verify() == []


def test_of_two_who_countersign_the_second_is_told(round_: Round) -> None:
    made = rule(round_)
    sign(made)
    with pytest.raises(StaleState, match="已复核"):
        sign(made)


def test_the_same_ruling_twice_changes_nothing(round_: Round) -> None:
    rule(round_)
    with pytest.raises(Refused, match="已经记录"):
        rule(round_)


def words(who: str) -> list[str]:
    return [one.what.zh for one in todos(actor(who), at("04-20").date())]


def test_the_desk_of_the_counter_body_tells_it(round_: Round) -> None:
    made = rule(round_)
    assert "复核 2023-Q1 裁定，1 项" in words("watcher")
    sign(made)
    assert not any("裁定" in line for line in words("watcher"))


def test_a_case_that_waits_is_found_and_gone_once_it_is_ruled(round_: Round) -> None:
    """A target of nothing, which the policy sends to a ruling."""
    for role, value in (("actual", "5"), ("target", "0")):
        place = cell("u1", "gdp", role)
        file_one(round_, "wang", place, value)
        approve(round_, "li", Cell.objects.get(pk=place.pk))
    plan = plan_of("cup", "1")
    cases, why = open_cases(plan, round_)
    assert ([(one.contestant, one.indicator, one.case) for one in cases], why) == ([("u1", "gdp", "目标不大于零")], "")
    sign(rule(round_, indicator="gdp"))
    assert open_cases(plan, round_)[0] == []
