"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who is at the door, what they may do, what they did."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
