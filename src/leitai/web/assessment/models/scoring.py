"""Doors 3 and 4: the facts of a round as they were frozen, and every scoring of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.engine.errors import Text
from leitai.web.assessment.rules import RUN_KINDS
from leitai.web.foundation.api import FrozenModel


class Snapshot(FrozenModel):
    """数据快照: every cell a round's score reads, also the missing ones with their reason.

    `number` counts the snapshots of the round. A `trial` one is taken while filing goes on and holds figures that
    nobody has verified; no official run is made of it.
    """

    SEALED = ("round_id", "number", "edition", "cells", "digest", "missing", "trial", "person", "post", "at")

    round = models.ForeignKey("collection.Round", on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    edition = models.CharField(max_length=64, help_text="digest of the edition")
    cells = models.TextField(
        help_text="canonical JSON: rows of contestant, indicator, period, role, value, status, ..."
    )
    digest = models.CharField(max_length=64)
    missing = models.PositiveIntegerField(help_text="cells without a value")
    trial = models.BooleanField(default=False)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_snapshot_a_number")]

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"


class ScoringRun(FrozenModel):
    """一次计分: a pure function of a snapshot, its edition and the publication it is measured against.

    `result` is the whole result file. `changes` says what a trial supposed to be different, as canonical JSON.
    """

    SEALED = (
        "snapshot_id", "round_id", "number", "kind", "before_id", "changes", "result", "digest", "code", "person",
        "post", "at",
    )  # fmt: skip

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(help_text="counts the runs of the round, trials included")
    round = models.ForeignKey("collection.Round", on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=8, choices=[(key, words.zh) for key, words in RUN_KINDS.items()])
    before = models.ForeignKey(
        "assessment.Publication", null=True, blank=True, on_delete=models.PROTECT, related_name="measured"
    )
    changes = models.TextField(default="[]")
    result = models.TextField()
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=32)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_run_a_number")]

    @property
    def kind_words(self) -> Text:
        return RUN_KINDS[self.kind]

    def __str__(self) -> str:
        return f"{self.round_id} run {self.number} {self.code}"
