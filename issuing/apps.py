"""The issuing app."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """Papers that count."""

    name = "issuing"
    default_auto_field = "django.db.models.BigAutoField"
