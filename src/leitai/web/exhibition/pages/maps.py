"""地图: the one in force as the wall draws it, a new one looked at before it takes effect, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from leitai.engine.errors import InputError, Lang, Text
from leitai.engine.rulebook.model import Group, Rulebook
from leitai.press.pages.board import Board, board_of
from leitai.press.pages.charts import Chart
from leitai.press.pages.charts.places import places
from leitai.press.pages.shapes import MOST_BYTES, Shapes
from leitai.web.assessment.api import Publication, book_of
from leitai.web.exhibition.access import access_map
from leitai.web.exhibition.errors import Faulty
from leitai.web.exhibition.keeping import kept_file
from leitai.web.exhibition.maps import FOLDER, map_at, plain_board, rules_now, shapes_in, units_now
from leitai.web.exhibition.models import PlaceMap
from leitai.web.exhibition.services.mapping import read_for_now, restore_map, set_map, stage_map, tidy_name
from leitai.web.foundation.api import Invisible, lang, now, say
from leitai.web.people.api import ActorRequest, Form, person_names

ACT = "prepare_publication"
# So many faults are written out; a file with more is of another place altogether.
MOST_FAULTS = 200
TILES = """{
  "notice": "示意图",
  "tiles": {
    "unit-a": [0, 0],
    "unit-b": [1, 0]
  }
}"""
OUTLINES = """{
  "type": "FeatureCollection",
  "notice": "审图号：…",
  "features": [{
    "type": "Feature",
    "id": "unit-a",
    "geometry": {
      "type": "Polygon",
      "coordinates": [[[0, 0], [2, 0], [1, 2], [0, 0]]]
    }
  }]
}"""


class Upload(Form):
    """A map as a file."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".json,.geojson"}))
    WORDS: ClassVar = {
        "file": (
            Text("地图文件", "Map file"),
            Text(
                "格子图 .json 或边界图 .geojson，UTF-8 编码，不超过 5 MB。先预览，确认后才启用。",
                "Tiles as .json or outlines as .geojson, in UTF-8, at most 5 MB. You see it before it takes effect.",
            ),
        )
    }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as it is shown: one group of the contest coloured by its last published ranks, as on the wall."""

    chart: Chart | None
    groups: tuple[tuple[str, str], ...]
    group: str
    source: str
    units: tuple[tuple[str, str], ...]
    """Each unit with where it lies; empty where it has no shape."""
    without: tuple[tuple[str, tuple[str, ...], bool], ...]
    """Each group with its units that have no shape, and whether that is all of them."""


def current(request: ActorRequest) -> HttpResponse:
    access_map(request.actor, to=ACT if request.method == "POST" else "")
    if request.method == "POST":
        return _upload(request)
    return _page(request, Upload(), 200)


def _upload(request: ActorRequest) -> HttpResponse:
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    file = form.cleaned_data["file"]
    name = tidy_name(file.name)
    try:
        digest = stage_map(actor=request.actor, at=now(), name=name, content=file.read(MOST_BYTES + 1))
    except Faulty as refusal:
        told = {"faults": refusal.faults[:MOST_FAULTS], "more": max(len(refusal.faults) - MOST_FAULTS, 0)}
        return _page(request, form, 422, told)
    return redirect(f"{reverse('exhibition:map_preview', args=[digest])}?{urlencode({'name': name})}")


def _page(request: ActorRequest, form: Upload, status: int, told: dict[str, Any] | None = None) -> HttpResponse:
    row = map_at()
    history = list(PlaceMap.objects.select_related("restores").order_by("-at", "-pk"))
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "history": history,
        "people": person_names({one.person for one in history}),
        "may_set": request.actor.may(ACT),
        "tiles_sample": TILES,
        "outlines_sample": OUTLINES,
    }
    if row is not None:
        try:
            context["drawn"] = _drawn(shapes_in(row), request.GET, lang())
        except (OSError, InputError):
            context["lost"] = True
    return render(request, "exhibition/map.html", context | (told or {}), status=status)


def preview(request: ActorRequest, digest: str) -> HttpResponse:
    """What was uploaded, drawn; confirmed here it takes effect."""
    access_map(request.actor, to=ACT)
    content = kept_file(FOLDER, digest)
    if content is None:
        raise Invisible
    name = tidy_name((request.POST if request.method == "POST" else request.GET).get("name", ""))
    if request.method == "POST":
        set_map(actor=request.actor, at=now(), name=name, content=content)
        words = say(
            f"地图“{name}”已启用，此后发布的结果用这张图。",
            f"The map {name} is in force for results published from now on.",
        )
        messages.success(request, words)
        return redirect("exhibition:map")
    shapes = read_for_now(name, content)
    context = {"drawn": _drawn(shapes, request.GET, lang()), "name": name, "digest": digest, "row": map_at()}
    context["asked"] = urlencode({"name": name})
    return render(request, "exhibition/map_preview.html", context)


@require_POST
def back(request: ActorRequest, row: int) -> HttpResponse:
    """An earlier map again, in one click."""
    access_map(request.actor, to=ACT)
    made = restore_map(actor=request.actor, at=now(), row=row)
    messages.success(request, say(f"已恢复使用地图“{made.name}”。", f"The map {made.name} is in force again."))
    return redirect("exhibition:map")


@require_safe
def file(request: ActorRequest, row: int) -> HttpResponse:
    """A map file, as it was uploaded."""
    access_map(request.actor)
    found = PlaceMap.objects.filter(pk=row).first()
    content = kept_file(FOLDER, found.digest) if found is not None else None
    if found is None or content is None:
        raise Invisible
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return answer


def _drawn(shapes: Shapes, asked: QueryDict, language: Lang) -> Drawn:
    names = {unit: name.say(language) for unit, name in units_now().items()}
    units = tuple((name, _where(shapes, unit)) for unit, name in names.items())
    last = Publication.objects.select_related("run").order_by("-pk").first()
    if last is not None:
        book = book_of(last.run)
        groups, rules = book.groups(), book.rulebook
        source = say(f"名次取自最近的公布件 {last.number}", f"ranks of {last.number}, the last publication")
    else:
        rules = rules_now()[0]
        groups = next(one.groups for one in rules.groupings if one.id == rules.peers)
        source = say("还没有公布的结果，先只画位置", "nothing is published yet, so only places are drawn")
    boards = tuple((group.id, group.name.say(language)) for group in groups)
    chosen = next((group for group in groups if group.id == asked.get("group")), groups[0])
    board = board_of(book, None, chosen, language) if last is not None else plain_board(rules, chosen, language)
    without = _without(groups, names, shapes, language)
    return Drawn(_chart(rules, board, shapes, language), boards, chosen.id, source, units, without)


def _without(
    groups: Sequence[Group], names: Mapping[str, str], shapes: Shapes, language: Lang
) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    found = []
    for group in groups:
        there = [one.id for one in group.members if one.id in names]
        missing = tuple(names[unit] for unit in there if unit not in shapes.units)
        if missing:
            found.append((group.name.say(language), missing, len(missing) == len(there)))
    return tuple(found)


def _chart(rules: Rulebook, board: Board, shapes: Shapes, language: Lang) -> Chart | None:
    return places(rules, board, shapes.among({unit.id for unit in rules.contestants}), language)


def _where(shapes: Shapes, unit: str) -> str:
    if unit in shapes.tiles:
        column, row = shapes.tiles[unit]
        return say(f"第 {row + 1} 行第 {column + 1} 列", f"row {row + 1}, column {column + 1}")
    rings = shapes.outlines.get(unit, ())
    points = sum(map(len, rings))
    return say(f"边界 {len(rings)} 圈、{points} 点", f"{len(rings)} rings, {points} points") if rings else ""
