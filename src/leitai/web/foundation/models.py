"""What every room stands on: the audit log with its chains and checkpoints."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.foundation.frozen import FrozenModel


class AuditEvent(FrozenModel):
    """One act, in one chain. `rows` names every frozen row it appended, with its seal: a changed row no longer fits."""

    chain = models.CharField(max_length=160)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    post = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    data = models.TextField(default="{}")
    rows = models.TextField(default="[]")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "number"], name="one_event_a_number")]
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["organisation", "at"], name="audit_by_organisation"),
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.number} {self.act}"


class ChainHead(models.Model):
    """Where a chain ends. Locked by who appends, so two acts of one unit and round queue, and nobody else waits."""

    chain = models.CharField(max_length=160, primary_key=True)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain}#{self.number}"


class Checkpoint(FrozenModel):
    """The Merkle root over all chain heads at a time. Its code is printed, so that the participants are witnesses."""

    SEALED = ("at", "heads", "root", "code")

    at = models.DateTimeField()
    heads = models.TextField()
    root = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.code
