"""What every form is made of: words in both languages, days as they are typed, choices with words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict

from leitai.engine.errors import Text
from leitai.web.foundation.api import lang

Refusable = TypeVar("Refusable", bound="Form")


class Form(forms.Form):
    """A form whose labels, hints and errors come from `WORDS`, in the language of the page.

    `WORDS[field]` is the label, and the hint where there is one.
    """

    WORDS: ClassVar[Mapping[str, tuple[Text, Text | None]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.WORDS.items():
            field = self.fields[name]
            field.label = label.say(lang())
            field.help_text = hint.say(lang()) if hint else ""
            field.error_messages["required"] = Text(f"{label.zh}没有填。", f"{label.en} is missing.").say(lang())


class Day(forms.DateField):
    """A day as the browser's own date field gives it, or typed as 2026-11-22, 2026.11.22, 2026年11月22日."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]

    def to_python(self, value: Any) -> datetime.date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            words = Text(f"{value}不是日期，应如 2026-11-22。", f"{value} is no day; write it like 2026-11-22.")
            raise forms.ValidationError(words.say(lang())) from None


class Choice(forms.ChoiceField):
    """A choice with words in both languages."""

    def __init__(self, words: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(choices=lambda: [(key, text.say(lang())) for key, text in words.items()], **kwargs)


def refused(form: Refusable, words: str) -> Refusable:
    """The form with what the service refused, beside the faults of its own."""
    form.add_error(None, words)
    return form


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, be it nothing, and None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
