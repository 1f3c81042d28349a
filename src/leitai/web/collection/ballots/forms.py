"""The forms of ballots: they read what was sent and never write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from leitai.engine.errors import Text
from leitai.web.collection.ballots import rules
from leitai.web.collection.ballots.boxes import MOST_PAPERS, Setup
from leitai.web.collection.errors import Cannot
from leitai.web.foundation.api import lang
from leitai.web.people.api import Choice, Day, Form


class OpenBox(Form):
    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {
        "key": (Text("评议事项", "What is judged"), Text("来自规则的指标", "From the indicators of the rules")),
        "way": (Text("方式", "How"), None),
        "electorate": (
            Text("由谁评议", "Who judges"),
            Text("如“一季度推进会观摩代表”", "Such as the delegates of the visit"),
        ),
        "printed": (Text("印票张数", "Ballots to print"), Text("只在纸质时填", "On paper only")),
        "electors": (Text("评议人", "Voters"), Text("只在线上时选", "On-line only")),
        "roll": (
            Text("评议人名册", "Roll of voters"),
            Text(
                "人多时不必逐个勾选：在 Excel 里复制姓名（或登录名）一列，粘贴到这里，一人一行；有重名的，连同单位一列"
                "一起复制。先预览，核对后再设。只在线上时填",
                "Many voters need no ticking: copy the column of names or login names from Excel and paste it here, one"
                " a line, with the column of organisations where two share a name. A preview comes first. On-line only",
            ),
        ),
        "grades": (
            Text("等级和分值", "Grades and their worth"),
            Text("只用于等级票；每行一个，百分制", "For grades only; one a line, out of 100"),
        ),
        "closes": (Text("截止日", "Closes"), None),
    }
    key = forms.ChoiceField()
    way = Choice(rules.WAYS)
    electorate = forms.CharField(max_length=300)
    closes = Day()
    printed = forms.IntegerField(required=False, min_value=0, max_value=MOST_PAPERS)
    grades = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        initial="\n".join(" ".join(one) for one in rules.GRADES),
    )
    electors = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    roll = forms.CharField(
        required=False, max_length=100_000, strip=False, widget=forms.Textarea(attrs={"rows": 6, "class": "code"})
    )

    def __init__(
        self, *args: Any, what: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["key"].choices = what
        fields["electors"].choices = people

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("way") == "paper" and said.get("roll", "").strip():
            words = Text(
                "纸质投票不记谁领票，不用名册。要按名册投票，请选线上方式；否则清空名册。",
                "Paper ballots keep no roll. Choose an on-line way, or empty the roll.",
            )
            self.add_error("roll", words.say(lang()))
        return said

    def setup(self, roll: Iterable[str]) -> Setup:
        """What is to be set up, with who stands on the pasted roll."""
        said = self.cleaned_data
        lines = [line.rsplit(maxsplit=1) for line in said["grades"].splitlines() if line.strip()]
        grades = [(one[0], one[1] if len(one) > 1 else "") for one in lines]
        electors = [*said["electors"], *roll]
        return Setup(
            said["key"], said["way"], said["electorate"], said["closes"], said["printed"] or 0, electors, grades
        )


def read_ballot(sent: QueryDict, units: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Unit → number of the choice, from fields named `unit-KEY`. What is no number is named with its unit."""
    found: dict[str, int] = {}
    wrong = []
    for unit, name in units:
        text = sent.get(f"unit-{unit}", "").strip()
        if not text:
            continue
        if text.isdecimal() and len(text) < 5:
            found[unit] = int(text)
        else:
            wrong.append(f"{name}“{text}”")
    if wrong:
        raise Cannot(f"应填选项的序号：{'、'.join(wrong)}。", f"Write the number of a choice: {', '.join(wrong)}.")
    return found
