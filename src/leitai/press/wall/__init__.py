"""The results wall: one html file for a big screen. No network, no login, no query; it survives the plug being pulled.

The page holds the whole result as tables, so it is complete without script; the script only uncovers it at the
operator's pace, from last to first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leitai.engine.errors import Lang
from leitai.press.pages import alone, asset
from leitai.press.pages.board import Board, boards_of, front_of
from leitai.press.pages.charts.bump import bump
from leitai.press.pages.charts.places import places
from leitai.press.pages.lights import lights_of
from leitai.press.pages.lists import lists_shown
from leitai.press.pages.shapes import Shapes
from leitai.press.release import Release
from leitai.press.wall.scenes import Scene, scenes_of

PACKAGE = "leitai.press.wall"
STYLES = ("tokens.css", "charts.css")


def wall_html(release: Release, shapes: Shapes | None = None, lang: Lang = "zh") -> bytes:
    """The wall of a release; `shapes` draw the map, which is left out where no unit has one."""
    shapes = shapes or Shapes()
    parts = [_part(release, board, shapes, lang) for board in boards_of(release, lang)]
    scenes = [scene for part in parts for scene in part["scenes"]]
    styles = "\n".join(asset("leitai.press.pages", name) for name in STYLES) + asset(PACKAGE, "wall.css")
    context = {"front": front_of(release, lang), "parts": parts, "several": len(parts) > 1}
    data = {"scenes": [_plain(scene) for scene in scenes]}
    return alone(PACKAGE, "wall.html", lang, context, styles, asset(PACKAGE, "wall.js"), data)


def _part(release: Release, board: Board, shapes: Shapes, lang: Lang) -> Mapping[str, Any]:
    """What the wall shows of one group."""
    moves, map_ = bump(release.book, board, lang), places(release.book.rulebook, board, shapes, lang)
    lights, lists = lights_of(release.book, board, lang), lists_shown(release, board, lang)
    return {
        "board": board,
        "moves": moves,
        "map": map_,
        "lights": lights,
        "lists": lists,
        "scenes": scenes_of(release, board, moves, map_, lights, lists, lang),
    }


def _plain(scene: Scene) -> Mapping[str, Any]:
    return {
        "id": scene.id,
        "group": scene.group,
        "kind": scene.kind,
        "begin": list(scene.begin),
        "steps": [{"say": step.say, "placed": list(step.placed), "at": step.at} for step in scene.steps],
    }
