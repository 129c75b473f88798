"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Doors for programs."""

    name = "api"
    default_auto_field = "django.db.models.BigAutoField"
