"""工作日: weekdays less the holidays, plus the weekends that are worked instead (调休), by the table of each year.

The tables of past years come with the package chinesecalendar; a year it does not know needs the table of the State
Council's notice, which the office enters. Nothing is guessed for a year without a table.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import chinese_calendar

from leitai.engine.errors import Text
from leitai.web.foundation.api import RoomError

DAY = datetime.timedelta(days=1)
HOLIDAYS = {one.value: Text(f"{one.chinese}放假", one.value) for one in chinese_calendar.Holiday}


class NoHolidayTable(RoomError):
    """A year whose holidays nobody has entered yet."""

    code = "CO-101"
    status = 422
    words = Text(
        "{year} 年的放假调休安排尚未录入，无法推算工作日。请考评办按国务院办公厅通知录入该年度放假表。",
        "The holidays of {year} are not known, so working days cannot be counted. The office enters the year's table.",
    )


@dataclass(frozen=True, slots=True)
class Year:
    """One year's table: days off that would be weekdays (or any day), and weekends that are worked."""

    off: frozenset[datetime.date]
    work: frozenset[datetime.date]


@lru_cache(maxsize=32)
def packaged_year(year: int) -> Year | None:
    """The table that comes with the package, or None for a year it does not know."""
    days = [day for day in chinese_calendar.holidays if day.year == year]
    if not days:
        return None
    worked = [day for day in chinese_calendar.workdays if day.year == year]
    return Year(frozenset(days), frozenset(worked))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days by the package's tables and the office's own, which win."""

    own: Mapping[int, Year]

    def year(self, year: int) -> Year:
        found = self.own.get(year) or packaged_year(year)
        if found is None:
            raise NoHolidayTable(year=year)
        return found

    def is_working(self, day: datetime.date) -> bool:
        table = self.year(day.year)
        if day in table.work:
            return True
        return day.weekday() < 5 and day not in table.off

    def day_off(self, day: datetime.date) -> Text | None:
        """Why a day is not worked: the holiday by its name where the package knows it; None for a working day."""
        if self.is_working(day):
            return None
        own = self.own.get(day.year)
        if day in (own or self.year(day.year)).off:
            known = None if own else HOLIDAYS.get(chinese_calendar.holidays.get(day, ""))
            return known or Text("放假", "a holiday")
        return Text("周末，没有调休上班", "a weekend that is not worked")

    def on_or_after(self, day: datetime.date) -> datetime.date:
        """A term that ends on a day off ends on the next working day."""
        while not self.is_working(day):
            day += DAY
        return day

    def add(self, day: datetime.date, count: int) -> datetime.date:
        """The working day `count` working days after `day`."""
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return self.on_or_after(day)

    def between(self, start: datetime.date, end: datetime.date) -> int:
        """Working days after `start` up to and with `end`; negative the other way round."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + DAY * step) for step in range(1, days + 1))
