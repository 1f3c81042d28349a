"""Indicators pasted from Word or Excel into a draft: paste, look at what was understood, take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from leitai.engine.errors import Lang, Text
from leitai.engine.methods.registry import methods
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest, Form
from leitai.web.rulebook.access import access_draft
from leitai.web.rulebook.editing.address import nodes_of, path_of
from leitai.web.rulebook.editing.pasted import Row, indicators_of, rows_of
from leitai.web.rulebook.editing.pinyin import id_of_name
from leitai.web.rulebook.editing.sheet import read_text
from leitai.web.rulebook.editing.splice import insert
from leitai.web.rulebook.form.inputs import Option
from leitai.web.rulebook.form.known import known_of, peer_groups, words_of
from leitai.web.rulebook.models import Draft
from leitai.web.rulebook.pages.changing import ids_of
from leitai.web.rulebook.pages.editor import at_url
from leitai.web.rulebook.pages.trying import sentence_of
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.selectors import register_on
from leitai.web.rulebook.services import Edit, change_draft


class Pasted(Form):
    parent = forms.ChoiceField(required=False)
    table = forms.CharField(widget=forms.Textarea(attrs={"rows": 14, "class": "code"}))
    WORDS: ClassVar = {
        "parent": (
            Text("放在哪条赛道下", "Under which track"),
            Text("表里有赛道一列的，按表；同名赛道并入。", "A column of tracks in the table comes first."),
        ),
        "table": (
            Text("指标表", "Indicators"),
            Text(
                "从 Word 或 Excel 粘贴：指标名称、分值、单位、方向、计分办法；连表头粘贴时列可任意排。",
                "Paste from Word or Excel: name, points, unit, direction, method; with headings in any order.",
            ),
        ),
    }

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it was understood, with the methods one may choose instead."""

    row: Row
    points: str
    sentence: str
    problems: tuple[str, ...]
    options: tuple[Option, ...]


def preview_of(rows: list[Row], groups: Mapping[str, Text], language: Lang) -> list[RowView]:
    """What was understood of each row."""
    known = [(name, method.title.say(language)) for (name, version), method in methods().items() if version == 1]
    views = []
    for row in rows:
        chosen = row.method["name"] if row.method else ""
        blank = Option("", Text("请选择", "choose").say(language), "", not chosen)
        options = (blank, *(Option(name, title, "", name == chosen) for name, title in known))
        said = [
            f"{groups[key].say(language) + ' ' if key in groups and len(row.points) > 1 else ''}{value}"
            for key, value in row.points.items()
        ]
        points = "、".join(said) if len(set(row.points.values())) > 1 else next(iter(row.points.values()), "")
        sentence = sentence_of(row.method, row.unit, row.direction, language) if row.method else ""
        views.append(RowView(row, points, sentence, tuple(one.say(language) for one in row.problems), options))
    return views


def unregistered(rows: list[Row], known: Sequence[str], register: Mapping[str, str]) -> list[str]:
    """Bodies that rows name and nobody has registered: nobody could sign in for them."""
    named = [name for row in rows for name in (row.department, row.verifier)]
    return [name for name in dict.fromkeys(named) if name and name not in register and name not in known]


def rows_confirmed(rows: list[Row], posted: QueryDict) -> list[Row]:
    """The rows as a person left them: another method chosen, a row left out."""
    kept = []
    for row in rows:
        chosen = posted.get(f"method.{row.number}", "")
        if posted.get(f"skip.{row.number}"):
            continue
        if chosen and (row.method is None or row.method["name"] != chosen):
            row.method = {"name": chosen}
        kept.append(row)
    return kept


def paste(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_draft(request.actor, draft, "edit")
    tree = check_text(found.text).tree or {}
    branches = [
        (f"tree.{node.get('id')}", words_of(node.get("name")).say(lang()))
        for _, node in nodes_of(tree)
        if "nodes" in node
    ]
    form = Pasted(
        request.POST if request.method == "POST" else None,
        parents=[("tree", say("最上层", "the top")), *branches],
        initial={"parent": request.GET.get("at", "tree")},
    )
    context: dict[str, Any] = {"draft": found, "form": form, "version": found.version}
    if not form.is_bound or not form.is_valid():
        return render(request, "rulebook/paste.html", context, status=422 if form.is_bound else 200)
    groups = peer_groups(tree)
    rows = rows_of(form.cleaned_data["table"], groups)
    if "confirm" not in request.POST or not rows:
        bodies = [*(words.zh for words in known_of(tree).names.get("bodies", {}).values())]
        strangers = unregistered(rows, bodies, register_on(request.actor.day))
        context |= {"rows": preview_of(rows, groups, lang()), "empty": not rows, "strangers": strangers}
        return render(request, "rulebook/paste.html", context, status=200 if rows else 422)
    return _take(request, found, form.cleaned_data["parent"] or "tree", rows_confirmed(rows, request.POST))


def _take(request: ActorRequest, draft: Draft, parent: str, rows: list[Row]) -> HttpResponse:
    version, register = request.POST.get("version", ""), register_on(request.actor.day)
    change_draft(
        actor=request.actor,
        at=now(),
        draft=draft.pk,
        version=draft.version if version.isdecimal() else 0,
        was="",
        edit=Edit("tree", lambda text: with_rows(text, parent, rows, register), f"{len(rows)}"),
    )
    messages.success(request, say(f"已收入 {len(rows)} 项指标。", f"{len(rows)} indicators taken in."))
    return redirect(at_url(draft.pk, "tree"))


def with_rows(text: str, parent: str, rows: list[Row], register: Mapping[str, str]) -> str:
    """The text with pasted rows: under tracks of that name, or under the chosen node."""
    tree = read_text(text)
    bodies = known_of(tree).names.get("bodies", {})
    made = indicators_of(rows, ids_of(tree), bodies, len(peer_groups(tree)) <= 1, register)
    for track, nodes in made.tracks.items():
        tree = read_text(text)
        path = _track(tree, track) if track else (("tree",) if parent == "tree" else path_of(parent, tree))
        if path is None and track:
            id_ = id_of_name(track, ids_of(tree) | {str(node["id"]) for node in nodes})
            text = insert(text, ("tree", "nodes"), 10**6, [{"id": id_, "name": track, "nodes": nodes}])
        elif path is not None:
            text = insert(text, (*path, "nodes"), 10**6, nodes)
    if made.organisations:
        text = insert(text, ("organisations",), 10**6, made.organisations)
    return text


def _track(tree: Mapping[str, Any], name: str) -> tuple[Any, ...] | None:
    return next(
        (path for path, node in nodes_of(tree) if "nodes" in node and words_of(node.get("name")).zh == name), None
    )
