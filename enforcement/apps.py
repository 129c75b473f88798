"""The enforcement app."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """What was decided about it."""

    name = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"
