"""线上投票: once each; a secret vote goes into the urn, which is one sorted value and no list of rows."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.collection.ballots import rules
from leitai.web.collection.ballots.boxes import get_box, open_urn, record, units_of
from leitai.web.collection.ballots.papers import kind_of
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import BallotBox, Elector, NamedBallot, Urn
from leitai.web.collection.services.acting import open_round_of, standing
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor


@transaction.atomic
def cast_ballot(*, actor: Actor, at: datetime.datetime, box: int, ballot: Mapping[str, int]) -> BallotBox:
    """投票. The roll marks that somebody voted, by compare-and-set; the ballot carries neither name nor time."""
    actor, found = standing(actor, at), get_box(box)
    open_round_of(found.round_id)
    if found.way != "online" or not Elector.objects.filter(box=found, person=actor.key).exists():
        raise Invisible
    urn = open_urn(found)
    if timezone.localdate(at) > found.closes:
        raise Cannot(f"投票已于 {found.closes} 截止。", f"Voting ended on {found.closes}.")
    plan = plan_of(found.round.book, found.round.edition)
    units = units_of(plan, found)
    names, choices = organisation_names(plan), len(json.loads(found.choices))
    faults = rules.faults_of(ballot, units, names, kind_of(found), choices)
    if faults:
        raise Cannot.of(faults)
    if Elector.objects.filter(box=found, person=actor.key, voted=False).update(voted=True) != 1:
        raise Cannot(
            "您已经投过票，每人一票，投出后不能更改。", "You have voted already; a vote is cast once and stays."
        )
    if found.named:
        made = NamedBallot(box=found, content=canonical_bytes(dict(ballot)).decode(), person=actor.key, at=at)
        made.save(force_insert=True)
        record(found, actor, at, None, "cast_ballot", {}, [made])
    else:
        held = sorted([*json.loads(urn.held), dict(ballot)], key=canonical_bytes)
        Urn.objects.filter(pk=urn.pk).update(held=canonical_bytes(held).decode())
        record(found, actor, at, None, "cast_ballot", {})
    return found


def read_online(box: BallotBox) -> list[dict[str, int]]:
    """The ballots cast, in no order that tells of their casting."""
    if box.named:
        cast = [json.loads(one.content) for one in NamedBallot.objects.filter(box=box)]
        return sorted(cast, key=canonical_bytes)
    held: list[dict[str, int]] = json.loads(box.urn.held)
    return held
