"""The forms of claims: they read what was sent and never write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from leitai.engine.errors import Text
from leitai.web.collection.claims import rules
from leitai.web.collection.claims.selectors import Choice, signed
from leitai.web.collection.claims.services import Fact
from leitai.web.collection.services.papers import Proof
from leitai.web.foundation.api import lang
from leitai.web.people.api import Choice as OneOf
from leitai.web.people.api import Day, Form


class Files(forms.FileField):
    """Several files in one control."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True
        template_name = "django/forms/widgets/file.html"

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        return [one(file, initial) for file in data or []]


class ClaimFact(Form):
    """A fact with its proof. Adjustments and units are those the actor may bring."""

    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "adjustment": (Text("条款与事项", "Clause"), None),
        "contestant": (Text("参赛单位", "Unit"), None),
        "event": (
            Text("事项名称", "The event"),
            Text("何时何事、由谁认定，如“国务院办公厅 2023 年督查激励”", "What, when, and who recognised it"),
        ),
        "day": (Text("事项日期", "Day of the event"), Text("以文件落款或事发之日为准", "As the document has it")),
        "items": (Text("件数", "How many"), Text("按条款的计量单位", "In the unit of the clause")),
        "words": (Text("情况说明", "What happened"), None),
        "proofs": (
            Text("佐证", "Proofs"),
            Text("表彰文件、通报等，可选多份；PDF、OFD、图片、Word、Excel，每份不超过 20 MB",
                 "The documents that show it, several at once; at most 20 MB each"),
        ),
        "kept": (Text("沿用的佐证", "Proofs that still stand"), None),
        "distinct": (
            Text("与已申报事项的区别", "How it differs"),
            Text("只在同一份佐证已用于另一事项时填写", "Only where a proof stands for another claim already"),
        ),
    }  # fmt: skip
    adjustment = forms.ChoiceField()
    contestant = forms.ChoiceField()
    event = forms.CharField(max_length=200)
    day = Day()
    items = forms.IntegerField(min_value=1, max_value=999, initial=1)
    words = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    kept = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    proofs = Files(required=False, allow_empty_file=True)
    distinct = forms.CharField(required=False, max_length=500)

    def __init__(
        self, *args: Any, choices: Sequence[Choice], kept: Sequence[tuple[int, str]] = (), unit: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["adjustment"].choices = [(one.adjustment.id, _titled(one)) for one in choices]
        units = dict(pair for one in choices for pair in one.units)
        fields["contestant"].choices = [(unit, units.get(unit, unit))] if unit else list(units.items())
        fields["kept"].choices = kept
        fields["kept"].initial = [pk for pk, _ in kept]
        if not kept:
            del self.fields["kept"]
            self.fields["proofs"].required = True

    def fact(self) -> Fact:
        said = self.cleaned_data
        return Fact(
            said["adjustment"], said["event"], said["day"], Decimal(said["items"]), said["words"], said["distinct"],
            [Proof(file.name, file.read()) for file in said["proofs"]], said.get("kept", ()),
        )  # fmt: skip


def _titled(one: Choice) -> str:
    item = one.adjustment
    worth = signed(rules.points_of(item, Decimal(1)))
    kind = rules.KINDS[item.kind].say(lang())
    return " · ".join(part for part in (kind, item.clause, one.name, worth and f"{worth}/{item.unit}") if part)


class Opinion(Form):
    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "verdict": (Text("意见", "Opinion"), None),
        "items": (Text("核减为", "Reduced to"), Text("只在核减时填", "Only to reduce")),
        "reason": (Text("理由", "Reason"), Text("核减、不同意必填；申报单位看得到", "The unit will read it")),
        "expected": (Text("版本", "Version"), None),
    }
    verdict = OneOf(rules.VERDICTS)
    items = forms.DecimalField(required=False, max_digits=8, decimal_places=2)
    reason = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    expected = forms.IntegerField(widget=forms.HiddenInput)


class Withdraw(Form):
    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "reason": (Text("撤回理由", "Why it is taken back"), None),
        "expected": (Text("版本", "Version"), None),
    }
    reason = forms.CharField(max_length=500)
    expected = forms.IntegerField(widget=forms.HiddenInput)


class NamePanel(Form):
    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "members": (Text("成员", "Members"), Text("至少两人", "At least two")),
        "quorum": (
            Text("有效人数", "Quorum"),
            Text("至少几人提出意见才能汇总，不少于 2", "How many must have spoken; 2 or more"),
        ),
        "document": (Text("依据文件", "Document"), None),
        "expected": (Text("版本", "Version"), None),
    }
    members = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    quorum = forms.IntegerField(min_value=2, max_value=50)
    document = forms.CharField(required=False, max_length=200)
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["members"].choices = people


def kept_choices(proofs: Sequence[Any]) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in proofs]
