"""Days for a round whose own are past: counted from today, as far apart as the rules set them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from leitai.web.collection.calendar import Calendar, NoHolidayTable

# Working days for filing, for verifying after it and for confirming after that, where the rules say nothing.
USUAL = (5, 3, 3)


def offered_days(
    today: datetime.date, stated: Sequence[datetime.date | None], least: int, calendar: Calendar
) -> list[datetime.date] | None:
    """The last days for filing, verifying and confirming; None where nobody can count working days from today.

    `least`: the working days that contestants have for confirming, by the clause on silence.
    """
    days = [today]
    try:
        for place, usual in enumerate(USUAL):
            count = usual if place == 0 else _apart(stated[place - 1], stated[place], calendar) or usual
            days.append(calendar.add(days[-1], max(count, least) if place == 2 else count))
    except NoHolidayTable:
        return None
    return days[1:]


def _apart(first: datetime.date | None, then: datetime.date | None, calendar: Calendar) -> int:
    """Working days from one day of the rules to the next; 0 where they name none, or nobody can count them."""
    if first is None or then is None:
        return 0
    try:
        return max(0, calendar.between(first, then))
    except NoHolidayTable:
        return 0
