"""The inspections app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """What was planned and seen on site."""

    name = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
