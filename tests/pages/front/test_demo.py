"""The bar of the demo: it changes who one is, and cannot where either of its two keys is missing."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings
from django.urls import reverse

from leitai.web.demo_mark import DemoMark, write_mark
from leitai.web.foundation.api import EventFilter, list_events
from leitai.web.people.api import SYSTEM, add_person, find_person
from tests.cast import NOW, PASSWORD, Cast
from tests.visitor import Visitor

URL = "/demo/act-as/"


@pytest.fixture
def in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same installation, no demo."""
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, demo=False))


def test_one_press_goes_on_as_somebody_else_and_leaves_its_line(visitor: Visitor) -> None:
    page = visitor.get("/account/login/").content.decode()
    assert f'action="{URL}"' in page
    assert visitor.post(URL, {"login": "office"}).headers["Location"] == "/"
    assert "孙考评" in visitor.get("/").content.decode()
    visitor.post(URL, {"login": "liaison"})
    page = visitor.get("/").content.decode()
    assert "李联络" in page
    assert "演示数据" in page
    acts = [(event.actor, event.act) for event in list_events(EventFilter(actors=("office", "liaison")))]
    assert acts == [("liaison", "sign_in_demo"), ("office", "sign_in_demo")]


def test_language_and_look_go_along(visitor: Visitor) -> None:
    visitor.post(URL, {"login": "office"})
    visitor.post(reverse("people:view"), {"language": "en", "look": "elder"})
    visitor.post(URL, {"login": "liaison"})
    person = find_person("liaison")
    assert person is not None
    assert (person.language, person.look) == ("en", "elder")


def test_where_there_is_no_demo_there_is_neither_bar_nor_door(visitor: Visitor, in_use: None) -> None:
    for somebody in (visitor, visitor.as_("office")):
        page = somebody.get("/account/login/", follow=True).content.decode()
        assert "demo-bar" not in page
        assert "演示数据" not in page
        assert somebody.status("post", URL, {"login": "liaison"}) == 404
        assert somebody.status("get", URL) == 404
    assert "_auth_user_id" not in visitor.session


def test_an_account_that_was_not_made_for_a_demo_is_nobodys_to_take(visitor: Visitor) -> None:
    add_person(actor=SYSTEM, at=NOW, key="real", login="real", name="真人", password=PASSWORD)
    assert visitor.status("post", URL, {"login": "real"}) == 404
    assert visitor.status("post", URL, {"login": "nobody at all"}) == 404
    assert "_auth_user_id" not in visitor.session
    assert "真人" not in visitor.get("/account/login/").content.decode()


def test_another_site_signs_nobody_in(visitor: Visitor) -> None:
    given = visitor.post(URL, {"login": "office"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert given.status_code == 403
    assert "_auth_user_id" not in visitor.session


def test_the_desk_says_how_far_the_play_has_come(visitor: Visitor, cast: Cast) -> None:
    somebody = visitor.as_("office")
    mark = DemoMark("x", done=1, rounds=4)
    file = settings.CONFIG.data / "demo.json"
    try:
        write_mark(settings.CONFIG.data, mark)
        page = somebody.get("/")
        assert "共 4 轮，已办 1 轮" in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
        write_mark(settings.CONFIG.data, dataclasses.replace(mark, broken="OSError: disk full"))
        assert "disk full" in somebody.get("/demo/progress/").content.decode()
        write_mark(settings.CONFIG.data, dataclasses.replace(mark, done=4))
        assert somebody.get("/demo/progress/").headers["HX-Refresh"] == "true"
        assert "progress" not in somebody.get("/").content.decode()
    finally:
        file.unlink()
