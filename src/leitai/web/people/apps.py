"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "leitai.web.people"
    label = "people"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"
