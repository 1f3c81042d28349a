"""What the templates of collection need beside the builtins."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from leitai.engine.errors import Lang
from leitai.web.collection.selectors.grid import Held
from leitai.web.collection.selectors.matrix import Form, Line
from leitai.web.collection.showing import MARKS, SILENT, shown_value
from leitai.web.foundation.api import Mark, lang

register = template.Library()


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """{{ marks|at:held.state }}: the entry under a key, or nothing."""
    return table.get(key)


@register.filter
def mark_of(held: Held) -> Mark:
    """{% mark held|mark_of %}: the state of a figure; silence is not shown as consent."""
    return SILENT if held.silent else MARKS[held.state]


@register.simple_tag
def matrix_lines(lines: Sequence[Line], marks: Mapping[str, Mark]) -> SafeString:
    """The lines of the matrix of a round. A page has two thousand cells, few of them different: what they say is
    escaped once for each state and each act, and a cell only puts its own number between."""
    language, here = lang(), timezone.get_current_timezone()
    around = {state: _around(shown, language) for state, shown in marks.items()}
    told: dict[tuple[str, datetime.datetime | None, str], str] = {}

    def cell(form: Form | None) -> str:
        if form is None:
            return '<td class="off"></td>'
        before, after = around[form.state]
        act = (form.who, form.since, form.filer)
        if act not in told:
            told[act] = escape(_told(form, language, here))
        return f'{before}{told[act]}" href="cell/{form.cell:d}{after}'

    # Every piece is escaped by now.
    rows = [
        (line.contestant, line.name, line.done, line.of, SafeString("".join(map(cell, line.forms)))) for line in lines
    ]
    shape = '<tr><th scope="row" class="name whole"><a href="row/{}/">{}</a></th><td class="number">{}/{}</td>{}</tr>'
    return format_html_join("", shape, rows)


def _around(shown: Mark, language: Lang) -> tuple[SafeString, SafeString]:
    """A cell of the matrix before and after what it says of who and when."""
    word = shown.word.say(language)
    return (
        format_html('<td class="glyph-cell tone-{}"><a title="{} · ', shown.tone, word),
        format_html('/"><span aria-hidden="true">{}</span><span class="unseen">{}</span></a></td>', shown.glyph, word),
    )


def _told(form: Form, language: Lang, here: datetime.tzinfo) -> str:
    if form.who and form.since:
        return f"{form.who} {form.since.astimezone(here):%Y-%m-%d %H:%M:%S}"
    return f"由{form.filer}填报" if language == "zh" else f"filed by {form.filer}"


@register.filter
def value_of(held: Any) -> str:
    """A value, or the word for why there is none."""
    return shown_value(held.value, held.status).say(lang())
