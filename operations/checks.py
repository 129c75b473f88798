"""Deployment checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a deployment with the demo's role buttons and watermark."""
    if not settings.DEMO_MODE:
        return []
    return [
        Error(
            "DEMO_MODE is on: anyone on this machine could sign in as any role, and papers carry no legal force.",
            hint="Unset DEMO_MODE.",
            id="wavewarden.E001",
        )
    ]
