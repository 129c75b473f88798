"""The pages for people; an app only so that Django finds its template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No models live here."""

    name = "web"
