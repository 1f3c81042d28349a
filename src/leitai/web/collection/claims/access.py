"""Who sees a claim: who sees everything, the unit it is about, who filed it, who files or verifies its figure."""

from __future__ import annotations

from leitai.web.collection.access import access_round
from leitai.web.collection.models import Claim, ClaimList
from leitai.web.collection.selectors.scope import Scope, scope_of, visible_claims
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor


def access_claim(actor: Actor, round: int, pk: int) -> tuple[Claim, Scope]:
    round_, scope = access_round(actor, round)
    found = visible_claims(scope).filter(round=round_, pk=pk).select_related("round").first()
    if found is None:
        raise Invisible
    return found, scope


def access_claim_list(actor: Actor, pk: int) -> tuple[ClaimList, Scope]:
    """A list, for whoever has to do with its round."""
    found = ClaimList.objects.select_related("round").filter(pk=pk).first()
    if found is None:
        raise Invisible
    access_round(actor, found.round_id)
    return found, scope_of(actor, actor.day)
