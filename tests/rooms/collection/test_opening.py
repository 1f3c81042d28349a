"""The days a round is offered when those of its rules are past."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.collection.calendar import Calendar, Year
from leitai.web.collection.rules.opening import offered_days

PLAIN = Year(frozenset(), frozenset())
DAYS = Calendar({2030: PLAIN, 2031: PLAIN})
WEDNESDAY = datetime.date(2031, 1, 15)


def days(*written: str) -> list[datetime.date]:
    return [datetime.date.fromisoformat(one) for one in written]


def test_they_are_as_many_working_days_apart_as_the_rules_set_them() -> None:
    stated = days("2030-04-18", "2030-04-22", "2030-04-30")  # 2 working days, then 6
    assert offered_days(WEDNESDAY, stated, 0, DAYS) == days("2031-01-22", "2031-01-24", "2031-02-03")


def test_a_holiday_in_between_is_not_counted() -> None:
    spring = Calendar({2031: Year(frozenset(days("2031-01-23", "2031-01-24", "2031-01-27")), frozenset())})
    assert offered_days(WEDNESDAY, (None, None, None), 0, spring) == days("2031-01-22", "2031-01-30", "2031-02-04")


def test_contestants_keep_the_days_that_the_clause_on_silence_gives_them() -> None:
    stated = days("2030-04-18", "2030-04-22", "2030-04-23")
    offered = offered_days(WEDNESDAY, stated, 4, DAYS)
    assert offered is not None
    assert DAYS.between(offered[1], offered[2]) == 4


@pytest.mark.parametrize("stated", [(None, None, None), (datetime.date(1990, 4, 18), datetime.date(1990, 4, 20), None)])
def test_where_the_rules_or_their_calendar_say_nothing_the_usual_days_stand(
    stated: tuple[datetime.date | None, ...],
) -> None:
    assert offered_days(WEDNESDAY, stated, 0, DAYS) == days("2031-01-22", "2031-01-27", "2031-01-30")


def test_nothing_is_guessed_for_a_year_without_a_table() -> None:
    assert offered_days(WEDNESDAY, (None, None, None), 0, Calendar({})) is None
