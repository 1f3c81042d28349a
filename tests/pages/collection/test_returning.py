"""A figure that was accepted and turns out wrong is returned from its own page, by its verifier alone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from leitai.web.collection.api import add_holiday_table
from leitai.web.collection.models import Cell, FigureDecision, Round
from tests.cast import NOW, Cast
from tests.visitor import Visitor

World = Mapping[str, Any]
SENT = {"act": "return", "reason": "与现场台账不符，请核实", "due": "2099-12-31"}


def page_of(world: World, visitor: Visitor, who: str) -> str:
    text: str = visitor.as_(who).get(reverse("collection:cell", args=[world["round"], world["cell"]])).content.decode()
    return text


def test_the_verifier_returns_what_was_verified(world: World, visitor: Visitor, cast: Cast) -> None:
    new_year = frozenset({datetime.date(2099, 1, 1)})
    add_holiday_table(actor=cast["office"], at=NOW, year=2099, off=new_year, work=frozenset(), document="通知")
    figure = f"{world['cell']}:1"
    assert f'value="{figure}"' in page_of(world, visitor, "bureau")
    url = reverse("collection:decide", args=[world["round"]])
    assert visitor.as_("bureau").post(url, SENT | {"figure": figure}).status_code == 302
    assert Cell.objects.get(pk=world["cell"]).state == "returned"
    assert FigureDecision.objects.latest("pk").reason == SENT["reason"]
    assert "退回这一项" not in page_of(world, visitor, "bureau")


@pytest.mark.parametrize("who", ["filer", "liaison", "office", "leader"])
def test_nobody_else_is_offered_it(world: World, visitor: Visitor, who: str) -> None:
    assert "退回这一项" not in page_of(world, visitor, who)


def test_a_locked_round_offers_nothing(world: World, visitor: Visitor) -> None:
    Round.objects.filter(pk=world["round"]).update(state="locked")
    assert "退回这一项" not in page_of(world, visitor, "bureau")
