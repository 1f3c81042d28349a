"""Who may really do what to a figure, by its state: every act × every role × own and other unit × state.

Each attempt is a whole and sound request, and is taken back; what counts is whether the log holds an event of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from leitai.web.collection import api
from leitai.web.collection.models import Cell
from leitai.web.foundation.api import EventFilter, list_events
from tests.cast import NOW, Cast
from tests.pages.collection.permissions import FIGURE, LINCHUAN, LINES, WIDE, XIQIAO
from tests.pages.matrix import ROLES, url_of
from tests.pages.permissions import FORBIDDEN, HIDDEN
from tests.visitor import Visitor

STATES = ("empty", "reported", "returned", "verified", "confirmed", "questioned", "locked")
UNITS = {"xiqiao": XIQIAO, "linchuan": LINCHUAN}
OWN = {unit: frozenset(people) for unit, people in UNITS.items()}
# Act → who has the duty, for each unit; and the states in which the act is possible.
FILER, BUREAU = dict.fromkeys(UNITS, frozenset({"filer"})), dict.fromkeys(UNITS, frozenset({"bureau"}))
WRITTEN = ("reported", "returned", "verified", "confirmed", "questioned")
MAY: Mapping[str, tuple[Mapping[str, frozenset[str]], tuple[str, ...]]] = {
    "report": (FILER, ("empty", *WRITTEN)),
    "verify": (BUREAU, ("reported",)),
    "return": (BUREAU, ("reported", "verified", "confirmed", "questioned")),
    "confirm": (OWN, ("verified",)),
    "question": (OWN, ("verified",)),
}
FIGURES = {"xiqiao": set(FIGURE), "linchuan": {*FIGURE} - set(XIQIAO) | set(LINCHUAN)}


@pytest.fixture(autouse=True)
def on_the_day(settings: Any) -> None:
    """The pages live in the days of the round."""
    settings.CLOCK_AHEAD = NOW - timezone.now()


@pytest.fixture
def stage(world: Mapping[str, Any], cast: Cast, request: pytest.FixtureRequest) -> tuple[str, str, int, int]:
    """One figure of a unit in a state: unit, state, cell, version."""
    unit, state = request.param
    act = {"at": NOW, "round": world["round"]}
    cell = Cell.objects.get(contestant=unit, indicator="gdp", role="actual")
    if unit == "linchuan" and state != "empty":
        entries = [api.Entry(cell.pk, 0, "11.5")]
        api.report_figures(actor=cast["filer"], entries=entries, origin="typed", batch="b2", **act)
    if unit == "xiqiao":
        # The world's own figure is verified already.
        entries = [api.Entry(cell.pk, 1, "13.5", note="按年报更正")]
        api.report_figures(actor=cast["filer"], entries=entries, origin="typed", batch="b2", **act)
    version = Cell.objects.get(pk=cell.pk).version
    judged = [api.Judged(cell.pk, version)]
    owner = cast["liaison" if unit == "xiqiao" else "stranger"]
    if state == "returned":
        api.return_figures(actor=cast["bureau"], judged=judged, reason="与统计快报不符", due=NOW.date(), **act)
    if state in ("verified", "confirmed", "questioned", "locked"):
        api.verify_figures(actor=cast["bureau"], judged=judged, **act)
    if state == "confirmed":
        api.confirm_row(actor=owner, contestant=unit, judged=judged, **act)
    if state == "questioned":
        api.question_figure(actor=owner, cell=cell.pk, expected=version, reason="应为 12.1", **act)
    if state == "locked":
        api.lock_round(actor=cast["office"], **act)
    return unit, state, cell.pk, version


# Where a figure moves and where nothing does any more; the matrix itself is the verified figure.
EVERY_PAGE = {("xiqiao", "returned"), ("xiqiao", "locked")}
PLACES = [(unit, state) for unit in UNITS for state in STATES if (unit, state) != ("xiqiao", "empty")]


def attempt(somebody: Visitor, act: str, world: Mapping[str, Any], unit: str, cell: int, version: int) -> int:
    """One sound request for the act; the status of its answer."""
    figure = {"figure": f"{cell}:{version}"}
    if act == "report":
        entry = {"cell": cell, "expected": version, "written": "12.75", "note": "按年报更正"}
        url = reverse("collection:grid_save", args=[world["round"], "planning"])
        body = json.dumps({"entries": [entry], "origin": "typed", "batch": "b9"})
        return somebody.post(url, body, content_type="application/json").status_code
    if act in ("verify", "return"):
        url = reverse("collection:decide", args=[world["round"]])
        return somebody.status("post", url, figure | {"act": act, "reason": "与快报不符", "due": "2023-04-14"})
    if act == "confirm":
        return somebody.status("post", reverse("collection:row", args=[world["round"], unit]), figure)
    url = reverse("collection:question", args=[world["round"], unit, cell])
    return somebody.status("post", url, {"reason": "应为 12.1", "expected": version})


def events() -> int:
    return list_events(EventFilter()).exclude(chain="sign_in").count()


@pytest.mark.parametrize("stage", PLACES, indirect=True, ids=lambda place: "-".join(place))
def test_only_who_has_the_duty_writes_and_only_in_the_right_state(
    stage: tuple[str, str, int, int], world: Mapping[str, Any], visitor: Visitor
) -> None:
    unit, state, cell, version = stage
    wrong, before = {}, events()
    for role in ROLES:
        somebody = visitor.as_(role) if role else visitor
        for act, (duty, states) in MAY.items():
            with transaction.atomic():
                status = attempt(somebody, act, world, unit, cell, version)
                wrote = events() > before
                transaction.set_rollback(True)
            should = role in duty[unit] and state in states
            if wrote != should:
                wrong[f"{role} {act}"] = f"wrote: {wrote}, should: {should} ({status})"
            elif not wrote and not role and status != 302:
                wrong[f"nobody {act}"] = str(status)
    assert wrong == {}


@pytest.mark.parametrize("stage", PLACES, indirect=True, ids=lambda place: "-".join(place))
def test_what_is_seen_does_not_change_with_the_state(
    stage: tuple[str, str, int, int], world: Mapping[str, Any], visitor: Visitor
) -> None:
    """Every page of the room for every role, the figure being of one unit or the other."""
    unit, state, cell, _ = stage
    wrong = {}
    for role in ROLES:
        somebody = visitor.as_(role) if role else visitor
        seen = somebody.status("get", reverse("collection:cell", args=[world["round"], cell]))
        should = 302 if not role else 200 if role in {*WIDE, *FIGURES[unit]} else HIDDEN
        if seen != should:
            wrong[f"{role} cell"] = f"{seen}, should be {should}"
        row = somebody.status("get", reverse("collection:row", args=[world["round"], unit]))
        around = {*FIGURES[unit]} - OWN[unit]
        should = 302 if not role else 200 if role in {*WIDE, *OWN[unit]} else FORBIDDEN if role in around else HIDDEN
        if row != should:
            wrong[f"{role} row"] = f"{row}, should be {should}"
        for line in LINES if (unit, state) in EVERY_PAGE else ():
            url = url_of(line, world)
            if (given := somebody.status("get", url)) != line.expected(role)[0]:
                wrong[f"{role} {url}"] = f"{given}, should be {line.expected(role)[0]}"
    assert wrong == {}
