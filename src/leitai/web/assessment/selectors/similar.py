"""What helps to rule on an objection: what it would change, and how earlier ones like it were ruled."""

from __future__ import annotations

import datetime
import json
from typing import NamedTuple

from leitai.engine.book import Book
from leitai.engine.errors import Lang, Text
from leitai.engine.show import NO_SCORE
from leitai.web.assessment.books import book_of
from leitai.web.assessment.models import Objection, ObjectionRuling, ScoringRun
from leitai.web.assessment.rules import OBJECTION_VERDICTS


class Effect(NamedTuple):
    """One working out: the run, and what it says in words."""

    run: ScoringRun
    told: Text


def effects_of(objection: Objection) -> list[Effect]:
    """The workings out of this objection's claimed figure, the last first."""
    before = book_of(objection.run)
    rows = ScoringRun.objects.filter(snapshot=objection.run.snapshot, kind="effect", at__gte=objection.at)
    found = []
    for run in rows.order_by("-number"):
        changes = json.loads(run.changes)
        if changes and changes[0][:2] == [objection.contestant, objection.node]:
            found.append(Effect(run, _told(before, book_of(run), objection, str(changes[0][4]))))
    return found


def _told(before: Book, after: Book, objection: Objection, value: str) -> Text:
    """得分由……到……, and the rank."""
    period, unit, node = before.period, objection.contestant, objection.node
    then, now = before.cell(period, unit, node), after.cell(period, unit, node)
    one, other = before.cell(period, unit, "total"), after.cell(period, unit, "total")
    assert one is not None
    assert other is not None
    places = (one.rank or NO_SCORE, other.rank or NO_SCORE)
    return Text(
        f"按 {value} 计：该项得分由 {then.score if then else NO_SCORE} 到 {now.score if now else NO_SCORE}，"
        f"总分由 {one.score} 到 {other.score}，名次由第 {places[0]} 到第 {places[1]}。",
        f"With {value}: this line {then.score if then else NO_SCORE} to {now.score if now else NO_SCORE}, total "
        f"{one.score} to {other.score}, rank {places[0]} to {places[1]}.",
    )


class Similar(NamedTuple):
    """An earlier objection to the same line, with how it was ruled."""

    pk: int
    unit: str
    period: str
    verdict: Text
    words: str
    clause: str
    at: datetime.datetime


def similar_cases(objection: Objection, lang: Lang, most: int = 10) -> list[Similar]:
    """Objections to the same indicator that have been ruled on, in this contest, the latest first."""
    rows = (
        ObjectionRuling.objects.filter(
            objection__node=objection.node, objection__run__round__book=objection.run.round.book
        )
        .exclude(objection=objection)
        .select_related("objection__run__round", "proposal")
        .defer("objection__run__result")
        .order_by("-pk")[:most]
    )
    book = book_of(objection.run)
    return [
        Similar(
            one.objection_id,
            book.contestant(one.objection.contestant).name.say(lang)
            if one.objection.contestant in book.plan.position
            else one.objection.contestant,
            one.objection.run.round.period,
            OBJECTION_VERDICTS[one.proposal.verdict],
            one.proposal.words,
            one.proposal.clause,
            one.at,
        )
        for one in rows
    ]
