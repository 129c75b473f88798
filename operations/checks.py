"""Deployment checks of our own."""

from typing import Any
from urllib.parse import urlsplit

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


@register(Tags.security, deploy=True)
def papers_name_this_site(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a deployment whose papers would print the address of nobody's machine."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme == "https" and parts.hostname not in {None, "localhost", "127.0.0.1", "::1"}:
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL}: every paper would print this address and its QR code for ever.",
            hint="Set SITE_URL to the public https:// address of the site.",
            id="wavewarden.E002",
        )
    ]
