"""Editions as the office drafts, discusses, approves and publishes them. A published edition is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.foundation.api import FrozenModel


class Draft(models.Model):
    """An edition being written. `text` is the YAML; `version` moves by compare-and-set, so two editors never overwrite.

    `book`, `edition` and `title` are what the text says of itself, for lists. `proposed_by` is the first of the two who
    publish; any move of the draft clears it.
    """

    book = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=12,
        default="draft",
        choices=[
            ("draft", "起草"),
            ("comment", "征求意见"),
            ("approval", "审签中"),
            ("published", "已发布"),
            ("dropped", "作废"),
        ],
    )
    comment_until = models.DateField(null=True, blank=True)
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=64, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "edition"], condition=~models.Q(state="dropped"), name="one_draft_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.edition}"


class Edition(FrozenModel):
    """A published edition: its text, its canonical form, its digest. The approvals of `draft` went before it."""

    SEALED = (
        "book", "edition", "digest", "canonical", "text", "title", "status", "draft_id", "published_at", "published_by",
        "second",
    )  # fmt: skip

    book = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    canonical = models.TextField()
    text = models.TextField()
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="published")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)
    second = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "edition"], name="one_publication_an_edition"),
            models.CheckConstraint(condition=~models.Q(published_by=models.F("second")), name="edition_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.edition}"


class Approval(FrozenModel):
    """审签: one step of the approval chain over one version of a draft, with the opinion and the day."""

    SEALED = ("draft_id", "version", "digest", "step", "person", "post", "opinion", "verdict", "at")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="approvals")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    step = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=120)
    opinion = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, choices=[("agree", "同意"), ("return", "退回")])
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "version", "step"], name="one_approval_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version} {self.step}"


class Comment(FrozenModel):
    """征求意见: what a unit says of a clause or an indicator of a draft. `clause` is its place (tree.gdp_growth)."""

    SEALED = ("draft_id", "version", "organisation", "person", "clause", "words", "at")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    version = models.PositiveIntegerField()
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    clause = models.CharField(max_length=160)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["draft", "clause"], name="comments_by_clause")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.clause}"


class Answer(FrozenModel):
    """采纳、部分采纳或不采纳, each with its reason; one to a comment."""

    SEALED = ("comment_id", "verdict", "reason", "person", "at")

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(
        max_length=8, choices=[("adopted", "采纳"), ("partly", "部分采纳"), ("declined", "不采纳")]
    )
    reason = models.TextField()
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} {self.verdict}"
