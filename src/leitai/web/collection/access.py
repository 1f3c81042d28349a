"""The only loaders pages may use: what is invisible is 404, what is visible and forbidden is 403."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.web.collection.models import Evidence, Obligation, Pin, Round, Sheet
from leitai.web.collection.rules.duties import Sides
from leitai.web.collection.selectors.scope import Scope, scope_of, visible_claims, visible_obligations
from leitai.web.collection.services.acting import sides_of
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, refusal


@dataclass(frozen=True, slots=True)
class Seen:
    """One figure on behalf of a person: where it is asked, and the organisations it touches today."""

    round: Round
    obligation: Obligation
    sides: Sides
    scope: Scope


def access_round(actor: Actor, pk: int, *, to: str = "") -> tuple[Round, Scope]:
    """A round for whom it concerns. `to` names the act of people.MAY it is opened for."""
    scope = scope_of(actor, actor.day)
    found = Round.objects.filter(pk=pk).first()
    if found is None or not (scope.wide or visible_obligations(scope).filter(round=found).exists()):
        raise Invisible
    if to and not actor.may(to):
        raise refusal(to)
    return found, scope


def access_new_round(actor: Actor) -> None:
    """Opening a round is the office's; others of the contest know that rounds are opened."""
    if not actor.may("open_round"):
        if not actor.posts:
            raise Invisible
        raise refusal("open_round")


def access_filing(
    actor: Actor, pk: int, organisation: str, *, to: str = "report", act: str = ""
) -> tuple[Round, Scope]:
    """A round for one organisation that files, or confirms, in it. `act`: what must be allowed for it."""
    round_, scope = access_round(actor, pk)
    side = "filer" if to == "report" else "cell__contestant"
    if not visible_obligations(scope).filter(round=round_, **{side: organisation}).exists():
        raise Invisible
    if not scope.wide and organisation not in scope.own:
        raise refusal(to)
    if act and organisation not in scope.answers(actor, act):
        raise refusal(act)
    return round_, scope


def access_cell(actor: Actor, pk: int, cell: int) -> Seen:
    """One figure of a round, for the organisations it touches and those who see everything."""
    scope = scope_of(actor, actor.day)
    found = visible_obligations(scope).select_related("cell", "round").filter(round_id=pk, cell_id=cell).first()
    if found is None:
        raise Invisible
    return Seen(found.round, found, sides_of(found.round, found, found.cell, scope.merged), scope)


def access_sheet(actor: Actor, pk: int, *, to: str = "") -> Sheet:
    """A signature sheet, for its organisation and those who see everything; `to`: the act it must be allowed for."""
    scope = scope_of(actor, actor.day)
    found = Sheet.objects.select_related("round").filter(pk=pk).first()
    if found is None or not (scope.wide or found.organisation in scope.own):
        raise Invisible
    if to and found.organisation not in scope.answers(actor, to):
        raise refusal(to)
    return found


def access_evidence(actor: Actor, pk: int) -> Evidence:
    """A file, for whoever sees a figure it is pinned to or a claim it proves."""
    scope = scope_of(actor, actor.day)
    found = Evidence.objects.filter(pk=pk).first()
    if found is None:
        raise Invisible
    cells = Pin.objects.filter(evidence=found).values("cell_id")
    mine = scope.wide or found.organisation in scope.own
    pinned = mine or visible_obligations(scope).filter(cell_id__in=cells).exists()
    if not (pinned or found.claims.filter(version__claim__in=visible_claims(scope)).exists()):
        raise Invisible
    return found
