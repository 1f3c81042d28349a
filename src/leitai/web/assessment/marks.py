"""Where the result of a round stands, as a mark and as steps."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.errors import Text
from leitai.web.assessment.access import is_open
from leitai.web.assessment.carrying import not_carried_out
from leitai.web.assessment.models import Objection, ObjectionRuling, Proposal, Publication, ScoringRun, Snapshot, Window
from leitai.web.assessment.rules import UPHELD
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
    """Where a round stands: what was frozen and scored last, what runs, what is published.

    `waiting`: objections without a ruling; `upheld`: rulings that are not carried out.
    """

    round: Round
    snapshot: Snapshot | None
    run: ScoringRun | None
    until: datetime.date | None
    waiting: int
    upheld: int
    proposal: Proposal | None
    publication: Publication | None
    steps: tuple[Step, ...]

    @property
    def state(self) -> Text:
        """The one word for a list of rounds."""
        under = [step for step in self.steps if step.mark is NOW]
        return under[0].name if under else self.steps[-1].name


def stand_of(round_: Round, day: datetime.date) -> Stand:
    """Everything the page of a round says of its state."""
    return stands_of([round_], day)[0]


def stands_of(rounds: Sequence[Round], day: datetime.date) -> list[Stand]:
    """The same for many rounds, in the order given; seven queries however many there are, and those for what was
    upheld."""
    keys = [one.pk for one in rounds]
    snapshots: dict[int, Snapshot] = {}
    for snapshot in Snapshot.objects.filter(round__in=keys, trial=False).order_by("number").defer("cells"):
        snapshots[snapshot.round_id] = snapshot
    runs: dict[int, ScoringRun] = {}
    official = ScoringRun.objects.filter(round__in=keys, kind="official").order_by("number").defer("result")
    for run in official.select_related("round", "snapshot").defer("result", "snapshot__cells"):
        runs[run.round_id] = run
    windows: dict[int, Window] = {}
    for window in Window.objects.filter(run__round__in=keys).order_by("pk"):
        windows[window.run_id] = window
    waiting = Counter(
        Objection.objects.filter(run__round__in=keys, ruling__isnull=True).values_list("run__round", flat=True)
    )
    upheld = set(
        ObjectionRuling.objects.filter(objection__run__round__in=keys, proposal__verdict__in=UPHELD).values_list(
            "objection__run__round", flat=True
        )
    )
    proposals: dict[int, Proposal] = {}
    drafted = Proposal.objects.filter(round__in=keys).exclude(state__in=("dropped", "published")).order_by("pk")
    for proposal in drafted:
        proposals[proposal.run_id] = proposal
    publications: dict[int, Publication] = {}
    for publication in Publication.objects.filter(run__round__in=keys).order_by("pk"):
        publications[publication.run_id] = publication
    found = []
    for round_ in rounds:
        snapshot_, run_ = snapshots.get(round_.pk) if round_.state == "locked" else None, runs.get(round_.pk)
        if snapshot_ is None or run_ is None or run_.snapshot_id != snapshot_.pk:
            run_ = None
        key = run_.pk if run_ is not None else 0
        found.append(
            _stand(
                round_,
                snapshot_,
                run_,
                windows.get(key),
                waiting[round_.pk],
                len(not_carried_out(run_)) if run_ is not None and round_.pk in upheld else 0,
                proposals.get(key),
                publications.get(key),
                day,
            )
        )
    return found


def _stand(
    round_: Round,
    snapshot: Snapshot | None,
    run: ScoringRun | None,
    window: Window | None,
    waiting: int,
    upheld: int,
    proposal: Proposal | None,
    publication: Publication | None,
    day: datetime.date,
) -> Stand:
    contested = is_open(window, day) or waiting > 0 or upheld > 0
    until = Text(f"至 {window.until:%m-%d}", f"until {window.until:%d %b}") if window is not None else NOTHING
    number = Text(publication.number) if publication is not None else NOTHING
    objected = window is not None or publication is not None
    agreed, agreeing = publication is not None, proposal is not None or (run is not None and not contested)
    steps = (
        Step("file", Text("填报审核", "filing"), DONE if round_.state == "locked" else NOW),
        Step("freeze", Text("锁定", "freeze"), _mark(snapshot is not None, round_.state == "locked")),
        Step("score", Text("计分", "score"), _mark(run is not None, snapshot is not None)),
        Step("object", Text("异议", "objections"), NOW if contested else _mark(objected, False), until),
        Step("approve", Text("审签", "approval"), _mark(agreed, agreeing)),
        Step("publish", Text("发布", "publication"), _mark(publication is not None, False), number),
    )
    return Stand(
        round_,
        snapshot,
        run,
        window.until if window is not None else None,
        waiting,
        upheld,
        proposal,
        publication,
        steps,
    )


def _mark(done: bool, now: bool) -> Mark:
    return DONE if done else NOW if now else LATER
