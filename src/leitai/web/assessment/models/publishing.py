"""Door 5: a publication as it is prepared, agreed to, reviewed, and given out by two people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.engine.errors import Text
from leitai.web.assessment.models.scoring import ScoringRun
from leitai.web.assessment.rules import AUDIENCES
from leitai.web.foundation.api import FrozenModel

CHOICES = [(key, words.zh) for key, words in AUDIENCES.items()]


class Proposal(models.Model):
    """拟发布件: what is to be published, to whom and when. `version` moves by compare-and-set; any edit, and a return,
    begins a new version, and the chain starts again."""

    round = models.ForeignKey("collection.Round", on_delete=models.PROTECT, related_name="publication_proposals")
    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="proposals")
    audience = models.CharField(max_length=8, default="internal", choices=CHOICES)
    issuer = models.CharField(max_length=120, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    addressees = models.CharField(max_length=500, blank=True, help_text="主送, printed as written")
    copies = models.CharField(max_length=500, blank=True, help_text="抄送, printed as written")
    dated = models.DateField()
    hour = models.DateTimeField(null=True, blank=True, help_text="when it takes effect; empty: at once")
    confirmed = models.TextField(default="{}", help_text="canonical JSON: list of the edition → contestants")
    reason = models.TextField(blank=True, help_text="why it corrects what was published before")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10,
        default="draft",
        choices=[("draft", "起草"), ("approval", "审签中"), ("published", "已发布"), ("dropped", "作废")],
    )
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=64, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)

    @property
    def audience_words(self) -> Text:
        return AUDIENCES[self.audience]

    def __str__(self) -> str:
        return f"{self.run_id} {self.audience} v{self.version}"


class Consent(FrozenModel):
    """审签: one step of the chain over one version of a proposal, and what exactly was signed (`digest`)."""

    SEALED = ("proposal_id", "version", "digest", "step", "verdict", "opinion", "person", "post", "at")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="consents")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    step = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=[("agree", "同意"), ("return", "退回")])
    opinion = models.TextField(blank=True)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "version", "step"], name="one_consent_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.version} {self.step}"


class DisclosureReview(FrozenModel):
    """保密审查: of every indicator of a run, whether its figures may be public. The last review of a run holds."""

    SEALED = ("run_id", "number", "decisions", "document", "person", "post", "at")

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    decisions = models.TextField(help_text="canonical JSON: indicator → [class in the rules, may be public, reason]")
    document = models.CharField(max_length=200)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="one_review_a_number")]

    def __str__(self) -> str:
        return f"{self.run_id} review {self.number}"


class Publication(FrozenModel):
    """公布件: numbered, from then on the public record. What is wrong in it is corrected by one that supersedes it."""

    SEALED = (
        "number", "book", "period", "run_id", "proposal_id", "audience", "digest", "code", "checkpoint", "particulars",
        "confirmed", "trials", "supersedes_id", "reason", "published_at", "effective_at", "published_by", "second",
    )  # fmt: skip

    number = models.CharField(max_length=100, unique=True)
    book = models.CharField(max_length=64)
    period = models.CharField(max_length=12)
    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="publications")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="publication")
    audience = models.CharField(max_length=8, choices=CHOICES)
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=32)
    checkpoint = models.CharField(max_length=32, help_text="short code of the audit log at that time")
    particulars = models.TextField(help_text="canonical JSON: issuer, document number, signer, addressees, copies, day")
    confirmed = models.TextField(default="{}")
    trials = models.PositiveIntegerField(help_text="trial scorings of the round before it")
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)
    second = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "audience"], name="once_to_an_audience"),
            models.CheckConstraint(
                condition=~models.Q(published_by=models.F("second")), name="published_by_two_people"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["book", "period", "effective_at"], name="publications_by_period")]

    @property
    def audience_words(self) -> Text:
        return AUDIENCES[self.audience]

    def __str__(self) -> str:
        return self.number


class EarlyReader(FrozenModel):
    """禁发期可阅: who may read what of a publication before its hour. `own`: the rank of one contestant alone."""

    SEALED = ("publication_id", "reader", "scope", "contestant", "ended", "person", "at")

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="early_readers")
    reader = models.CharField(max_length=64, help_text="key of the person")
    scope = models.CharField(max_length=8, choices=[("all", "全部"), ("boards", "展板"), ("own", "本单位名次")])
    contestant = models.CharField(max_length=64, blank=True)
    ended = models.BooleanField(default=False, help_text="this row takes the permission back")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.publication_id} {self.reader} {self.scope}"
