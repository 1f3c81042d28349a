"""Assessment as a Django app."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "leitai.web.assessment"
    label = "assessment"
    verbose_name = "计分与发布"
    default_auto_field = "django.db.models.BigAutoField"
