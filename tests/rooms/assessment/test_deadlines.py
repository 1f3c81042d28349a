"""公布截止日: on the office's desk with its day, and a window of objections that fits before it."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.assessment import api
from leitai.web.assessment.deadlines import proposed_until, window_end
from leitai.web.collection.api import Calendar
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at


def april(day: int) -> datetime.date:
    return datetime.date(2023, 4, day)


@pytest.mark.parametrize(
    ("today", "last", "found"),
    [
        # Three working days, over the weekend where need be.
        (april(17), None, april(20)),
        (april(13), None, april(18)),
        (april(17), april(28), april(20)),
        # Cut so that a working day is left for approval.
        (april(17), april(20), april(19)),
        # 23 April is a Sunday that is worked before the holiday of May.
        (april(21), april(24), april(23)),
        (april(21), april(25), april(24)),
        (april(20), april(23), april(21)),
        # No room at all.
        (april(17), april(17), None),
        (april(17), april(10), None),
    ],
)
def test_the_window_offered_ends_on_a_working_day_before_the_publication(
    today: datetime.date, last: datetime.date | None, found: datetime.date | None
) -> None:
    assert window_end(Calendar({}), today, last) == found


@pytest.fixture
def due(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules have the first quarter published by 28 April."""
    plain = stage.edition()
    plain["rounds"][0]["publish_by"] = "2023-04-28"
    monkeypatch.setattr(stage, "edition", lambda: plain)
    stage.make_world()


def reminders(who: str, day: str) -> list[tuple[str, datetime.date | None]]:
    todos = api.todos(actor(who, day), at(day).date())
    return [(one.what.zh, one.due) for one in todos if "截止日" in one.what.zh]


@pytest.mark.usefixtures("due")
def test_the_office_is_reminded_from_the_opening_until_it_is_published() -> None:
    told = [("公布 2023-Q1 结果（规则规定的截止日）", april(28))]
    stage.opened()
    assert reminders("office", "04-10") == told
    assert reminders("leader", "04-10") == []


@pytest.mark.usefixtures("due")
def test_what_is_published_reminds_nobody() -> None:
    run = stage.scored()
    assert reminders("office", "04-25") != []
    assert proposed_until(run.round, april(24)) == april(27)
    stage.published(run)
    assert reminders("office", "04-27") == []
