"""Days and rounds: the season, its rounds and deadlines, and who belongs where on a round's last day."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Literal

from leitai.engine.errors import Text
from leitai.engine.periods import sort_key
from leitai.engine.rulebook.check.look import Look, holds, last_day
from leitai.engine.rulebook.model import Grouping
from leitai.engine.rulebook.places import Path

DEADLINES = ("report_by", "verify_by", "publish_by")


def check_calendar(look: Look) -> None:
    season = look.rulebook.season
    if season.end < season.start:
        look.add("RB-054", ("season", "end"), start=season.start, end=season.end)
    _rounds(look)
    for index, grouping in enumerate(look.rulebook.groupings):
        _memberships(look, index, grouping)


def _rounds(look: Look) -> None:
    season, rounds = look.rulebook.season, look.rulebook.rounds
    first: dict[str, int] = {}
    for index, one in enumerate(rounds):
        path: Path = ("rounds", index)
        if one.period in first:
            look.add(
                "RB-051", (*path, "period"), period=one.period, first=look.place(("rounds", first[one.period])) or "…"
            )
            continue
        first[one.period] = index
        if season.start <= season.end and not season.start <= last_day(one.period) <= season.end:
            look.add("RB-050", (*path, "period"), "warning", period=one.period, start=season.start, end=season.end)
        days = [(key, day) for key in DEADLINES if (day := getattr(one, key)) is not None]
        for (before, early), (after, late) in pairwise(days):
            if late < early:
                look.add("RB-053", (*path, after), first=before, early=early, second=after, late=late)
    for index, (earlier, later) in enumerate(pairwise(rounds)):
        if sort_key(later.period) < sort_key(earlier.period):
            look.add("RB-052", ("rounds", index + 1, "period"), period=later.period, before=earlier.period)


def _memberships(look: Look, index: int, grouping: Grouping) -> None:
    above: Path = ("groupings", index, "groups")
    told: set[tuple[str, str]] = set()
    for i, group in enumerate(grouping.groups):
        for j, member in enumerate(group.members):
            if member.since is not None and member.until is not None and member.until <= member.since:
                path = (*above, i, "members", j)
                look.add("RB-055", path, name=member.id, since=member.since, until=member.until)
                told.add(("none", member.id))
    peers = grouping.id == look.rulebook.peers
    spans = _spans(grouping)
    for period in look.periods:
        day = last_day(period)
        held: dict[str, tuple[int, int]] = {}
        for i, group in enumerate(grouping.groups):
            for j, member in enumerate(group.members):
                if not holds(member, day):
                    continue
                if member.id not in held:
                    held[member.id] = (i, j)
                elif ("twice", member.id) not in told:
                    told.add(("twice", member.id))
                    first = grouping.groups[held[member.id][0]].id
                    look.add("RB-056", (*above, i, "members", j), name=member.id, first=first, second=group.id, day=day)
        for k, contestant in enumerate(one.id for one in look.rulebook.contestants):
            if contestant in held or ("none", contestant) in told:
                continue
            # A unit set up or dissolved in mid-season is in no group before or after: its dated memberships say so.
            since, until = spans.get(contestant, (None, None))
            if not (since is not None and day < since) and not (until is not None and until <= day):
                told.add(("none", contestant))
                severity: Literal["error", "warning"] = "error" if peers else "warning"
                say = Text(f"{grouping.name.zh}（{grouping.id}）", f"{grouping.name.say('en')} ({grouping.id})")
                look.add("RB-057", ("contestants", k), severity, name=contestant, grouping=say, day=day)


def _spans(grouping: Grouping) -> dict[str, tuple[datetime.date | None, datetime.date | None]]:
    """From when until when a contestant is a member of anything in a grouping; None: from ever, for ever."""
    found: dict[str, tuple[datetime.date | None, datetime.date | None]] = {}
    for group in grouping.groups:
        for member in group.members:
            since, until = found.get(member.id, (member.since, member.until))
            first = None if since is None or member.since is None else min(since, member.since)
            last = None if until is None or member.until is None else max(until, member.until)
            found[member.id] = (first, last)
    return found
