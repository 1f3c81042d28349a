"""Collection as a Django app."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "leitai.web.collection"
    label = "collection"
    verbose_name = "填报与审核"
    default_auto_field = "django.db.models.BigAutoField"
