"""What is refused is said on the page it was sent from, with what it is about: never on a page of its own."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from leitai.web.collection import api
from leitai.web.collection.models import Cell, FigureDecision, Round
from tests.cast import NOW, Cast
from tests.pages.matrix import url_of
from tests.pages.permissions import INVALID, MOVED, Line
from tests.visitor import Visitor

World = Mapping[str, Any]
ROOMS = ("collection", "claims", "ballots", "rulings", "assessment", "exhibition")


def urls() -> Iterator[URLPattern]:
    for room in get_resolver().url_patterns:
        if getattr(room, "namespace", None) == "collection":
            yield from room.url_patterns


def test_every_page_that_takes_an_act_says_its_refusals_in_place() -> None:
    """A page that is only looked at refuses POST; each of the others goes through `told_in_place` or `as_json`."""
    silent = [one.name for one in urls() if not getattr(one.callback, "tells", False) and _takes_post(one.callback)]
    assert silent == []


def _takes_post(view: Any) -> bool:
    try:
        answer: HttpResponse = view(RequestFactory().post("/"))
    except Exception:
        return True
    return answer.status_code != 405


def acts(room: str) -> list[tuple[Line, str]]:
    """Each line by which somebody gets something refused or done, with the first such person."""
    lines: list[Line] = importlib.import_module(f"tests.pages.{room}.permissions").LINES
    found = []
    for line in lines:
        who = next((key for key, (_, post) in line.who.items() if post in (INVALID, MOVED)), None)
        if who is not None:
            found.append((line, who))
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_sent_empty_is_answered_where_it_was_sent_from(room: str, cast: Cast, visitor: Visitor) -> None:
    world = importlib.import_module(f"tests.pages.{room}.permissions").prepare(cast)
    bare = []
    for line, who in acts(room):
        url = url_of(line, world)
        answer = visitor.as_(who).post(url)
        if "front/error.html" in {one.name for one in answer.templates}:
            bare.append(f"{line.name} as {who}: {answer.status_code}")
    assert bare == []


def told(visitor: Visitor, answer: Any) -> list[str]:
    """What the page after a redirect would say."""
    assert answer.status_code == 302, answer.content.decode()[:200]
    return [str(one) for one in get_messages(answer.wsgi_request)]


def decide(world: World, visitor: Visitor, who: str = "bureau", **sent: Any) -> Any:
    somebody = visitor.as_(who)
    return somebody.post(reverse("collection:decide", args=[world["round"]]), sent)


def test_nothing_ticked_is_said_above_the_queue(world: World, visitor: Visitor) -> None:
    answer = decide(world, visitor, act="verify", view="table", indicator="gdp")
    assert told(visitor, answer) == ["没有选中任何数据。"]
    assert answer.headers["Location"].endswith("/verify/table/?indicator=gdp")


def test_a_return_that_is_refused_gives_back_the_reason_that_was_typed(world: World, visitor: Visitor) -> None:
    answer = decide(world, visitor, act="return", figure=f"{world['cell']}:1", due="2098-01-05", reason="与台账不符")
    [said] = told(visitor, answer)
    assert "2098 年的放假调休安排尚未录入" in said
    assert "您写的理由：与台账不符" in said
    assert Cell.objects.get(pk=world["cell"]).state == "verified"


def test_a_unit_that_ticked_nothing_is_told_in_its_row(world: World, visitor: Visitor) -> None:
    url = reverse("collection:row", args=[world["round"], "xiqiao"])
    answer = visitor.as_("liaison").post(url)
    assert (told(visitor, answer), answer.headers["Location"]) == (["没有选中任何数据。"], url)


def test_a_reminder_for_nobody_is_told_in_the_round(world: World, visitor: Visitor) -> None:
    answer = visitor.as_("office").post(reverse("collection:remind", args=[world["round"]]))
    assert "没有选中要催报的单位" in told(visitor, answer)[0]
    assert answer.headers["Location"] == reverse("collection:round", args=[world["round"]])


def test_silence_before_the_day_is_told_in_the_round(world: World, visitor: Visitor) -> None:
    Round.objects.filter(pk=world["round"]).update(confirm_by=datetime.date(2098, 1, 5))
    answer = visitor.as_("office").post(reverse("collection:silence", args=[world["round"]]))
    assert told(visitor, answer) == ["确认期限是 2098-01-05，尚未届满。"]


def test_a_sheet_over_nothing_is_told_in_the_row(world: World, visitor: Visitor) -> None:
    url = reverse("collection:make_sheet", args=[world["round"], "linchuan", "row"])
    answer = visitor.as_("stranger").post(url)
    assert told(visitor, answer) == ["本单位还没有可以审签的数据。"]
    assert answer.headers["Location"] == reverse("collection:row", args=[world["round"], "linchuan"])


# -- two at once: which figure, who, when, and both values -------------------------------------------------------------


def filed(world: World, unit: str, written: str, expected: int = 0, **more: str) -> Cell:
    cell = Cell.objects.get(contestant=unit, indicator="gdp", role="actual")
    entry = api.Entry(cell.pk, expected, written, **more)  # type: ignore[arg-type]
    batch = f"{unit}{expected}"
    api.report_figures(
        actor=Cast()["filer"], at=NOW, round=world["round"], entries=[entry], origin="typed", batch=batch
    )
    return cell


def test_a_figure_changed_in_between_is_named_with_what_it_is_now(world: World, visitor: Visitor) -> None:
    first, second = filed(world, "linchuan", "13"), filed(world, "gaoxin", "14")
    filed(world, "linchuan", "13.5", 1)
    answer = decide(world, visitor, act="verify", view="table", figure=[f"{first.pk}:1", f"{second.pk}:1"])
    assert told(visitor, answer) == [
        "已审核 1 项。",
        "临川县 生产总值 2023-03：已由陈填报于 04-10 09:30 办理，现为“待审核”13.5，您的操作没有保存。",
    ]


def test_a_figure_without_a_value_is_named_by_its_reason_in_words(world: World, visitor: Visitor) -> None:
    first = filed(world, "linchuan", "13")
    filed(world, "linchuan", "", 1, no_value="not_yet_published", note="省局 5 月公布")
    [said] = told(visitor, decide(world, visitor, act="verify", figure=f"{first.pk}:1"))
    assert "现为“待审核”尚未公布，" in said


def test_a_unit_that_confirms_what_was_changed_learns_which(world: World, visitor: Visitor) -> None:
    Cell.objects.filter(pk=world["cell"]).update(state="questioned")
    answer = visitor.as_("liaison").post(
        reverse("collection:row", args=[world["round"], "xiqiao"]), {"figure": f"{world['cell']}:1"}
    )
    [said] = told(visitor, answer)
    assert said.startswith("汐桥区 生产总值 2023-03：已由钱统计于")
    assert FigureDecision.objects.filter(kind="confirm").count() == 0


def test_who_questions_what_was_changed_learns_by_whom(world: World, visitor: Visitor) -> None:
    Cell.objects.filter(pk=world["cell"]).update(state="confirmed")
    url = reverse("collection:question", args=[world["round"], "xiqiao", world["cell"]])
    [said] = told(visitor, visitor.as_("liaison").post(url, {"reason": "应为 12.8", "expected": "7"}))
    assert said.startswith("汐桥区 生产总值 2023-03：已由钱统计于")


def test_a_table_of_holidays_that_came_in_between_is_not_replaced_unseen(world: World, visitor: Visitor) -> None:
    url, office = reverse("collection:holidays"), visitor.as_("office")
    seen = office.get(url).context["form"]["seen"].value()
    assert f'name="seen" value="{seen}"' in office.get(url).content.decode()
    sent = {"year": "2098", "off": "2098-01-01", "work": "", "document": "甲号", "seen": seen}
    assert visitor.as_("office2").post(url, sent).status_code == 302
    answer = office.post(url, sent | {"document": "乙号"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2098 年放假表已被周考评于" in page
    assert "改为“甲号”，您的“乙号”没有保存" in page
    again = office.get(url).context["form"]["seen"].value()
    assert office.post(url, sent | {"document": "乙号", "seen": again}).status_code == 302
