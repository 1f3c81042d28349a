"""评议: boxes of ballots, what two hands read from the paper, what was cast on-line, and the count.

An anonymous vote on-line has no row of its own: the urn is one value, all ballots sorted, so that no ballot has a
place, a time or a neighbour in the database. Who has voted is a mark on the electoral roll.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.collection.models.figures import Round
from leitai.web.foundation.api import FrozenModel


class BallotBox(FrozenModel):
    """票箱: what is voted upon, by whom and how. `role`: the rater's role where units are put in places."""

    SEALED = (
        "round_id", "indicator", "role", "group", "kind", "way", "named", "title", "electorate", "choices", "printed",
        "closes", "organisation", "person", "at",
    )  # fmt: skip

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="boxes")
    indicator = models.CharField(max_length=64)
    role = models.CharField(max_length=64, blank=True)
    group = models.CharField(max_length=64)
    kind = models.CharField(max_length=6, choices=[("votes", "名次票"), ("ranks", "排名"), ("grades", "等级票")])
    way = models.CharField(max_length=6, choices=[("paper", "纸质"), ("online", "线上")])
    named = models.BooleanField(default=False, help_text="记名: only on-line, where the rule says so")
    title = models.CharField(max_length=120)
    electorate = models.CharField(max_length=300, help_text="参加评议的人，如 推进会观摩代表")
    choices = models.TextField(help_text="canonical JSON: what a ballot can say of a unit, as [words, worth]")
    printed = models.PositiveIntegerField(default=0)
    closes = models.DateField()
    organisation = models.CharField(max_length=64, help_text="who files the figure, and keeps the box")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "indicator", "role", "group"], name="one_box_a_ballot")
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"


class Urn(models.Model):
    """A box while it is open: `held` is the sorted ballots cast on-line without names. Empty once it is counted."""

    box = models.OneToOneField(BallotBox, on_delete=models.PROTECT, related_name="urn")
    state = models.CharField(max_length=7, default="open", choices=[("open", "进行中"), ("counted", "已计票")])
    held = models.TextField(default="[]")

    def __str__(self) -> str:
        return f"{self.box_id} {self.state}"


class PaperBallot(FrozenModel):
    """A printed ballot: its number in the box and a code drawn by lot. Nobody records who took which."""

    SEALED = ("box_id", "number", "code")

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["box", "number"], name="one_paper_a_number"),
            models.UniqueConstraint(fields=["box", "code"], name="one_paper_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class BallotEntry(FrozenModel):
    """What one of two hands read from a ballot, without seeing the other."""

    SEALED = ("ballot_id", "hand", "content", "spoiled", "person", "at")

    ballot = models.ForeignKey(PaperBallot, on_delete=models.PROTECT, related_name="entries")
    hand = models.PositiveSmallIntegerField()
    content = models.TextField(help_text="canonical JSON: unit → number of the choice")
    spoiled = models.BooleanField(default=False)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "hand"], name="one_entry_a_hand")]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.hand}"


class BallotSettlement(FrozenModel):
    """What the paper says where the two hands differ."""

    SEALED = ("ballot_id", "content", "spoiled", "reason", "person", "at")

    ballot = models.OneToOneField(PaperBallot, on_delete=models.PROTECT, related_name="settlement")
    content = models.TextField()
    spoiled = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ballot_id} settled"


class Elector(models.Model):
    """Somebody on the electoral roll of an on-line box. `voted` is a mark without a time."""

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="electors")
    person = models.CharField(max_length=64)
    voted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "person"], name="one_vote_a_person")]

    def __str__(self) -> str:
        return f"{self.box_id} {self.person}"


class NamedBallot(FrozenModel):
    """记名: a ballot that stands under its rater's name."""

    SEALED = ("box_id", "content", "person", "at")

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="named_ballots")
    content = models.TextField()
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["box", "person"], name="one_named_ballot_a_person")]

    def __str__(self) -> str:
        return f"{self.box_id} {self.person}"


class BallotCount(FrozenModel):
    """计票结果: every ballot and what they come to. Its code is the source of the figures."""

    SEALED = ("box_id", "content", "digest", "code", "valid", "spoiled", "missing", "person", "at")

    box = models.OneToOneField(BallotBox, on_delete=models.PROTECT, related_name="count")
    content = models.TextField(help_text="canonical JSON: the valid ballots, sorted, and the figures they come to")
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True)
    valid = models.PositiveIntegerField()
    spoiled = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(help_text="printed and not returned, or entitled and not voting")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
