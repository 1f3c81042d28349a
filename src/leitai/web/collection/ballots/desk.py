"""What ballots put on people's desks: a vote to cast, a box to count, figures to enter."""

from __future__ import annotations

import datetime

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.collection.ballots.counting import entries_of
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import BallotBox, BallotCount, Elector, Round
from leitai.web.collection.selectors.scope import Scope
from leitai.web.foundation.api import Todo
from leitai.web.people.api import Actor


def ballot_todos(actor: Actor, round_: Round, scope: Scope, day: datetime.date) -> list[Todo]:
    """Two queries where nothing is owed, two more where boxes are counted."""
    found = []
    waiting = Elector.objects.filter(person=actor.key, voted=False, box__round=round_, box__closes__gte=day)
    for one in waiting.filter(box__urn__state="open").select_related("box").order_by("box_id"):
        words = Text(f"投票：{one.box.title}", f"Vote: {one.box.title}")
        found.append(Todo(words, reverse("collection:ballot_vote", args=[one.box_id]), one.box.closes))
    own = scope.answers(actor, "report")
    if not own:
        return found
    plan = plan_of(round_.book, round_.edition)
    kept = BallotBox.objects.filter(round=round_, organisation__in=list(own)).order_by("pk").select_related("urn")
    counts = BallotCount.objects.filter(box__in=[box.pk for box in kept if box.urn.state == "counted"])
    entries = entries_of(plan, counts.select_related("box__round"))
    for box in kept:
        url = reverse("collection:box", args=[box.pk])
        if box.urn.state == "open":
            found.append(Todo(Text(f"计票：{box.title}", f"Count the ballots: {box.title}"), url, box.closes))
        elif left := len(entries.get(box.pk, ())):
            words = Text(f"按计票结果录入 {box.title}，{left} 项", f"Enter {left} figures of {box.title}")
            found.append(Todo(words, url, round_.verify_by))
    return found
