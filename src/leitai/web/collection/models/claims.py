"""加分、扣分、一票否决 as claims: a fact with its proof, what each member of the panel said of it, and the list.

A `Claim` only points at the version that holds; everything else is appended. An opinion and an outcome are of one
version: a claim that is corrected is considered anew, and what was said of the earlier version stays readable.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leitai.web.collection.models.figures import Evidence, Round
from leitai.web.foundation.api import FrozenModel


class Claim(models.Model):
    """One fact of one round, under one clause, about one contestant. `version` numbers the version that holds."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="claims")
    book = models.CharField(max_length=64)
    contestant = models.CharField(max_length=64)
    adjustment = models.CharField(max_length=64)
    clause = models.CharField(max_length=200, help_text="the clause, or the adjustment where it names none")
    fact = models.CharField(max_length=200, help_text="the event without spaces and signs, to know it again")
    filer = models.CharField(max_length=64, help_text="the organisation that filed the claim")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=9,
        default="filed",
        choices=[("filed", "待评审"), ("accepted", "已认定"), ("reduced", "核减认定"), ("rejected", "不予认定"),
                 ("withdrawn", "已撤回")],
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "contestant", "clause", "fact"],
                condition=~Q(state="withdrawn"),
                name="one_fact_counted_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["round", "state"], name="claims_by_round")]

    def __str__(self) -> str:
        return f"{self.pk} {self.contestant} {self.adjustment}"


class ClaimVersion(FrozenModel):
    """What is claimed: the event, its day, how many items, why. `distinct`: why a proof used before is another fact."""

    SEALED = (
        "claim_id", "number", "adjustment", "event", "day", "items", "words", "distinct", "late", "organisation",
        "person", "post", "at",
    )  # fmt: skip

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    adjustment = models.CharField(max_length=64)
    event = models.CharField(max_length=200)
    day = models.DateField()
    items = models.CharField(max_length=40, help_text="canonical decimal: how many items")
    words = models.TextField(blank=True)
    distinct = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "number"], name="one_claim_version_a_number")]

    def __str__(self) -> str:
        return f"{self.claim_id} v{self.number}"


class ClaimProof(FrozenModel):
    """佐证 of one version of a claim."""

    SEALED = ("version_id", "evidence_id")

    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="proofs")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="claims")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "evidence"], name="proved_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.evidence_id}"


class ClaimPanel(FrozenModel):
    """评审组 of a round: its members by name and how many must have spoken. The latest number holds."""

    SEALED = ("round_id", "number", "members", "quorum", "document", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveIntegerField()
    members = models.TextField(help_text="canonical JSON: keys of people")
    quorum = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_panel_a_number")]

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"


class ClaimOpinion(FrozenModel):
    """What one member of the panel said of one version: how many items, and why. Her latest number holds."""

    SEALED = ("version_id", "number", "items", "reason", "person", "post", "at")

    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    items = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person", "number"], name="one_opinion_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.items}"


class ClaimOutcome(FrozenModel):
    """What the panel decided of one version, told from its opinions by the stated rule."""

    SEALED = ("version_id", "items", "opinions", "panel_id", "person", "post", "at")

    version = models.OneToOneField(ClaimVersion, on_delete=models.PROTECT, related_name="outcome")
    items = models.CharField(max_length=40)
    opinions = models.PositiveSmallIntegerField()
    panel = models.ForeignKey(ClaimPanel, on_delete=models.PROTECT, related_name="outcomes")
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.items}"


class ClaimWithdrawal(FrozenModel):
    """That a claim was taken back, and why; the claim stays visible."""

    SEALED = ("claim_id", "reason", "person", "post", "at")

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.claim_id} withdrawn"


class ClaimList(FrozenModel):
    """认定清单 of a round: every figure that follows from what was decided. Its code is on the paper."""

    SEALED = ("round_id", "number", "content", "digest", "code", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="claim_lists")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text="canonical JSON: the claims of the round and the figures they add up to")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_claim_list_a_number")]

    def __str__(self) -> str:
        return self.code
