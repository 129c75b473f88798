"""The operations app."""

from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Keeping it running."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register our deployment checks."""
        import_module("operations.checks")
