"""A session that was carried off is of no use: it is bound to its browser, and its owner ends it from the list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from leitai.web.foundation.api import EventFilter, list_events
from tests.cast import PASSWORD
from tests.visitor import Visitor

OFFICE_PC, ELSEWHERE = "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/150.0"


def signed_in(browser: str) -> Visitor:
    somebody = Visitor(headers={"user-agent": browser})
    somebody.post(reverse("account_login"), {"login": "liaison", "password": PASSWORD})
    assert somebody.status("get", "/") == 200
    return somebody


def carrying(cookies: Any, browser: str) -> Visitor:
    """Somebody else with the same cookie."""
    thief = Visitor(headers={"user-agent": browser})
    thief.cookies["sessionid"] = cookies["sessionid"].value
    return thief


def test_a_cookie_in_another_browser_ends_the_session_in_both(cast: object) -> None:
    owner = signed_in(OFFICE_PC)
    thief = carrying(owner.cookies, ELSEWHERE)
    answer = thief.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "另一个浏览器" in thief.get(answer.headers["Location"]).content.decode()
    assert owner.status("get", "/") == 302
    acts = list_events(EventFilter(actors=("liaison",))).filter(chain="sign_in").values_list("act", flat=True)
    assert acts[0] == "session_elsewhere"


def test_the_same_browser_goes_on(cast: object) -> None:
    owner = signed_in(OFFICE_PC)
    assert [owner.status("get", "/") for _ in range(3)] == [200, 200, 200]


def test_the_owner_sees_another_session_and_ends_it(cast: object) -> None:
    """Whoever knows the password even has a browser that fits; the list of sessions is what is left."""
    owner, thief = signed_in(OFFICE_PC), signed_in(ELSEWHERE)
    page = owner.get(reverse("usersessions_list")).content.decode()
    assert "Chrome/150.0" in page
    assert "退出其他登录" in page
    owner.post(reverse("usersessions_list"))
    assert thief.status("get", "/") == 302
    assert owner.status("get", "/") == 200
