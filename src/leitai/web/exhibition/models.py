"""What was given out, and the packs being made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.foundation.api import FrozenModel


class Rendering(FrozenModel):
    """A document as it was given out: anybody can make it again and compare the digest."""

    SEALED = ("publication_id", "kind", "lang", "name", "digest", "size", "person", "at")

    publication = models.ForeignKey("assessment.Publication", on_delete=models.PROTECT, related_name="renderings")
    kind = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "kind", "lang", "digest"], name="one_rendering_a_digest")
        ]

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """会议材料 being made: `done` of `total` documents. `failures`: what could not be made, and why."""

    publication = models.ForeignKey("assessment.Publication", on_delete=models.PROTECT, related_name="packs")
    lang = models.CharField(max_length=2)
    state = models.CharField(
        max_length=8,
        default="waiting",
        choices=[
            ("waiting", "等候"),
            ("working", "生成中"),
            ("done", "已完成"),
            ("partial", "部分生成"),
            ("failed", "未完成"),
        ],
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    only = models.CharField(max_length=20, blank=True, help_text="one document made again; empty: all of them")
    failures = models.TextField(default="{}", help_text="JSON: kind of document → why it could not be made")
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.publication_id} {self.lang} {self.state}"
