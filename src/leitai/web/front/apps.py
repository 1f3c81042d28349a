"""The front of the house as a Django app: layout, home, search, audit pages, accounts. It has no tables."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "leitai.web.front"
    label = "front"
    verbose_name = "门厅"

    def ready(self) -> None:
        from allauth.account.signals import password_changed
        from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

        from leitai.web.front.accounts import record_change

        for signal, act in (
            (password_changed, "password_changed"),
            (authenticator_added, "factor_added"),
            (authenticator_removed, "factor_removed"),
            (authenticator_reset, "factor_reset"),
        ):
            signal.connect(_recorder(record_change, act), weak=False, dispatch_uid=f"leitai.{act}")


def _recorder(record: Any, act: str) -> Any:
    return lambda request, user, **_: record(request, user, act)
