"""Rulebook as a Django app."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "leitai.web.rulebook"
    label = "rulebook"
    verbose_name = "规则"
    default_auto_field = "django.db.models.BigAutoField"
