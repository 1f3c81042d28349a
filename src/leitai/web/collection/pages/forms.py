"""The forms of collection: they read what was sent and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from leitai.engine.errors import Text
from leitai.web.people.api import Choice, Day, Form


class OpenRound(Form):
    """When a round's days end, who counter-checks, and the burden the office has looked at."""

    WORDS = {
        "report_by": (
            Text("填报截止日", "File by"),
            Text("须是工作日，休息日顺延", "A working day; a day off moves to the next one"),
        ),
        "verify_by": (Text("审核截止日", "Verify by"), None),
        "confirm_by": (Text("单位确认截止日", "Confirm by"), None),
        "acknowledged": (Text("填报负担", "The burden"), None),
    }
    report_by = Day()
    verify_by = Day()
    confirm_by = Day()
    acknowledged = forms.IntegerField(widget=forms.HiddenInput)


class AskExtension(Form):
    WORDS = {
        "until": (Text("延至", "Until"), None),
        "reason": (Text("理由", "Reason"), None),
    }
    until = Day()
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RuleExtension(Form):
    WORDS = {
        "extension": (Text("申请", "Request"), None),
        "verdict": (Text("答复", "Answer"), None),
        "until": (Text("准予延至", "Granted until"), None),
        "reason": (Text("理由", "Reason"), None),
    }
    extension = forms.IntegerField(widget=forms.HiddenInput)
    verdict = Choice({"grant": Text("同意", "grant"), "refuse": Text("不同意", "refuse")})
    until = Day(required=False)
    reason = forms.CharField(max_length=500, required=False)


class Sign(Form):
    """A signed sheet as it comes back: the scan, and the code printed on it where the scan's own was not read."""

    WORDS = {
        "code": (
            Text("纸面右上角的短码", "The code at the top right of the paper"),
            Text(
                "不填则从扫描件的二维码读出；读不出时再填。五组、每组四个字符，大小写和横线不影响",
                "Left empty, it is read off the QR code; type it only where that fails. Five groups of four; case and"
                " dashes do not matter",
            ),
        ),
        "scan": (
            Text("签章后的扫描件", "The scan of the signed sheet"),
            Text("PDF 或图片，不超过 20 MB", "PDF or picture, at most 20 MB"),
        ),
    }
    code = forms.CharField(max_length=40, required=False)
    scan = forms.FileField(allow_empty_file=True)


class DrawSample(Form):
    WORDS = {
        "size": (Text("抽查项数", "How many"), None),
        "seed": (
            Text("抽样种子", "Seed"),
            Text("公开摇出的号码；同一种子抽出同样的项", "A number drawn in public; the same seed draws the same"),
        ),
    }
    size = forms.IntegerField(min_value=1, max_value=5000)
    seed = forms.CharField(max_length=64)


class Holidays(Form):
    WORDS = {
        "year": (Text("年度", "Year"), None),
        "document": (Text("通知文号", "Notice"), None),
        "off": (Text("放假的日子", "Days off"), Text("每行一个，如 2027-01-01", "One a line, like 2027-01-01")),
        "work": (
            Text("调休上班的周末", "Weekends that are worked"),
            Text("每行一个，没有的不填", "One a line; leave empty if none"),
        ),
        "seen": (Text("已有放假表", "Tables there"), None),
    }
    year = forms.IntegerField(min_value=2000, max_value=2100)
    document = forms.CharField(max_length=200)
    off = forms.CharField(widget=forms.Textarea(attrs={"rows": 10}))
    work = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_off(self) -> frozenset[Any]:
        return self._days("off")

    def clean_work(self) -> frozenset[Any]:
        return self._days("work")

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def _days(self, name: str) -> frozenset[Any]:
        reader = Day()
        return frozenset(reader.clean(line.strip()) for line in self.cleaned_data[name].splitlines() if line.strip())
