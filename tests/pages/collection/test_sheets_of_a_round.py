"""The signature sheets of a round where they are looked for: on its page, and with each body's own part."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.web.collection import api
from leitai.web.collection.models import Cell, Sheet
from tests.cast import NOW, Cast
from tests.visitor import Visitor

World = Mapping[str, Any]
LATER = NOW + datetime.timedelta(minutes=5)


def standing(visitor: Visitor, world: World, who: str = "office") -> dict[str, list[str]]:
    """Organisation → how its sheets stand, as the page of the round tells it."""
    page = visitor.as_(who).get(reverse("collection:sheets", args=[world["round"]]))
    return {line.organisation: [paper.mark.word.zh for paper in line.papers] for line in page.context["sheets"]}


def test_the_round_lists_who_has_a_sheet_and_how_it_stands(world: World, visitor: Visitor) -> None:
    found = standing(visitor, world)
    assert found["xiqiao"] == ["未生成", "待签"]
    assert found["linchuan"] == ["未生成", "未生成"]
    assert found["planning"] == ["未生成"]
    page = visitor.as_("office").get(reverse("collection:sheets", args=[world["round"]])).content.decode()
    assert f'href="{reverse("collection:sheet", args=[world["sheet"]])}"' in page
    assert re.search(r"应签 \d+ 张，已签 0 张", page)


def test_a_signature_and_a_figure_filed_after_it_are_seen(world: World, visitor: Visitor, cast: Cast) -> None:
    api.sign_sheet(actor=cast["head"], at=NOW, sheet=world["sheet"], second_factor=True)
    assert standing(visitor, world)["xiqiao"] == ["未生成", "已签"]
    cell = Cell.objects.get(pk=world["cell"])
    judged = [api.Judged(cell.pk, cell.version)]
    api.return_figures(
        actor=cast["bureau"], at=LATER, round=world["round"], judged=judged, reason="漏计一个月",
        due=datetime.date(2023, 4, 20),
    )  # fmt: skip
    assert standing(visitor, world)["xiqiao"] == ["未生成", "已签"]
    entry = api.Entry(cell.pk, cell.version, "12.9", note="补计三月")
    api.report_figures(
        actor=cast["filer"], at=LATER, round=world["round"], entries=[entry], origin="typed", batch="mended"
    )
    assert standing(visitor, world)["xiqiao"] == ["未生成", "签后有改动"]


def test_each_body_finds_its_own_sheet_and_nobody_elses(world: World, visitor: Visitor) -> None:
    link = f'href="{reverse("collection:sheet", args=[world["sheet"]])}"'
    pages = {who: visitor.as_(who).get(reverse("collection:rounds")).content.decode() for who in ("head", "stranger")}
    assert link in pages["head"]
    assert link not in pages["stranger"]
    assert "审签表</a>" not in pages["stranger"]


def test_a_hundred_sheets_cost_no_more_queries_than_one(world: World, visitor: Visitor) -> None:
    url = reverse("collection:sheets", args=[world["round"]])
    somebody = visitor.as_("office")
    somebody.get(url)
    with CaptureQueriesContext(connection) as one:
        somebody.get(url)
    first = Sheet.objects.get(pk=world["sheet"])
    for number in range(100):
        again = Sheet(
            round=first.round, organisation=first.organisation, kind=first.kind, content=first.content,
            digest=f"{number:064x}", code=f"0000-0000-0000-0000-{number:04}", person=first.person, at=first.at,
        )  # fmt: skip
        again.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        somebody.get(url)
    assert len(many) == len(one)


def test_a_sheet_its_browser_holds_is_not_made_again_but_for_who_is_about_to_sign(
    world: World, visitor: Visitor, cast: Cast
) -> None:
    url = reverse("collection:sheet", args=[world["sheet"]])
    for who in ("office", "liaison"):
        somebody = visitor.as_(who)
        somebody.get(url)
        held = somebody.get(url)
        assert somebody.get(url, headers={"If-None-Match": held.headers["ETag"]}).status_code == 304
    # What the head sees depends on a second factor that her session remembers for minutes.
    assert "ETag" not in visitor.as_("head").get(url).headers
    api.sign_sheet(actor=cast["head"], at=NOW, sheet=world["sheet"], second_factor=True)
    assert "ETag" in visitor.as_("head").get(url).headers
