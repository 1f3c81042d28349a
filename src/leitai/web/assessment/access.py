"""The only loaders pages may use: what is invisible is 404, what is visible and forbidden is 403."""

from __future__ import annotations

import datetime

from leitai.web.assessment.models import Objection, Proposal, Publication, ScoringRun, Window
from leitai.web.assessment.reading import audits, judges_unit, reads_run
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


def access_run(actor: Actor, pk: int, *, to: str) -> ScoringRun:
    """A run that an act is done on, without a look at its scores: those who see all figures know that it is there."""
    found = _run(pk)
    if found is None or not scope_of(actor, actor.day).wide:
        raise Invisible
    require(actor, to)
    return found


def access_result(actor: Actor, pk: int, at: datetime.datetime) -> ScoringRun:
    """A run with its scores and ranks: see `reading.readable_runs`."""
    found = _run(pk)
    if found is None or not reads_run(actor, found, at):
        raise Invisible
    return found


def access_unit(actor: Actor, run: int, contestant: str, at: datetime.datetime, *, to: str = "") -> ScoringRun:
    """One unit's provisional result: for those who read the run, for the unit once the window was opened, and for the
    panel while an objection of the unit waits."""
    found, scope = _run(run), scope_of(actor, actor.day)
    if found is None:
        raise Invisible
    own = contestant in _units(scope, actor) and window_of(found) is not None
    if not (own or reads_run(actor, found, at) or judges_unit(actor, found, contestant)):
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


def access_proposal(actor: Actor, pk: int, at: datetime.datetime, *, to: str = "") -> Proposal:
    """A publication in the making: for who prepares or approves it; for who audits once it is in force."""
    found = Proposal.objects.select_related("round", "run__snapshot", "run__before__run").filter(pk=pk).first()
    if found is None:
        raise Invisible
    told = Publication.objects.filter(proposal=found, effective_at__lte=at)
    if not (prepares(actor) or (audits(actor) and told.exists())):
        raise Invisible
    if to:
        require(actor, to)
    return found


def access_publication(actor: Actor, pk: int, at: datetime.datetime, *, to: str = "") -> Publication:
    """A publication for who prepares it, before its hour too; what others read of it, `exhibition` decides."""
    found = Publication.objects.select_related("run__round").filter(pk=pk).first()
    if found is None or not (prepares(actor) or (audits(actor) and found.effective_at <= at)):
        raise Invisible
    if to:
        require(actor, to)
    return found


def prepares(actor: Actor) -> bool:
    """Whether somebody follows publications before they are in force: who prepares or approves them."""
    return any(actor.may(act) for act in ("prepare_publication", "approve_publication"))


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
