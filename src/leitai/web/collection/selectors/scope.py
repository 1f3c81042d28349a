"""Who sees which figures: those who see everything, and the organisations a figure touches."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from leitai.engine.periods import sort_key
from leitai.web.collection.models import Claim, Obligation, Round
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.people.api import Actor, successors_on


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor sees, with the merged organisations it answers for. `wide`: everything."""

    wide: bool
    own: frozenset[str]
    merged: Mapping[str, str]
    """Merged body → who stands for it on the day."""

    def answers(self, actor: Actor, act: str) -> frozenset[str]:
        """The keys of organisations, merged ones included, for which the actor's own posts allow an act."""
        keys = {held.organisation for held in actor.posts_for(act) if held.organisation in self.own}
        return frozenset(old for old, new in self.merged.items() if new in keys) | keys


def scope_of(actor: Actor, day: datetime.date) -> Scope:
    merged = successors_on(day)
    own = actor.organisations
    return Scope(
        actor.may("view_all") and actor.reach("view_all") is None,
        frozenset(own | {old for old, new in merged.items() if new in own}),
        merged,
    )


def visible_obligations(scope: Scope) -> QuerySet[Obligation]:
    """The obligations an actor may see at all."""
    if scope.wide:
        return Obligation.objects.all()
    own = list(scope.own)
    return _with_verifier(scope).filter(Q(filer__in=own) | Q(verifies__in=own) | Q(cell__contestant__in=own))


def answered_obligations(scope: Scope) -> QuerySet[Obligation]:
    """The obligations an actor's bodies file or verify."""
    own = list(scope.own)
    return _with_verifier(scope).filter(Q(filer__in=own) | Q(verifies__in=own))


def _with_verifier(scope: Scope) -> QuerySet[Obligation]:
    return Obligation.objects.alias(verifies=verifier_today(scope.merged))


def visible_claims(scope: Scope) -> QuerySet[Claim]:
    """The claims about the actor's bodies, filed by them, or whose figure they file or verify in the round."""
    if scope.wide:
        return Claim.objects.all()
    own = list(scope.own)
    answered = answered_obligations(scope).filter(
        round=OuterRef("round"), cell__indicator=OuterRef("adjustment"), cell__role="actual"
    )
    return Claim.objects.filter(Q(contestant__in=own) | Q(filer__in=own) | Exists(answered))


def list_rounds(scope: Scope) -> list[Round]:
    """The rounds an actor has to do with, the latest period first."""
    rounds = Round.objects.all()
    if not scope.wide:
        rounds = rounds.filter(pk__in=visible_obligations(scope).values("round_id").distinct())
    return sorted(rounds, key=lambda one: (*sort_key(one.period), one.book), reverse=True)
