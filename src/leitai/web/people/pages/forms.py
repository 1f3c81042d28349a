"""What the pages of people take in. Forms read; they never write."""

from __future__ import annotations

from typing import Any

from django import forms

from leitai.engine.errors import Text
from leitai.web.foundation.api import lang
from leitai.web.people.forms import Choice, Day, Form
from leitai.web.people.models import Suggestion
from leitai.web.people.roles import ROLES
from leitai.web.people.rules import KEY, KINDS

DOCUMENT = (Text("依据文号", "Document"), Text("如 澜编发〔2026〕3号", "the paper that says so, with its number"))
FROM = (Text("自哪一天起", "From which day"), None)


class AsOf(Form):
    day = Day(required=False)
    WORDS = {"day": (Text("日期", "Day"), None)}


class Found(Form):
    key = forms.CharField(max_length=64)
    name_zh = forms.CharField(max_length=80)
    name_en = forms.CharField(max_length=120, required=False)
    kind = Choice(KINDS)
    parent = forms.ChoiceField(required=False)
    since = Day()
    document = forms.CharField(max_length=200, required=False)
    WORDS = {
        "key": (
            Text("编号", "Key"),
            Text("小写字母、数字、-、_；设立后不再改", "small letters, digits, - and _; it never changes"),
        ),
        "name_zh": (Text("名称", "Name in Chinese"), None),
        "name_en": (Text("英文名", "Name in English"), None),
        "kind": (Text("类型", "Kind"), None),
        "parent": (Text("上级", "Stands below"), Text("没有上级则不选", "nothing for one at the top")),
        "since": FROM,
        "document": DOCUMENT,
    }

    def __init__(self, *args: Any, standing: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "—"), *standing]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            words = Text(
                f"{key} 不能作编号：只用小写字母、数字、-、_，字母或数字开头。",
                f"{key} cannot be a key: small letters, digits, - and _, a letter or digit first.",
            )
            raise forms.ValidationError(words.say(lang()))
        return key


class Rename(Form):
    name_zh = forms.CharField(max_length=80)
    name_en = forms.CharField(max_length=120, required=False)
    day = Day()
    document = forms.CharField(max_length=200)
    WORDS = {
        "name_zh": (Text("新名称", "New name in Chinese"), None),
        "name_en": (Text("新英文名", "New name in English"), None),
        "day": FROM,
        "document": DOCUMENT,
    }


class Other(Form):
    """Another organisation that has to do with the change: a new parent, or who carries on."""

    other = forms.ChoiceField()
    day = Day()
    document = forms.CharField(max_length=200)
    WORDS = {"other": (Text("单位", "Organisation"), None), "day": FROM, "document": DOCUMENT}

    def __init__(self, *args: Any, standing: list[tuple[str, str]], label: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = standing  # type: ignore[attr-defined]
        self.fields["other"].label = label.say(lang())


class Divide(Form):
    """分设: who carries on. The parts are founded first."""

    into = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    day = Day()
    document = forms.CharField(max_length=200)
    WORDS = {
        "into": (
            Text("由哪些单位承接", "Carried on by"),
            Text(
                "至少两个，新单位请先设立；原单位保留的，一并选上",
                "at least two; found new ones first, and choose the old one too if it goes on",
            ),
        ),
        "day": FROM,
        "document": DOCUMENT,
    }

    def __init__(self, *args: Any, standing: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = standing  # type: ignore[attr-defined]


class Close(Form):
    day = Day()
    document = forms.CharField(max_length=200)
    WORDS = {"day": FROM, "document": DOCUMENT}


class Load(Form):
    table = forms.CharField(widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "code"}))
    since = Day()
    WORDS = {
        "table": (
            Text("表格", "Table"),
            Text(
                "在 Excel 里连表头一起选中、复制，粘贴到这里。表头须有：编号、名称、类型；可有：上级、英文名、文号。",
                "Select the table in Excel with its header, copy, and paste it here. It has the columns key, name and"
                " kind; it may have parent, name_en and document.",
            ),
        ),
        "since": FROM,
    }


class LoadPeople(Form):
    table = forms.CharField(widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "code"}))
    since = Day()
    WORDS = {
        "table": (
            Text("名册", "Roster"),
            Text(
                "在 Excel 里连表头一起选中、复制，粘贴到这里。表头须有：登录名、姓名、单位、职责；可有：职务。"
                "一人任几个职责就写几行。",
                "Select the roster in Excel with its header, copy, and paste it here. It has the columns login, name,"
                " organisation and role; it may have title. Several posts of one person take several lines.",
            ),
        ),
        "since": FROM,
    }


class AddPerson(Form):
    login = forms.SlugField(max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(max_length=40)
    password = forms.CharField(max_length=128, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    WORDS = {
        "login": (Text("登录名", "Login name"), Text("字母、数字、-、_", "letters, digits, - and _")),
        "name": (Text("姓名", "Name"), None),
        "password": (
            Text("初始密码", "First password"),
            Text(
                "至少 10 位；当面告知，请本人登录后修改",
                "at least 10 characters; told in person, changed after signing in",
            ),
        ),
    }


class NewPassword(Form):
    password = forms.CharField(max_length=128, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    WORDS = {"password": AddPerson.WORDS["password"]}


class GivePost(Form):
    organisation = forms.ChoiceField()
    role = Choice(ROLES)
    title = forms.CharField(max_length=60, required=False)
    since = Day()
    WORDS = {
        "organisation": (Text("单位", "Organisation"), None),
        "role": (Text("职责", "Role"), None),
        "title": (Text("职务", "Title"), Text("如“副主任”", "Such as deputy director")),
        "since": FROM,
    }

    def __init__(self, *args: Any, standing: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = standing  # type: ignore[attr-defined]


class EndPost(Form):
    day = Day()
    WORDS = {"day": FROM}


class Suggest(Form):
    kind = Choice(
        {key: Text(zh, en) for (key, zh), en in zip(Suggestion.KINDS, ("Suggestion", "Complaint"), strict=True)}
    )
    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    WORDS = {
        "kind": (Text("类别", "Kind"), None),
        "words": (
            Text("内容", "What is it about"),
            Text("请勿写涉密内容和他人的个人信息。", "Write nothing secret, and nothing personal about others."),
        ),
    }


class Answer(Form):
    answer = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    WORDS = {"answer": (Text("答复", "Answer"), None)}
