"""How much time is left, in words: by working days where the year's table is known, else by the day itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max

from leitai.engine.errors import Text
from leitai.web.collection.calendar import Calendar, NoHolidayTable
from leitai.web.collection.models import Obligation, Round
from leitai.web.collection.rules.duties import Allowed, Sides, may_report
from leitai.web.collection.services.acting import working_calendar
from leitai.web.people.api import Actor

FAR = 400


def term_of(round_: Round, organisation: str, today: datetime.date) -> Text:
    """还剩 3 个工作日: the latest day on which this organisation may still file in time."""
    own = Obligation.objects.filter(round=round_, filer=organisation)
    due = own.aggregate(due=Max("due"))["due"] or round_.report_by
    return term_words(due, today, working_calendar())


@dataclass(frozen=True, slots=True)
class Lock:
    """Why nobody here can write, until when, and who can open it."""

    why: Text
    until: Text
    who: Text


def lock_of(
    round_: Round, organisation: str, actor: Actor, names: Mapping[str, str], merged: Mapping[str, str]
) -> Lock | None:
    """None where the actor may file for the organisation, or for that which it has merged into, now."""
    office, filer = names.get(round_.office, round_.office), names.get(organisation, organisation)
    if round_.state != "open":
        return Lock(
            Text("本轮数据已锁定，计分以锁定的数据为准", "the figures are locked; they are what is scored"),
            Text("考评办重新开放本轮之前", "until the office opens the round again"),
            Text(f"{office}（说明更正的理由与依据）", f"{office}, giving the ground for a correction"),
        )
    body, office_now = (merged.get(key, key) for key in (organisation, round_.office))
    if isinstance(may_report(actor, Sides(body, "", "", office_now)), Allowed):
        return None
    return Lock(
        Text(f"这些数据由{filer}填报，其他单位不能改动", f"{filer} files these figures; nobody else can change them"),
        Text("始终如此", "always"),
        Text(f"{filer}的填报员", f"a filer of {filer}"),
    )


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
