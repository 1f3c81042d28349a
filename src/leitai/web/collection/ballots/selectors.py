"""What the pages of ballots show: the boxes of a round, one box with its progress and its result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.web.collection.ballots import rules
from leitai.web.collection.ballots.boxes import Judgeable, title_of, units_of
from leitai.web.collection.ballots.counting import entries_of
from leitai.web.collection.ballots.papers import differences
from leitai.web.collection.editions import organisation_names, role_name
from leitai.web.collection.models import BallotBox, BallotCount, BallotEntry, Elector
from leitai.web.foundation.api import Mark
from leitai.web.people.api import person_names

MARKS = {
    "open": Mark("◐", Text("进行中", "under way"), "wait"),
    "counted": Mark("✓", Text("已计票", "counted"), "good"),
}


def box_title(plan: Plan, box: BallotBox, lang: str = "zh") -> str:
    return judged_title(plan, Judgeable(box.indicator, box.role, box.group, "votes", ()), lang)


def judged_title(plan: Plan, what: Judgeable, lang: str = "zh") -> str:
    """What is judged, by which rater, in which group."""
    if lang == "zh":
        return title_of(plan, what)
    group = next(one.name.say(lang) for one in plan.peer_groups if one.id == what.group)
    rater = f": {role_name(plan, what.role, lang)}" if what.role else ""
    return f"{plan.inputs[what.indicator].name.say(lang)}{rater} ({group})"


def way_of(box: BallotBox) -> Text:
    return rules.WAYS["named" if box.named else box.way]


class Line(NamedTuple):
    """One box in the list of a round: how many ballots there are, and how many are in."""

    box: BallotBox
    title: str
    way: Text
    kind: Text
    of: int
    first: int
    second: int
    mark: Mark


def box_lines(plan: Plan, boxes: Sequence[BallotBox], lang: str = "zh") -> list[Line]:
    """Two queries for any number of boxes."""
    keys = [box.pk for box in boxes]
    read: dict[tuple[int, int], int] = {}
    counted = (
        BallotEntry.objects.filter(ballot__box__in=keys).values_list("ballot__box_id", "hand").annotate(n=Count("pk"))
    )
    for box, hand, count in counted.order_by("ballot__box_id", "hand"):
        read[box, hand] = count
    rolls = (
        Elector.objects.filter(box__in=keys)
        .values_list("box_id")
        .annotate(n=Count("pk"), v=Count("pk", filter=Q(voted=True)))
    )
    roll = {box: (count, voted) for box, count, voted in rolls.order_by("box_id")}
    return [
        Line(
            box, box_title(plan, box, lang), way_of(box), rules.KINDS[box.kind],
            box.printed if box.way == "paper" else roll.get(box.pk, (0, 0))[0],
            read.get((box.pk, 1), 0) if box.way == "paper" else roll.get(box.pk, (0, 0))[1],
            read.get((box.pk, 2), 0), MARKS[box.urn.state],
        )
        for box in boxes
    ]  # fmt: skip


class Choice(NamedTuple):
    """What a ballot can say: its number, words and worth."""

    number: int
    words: str
    worth: str


def choices_of(plan: Plan, box: BallotBox, lang: str = "zh") -> list[Choice]:
    listed = json.loads(box.choices)
    if box.kind == "votes":
        return [Choice(n, role_name(plan, role, lang), "") for n, (_, role) in enumerate(listed, 1)]
    if box.kind == "ranks":
        return [Choice(n, f"第 {n} 名" if lang == "zh" else f"place {n}", "") for n in range(1, len(listed) + 1)]
    return [Choice(n, words, worth) for n, (words, worth) in enumerate(listed, 1)]


class Result(NamedTuple):
    """What was counted for one unit."""

    unit: str
    counts: Sequence[int]
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box: its progress, and once it is counted its result."""

    box: BallotBox
    line: Line
    units: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    differing: int
    count: BallotCount | None
    results: Sequence[Result]
    to_enter: int
    people: Sequence[str]


def box_view(plan: Plan, box: BallotBox, lang: str = "zh") -> BoxView:
    """At most nine queries."""
    names = organisation_names(plan, lang)
    units = [(unit, names.get(unit, unit)) for unit in units_of(plan, box)]
    count = BallotCount.objects.filter(box=box).select_related("box__round").first()
    people = (
        BallotEntry.objects.filter(ballot__box=box).values_list("person", "hand").distinct().order_by("hand", "person")
    )
    named = person_names(person for person, _ in people)
    return BoxView(
        box, box_lines(plan, [box], lang)[0], units, choices_of(plan, box, lang),
        len(differences(box)) if box.way == "paper" and count is None else 0, count,
        _results(box, count, units) if count is not None else [],
        len(entries_of(plan, [count])[box.pk]) if count is not None else 0,
        [_read_by(named.get(one, one), hand, lang) for one, hand in people],
    )  # fmt: skip


def _read_by(name: str, hand: int, lang: str) -> str:
    return f"第 {hand} 遍：{name}" if lang == "zh" else f"hand {hand}: {name}"


def _results(box: BallotBox, count: BallotCount, units: Sequence[tuple[str, str]]) -> list[Result]:
    content = json.loads(count.content)
    counts = rules.tally(content["ballots"], [unit for unit, _ in units], len(json.loads(box.choices)))
    values: dict[str, list[str]] = {}
    for unit, _, value in content["figures"]:
        values.setdefault(unit, []).append(value)
    return [Result(name, counts[unit], values.get(unit, ()) if box.kind != "votes" else ()) for unit, name in units]
