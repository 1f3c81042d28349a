"""裁定: what the office decided where the rule leaves a case open, beside the figure it was filed as."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.collection.models.figures import Evidence, FigureVersion, Round
from leitai.web.foundation.api import FrozenModel


class Ruling(FrozenModel):
    """One ruling: clause, document, day, text and proof. `version` is the figure it entered as; what was decided of
    that version is the countersignature."""

    SEALED = ("round_id", "version_id", "clause", "document", "day", "text", "proof_id", "person", "post", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rulings")
    version = models.OneToOneField(FigureVersion, on_delete=models.PROTECT, related_name="ruling")
    clause = models.CharField(max_length=200)
    document = models.CharField(max_length=200)
    day = models.DateField()
    text = models.TextField()
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="rulings")
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["round"], name="rulings_by_round")]

    def __str__(self) -> str:
        return f"{self.document} {self.version_id}"
