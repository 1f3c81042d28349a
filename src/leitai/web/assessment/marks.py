"""Where the result of a round stands, as a mark and as steps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from leitai.engine.errors import Text
from leitai.web.assessment.access import is_open, window_of
from leitai.web.assessment.models import Objection, Proposal, Publication, ScoringRun, Snapshot
from leitai.web.assessment.services.acting import last_snapshot
from leitai.web.assessment.services.objecting import latest_official
from leitai.web.collection.api import Round
from leitai.web.foundation.api import Mark

DONE = Mark("●", Text("已完成", "done"), "good")
NOW = Mark("◔", Text("进行中", "under way"), "wait")
NOTHING = Text("")
LATER = Mark("○", Text("未到", "to come"), "off")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round on its way to the wall."""

    key: str
    name: Text
    mark: Mark
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a round stands: what was frozen and scored last, what runs, what is published."""

    round: Round
    snapshot: Snapshot | None
    run: ScoringRun | None
    until: datetime.date | None
    waiting: int
    proposal: Proposal | None
    publication: Publication | None
    steps: tuple[Step, ...]

    @property
    def state(self) -> Text:
        """The one word for a list of rounds."""
        under = [step for step in self.steps if step.mark is NOW]
        return under[0].name if under else self.steps[-1].name


def stand_of(round_: Round, day: datetime.date) -> Stand:
    """Everything the page of a round says of its state. Seven queries."""
    snapshot = last_snapshot(round_) if round_.state == "locked" else None
    run = latest_official(round_.pk) if snapshot is not None else None
    run = run if run is not None and snapshot is not None and run.snapshot_id == snapshot.pk else None
    window = window_of(run) if run is not None else None
    waiting = Objection.objects.filter(run__round=round_, ruling__isnull=True).count()
    proposal = None
    publication = None
    if run is not None:
        proposal = Proposal.objects.filter(run=run).exclude(state__in=("dropped", "published")).order_by("-pk").first()
        publication = Publication.objects.filter(run=run).order_by("-pk").first()
    contested = is_open(window, day) or waiting > 0
    steps = (
        Step("file", Text("填报审核", "filing"), DONE if round_.state == "locked" else NOW),
        Step("freeze", Text("锁定", "freeze"), _mark(snapshot is not None, round_.state == "locked")),
        Step("score", Text("计分", "score"), _mark(run is not None, snapshot is not None)),
        Step(
            "object",
            Text("异议", "objections"),
            NOW if contested else _mark(window is not None or publication is not None, False),
            Text(f"至 {window.until:%m-%d}", f"until {window.until:%d %b}") if window is not None else Text(""),
        ),
        Step(
            "approve",
            Text("审签", "approval"),
            _mark(publication is not None, proposal is not None or (run is not None and not contested)),
        ),
        Step(
            "publish",
            Text("发布", "publication"),
            _mark(publication is not None, False),
            Text(publication.number, publication.number) if publication is not None else Text(""),
        ),
    )
    until = window.until if window is not None else None
    return Stand(round_, snapshot, run, until, waiting, proposal, publication, steps)


def _mark(done: bool, now: bool) -> Mark:
    return DONE if done else NOW if now else LATER
