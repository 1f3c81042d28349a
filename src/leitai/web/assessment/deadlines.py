"""公布截止日: by when the rules have a round published, and the time for objections that fits before it."""

from __future__ import annotations

import datetime

from leitai.web.collection.api import Calendar, NoHolidayTable, Round, plan_of, working_calendar

DAY = datetime.timedelta(days=1)
# How many working days units are given where there is room for them.
WORKING_DAYS = 3


def publish_by(round_: Round) -> datetime.date | None:
    """The last day for publication that the edition states for a round."""
    stated = plan_of(round_.book, round_.edition).rulebook.rounds
    return next((one.publish_by for one in stated if one.period == round_.period), None)


def proposed_until(round_: Round, today: datetime.date) -> datetime.date | None:
    """The last day for objections that the office is offered; None where there is no room, or no table of the year."""
    try:
        return window_end(working_calendar(), today, publish_by(round_))
    except NoHolidayTable:
        return None


def window_end(calendar: Calendar, today: datetime.date, last: datetime.date | None) -> datetime.date | None:
    """Some working days from today, cut so that a working day for approval is left up to the last day of publication.

    None where no working day lies between.
    """
    end = calendar.add(today, WORKING_DAYS)
    if last is None:
        return end
    while end > today and not (calendar.is_working(end) and calendar.between(end, last) >= 1):
        end -= DAY
    return end if end > today else None
