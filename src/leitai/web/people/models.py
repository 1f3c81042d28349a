"""Organisations as they stood on each day, persons, and the posts they hold in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from leitai.web.foundation.api import FrozenModel


class Organisation(models.Model):
    """An organisation's identity: its key never changes; what it was called and where it stood is dated."""

    key = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.key


class OrganisationSpan(models.Model):
    """An organisation between two days (half-open): its name, kind and parent. Ended, never edited."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="spans")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=24)
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(until__isnull=True), name="one_open_span_an_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")), name="span_has_length"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["since", "until"], name="span_by_days")]

    def __str__(self) -> str:
        return f"{self.name_zh} {self.since}–{self.until or ''}"


class OrganisationChange(FrozenModel):
    """合并、分设、更名、撤销、新设: what became of an organisation on a day, and the document that says so."""

    SEALED = ("day", "kind", "sources", "results", "document", "at", "actor")

    day = models.DateField()
    kind = models.CharField(
        max_length=12,
        choices=[
            ("found", "新设"),
            ("rename", "更名"),
            ("merge", "合并"),
            ("split", "分设"),
            ("close", "撤销"),
            ("move", "调整隶属"),
        ],
    )
    sources = models.TextField(help_text="canonical JSON: keys before")
    results = models.TextField(help_text="canonical JSON: keys after")
    document = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class PersonManager(BaseUserManager["Person"]):
    """The manager Django's authentication asks for; people are made by `services.add_person`."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(login=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. `key` is what records name; a person's name may change, the key does not."""

    USERNAME_FIELD = "login"
    LOOKS: ClassVar = [("standard", "标准"), ("elder", "长者"), ("contrast", "高对比"), ("night", "夜间")]

    key = models.CharField(max_length=64, unique=True)
    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=7, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")])
    look = models.CharField(max_length=10, default="standard", choices=LOOKS)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """任职: a role of a person in an organisation between two days. One person may hold several."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=24)
    title = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(until__isnull=True),
                name="one_open_post_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Suggestion(models.Model):
    """投诉建议: what a person told us, from which page, with a name or without. Never used to rate anybody."""

    KINDS: ClassVar = [("suggestion", "建议"), ("complaint", "投诉")]

    at = models.DateTimeField()
    person = models.CharField(max_length=64, blank=True)
    page = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    words = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="suggestions_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
