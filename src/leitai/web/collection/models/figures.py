"""Doors 1 and 2: rounds, who owes what, every version of every figure, and what was decided of each.

A `Cell` only points at the version that holds; versions and decisions are never changed. A figure is asked once: cells
belong to the contest, not to the round, and a later round that reads an earlier period reads the same cell.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leitai.web.foundation.api import FrozenModel


class Round(models.Model):
    """一轮考评: an edition and a period, open for filing until it is locked."""

    book = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    period = models.CharField(max_length=12)
    report_by = models.DateField()
    verify_by = models.DateField()
    confirm_by = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    office = models.CharField(max_length=64, help_text="the organisation that runs the round")
    counter = models.CharField(max_length=64, help_text="复核单位: verifies what the office itself files, rulings too")
    burden = models.TextField(
        help_text="canonical JSON: the burden figure the office looked at before it opened the forms"
    )
    state = models.CharField(max_length=8, default="open", choices=[("open", "填报中"), ("locked", "已锁定")])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "period"], name="one_round_a_period")]

    def __str__(self) -> str:
        return f"{self.book} {self.period}"


class Cell(models.Model):
    """One figure's place: contestant, indicator, period, role. `version` numbers the version that holds, 0 none."""

    book = models.CharField(max_length=64)
    contestant = models.CharField(max_length=64)
    indicator = models.CharField(max_length=64)
    period = models.CharField(max_length=12)
    role = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=12,
        default="empty",
        choices=[
            ("empty", "未填"),
            ("reported", "待审核"),
            ("explain", "需说明"),
            ("returned", "已退回"),
            ("verified", "已审核"),
            ("confirmed", "已确认"),
            ("questioned", "有疑问"),
        ],
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "contestant", "indicator", "period", "role"], name="one_place_a_figure"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["book", "indicator", "period"], name="cells_by_indicator")]

    def __str__(self) -> str:
        return f"{self.contestant} {self.indicator} {self.period} {self.role}"


class Obligation(models.Model):
    """应报: in this round, this organisation files this cell by this day, and that one verifies it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="obligations")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="obligations")
    filer = models.CharField(max_length=64)
    verifier = models.CharField(max_length=64)
    due = models.DateField()
    required = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "cell"], name="owed_once_a_round")]
        indexes: ClassVar = [
            models.Index(fields=["round", "filer"], name="owed_by_filer"),
            models.Index(fields=["round", "verifier"], name="owed_by_verifier"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.filer} {self.cell_id}"


class FigureVersion(FrozenModel):
    """One filing of one figure: by whom, when, in which post, with which vintage, note and source."""

    SEALED = (
        "cell_id", "number", "value", "status", "vintage", "written", "note", "source", "explanation", "origin",
        "batch", "organisation", "person", "post", "at",
    )  # fmt: skip

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    value = models.CharField(max_length=420, blank=True, help_text="canonical decimal in the indicator's unit")
    status = models.CharField(max_length=20, default="reported")
    vintage = models.CharField(max_length=12, default="final")
    written = models.CharField(max_length=120, blank=True, help_text="as it was typed or pasted")
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    explanation = models.TextField(blank=True)
    origin = models.CharField(
        max_length=8, choices=[("typed", "录入"), ("pasted", "粘贴"), ("file", "文件"), ("import", "接入")]
    )
    batch = models.CharField(max_length=32)
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cell", "number"], name="one_version_a_number")]
        indexes: ClassVar = [models.Index(fields=["batch"], name="versions_by_batch")]

    def __str__(self) -> str:
        return f"{self.cell_id} v{self.number}"


class FigureDecision(FrozenModel):
    """What was decided of one version: verified, returned with a reason and a day, confirmed, questioned, answered."""

    SEALED = ("version_id", "kind", "reason", "due", "conflict", "organisation", "person", "post", "at")

    version = models.ForeignKey(FigureVersion, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(
        max_length=10,
        choices=[
            ("verify", "审核通过"),
            ("return", "退回"),
            ("confirm", "确认"),
            ("question", "提出疑问"),
            ("answer", "答复疑问"),
            ("silence", "逾期视为无异议"),
        ],
    )
    reason = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    conflict = models.CharField(
        max_length=300, blank=True, help_text="利益关联: posts of this person on the other side"
    )
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class Extension(FrozenModel):
    """延期: asked with a reason, granted or refused with one."""

    SEALED = ("round_id", "organisation", "asked_due", "reason", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    organisation = models.CharField(max_length=64)
    asked_due = models.DateField()
    reason = models.TextField()
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation} {self.asked_due}"


class ExtensionRuling(FrozenModel):
    """The office's answer to an extension that was asked."""

    SEALED = ("extension_id", "granted", "due", "reason", "person", "at")

    extension = models.OneToOneField(Extension, on_delete=models.PROTECT, related_name="ruling")
    granted = models.BooleanField()
    due = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.extension_id} {self.granted}"


class Reminder(FrozenModel):
    """催报: that a unit was reminded, of how much, by whom; the words are for the chat group everyone uses."""

    SEALED = ("round_id", "organisation", "words", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    organisation = models.CharField(max_length=64)
    words = models.TextField()
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation}"


class Evidence(FrozenModel):
    """佐证: a file, once, by its digest; pinned to as many cells as it proves."""

    SEALED = ("digest", "name", "size", "organisation", "person", "at")

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Pin(FrozenModel):
    """That a piece of evidence proves a cell."""

    SEALED = ("evidence_id", "cell_id", "person", "at")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="pins")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="pins")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["evidence", "cell"], name="pinned_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.cell_id}"


class Remark(FrozenModel):
    """批注 on a cell."""

    SEALED = ("cell_id", "words", "organisation", "person", "at")

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField()
    organisation = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cell_id} {self.at:%F}"


class Sheet(FrozenModel):
    """审签表: what a head of a unit signs, printed with a QR code; `digest` covers exactly the figures on it."""

    SEALED = ("round_id", "organisation", "kind", "content", "digest", "code", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    organisation = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[("filed", "填报审签"), ("row", "本单位数据确认")])
    content = models.TextField()
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Signature(FrozenModel):
    """A sheet signed: on screen with a second factor, or on paper and matched by its code from the scan."""

    SEALED = ("sheet_id", "way", "scan_id", "conflict", "person", "at")

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="signature")
    way = models.CharField(max_length=8, choices=[("screen", "线上签"), ("paper", "纸质签章")])
    scan = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conflict = models.CharField(max_length=300, blank=True)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.way}"


class Sample(FrozenModel):
    """抽样核查: the cells drawn for a field check. The seed and the weights draw the same cells again."""

    SEALED = ("round_id", "seed", "size", "content", "digest", "person", "at")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="samples")
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.TextField(
        help_text="canonical JSON: every cell that could be drawn with its weight, and those drawn"
    )
    digest = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "seed"], name="one_sample_a_seed")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seed}"


class HolidayTable(FrozenModel):
    """The holidays and 调休 of a year as the State Council lists them, where the package does not know them yet."""

    SEALED = ("year", "number", "off", "work", "document", "person", "at")

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    off = models.TextField(help_text="canonical JSON: days off")
    work = models.TextField(help_text="canonical JSON: weekends that are worked")
    document = models.CharField(max_length=200)
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "number"], name="one_table_a_number")]

    def __str__(self) -> str:
        return f"{self.year} #{self.number}"
