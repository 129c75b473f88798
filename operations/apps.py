"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Keeping it running."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"
