"""Opening, extending, reminding, locking."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import transaction

from leitai.web.collection.api import (
    Days,
    ask_extension,
    figures_of,
    lock_round,
    open_round,
    remind,
    reopen_round,
    rule_extension,
)
from leitai.web.collection.models import Cell, ExtensionRuling, FigureVersion, Obligation, Reminder, Round
from leitai.web.foundation.api import Invisible, NotAllowed, Refused, verify
from tests.rooms.collection import stage
from tests.rooms.collection.stage import DAYS, actor, at, cell, open_first
from tests.rooms.collection.test_decisions import approve
from tests.rooms.collection.test_report_figures import file_one
from tests.rooms.foundation.test_two_at_once import all_at_once

LATER = datetime.date(2023, 4, 21)


def test_opening_makes_a_place_a_filer_a_verifier_and_a_day_for_every_figure(round_: Round) -> None:
    owed = Obligation.objects.filter(round=round_, required=True)
    # 4 units: gdp, revenue and jobs with a target each, three more without, and the optional honour
    assert (owed.count(), Obligation.objects.filter(required=False).count()) == (4 * 9, 4)
    by = {
        (o.cell.indicator, o.filer, o.verifier)
        for o in Obligation.objects.select_related("cell")
        if o.cell.contestant == "u4"
    }
    assert by == {
        ("gdp", "stats", "survey"),
        ("gdp_growth", "stats", "survey"),
        ("speed", "stats", "survey"),
        ("revenue", "fin", "audit"),
        ("jobs", "u4", "audit"),
        ("cases", "office", "watch"),
        ("honour", "office", "watch"),
    }
    assert set(owed.values_list("due", flat=True)) == {DAYS.report_by}
    assert verify() == []


def opening(who: str = "office", **changed: object) -> Round:
    usual: dict[str, object] = {
        "at": at("04-03"),
        "book": "cup",
        "edition": "1",
        "period": "2023-Q1",
        "days": DAYS,
        "counter": "watch",
        "acknowledged": 36,
    }
    return open_round(actor=actor(who), **(usual | changed))  # type: ignore[arg-type]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"days": Days(datetime.date(2023, 4, 2), LATER, LATER)}, "已过"),
        ({"days": Days(LATER, datetime.date(2023, 4, 20), LATER)}, "先后"),
        ({"period": "2023-Q4"}, "没有 2023-Q4"),
        ({"acknowledged": 35}, "36 项"),
        ({"counter": "office"}, "没有可以审核的单位"),
    ],
)
def test_a_round_that_would_not_be_sound_does_not_open(changed: dict[str, object], match: str) -> None:
    with pytest.raises(Refused, match=match):
        opening(**changed)
    assert not Round.objects.exists()


@pytest.mark.usefixtures("world")
def test_only_the_office_opens_and_only_a_published_edition() -> None:
    with pytest.raises(NotAllowed):
        opening("wang")
    with pytest.raises(Invisible):
        opening(edition="9")


@pytest.mark.usefixtures("round_")
def test_a_round_opens_once() -> None:
    with pytest.raises(Refused, match="只开放一次"):
        opening()


def test_a_day_on_a_holiday_moves_on(world: None) -> None:
    round_ = opening(days=Days(datetime.date(2023, 4, 5), datetime.date(2023, 4, 29), datetime.date(2023, 5, 6)))
    assert (round_.report_by, round_.verify_by, round_.confirm_by) == (
        datetime.date(2023, 4, 6),
        datetime.date(2023, 5, 4),
        datetime.date(2023, 5, 6),  # a Saturday that is worked
    )


def test_a_figure_is_asked_once(round_: Round) -> None:
    before = Cell.objects.count()
    open_first(period="2023-Q2", days=Days(*[datetime.date(2023, 7, day) for day in (18, 20, 24)]), when="07-03")
    assert Cell.objects.count() == 2 * before
    assert Obligation.objects.count() == 2 * before


# -- extensions ----------------------------------------------------------------------------------------------------


def test_an_extension_takes_lateness_away_also_from_what_was_filed_in_between(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    asked = ask_extension(
        actor=actor("wang"), at=at("04-18"), round=round_.pk, organisation="stats", until=LATER, reason="省局推迟"
    )
    file_one(round_, "wang", gdp, "12", when="04-19")
    approve(round_, "li", gdp, when="04-19")
    assert [figure.status for figure in figures_of("cup", "2023-Q1")] == ["late"]
    rule_extension(actor=actor("office"), at=at("04-19"), extension=asked.pk, granted=True)
    assert [figure.status for figure in figures_of("cup", "2023-Q1")] == ["verified"]
    file_one(round_, "wang", cell("u2", "gdp"), "12", when="04-21")
    assert set(FigureVersion.objects.filter(cell__contestant="u2").values_list("status", flat=True)) == {"reported"}
    assert verify() == []


def test_an_extension_is_asked_before_the_day_with_a_reason_once(round_: Round) -> None:
    def ask(who: str = "wang", day: str = "04-18", until: datetime.date = LATER, reason: str = "省局推迟") -> None:
        ask_extension(actor=actor(who), at=at(day), round=round_.pk, organisation="stats", until=until, reason=reason)

    with pytest.raises(NotAllowed):
        ask(who="zhao")
    for wrong in ({"day": "04-19"}, {"until": DAYS.report_by}, {"reason": " "}):
        with pytest.raises(Refused):
            ask(**wrong)  # type: ignore[arg-type]
    ask()
    with pytest.raises(Refused, match="待考评办答复"):
        ask()


def test_an_extension_is_ruled_on_once_by_the_office_and_refused_with_a_reason(round_: Round) -> None:
    asked = ask_extension(
        actor=actor("wang"), at=at("04-18"), round=round_.pk, organisation="stats", until=LATER, reason="省局推迟"
    )
    with pytest.raises(NotAllowed):
        rule_extension(actor=actor("wang"), at=at("04-18"), extension=asked.pk, granted=True)
    with pytest.raises(Refused):
        rule_extension(actor=actor("office"), at=at("04-18"), extension=asked.pk, granted=False)
    rule_extension(actor=actor("office"), at=at("04-18"), extension=asked.pk, granted=False, reason="仍须按期")
    with pytest.raises(Refused, match="已经答复"):
        rule_extension(actor=actor("office"), at=at("04-18"), extension=asked.pk, granted=True)
    with pytest.raises(Invisible):
        rule_extension(actor=actor("office"), at=at("04-18"), extension=999, granted=True)


def test_an_extension_that_would_change_nothing_is_not_granted(round_: Round) -> None:
    asked = ask_extension(
        actor=actor("wang"), at=at("04-18"), round=round_.pk, organisation="stats", until=LATER, reason="省局推迟"
    )
    with pytest.raises(Refused, match="应晚于现在的期限 2023-04-18"):
        rule_extension(actor=actor("office"), at=at("04-18"), extension=asked.pk, granted=True, until=DAYS.report_by)
    assert not ExtensionRuling.objects.exists()
    rule_extension(actor=actor("office"), at=at("04-18"), extension=asked.pk, granted=True)


# -- reminders, lock -----------------------------------------------------------------------------------------------


def test_a_reminder_says_how_much_of_what_by_when(round_: Round) -> None:
    file_one(round_, "wang", cell("u1", "speed"), "80")
    rows = remind(actor=actor("office"), at=at("04-17"), round=round_.pk, organisations=["stats", "fin"])
    assert rows[0].words.startswith("【催报】统计局：2023-Q1 数据尚有 15 项未报、1 项需说明，请于 4 月 18 日前办理")
    assert Reminder.objects.count() == 2
    with pytest.raises(NotAllowed):
        remind(actor=actor("wang"), at=at("04-17"), round=round_.pk, organisations=["fin"])
    with pytest.raises(Refused, match="不需要催报"):
        remind(actor=actor("office"), at=at("04-17"), round=round_.pk, organisations=["audit"])
    with pytest.raises(Refused, match="没有选中要催报的单位"):
        remind(actor=actor("office"), at=at("04-17"), round=round_.pk, organisations=[])


def test_a_round_is_locked_and_opened_again_with_a_reason(round_: Round) -> None:
    with pytest.raises(NotAllowed):
        lock_round(actor=actor("wang"), at=at("04-25"), round=round_.pk)
    lock_round(actor=actor("office"), at=at("04-25"), round=round_.pk)
    with pytest.raises(Refused):
        lock_round(actor=actor("office"), at=at("04-25"), round=round_.pk)
    with pytest.raises(Refused):
        reopen_round(actor=actor("office"), at=at("04-26"), round=round_.pk, reason="")
    reopen_round(actor=actor("office"), at=at("04-26"), round=round_.pk, reason="异议成立")
    assert file_one(round_, "wang", cell("u1", "gdp"), "12", when="04-26").saved == 1


def test_the_lock_waits_for_a_save_under_way_and_no_save_slips_in_behind_it(open_database: None) -> None:
    stage.make_people()
    stage.make_edition()
    round_ = open_first()
    saving, locked, refused = threading.Event(), threading.Event(), threading.Event()
    slipped: list[bool] = []

    def save() -> None:
        with transaction.atomic():
            file_one(round_, "wang", cell("u1", "gdp"), "12")
            saving.set()
            slipped.append(locked.wait(0.5))

    def lock() -> None:
        saving.wait(20)
        with transaction.atomic():
            lock_round(actor=actor("office"), at=at("04-25"), round=round_.pk)
            locked.set()
            slipped.append(refused.wait(0.5))

    def save_behind() -> None:
        locked.wait(20)
        with pytest.raises(Refused, match="已锁定"):
            file_one(round_, "zhao", cell("u1", "revenue"), "9")
        refused.set()

    acts = (save, lock, save_behind)
    assert all_at_once(lambda number: acts[number](), len(acts)) == []
    # Neither went ahead while the other was under way.
    assert slipped == [False, False]
    assert list(FigureVersion.objects.values_list("cell__indicator", flat=True)) == ["gdp"]
    assert verify() == []
