"""What stands on every page: the suggestion link, the skip link, the notice 演示数据, the language that was chosen."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings

from leitai.engine.errors import Text
from leitai.web import wiring
from leitai.web.foundation.api import Mark, Todo
from leitai.web.front.desk import owed_on
from leitai.web.people.models import Person
from tests.cast import DAY
from tests.visitor import Visitor


def text_of(visitor: Visitor, url: str, **headers: str) -> str:
    return visitor.get(url, headers=headers).content.decode()


@pytest.mark.parametrize("url", ["/", "/people/organisations/", "/account/", "/nowhere/"])
def test_every_page_has_its_frame(visitor: Visitor, url: str) -> None:
    page = text_of(visitor.as_("liaison"), url)
    assert f'href="/people/suggestions/new/?page={url}"' in page
    assert '<a class="skip" href="#main">' in page
    assert "演示数据" in page
    for landmark in ("<header", "<nav", "<main", "<footer"):
        assert page.count(landmark) == 1
    assert page.count("<h1>") == 1


def test_nothing_is_inline_and_nothing_from_elsewhere(visitor: Visitor) -> None:
    for url in ("/", "/people/organisations/", "/account/login/", "/account/factors/"):
        somebody = visitor if "login" in url else visitor.as_("office")
        answer = somebody.get(url)
        page = answer.content.decode()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r'<script(?![^>]*(src=|type="application/json"))', page)
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize("header", ["en-US,en", "fr", ""])
def test_chinese_whatever_the_browser_says(visitor: Visitor, header: str) -> None:
    assert 'lang="zh-Hans"' in text_of(visitor, "/account/login/", accept_language=header)


def test_language_and_look_are_kept_by_the_person_and_by_a_cookie(visitor: Visitor) -> None:
    visitor.post("/people/view/", {"language": "en", "next": "/account/login/"})
    assert "Sign in" in text_of(visitor, "/account/login/")
    somebody = visitor.as_("liaison")
    answer = somebody.post("/people/view/", {"look": "elder", "next": "/people/organisations/"})
    assert answer.headers["Location"] == "/people/organisations/"
    assert 'data-look="elder"' in text_of(somebody, "/")
    assert Person.objects.get(key="liaison").look == "elder"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(visitor: Visitor, back: str) -> None:
    assert visitor.post("/people/view/", {"language": "en", "next": back}).headers["Location"] == "/"


def test_another_site_cannot_change_the_look(visitor: Visitor) -> None:
    answer = visitor.post("/people/view/", {"look": "night"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_page_that_did_not_change_is_not_sent_again(visitor: Visitor) -> None:
    somebody = visitor.as_("liaison")
    first = somebody.get("/people/organisations/")
    again = somebody.get("/people/organisations/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # It would take the place of the policy of the page that is kept, which may be one of the page's own.
    assert "Content-Security-Policy" in first.headers
    assert "Content-Security-Policy" not in again.headers


def test_what_is_owed_stands_on_the_home_page_by_its_day(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = Mark("▲", Text("已退回", "returned"), "bad")
    owed = [
        Todo(Text("没有期限", "No day"), "/c/"),
        Todo(Text("填报 2023-Q1 数据", "Report 2023-Q1"), "/b/", due=DAY, on_behalf="汐桥区", mark=mark),
    ]
    monkeypatch.setattr(wiring, "TODOS", (lambda actor, day: owed,))
    page = text_of(visitor.as_("liaison"), "/")
    assert page.index("填报 2023-Q1 数据") < page.index("没有期限")
    for words in ("汐桥区", "已退回", "2023年4月10日", "有 2 件事要您办", "过期"):
        assert words in page


@pytest.mark.parametrize(("days", "state"), [(-1, "late"), (0, "soon"), (3, "soon"), (4, "open")])
def test_how_a_day_stands_to_today(days: int, state: str) -> None:
    import datetime

    todo = Todo(Text("填报", "Report"), "/", due=DAY + datetime.timedelta(days=days))
    assert owed_on(todo, DAY).state == state


def test_who_holds_no_post_is_told_what_to_do(visitor: Visitor) -> None:
    assert "请与安全管理员联系" in text_of(visitor.as_("nobody"), "/")


def test_a_bug_is_a_number_and_not_a_page_of_code(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(actor: object, day: object) -> list[Todo]:
        raise ZeroDivisionError("the inside")

    monkeypatch.setattr(wiring, "TODOS", (broken,))
    somebody = visitor.as_("liaison")
    somebody.raise_request_exception = False
    answer = somebody.get("/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "the inside" not in page
    number = re.search(r"<code>([0-9A-F]{8})</code>", page)
    assert number is not None
    assert number[1] in caplog.text


def test_a_refusal_in_part_of_a_page_is_only_that_part(visitor: Visitor) -> None:
    answer = visitor.as_("liaison").get("/audit/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()
    assert "没有权限" in answer.content.decode()


@override_settings(DEBUG=False)
def test_what_a_person_wrote_is_never_read_as_markup(visitor: Visitor) -> None:
    page = text_of(visitor.as_("liaison"), "/search/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
