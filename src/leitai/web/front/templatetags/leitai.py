"""What every template may use: words in two languages, marks, sheets, fields. A builtin, so nothing is loaded."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from leitai.engine.errors import Text
from leitai.web.foundation.api import Mark, lang

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **fields: object) -> SafeString:
    """{% say "还有 {n} 项" "{n} left" n=count %}"""
    words = Text(zh, en).say(lang())
    return format_html(words, **fields) if fields else conditional_escape(words)


@register.filter
def said(text: Text | str) -> str:
    """{{ mark.word|said }}: a Text in the language of the page."""
    return text.say(lang()) if isinstance(text, Text) else text


@register.filter
def day(value: datetime.date | None) -> str:
    """{{ todo.due|day }}: 2026年11月22日 · 22 Nov 2026"""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日" if lang() == "zh" else f"{value.day} {value:%b %Y}"


@register.filter
def weekday(value: datetime.date | None) -> str:
    """{{ todo.due|weekday }}: 周四 · Thu"""
    if value is None:
        return ""
    return f"周{'一二三四五六日'[value.weekday()]}" if lang() == "zh" else f"{value:%a}"


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """{{ event.at|moment }}: 2026-11-22 14:02:31, in the zone of the place"""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}" if value else ""


@register.simple_tag
def mark(shown: Mark) -> SafeString:
    """{% mark row.mark %}: a glyph with its word; the glyph alone says nothing to who cannot see it."""
    return format_html(
        '<span class="mark mark-{}"><span class="glyph" aria-hidden="true">{}</span>{}</span>',
        shown.tone,
        shown.glyph,
        shown.word.say(lang()),
    )


@register.simple_block_tag
def sheet(content: str, caption: str, **options: object) -> SafeString:
    """{% sheet "单位" %}<thead>…<tbody>…{% endsheet %}: a table whose header and first column stay in sight.

    Options: `dense`; `fold`, by which each row becomes a card on a narrow screen (a cell that needs its heading there
    has it as `data-label`). Where columns are out of sight, leitai.js uncovers the line that says so.
    """
    kind = " ".join(("sheet", *(name for name in ("dense", "fold") if options.get(name))))
    more = say("右边还有几列，可左右滑动查看", "More columns to the right: scroll sideways")
    return format_html(
        '<div class="{}" role="region" aria-label="{}" tabindex="0"><p class="more" aria-hidden="true" hidden>{}</p>'
        '<table><caption class="unseen">{}</caption>{}</table></div>',
        kind,
        caption,
        more,
        caption,
        content,
    )


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, Any]:
    """{% field form.name %}: label, hint, control and what is wrong with it, in that order. Words of ours go first."""
    hint = hint or str(bound.help_text)
    described = [f"{bound.auto_id}-hint"] if hint else []
    described += [f"{bound.auto_id}-errors"] if bound.errors else []
    # A placeholder that only repeats the label vanishes when it is needed.
    attributes = {key: value for key, value in bound.field.widget.attrs.items() if key != "placeholder"}
    bound.field.widget.attrs = attributes
    if described:
        attributes = attributes | {"aria-describedby": " ".join(described)}
    if bound.errors:
        attributes = attributes | {"aria-invalid": "true"}
    return {
        "bound": bound,
        "boxes": isinstance(bound.field.widget, CheckboxSelectMultiple),
        "label": label or bound.label,
        "hint": hint,
        "control": bound.as_widget(attrs=attributes),
    }
