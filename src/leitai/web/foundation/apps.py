"""The foundation as a Django app: triggers are put back after every migration."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "leitai.web.foundation"
    label = "foundation"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.web.foundation.triggers import install

        post_migrate.connect(lambda using="default", **_: install(using), weak=False, dispatch_uid="leitai.triggers")
