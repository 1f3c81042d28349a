"""Who reads what of a result: the audience of a publication, and a run before anything of it is in force."""

from __future__ import annotations

from leitai.web.assessment.models import Publication
from leitai.web.collection.api import plan_of, scope_of
from leitai.web.people.api import Actor

# Who prepares the meeting, presides over it, or watches over what is said there.
SITS = ("prepare_publication", "approve_publication", "review_disclosure")


def belongs(actor: Actor, publication: Publication) -> bool:
    """Whether somebody belongs to the audience of a publication.

    公开: everybody. 内部: whoever has a post in the contest. 会场: who sits in the meeting, that is the office, the
    leaders, the supervisors, heads and liaisons of contestants; and who audits the contest, for she audits all of it.
    """
    if publication.audience == "public":
        return True
    if publication.audience == "internal":
        return actor.may("view_own") or actor.may("view_all")
    if audits(actor) or any(actor.may(act) for act in SITS):
        return True
    round_ = publication.run.round
    return bool(units_of(actor) & set(plan_of(round_.book, round_.edition).contestants))


def audits(actor: Actor) -> bool:
    """Whether somebody audits the contest. The administrator of the log audits the system, not the contest."""
    return actor.may("read_audit") and actor.may("view_all")


def units_of(actor: Actor) -> frozenset[str]:
    """The contestants an actor answers for, merged ones included."""
    return scope_of(actor, actor.day).answers(actor, "question")
