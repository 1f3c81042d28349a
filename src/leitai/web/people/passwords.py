"""What a password must not be, beside what Django's own checks refuse."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from leitai.web.foundation.api import say
from leitai.web.people.models import Person


class NotTheLogin:
    """A password that holds the login name is the first one that is tried."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is not None and user.login and user.login.lower() in password.lower():
            raise ValidationError(
                say("密码里含有登录名，请换一个。", "The password contains the login name; choose another."),
                code="login",
            )

    def get_help_text(self) -> str:
        return say("密码里不得含有登录名。", "The password must not contain the login name.")
