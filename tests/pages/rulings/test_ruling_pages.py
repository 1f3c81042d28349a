"""What the pages of rulings show and do, one visit each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.web.collection.models import Ruling
from tests.visitor import Visitor

World = Mapping[str, Any]


def at(world: World, name: str, *more: Any) -> str:
    return reverse(f"collection:{name}", args=[world["round"], *more])


def main_of(page: Any) -> str:
    text: str = page.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def sent(**more: Any) -> dict[str, Any]:
    usual = {
        "contestant": "linchuan", "indicator": "gdp", "points": "40", "clause": "第八条", "document": "2号",
        "day": "2023-04-08", "text": "按可比口径核定", "proof": SimpleUploadedFile("2号.pdf", b"%PDF-2"),
    }  # fmt: skip
    return usual | more


def test_the_office_records_a_ruling_and_what_is_wrong_is_named(world: World, visitor: Visitor) -> None:
    wrong = visitor.as_("office").post(at(world, "ruling_new"), sent(points="61"))
    assert (wrong.status_code, "0 至 60 分" in main_of(wrong)) == (422, True)
    assert visitor.as_("office").post(at(world, "ruling_new"), sent()).status_code == 302
    assert Ruling.objects.latest("pk").version.cell.contestant == "linchuan"


def test_a_ruling_that_came_in_between_is_not_corrected_unseen(world: World, visitor: Visitor) -> None:
    url, office = at(world, "ruling_new"), visitor.as_("office")
    page = office.get(url)
    seen = page.context["form"]["seen"].value()
    assert f'name="seen" value="{seen}"' in main_of(page)
    assert visitor.as_("office2").post(url, sent(seen=seen)).status_code == 302
    late = office.post(url, sent(points="38", seen=seen))
    assert late.status_code == 422
    assert "这项裁定已被周考评于" in main_of(late)
    assert "改为“40 分”，您的“38 分”没有保存" in main_of(late)
    again = office.get(url).context["form"]["seen"].value()
    assert office.post(url, sent(points="38", seen=again)).status_code == 302
    assert [one.version.value for one in Ruling.objects.order_by("-pk")[:2]] == ["38", "40"]


def test_the_counter_body_signs_on_the_page(world: World, visitor: Visitor) -> None:
    url = at(world, "ruling_countersign", world["ruling"])
    empty = visitor.as_("bureau").post(url, {"verdict": "return"})
    assert (empty.status_code, "退回要写理由" in main_of(empty)) == (422, True)
    assert "同意复核" not in main_of(visitor.as_("office").get(at(world, "rulings")))
    assert visitor.as_("bureau").post(url, {"verdict": "agree"}).status_code == 302
    page = main_of(visitor.as_("liaison").get(at(world, "rulings")))
    assert "已复核" in page
    assert "钱统计" in page
    again = visitor.as_("bureau").post(url, {"verdict": "agree"})
    assert (again.status_code, "已复核" in main_of(again)) == (422, True)


def test_another_unit_sees_no_ruling(world: World, visitor: Visitor) -> None:
    assert "本轮还没有裁定" in main_of(visitor.as_("stranger").get(at(world, "rulings")))


def test_open_cases_are_found_on_demand(world: World, visitor: Visitor) -> None:
    page = visitor.as_("office").get(at(world, "rulings") + "?look")
    assert (page.context["looked"], page.context["cases"]) == (True, [])
    assert not visitor.as_("leader").get(at(world, "rulings") + "?look").context["looked"]


def test_pages_are_whole_in_english(world: World, visitor: Visitor) -> None:
    for name in ("rulings", "ruling_new"):
        page = main_of(visitor.as_("office", language="en").get(at(world, name)))
        assert not any(word in page for word in ("作出", "复核", "记录"))


def test_rulings_stay_under_their_ceiling(world: World, visitor: Visitor) -> None:
    somebody = visitor.as_("office")
    with CaptureQueriesContext(connection) as queries:
        assert somebody.get(at(world, "rulings")).status_code == 200
    assert len(queries) <= 24
