"""The editor: left the outline, in the middle the form of a place, beside it the check and the method tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text
from leitai.web.foundation.api import Invisible, lang, now, say
from leitai.web.people.api import ActorRequest
from leitai.web.rulebook.access import access_draft
from leitai.web.rulebook.errors import Cannot, Conflict
from leitai.web.rulebook.form.inputs import SPARE_ROWS, Input, Maker, label_faults
from leitai.web.rulebook.form.known import known_of
from leitai.web.rulebook.models import Draft
from leitai.web.rulebook.pages import changing
from leitai.web.rulebook.pages.marks import state_mark
from leitai.web.rulebook.pages.outline import outline_of
from leitai.web.rulebook.pages.places import Place, boxes_of, edit_of, help_of, place_of, tree_with
from leitai.web.rulebook.pages.trying import tried_form
from leitai.web.rulebook.reading import Found, check_text, check_tree
from leitai.web.rulebook.rules import next_state, why_not
from leitai.web.rulebook.services import Edit, change_draft
from leitai.web.rulebook.services.drafting import part_digest

FIRST, MOST_SPARE = "identity", 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One key on which two editors differ."""

    label: str
    theirs: str
    ours: str


def editor(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_draft(request.actor, draft, "edit")
    address = request.GET.get("at", FIRST)
    if request.method == "POST":
        return _save(request, found, request.POST.get("at", address))
    return render(request, "rulebook/editor.html", editor_context(request, found, address))


def editor_context(
    request: ActorRequest,
    draft: Draft,
    address: str,
    ours: Mapping[str, Any] | None = None,
    differences: list[Difference] | None = None,
) -> dict[str, Any]:
    """What the page shows: the place asked for, or the source where the YAML cannot be read."""
    checked = check_text(draft.text)
    if checked.tree is None:
        return {"draft": draft, "checked": checked, "unreadable": True}
    tree = checked.tree
    place = place_of(address, tree, lang()) or place_of(FIRST, tree, lang())
    assert place is not None
    inputs = place.inputs(Maker(known_of(tree), lang(), _spare(request)), ours)
    left = label_faults(inputs, [(one.field, words_of(one)) for one in checked.errors if one.address == place.address])
    state = next_state(draft.state, "edit", draft.comment_until, request.actor.day)
    return {
        "draft": draft,
        "mark": state_mark(draft.state),
        "checked": checked,
        "outline": outline_of(tree, checked, place.address, lang()),
        "place": place,
        "gone": address if place.address != address else "",
        "help": help_of(place.address, lang()) if "." not in place.address else "",
        "boxes": boxes_of(place, inputs, tree, lang()),
        "left": left,
        "was": part_digest(draft.text, place.address),
        "differences": differences,
        "why_not": None if state else why_not(draft.state, "edit", draft.comment_until, request.actor.day),
        "restarts": draft.state == "approval",
        **tried_form(place, tree, place.plain if ours is None else ours, {}, lang()),
    }


def words_of(found: Found) -> str:
    """A fault as it stands at its field: what is allowed, and how to mend it."""
    fault, language = found.fault, lang()
    return " ".join(
        part for part in (fault.found.say(language), fault.allowed.say(language), fault.mend.say(language)) if part
    )


def _save(request: ActorRequest, draft: Draft, address: str) -> HttpResponse:
    posted = {key: request.POST.getlist(key) for key in request.POST}
    place = place_of(address, check_text(draft.text).tree or {}, lang())
    if place is None:
        raise Invisible
    try:
        change_draft(
            actor=request.actor,
            at=now(),
            draft=draft.pk,
            version=_version(request),
            was=request.POST.get("was", ""),
            edit=edit_of(address, posted, place.title),
        )
    except Conflict as conflict:
        return _conflict(request, draft.pk, address, posted, conflict)
    messages.success(request, say(f"已保存“{place.title}”。", f"Saved “{place.title}”."))
    return redirect(at_url(draft.pk, address))


def _conflict(
    request: ActorRequest, draft: int, address: str, posted: Mapping[str, list[str]], conflict: Conflict
) -> HttpResponse:
    """Both sides of what was changed at once; saving again means that one's own shall hold."""
    now = access_draft(request.actor, draft, "edit")
    tree = check_text(now.text).tree or {}
    place = place_of(address, tree, lang())
    if place is None:
        raise Invisible
    ours = place.answered(posted, tree)
    context = editor_context(request, now, address, ours, _differences(place, ours, tree))
    return render(request, "rulebook/editor.html", context | {"conflict": conflict.say(lang())}, status=409)


def _differences(place: Place, ours: Mapping[str, Any], tree: Mapping[str, Any]) -> list[Difference]:
    maker = Maker(known_of(tree), lang())
    theirs = {one.name: one for one in place.inputs(maker)}
    return [
        Difference(one.label, shown(theirs[one.name]), shown(one))
        for one in place.inputs(maker, ours)
        if one.name in theirs and shown(theirs[one.name]) != shown(one)
    ]


def shown(one: Input) -> str:
    """An input's answer in a line."""
    if one.options:
        chosen = [option.label for option in one.options if option.chosen]
        said = "、".join(chosen)
    else:
        said = one.value
    inside = [f"{inner.label} {shown(inner)}" for inner in one.children if shown(inner)]
    rows = [" ".join(shown(cell) for cell in row if shown(cell)) for row in one.rows]
    return say("；", "; ").join(part for part in (said, *inside, *rows) if part)


def _spare(request: ActorRequest) -> int:
    """How many blank rows stand under a table."""
    asked = request.GET.get("rows", "")
    return min(int(asked), MOST_SPARE) if asked.isdecimal() and len(asked) < 4 else SPARE_ROWS


def _version(request: ActorRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def at_url(draft: int, address: str) -> str:
    return f"{reverse('rulebook:editor', args=[draft])}?{urlencode({'at': address})}"


# -- what changes as one types ---------------------------------------------------------------------------------------


@require_POST
def try_form(request: ActorRequest, draft: int) -> HttpResponse:
    """The check of what is typed, and the method tried on it. Nothing is saved."""
    found = access_draft(request.actor, draft, "edit")
    tree = check_text(found.text).tree or {}
    place = place_of(request.POST.get("at", FIRST), tree, lang())
    if place is None:
        raise Invisible
    posted = {key: request.POST.getlist(key) for key in request.POST}
    ours = place.answered(posted, tree)
    checked = check_tree(tree_with(tree, place, ours))
    context = {"draft": found, "place": place, "checked": checked, "unsaved": True}
    context |= tried_form(place, tree, ours, posted, lang())
    if request.POST.get("part") == "method":
        inputs = place.inputs(Maker(known_of(tree), lang()), ours)
        context["method"] = next((one for one in inputs if one.kind == "method"), None)
    context["typing"] = request.POST.get("part") == "sample"
    return render(request, "rulebook/parts/live.html", context)


# -- items -----------------------------------------------------------------------------------------------------------


@require_POST
def items(request: ActorRequest, draft: int) -> HttpResponse:
    """Add, remove or move one item."""
    found = access_draft(request.actor, draft, "edit")
    address, act = request.POST.get("at", ""), request.POST.get("act", "")
    edit, made = _edit(request, address, act)
    change_draft(
        actor=request.actor,
        at=now(),
        draft=found.pk,
        version=_version(request),
        was=request.POST.get("was") or part_digest(found.text, edit.place),
        edit=edit,
    )
    if act == "remove":
        section = address.partition(".")[0]
        messages.success(request, say("已删去。", "Removed."))
        return redirect(at_url(found.pk, section if section == "tree" else FIRST))
    return redirect(at_url(found.pk, made[0] if made else address))


def _edit(request: ActorRequest, address: str, act: str) -> tuple[Edit, list[str]]:
    name = request.POST.get("name", "").strip()
    if act in ("branch", "indicator", "item") and not name:
        raise Cannot(Text("请填写名称。", "Give it a name."))
    if act in ("branch", "indicator"):
        return changing.add_node(address, name, act)
    if act == "item":
        return changing.add_item(address, name)
    if act == "remove":
        return changing.remove(address), []
    if act in ("up", "down"):
        return changing.shift(address, -1 if act == "up" else 1), []
    if act == "under":
        return changing.move_under(address, request.POST.get("parent", "tree")), []
    raise Invisible
