"""How allauth is bent to this house: nobody signs up, a lock is said plainly, every sign-in leaves its line."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from leitai.engine.errors import Text
from leitai.web.foundation.api import lang, now
from leitai.web.people.api import find_login, record_sign_in

WORDS = {
    "username_password_mismatch": Text("登录名或密码不对。", "The login name or the password is wrong."),
    "account_inactive": Text(
        "这个账号已停用，请与安全管理员联系。", "This account is switched off; ask the administrator."
    ),
    "incorrect_password": Text("密码不对。", "The password is wrong."),
    "enter_current_password": Text("现在的密码不对。", "The present password is wrong."),
    "incorrect_code": Text("验证码不对或已过期。", "The code is wrong or out of date."),
    "rate_limited": Text("操作太频繁，请稍后再试。", "Too many requests; try again later."),
}


class Plain:
    """allauth's faults in our words, for both of its adapters."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in WORDS:
            return ValidationError(WORDS[code].say(lang()), code=code)
        error: ValidationError = super().validation_error(code, *args)  # type: ignore[misc]
        return error


class AccountAdapter(Plain, DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code == "too_many_login_attempts":
            times, minutes = settings.CONFIG.login_failures, settings.CONFIG.lockout_minutes
            words = Text(
                f"这个登录名已输错 {times} 次，锁定 {minutes} 分钟。忘记密码请找安全管理员重设。",
                f"Wrong {times} times: this login name is locked for {minutes} minutes."
                " If the password is forgotten, the administrator sets a new one.",
            )
            return ValidationError(words.say(lang()), code=code)
        return super().validation_error(code, *args)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _record(request, credentials.get("username", ""), "sign_in_locked")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _record(request, credentials.get("username", ""), "sign_in_failed")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        _record(request, user.get_username(), "sign_in")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        _record(request, request.user.get_username(), "sign_out")
        super().logout(request)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whoever signs in sees that it worked; only what is not on the page itself is worth a message."""
        template = kwargs.get("message_template") or (args[1] if len(args) > 1 else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, *args, **kwargs)


class FactorAdapter(Plain, DefaultMFAAdapter):  # type: ignore[misc]
    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail here; a changed factor is in the audit log."""


def _record(request: HttpRequest, login: str, act: str) -> None:
    person = find_login(login)
    # A name that is nobody's may be a password typed into the wrong box: it is never kept.
    key = person.key if person is not None else "unknown"
    record_sign_in(actor=key, at=now(), act=act, address=get_client_ip(request) or "")


def record_change(request: HttpRequest, user: AbstractBaseUser, act: str) -> None:
    """A changed password or second factor, told by allauth's signals."""
    _record(request, user.get_username(), act)
