"""The method of an indicator's form, tried: its curve, and a sample sum of figures one may type over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from leitai.engine.errors import Lang
from leitai.engine.manual.chapter import Chapter
from leitai.engine.manual.setting import setting_of
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.model import LeafPolicies, MethodUse, Policies
from leitai.press.rules_docx import method_sentence
from leitai.press.word.marks import chinese_marks
from leitai.web.rulebook.form.answers import Posted
from leitai.web.rulebook.form.known import known_of, peer_groups
from leitai.web.rulebook.pages.document import chapter_of, tried
from leitai.web.rulebook.pages.places import Place

SAMPLE, DEFAULT = "s.", "d."


def tried_form(
    place: Place, tree: Mapping[str, Any], plain: Mapping[str, Any], posted: Posted, lang: Lang
) -> dict[str, Any]:
    """What the page shows beside an indicator's form; nothing beside any other."""
    if not place.is_indicator:
        return {}
    use = plain.get("method")
    use = {"name": use} if isinstance(use, str) else use if isinstance(use, Mapping) else {}
    unit, direction = str(plain.get("unit") or ""), str(plain.get("direction") or "higher")
    full = full_points(plain, tree)
    called = known_of(tree).names.get("roles", {})
    setting = setting_of(use, full, direction, unit, _policies(tree), _own(plain), called)
    if setting is None:
        return {"tried": None, "shows_trial": True, "full": full, "about": _about(use)}
    return {
        "tried": tried(setting, _typed(posted), lang),
        "shows_trial": True,
        "full": full,
        "about": _about(use),
        "unit": unit,
        "sentence": sentence_of(use, unit, direction, lang),
    }


def _about(use: Mapping[str, Any]) -> Chapter | None:
    """The text of the method that is chosen, also while its parameters are not filled in."""
    version = str(use.get("version", "1"))
    method = find_method(str(use.get("name", "")), int(version) if version.isdecimal() else 0)
    return None if method is None else chapter_of(method.name, method.version)


def sentence_of(use: Mapping[str, Any], unit: str, direction: str, lang: Lang) -> str:
    try:
        said = method_sentence(MethodUse.model_validate(dict(use)), unit, direction, None, lang)
    except (ValidationError, ValueError):
        return ""
    return chinese_marks(said) if lang == "zh" else said


def full_points(plain: Mapping[str, Any], tree: Mapping[str, Any]) -> str:
    """Full points in the first group that has the indicator; of a tree of weights, the scale; else 100."""
    points = plain.get("points")
    if isinstance(points, Mapping):
        points = next((points[group] for group in (*peer_groups(tree), *points) if points.get(group)), None)
    if points is None:
        root = tree.get("tree")
        points = root.get("full") if isinstance(root, Mapping) and root.get("measure") == "weights" else None
        points = next(iter(points.values()), None) if isinstance(points, Mapping) else points
    return str(points) if points else "100"


def _typed(posted: Posted) -> dict[str, str]:
    """The sample figures that somebody typed: those that still are what was offered follow the method."""
    typed = {}
    for key, values in posted.items():
        if key.startswith(SAMPLE) and values:
            name = key.removeprefix(SAMPLE)
            if values[0].strip() and values[0] != (posted.get(f"{DEFAULT}{name}") or [""])[0]:
                typed[name] = values[0]
    return typed


def _policies(tree: Mapping[str, Any]) -> Policies | None:
    try:
        return Policies.model_validate(tree.get("policies"))
    except ValidationError:
        return None


def _own(plain: Mapping[str, Any]) -> LeafPolicies | None:
    try:
        return LeafPolicies.model_validate(plain.get("policies") or {})
    except ValidationError:
        return None
