"""Starting a draft: from names and pasted tables, from last year's edition, from a file, from the skeleton."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text
from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest, Form
from leitai.web.rulebook.access import access_new_draft
from leitai.web.rulebook.editing.blank import blank_text, blank_tree
from leitai.web.rulebook.editing.pasted import Row, contestants_of, rows_of
from leitai.web.rulebook.editing.pinyin import id_of_name
from leitai.web.rulebook.editing.splice import put
from leitai.web.rulebook.errors import Cannot, Faulty
from leitai.web.rulebook.pages.indicators import preview_of, rows_confirmed, unregistered
from leitai.web.rulebook.pages.source import Upload
from leitai.web.rulebook.selectors import list_editions, register_on
from leitai.web.rulebook.services import start_from_edition, start_from_file, start_from_text

BOOK = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
BOOK_WORDS = (
    Text("竞赛代号", "Contest id"),
    Text(
        "字母、数字和短横，各年版本用同一个，定了就不再改，如 dajingsai。",
        "Letters, digits and -; the same every year.",
    ),
)
EDITION_WORDS = (Text("版本", "Edition"), Text("如 2026；每改一个字就是新的版本。", "Such as 2026."))


class FromEdition(Form):
    """Next year's edition from a published one."""

    edition = forms.TypedChoiceField(coerce=int)
    new_edition = forms.CharField(max_length=64)
    title = forms.CharField(max_length=200, required=False)
    WORDS: ClassVar = {
        "edition": (Text("从哪一版开始", "From which edition"), None),
        "new_edition": EDITION_WORDS,
        "title": (Text("标题", "Title"), Text("不填就用原来的。", "Left out, it stays.")),
    }

    def __init__(self, *args: Any, editions: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = editions  # type: ignore[attr-defined]


class Skeleton(Form):
    book = forms.RegexField(BOOK)
    edition = forms.CharField(max_length=64)
    WORDS: ClassVar = {"book": BOOK_WORDS, "edition": EDITION_WORDS}


class Blank(Form):
    """A new rulebook from what a Word 细则 holds."""

    title = forms.CharField(max_length=200)
    document = forms.CharField(max_length=300, required=False)
    year = forms.IntegerField(min_value=2000, max_value=2100)
    edition = forms.CharField(max_length=64)
    book = forms.RegexField(BOOK, required=False)
    contestants = forms.CharField(widget=forms.Textarea(attrs={"rows": 8, "class": "code"}))
    table = forms.CharField(widget=forms.Textarea(attrs={"rows": 14, "class": "code"}))
    WORDS: ClassVar = {
        "title": (Text("标题", "Title"), None),
        "document": (
            Text("印发文件", "The document that issues it"),
            Text(
                "名称和文号，如 关于印发考评细则的通知（澜政办发〔2026〕8号）。写了即为正式规则；不写先作草案，"
                "送审前再补。",
                "Its name and number. With it the rules are official; without it a draft, to be completed before"
                " approval.",
            ),
        ),
        "year": (Text("赛季年度", "Year of the season"), None),
        "edition": EDITION_WORDS,
        "book": (
            Text("竞赛代号", "Contest id"),
            Text(
                "各年版本共用，定了不再改；不填则取标题的拼音首字母。",
                "The same every year; left out, the initials of the title.",
            ),
        ),
        "contestants": (
            Text("参赛单位", "Contestants"),
            Text(
                "从 Excel 粘贴“单位、组别”两列；或一组一行：县市区：东山县、南湖县。",
                "Paste two columns (name, group) from Excel, or a group a line: Counties: A、B.",
            ),
        ),
        "table": (
            Text("指标表", "Indicators"),
            Text(
                "从 Word 或 Excel 连表头一起粘贴。认得的列：赛道、指标名称、分值（或各组一列）、单位、方向、计分办法、"
                "数据责任部门、审核部门、条款、口径。",
                "Paste from Word or Excel with its heading row: track, name, points (or a column a group), unit,"
                " direction, method, department, verifier, clause, definition.",
            ),
        ),
    }


def start(request: ActorRequest) -> HttpResponse:
    """Four ways to begin."""
    access_new_draft(request.actor)
    return render(request, "rulebook/start.html", _forms(request))


def _forms(request: ActorRequest) -> dict[str, Any]:
    editions = [(one.pk, f"{one.title}({one.edition})") for one in list_editions(request.actor)]
    return {
        "from_edition": FromEdition(editions=editions, auto_id="from-%s") if editions else None,
        "upload": Upload(auto_id="upload-%s"),
        "skeleton": Skeleton(auto_id="skeleton-%s"),
    }


@require_POST
def from_edition(request: ActorRequest) -> HttpResponse:
    access_new_draft(request.actor)
    forms_ = _forms(request)
    editions = [(one.pk, one.title) for one in list_editions(request.actor)]
    form = FromEdition(request.POST, editions=editions, auto_id="from-%s")
    if not form.is_valid():
        return render(request, "rulebook/start.html", forms_ | {"from_edition": form}, status=422)
    draft = start_from_edition(actor=request.actor, at=now(), **form.cleaned_data)
    return redirect("rulebook:editor", draft.pk)


@require_POST
def upload(request: ActorRequest) -> HttpResponse:
    access_new_draft(request.actor)
    form = Upload(request.POST, request.FILES, auto_id="upload-%s")
    if not form.is_valid():
        return render(request, "rulebook/start.html", _forms(request) | {"upload": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        draft = start_from_file(actor=request.actor, at=now(), name=file.name, data=file.read())
    except Faulty as refusal:
        context = _forms(request) | {"faults": refusal.faults}
        return render(request, "rulebook/start.html", context, status=422)
    return redirect("rulebook:editor", draft.pk)


@require_POST
def from_skeleton(request: ActorRequest) -> HttpResponse:
    access_new_draft(request.actor)
    form = Skeleton(request.POST, auto_id="skeleton-%s")
    if not form.is_valid():
        return render(request, "rulebook/start.html", _forms(request) | {"skeleton": form}, status=422)
    text = put(skeleton(lang())["rulebook.yaml"], ("id",), form.cleaned_data["book"])
    text = put(text, ("edition",), form.cleaned_data["edition"])
    draft = start_from_text(actor=request.actor, at=now(), text=text, origin="skeleton")
    return redirect("rulebook:editor", draft.pk)


def blank(request: ActorRequest) -> HttpResponse:
    """Pasted, looked at, then begun: the preview writes nothing."""
    access_new_draft(request.actor)
    form = Blank(
        request.POST if request.method == "POST" else None,
        initial={"year": request.actor.day.year + 1, "edition": request.actor.day.year + 1},
    )
    if not form.is_bound or not form.is_valid():
        return render(request, "rulebook/blank.html", {"form": form}, status=422 if form.is_bound else 200)
    contestants = contestants_of(form.cleaned_data["contestants"])
    groups = {group: Text(group) for _, group in contestants if group}
    rows = rows_of(form.cleaned_data["table"], groups)
    if "confirm" not in request.POST or not rows:
        register = register_on(request.actor.day)
        strangers = [name for name, _ in contestants if name not in register] + unregistered(rows, [], register)
        context = {"form": form, "rows": preview_of(rows, groups, lang()), "groups": _counted(contestants)}
        context["strangers"] = strangers
        return render(request, "rulebook/blank.html", context, status=200 if rows else 422)
    return _begin(request, form.cleaned_data, contestants, rows_confirmed(rows, request.POST))


def _begin(
    request: ActorRequest, given: dict[str, Any], contestants: list[tuple[str, str]], rows: list[Row]
) -> HttpResponse:
    tree = blank_tree(
        book=given["book"] or id_of_name(re.sub(r"\d{4}年?", "", given["title"]), ()),
        edition=given["edition"],
        title=given["title"],
        document=given["document"],
        year=given["year"],
        contestants=contestants,
        rows=rows,
        register=register_on(request.actor.day),
    )
    try:
        draft = start_from_text(actor=request.actor, at=now(), text=blank_text(tree), origin="pasted")
    except Cannot as refusal:
        form = Blank(request.POST)
        form.add_error(None, refusal.say(lang()))
        return render(request, "rulebook/blank.html", {"form": form}, status=422)
    messages.success(request, say(f"已起草，收入 {len(rows)} 项指标。", f"Begun with {len(rows)} indicators."))
    return redirect("rulebook:editor", draft.pk)


def _counted(contestants: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for name, group in contestants:
        groups.setdefault(group or say("参赛单位", "Contestants"), []).append(name)
    return list(groups.items())
