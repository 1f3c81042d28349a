"""Who sees a box: those who see everything, who files or verifies its figure, and to vote, who is on the roll."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from leitai.web.collection.access import access_round
from leitai.web.collection.ballots.boxes import keeper
from leitai.web.collection.models import BallotBox, Elector, Round
from leitai.web.collection.selectors.scope import Scope, answered_obligations
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, refusal


def visible_boxes(round_: Round, scope: Scope) -> QuerySet[BallotBox]:
    boxes = BallotBox.objects.filter(round=round_).select_related("urn", "round")
    if scope.wide:
        return boxes
    answered = answered_obligations(scope).filter(round=round_)
    return boxes.filter(Q(organisation__in=list(scope.own)) | Q(indicator__in=answered.values("cell__indicator")))


def access_box(actor: Actor, pk: int, *, keep: bool = False) -> tuple[BallotBox, Scope]:
    """A box to look at; `keep`: to print, read, settle and count its ballots."""
    found = BallotBox.objects.filter(pk=pk).first()
    if found is None:
        raise Invisible
    round_, scope = access_round(actor, found.round_id)
    box = visible_boxes(round_, scope).filter(pk=pk).first()
    if box is None:
        raise Invisible
    if keep and keeper(actor, box, actor.day) is None:
        raise refusal("report")
    return box, scope


def access_vote(actor: Actor, pk: int) -> tuple[BallotBox, Elector]:
    """A box to vote in, for who is on its roll and nobody else."""
    found = Elector.objects.select_related("box__round", "box__urn").filter(box_id=pk, person=actor.key).first()
    if found is None:
        raise Invisible
    return found.box, found
