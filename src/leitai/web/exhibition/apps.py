"""Exhibition as a Django app."""

from django.apps import AppConfig


class ExhibitionConfig(AppConfig):
    name = "leitai.web.exhibition"
    label = "exhibition"
    verbose_name = "结果展示"
    default_auto_field = "django.db.models.BigAutoField"
