"""The fieldwork app."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """What a tablet takes along and brings back."""

    name = "fieldwork"
    default_auto_field = "django.db.models.BigAutoField"
