"""异议: what a unit says against its provisional or published result, what the panel thinks of it, and the ruling."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.assessment.models.scoring import ScoringRun
from leitai.web.foundation.api import FrozenModel


class Window(FrozenModel):
    """异议期: from when to when each unit sees its own result of a run and may object."""

    SEALED = ("run_id", "opens", "until", "person", "at")

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="windows")
    opens = models.DateTimeField()
    until = models.DateField(help_text="the last day, its end included")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id} until {self.until}"


class Objection(FrozenModel):
    """One objection of one unit to one figure or score of its own. `node` is an indicator or an adjustment.

    `claimed` is the figure as the unit says it should be, in the indicator's unit; empty where it is not about one.
    """

    SEALED = ("run_id", "organisation", "contestant", "node", "claimed", "words", "person", "post", "at")

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="objections")
    organisation = models.CharField(max_length=64)
    contestant = models.CharField(max_length=64)
    node = models.CharField(max_length=64)
    claimed = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["node"], name="objections_by_node")]

    def __str__(self) -> str:
        return f"{self.contestant} {self.node}"


VERDICTS = [("uphold", "成立"), ("partly", "部分成立"), ("decline", "不成立")]


class ObjectionOpinion(FrozenModel):
    """复核意见: what one member of the panel thinks of an objection."""

    SEALED = ("objection_id", "verdict", "words", "person", "post", "at")

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="opinions")
    verdict = models.CharField(max_length=8, choices=VERDICTS)
    words = models.TextField()
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["objection", "person"], name="one_opinion_a_member")]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.person} {self.verdict}"


class ObjectionProposal(FrozenModel):
    """拟裁定: the first of the two people who decide an objection; the last proposal is the one that is confirmed."""

    SEALED = (
        "objection_id",
        "number",
        "verdict",
        "words",
        "clause",
        "effect",
        "unchanged",
        "unheard",
        "person",
        "post",
        "at",
    )

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=VERDICTS)
    words = models.TextField()
    clause = models.CharField(max_length=200)
    effect = models.TextField(default="", help_text="the run that worked out what it would change, in words; or empty")
    unchanged = models.TextField(default="", help_text="why what is upheld changes no figure; else it is carried out")
    unheard = models.TextField(default="", help_text="why it is ruled on without the opinions that are due")
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["objection", "number"], name="one_proposal_a_number")]

    def __str__(self) -> str:
        return f"{self.objection_id} #{self.number} {self.verdict}"


class ObjectionRuling(FrozenModel):
    """裁定: the second person's confirmation. What was upheld goes back to door 1: the round is opened and refiled, and
    until then nothing of it is published (`carrying.py`)."""

    SEALED = ("objection_id", "proposal_id", "person", "post", "at")

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="ruling")
    proposal = models.OneToOneField(ObjectionProposal, on_delete=models.PROTECT, related_name="ruling")
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.objection_id} ruled"
