"""Signing in and out: the lock, the limits of a session, second factors, and what the log keeps of it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.web.foundation.api import EventFilter, list_events
from leitai.web.people.models import Person
from tests.cast import PASSWORD
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def _no_limits_from_before(db: None) -> None:
    cache.clear()


def sign_in(visitor: Visitor, login: str = "liaison", password: str = PASSWORD) -> Any:
    return visitor.post(reverse("account_login"), {"login": login, "password": password})


def acts() -> list[tuple[str, str]]:
    return list(list_events(EventFilter()).filter(chain="sign_in").order_by("number").values_list("act", "actor"))


def test_signing_in_and_out_leaves_two_lines(visitor: Visitor) -> None:
    assert sign_in(visitor).headers["Location"] == "/"
    assert visitor.get("/").status_code == 200
    visitor.post(reverse("account_logout"))
    assert visitor.get("/").status_code == 302
    assert acts() == [("sign_in", "liaison"), ("sign_out", "liaison")]


def test_a_wrong_password_and_a_wrong_name_look_the_same(visitor: Visitor) -> None:
    wrong_password = sign_in(visitor, password="wrong").content.decode()
    wrong_name = sign_in(visitor, login="hunter2-typed-here", password="wrong").content.decode()
    for page in (wrong_password, wrong_name):
        assert "登录名或密码不对" in page
    # What was typed into the box of the name may be a password: it is not kept.
    assert acts() == [("sign_in_failed", "liaison"), ("sign_in_failed", "unknown")]


def test_a_login_name_is_locked_after_some_failures_and_the_person_is_told(visitor: Visitor) -> None:
    for _ in range(settings.CONFIG.login_failures):
        sign_in(visitor, password="wrong")
    page = sign_in(visitor).content.decode()
    assert f"锁定 {settings.CONFIG.lockout_minutes} 分钟" in page
    assert acts()[-1] == ("sign_in_locked", "liaison")
    # Another name is not locked.
    assert sign_in(visitor, login="office").headers["Location"] == "/"


def test_the_lock_ends_by_itself(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(settings.CONFIG.login_failures):
        sign_in(visitor, password="wrong")
    later = time.time() + settings.CONFIG.lockout_minutes * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert sign_in(visitor).headers["Location"] == "/"


def test_who_is_switched_off_is_told_so(visitor: Visitor) -> None:
    Person.objects.filter(key="liaison").update(is_active=False)
    assert sign_in(visitor).headers["Location"] == reverse("account_inactive")


@pytest.mark.parametrize(
    ("field", "ago", "words"),
    [
        ("seen", settings.CONFIG.idle_minutes * 60 + 1, "没有操作"),
        ("since", settings.CONFIG.session_hours * 3600 + 1, "小时"),
    ],
)
def test_a_session_ends_when_idle_and_in_any_case(visitor: Visitor, field: str, ago: int, words: str) -> None:
    somebody = visitor.as_("liaison")
    somebody.get("/")
    session = somebody.session
    session[field] = int(time.time()) - ago
    session.save()
    answer = somebody.get("/people/organisations/?day=2023-01-01")
    assert answer.headers["Location"] == "/account/login/?next=%2Fpeople%2Forganisations%2F%3Fday%3D2023-01-01"
    assert words in somebody.get(answer.headers["Location"]).content.decode()


def test_part_of_a_page_is_told_to_go_to_the_login_page(visitor: Visitor) -> None:
    somebody = visitor.as_("liaison")
    somebody.get("/")
    session = somebody.session
    session["seen"] = 0
    session.save()
    answer = somebody.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/account/login/?next=%2F")


def test_a_session_in_use_goes_on_and_is_not_written_at_every_request(
    visitor: Visitor,
) -> None:
    somebody = visitor.as_("liaison")
    somebody.get("/account/")
    session = somebody.session
    session["seen"] = int(time.time()) - 120
    session.save()
    somebody.get("/account/")
    assert somebody.session["seen"] >= int(time.time()) - 5
    with CaptureQueriesContext(connection) as asked:
        somebody.get("/account/")
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_the_second_factor_is_asked_for_and_a_recovery_code_does_as_well(visitor: Visitor) -> None:
    person = Person.objects.get(key="liaison")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).generate_codes()
    assert sign_in(visitor).headers["Location"] == reverse("mfa_authenticate")
    assert visitor.get("/").status_code == 302
    page = visitor.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert visitor.post(reverse("mfa_authenticate"), {"code": code}).headers["Location"] == "/"
    visitor.post(reverse("account_logout"))
    sign_in(visitor)
    assert visitor.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == "/"


def test_a_changed_password_is_in_the_log_and_keeps_the_session(visitor: Visitor) -> None:
    sign_in(visitor)
    new = "a sentence I remember"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert visitor.post(reverse("account_change_password"), given).status_code == 302
    assert visitor.get("/").status_code == 200
    assert acts()[-1] == ("password_changed", "liaison")
    visitor.post(reverse("account_logout"))
    assert sign_in(visitor, password=new).headers["Location"] == "/"


def test_the_password_in_use_is_asked_for(visitor: Visitor) -> None:
    sign_in(visitor)
    given = {"oldpassword": "wrong", "password1": "a sentence I remember", "password2": "a sentence I remember"}
    assert "现在的密码不对" in visitor.post(reverse("account_change_password"), given).content.decode()


def test_nobody_signs_up(visitor: Visitor) -> None:
    for url in ("/account/signup/", "/account/password/reset/", "/account/email/", "/admin/"):
        assert visitor.as_("liaison").get(url).status_code == 404
