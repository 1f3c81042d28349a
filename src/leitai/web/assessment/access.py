"""The only loaders pages may use: what is invisible is 404, what is visible and forbidden is 403."""

from __future__ import annotations

import datetime

from leitai.web.assessment.models import Objection, Proposal, Publication, ScoringRun, Window
from leitai.web.assessment.reading import audits
from leitai.web.collection.api import Round, Scope, list_rounds, scope_of
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, require


def access_round(actor: Actor, pk: int, *, to: str = "") -> Round:
    """A round's result in the making: for those who see everything. `to`: the act it is opened for."""
    found = Round.objects.filter(pk=pk).first()
    if found is None or not scope_of(actor, actor.day).wide:
        raise Invisible
    if to:
        require(actor, to)
    return found


def access_run(actor: Actor, pk: int, *, to: str = "") -> ScoringRun:
    """A run that is not published: for those who see everything."""
    found = _run(pk)
    if found is None or not scope_of(actor, actor.day).wide:
        raise Invisible
    if to:
        require(actor, to)
    return found


def access_unit(actor: Actor, run: int, contestant: str, *, to: str = "") -> ScoringRun:
    """One unit's provisional result: for those who see everything, and for the unit once the window was opened."""
    found, scope = _run(run), scope_of(actor, actor.day)
    if found is None or not (scope.wide or (contestant in _units(scope, actor) and window_of(found) is not None)):
        raise Invisible
    if to:
        require(actor, to, contestant)
    return found


def access_objection(actor: Actor, pk: int, *, to: str = "") -> Objection:
    """An objection: for who raised it and for those who see everything."""
    scope = scope_of(actor, actor.day)
    rows = Objection.objects.select_related("run__round", "run__snapshot", "run__before__run")
    found = rows.filter(pk=pk).first()
    if found is None or not (scope.wide or found.organisation in _units(scope, actor)):
        raise Invisible
    if to:
        require(actor, to)
    return found


def access_proposal(actor: Actor, pk: int, *, to: str = "") -> Proposal:
    """A publication in the making: for who prepares or approves it, and for those who audit."""
    found = Proposal.objects.select_related("round", "run__snapshot", "run__before__run").filter(pk=pk).first()
    if found is None or not prepares(actor):
        raise Invisible
    if to:
        require(actor, to)
    return found


def access_publication(actor: Actor, pk: int, *, to: str = "") -> Publication:
    """A publication for who prepares it, before its hour too; what others read of it, `exhibition` decides."""
    found = Publication.objects.select_related("run__round").filter(pk=pk).first()
    if found is None or not prepares(actor):
        raise Invisible
    if to:
        require(actor, to)
    return found


def prepares(actor: Actor) -> bool:
    """Whether somebody follows publications before they are in force: who prepares, approves, or audits the contest.

    The administrator of the log audits the system, not the contest.
    """
    return audits(actor) or any(actor.may(act) for act in ("prepare_publication", "approve_publication"))


def window_of(run: ScoringRun) -> Window | None:
    """The window of a run as it was last set."""
    return Window.objects.filter(run=run).order_by("-pk").first()


def is_open(window: Window | None, day: datetime.date) -> bool:
    return window is not None and day <= window.until


def rounds_of(actor: Actor) -> list[Round]:
    """The rounds an actor has to do with, the latest first."""
    return list_rounds(scope_of(actor, actor.day))


def _units(scope: Scope, actor: Actor) -> frozenset[str]:
    return scope.answers(actor, "question")


def _run(pk: int) -> ScoringRun | None:
    return ScoringRun.objects.select_related("round", "snapshot", "before__run").filter(pk=pk).first()
