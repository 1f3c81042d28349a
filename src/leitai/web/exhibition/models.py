"""What was given out, the packs being made, and what the office lays beside a publication: the map, the films."""

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


class PlaceMap(FrozenModel):
    """地图: from `at` on the map of the place; the last one is in force. Its file lies in the data folder by digest.

    Going back to an earlier map is a row of its own, with the same digest.
    """

    SEALED = ("digest", "name", "size", "units", "restores_id", "person", "at")

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    units = models.PositiveIntegerField(help_text="how many units it draws")
    restores = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="restored_by")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at", "id"], name="maps_by_time")]

    def __str__(self) -> str:
        return self.name


class ClipSet(FrozenModel):
    """短片素材: the films for the scenes of a publication's briefing, all of them; the last set stands."""

    SEALED = ("publication_id", "clips", "person", "at")

    publication = models.ForeignKey("assessment.Publication", on_delete=models.PROTECT, related_name="clip_sets")
    clips = models.TextField(help_text="canonical JSON: scene to file and seconds")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.publication_id} {self.at}"
