"""Who reads what of a result: the audience of a publication, and a run before anything of it is in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from leitai.web.assessment.models import Objection, Publication, ScoringRun
from leitai.web.assessment.services.early import reads_early
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


def acts_on_results(actor: Actor) -> bool:
    """Whether somebody acts on results that are not in force: the office, and the leaders who approve and rule."""
    return any(actor.may(act) for act in ("score", "prepare_publication", "approve_publication", "rule_objection"))


def reads_run(actor: Actor, run: ScoringRun, at: datetime.datetime) -> bool:
    """Whether somebody reads a run as a whole."""
    return run.pk in readable_runs(actor, run.round_id, [run], at)


def readable_runs(actor: Actor, round_: int, runs: Iterable[ScoringRun], at: datetime.datetime) -> set[int]:
    """Those of a round's runs that somebody reads as a whole.

    Who acts on results reads them all. Who sees all figures, and only watches, reads what is in force for her, and what
    was scored before that; a later run would tell her a correction before its hour. Who was let read a publication
    early reads the run it is of.
    """
    if acts_on_results(actor):
        return {one.pk for one in runs}
    rows = Publication.objects.filter(run__round=round_).select_related("run__round").defer("run__result")
    publications = list(rows.order_by("pk"))
    found = {
        one.run_id for one in publications
        if one.effective_at > at and any(grant.scope == "all" for grant in reads_early(one, actor.key))
    }  # fmt: skip
    if scope_of(actor, actor.day).wide:
        told = [one.run.number for one in publications if one.effective_at <= at and belongs(actor, one)]
        found |= {one.pk for one in runs if one.number <= max(told, default=0)}
    return found


def judges_unit(actor: Actor, run: ScoringRun, contestant: str) -> bool:
    """Whether somebody has to look at a unit's line: an objection of it waits for the panel she belongs to."""
    waiting = Objection.objects.filter(run=run, contestant=contestant, ruling__isnull=True)
    return actor.may("judge_objection") and waiting.exists()


def sees_objections(actor: Actor, contestant: str) -> bool:
    """Whether somebody sees a unit's objections beside its published result: the unit, the office, the supervisors and
    who audits the contest. A rival's objections are nobody else's business."""
    return contestant in units_of(actor) or actor.may("review_disclosure") or audits(actor)


def audits(actor: Actor) -> bool:
    """Whether somebody audits the contest. The administrator of the log audits the system, not the contest."""
    return actor.may("read_audit") and actor.may("view_all")


def units_of(actor: Actor) -> frozenset[str]:
    """The contestants an actor answers for, merged ones included."""
    return scope_of(actor, actor.day).answers(actor, "question")
