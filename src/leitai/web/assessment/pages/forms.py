"""The forms of assessment: they read what was sent and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from leitai.engine.errors import Text
from leitai.web.assessment.rules import AUDIENCES, OBJECTION_VERDICTS, SCOPES
from leitai.web.assessment.services.proposals import Particulars
from leitai.web.people.api import Choice, Day, Form


class OpenWindow(Form):
    WORDS = {
        "until": (
            Text("异议期截止日", "Objections until"),
            Text("当日结束为止；休息日顺延", "To the end of that day; a day off moves to the next working day"),
        )
    }
    until = Day()


class Object(Form):
    WORDS = {
        "claimed": (
            Text("应为多少（可不填）", "What it should be (optional)"),
            Text("带单位或不带都可以，如 12.5%", "With or without its unit, such as 12.5%"),
        ),
        "words": (Text("理由和依据", "Reason and ground"), None),
    }
    claimed = forms.CharField(max_length=60, required=False)
    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class Opinion(Form):
    WORDS = {
        "verdict": (Text("结论", "Verdict"), None),
        "words": (Text("复核意见", "Opinion"), None),
    }
    verdict = Choice(OBJECTION_VERDICTS)
    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProposeRuling(Opinion):
    WORDS = {
        "verdict": (Text("结论", "Verdict"), None),
        "clause": (Text("所依条款", "Clause"), Text("如“第二十二条第二款”", "The clause the ruling rests on")),
        "words": (Text("裁定理由", "Reason"), None),
        "unchanged": (
            Text("不需更正数据的理由（一般不填）", "Why no figure changes (as a rule empty)"),
            Text(
                "成立的异议须据此更正并重新计分后才能发布；确实不影响数据和得分的，在此写明理由，由两人共同确认",
                "What is upheld is carried out before anything is published; where it changes nothing, say why",
            ),
        ),
        "unheard": (
            Text("未经复核的理由（一般不填）", "Why without opinions (as a rule empty)"),
            Text(
                "复核意见不足应有份数而仍要裁定的，在此写明理由，由两人共同确认",
                "Where it is ruled on with fewer opinions than are due, say why; both who rule confirm it",
            ),
        ),
    }
    clause = forms.CharField(max_length=200)
    unheard = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    unchanged = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("verdict", "clause", "words", "unchanged", "unheard")


class Hour(forms.DateTimeField):
    """An hour as the browser's own field gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class PublicationForm(Form):
    """Everything the office sets of a publication; its lists come one field a list, `list-speak` and so on."""

    WORDS = {
        "audience": (
            Text("发布范围", "Audience"),
            Text(
                "公开，以及向内部发布限会场的指标，须先进行保密审查",
                "The public, and the inner audience of what is of the meeting alone, take a recorded review first",
            ),
        ),
        "issuer": (Text("发文机关", "Issuing body"), None),
        "document_number": (
            Text("文号", "Document number"),
            Text("如 澜考评〔2023〕2号", "As on the circular"),
        ),
        "signer": (Text("签发人", "Signed for issue by"), None),
        "addressees": (Text("主送", "To"), Text("照所填印出，文末冒号自动补上", "Printed as written")),
        "copies": (Text("抄送", "Copies to"), Text("照所填印出，文末句号自动补上", "Printed as written")),
        "dated": (Text("成文日期", "Dated"), None),
        "hour": (
            Text("定时发布", "In force from"),
            Text("不填即两人确认后立即生效", "Left empty: as soon as the second person confirms"),
        ),
        "reason": (
            Text("更正理由", "Why it corrects"),
            Text("更正已发布的结果时必填", "Needed for a correction"),
        ),
    }
    audience = Choice(AUDIENCES)
    issuer = forms.CharField(max_length=120)
    document_number = forms.CharField(max_length=60, required=False)
    signer = forms.CharField(max_length=60, required=False)
    addressees = forms.CharField(max_length=500, required=False)
    copies = forms.CharField(max_length=500, required=False)
    dated = Day()
    hour = Hour(required=False)
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def particulars(self, confirmed: dict[str, list[str]]) -> Particulars:
        said: dict[str, Any] = dict(self.cleaned_data)
        return Particulars(**said, confirmed=confirmed)


class EarlyForm(Form):
    WORDS = {
        "reader": (Text("准予谁", "Who"), None),
        "scope": (Text("可阅内容", "What"), None),
        "contestant": (Text("哪家单位", "Which unit"), Text("只看一家单位时选", "Only for the rank of one unit")),
    }
    reader = forms.ChoiceField()
    scope = Choice(SCOPES)
    contestant = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reader"].choices = people
        fields["contestant"].choices = [("", "—"), *units]
