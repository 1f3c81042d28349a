"""How much time is left, in words: by working days where the year's table is known, else by the day itself."""

from __future__ import annotations

import datetime

from django.db.models import Max

from leitai.engine.errors import Text
from leitai.web.collection.calendar import Calendar, NoHolidayTable
from leitai.web.collection.models import Obligation, Round
from leitai.web.collection.services.acting import working_calendar

FAR = 400


def term_of(round_: Round, organisation: str, today: datetime.date) -> Text:
    """还剩 3 个工作日: the latest day on which this organisation may still file in time."""
    own = Obligation.objects.filter(round=round_, filer=organisation)
    due = own.aggregate(due=Max("due"))["due"] or round_.report_by
    return term_words(due, today, working_calendar())


def term_words(due: datetime.date, today: datetime.date, calendar: Calendar) -> Text:
    if abs((due - today).days) > FAR:
        return _by_day(due, today)
    try:
        left = calendar.between(today, due)
    except NoHolidayTable:
        return _by_day(due, today)
    if left > 0:
        return Text(f"还剩 {left} 个工作日", f"{left} working days left")
    if due >= today:
        return Text("今天截止", "due today")
    return Text(f"已逾期 {-left} 个工作日", f"{-left} working days late")


def _by_day(due: datetime.date, today: datetime.date) -> Text:
    if due >= today:
        return Text(f"{due:%Y-%m-%d} 截止", f"due {due:%Y-%m-%d}")
    return Text(f"已于 {due:%Y-%m-%d} 截止", f"closed {due:%Y-%m-%d}")
