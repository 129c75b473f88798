"""What every page's frame needs: agency, tabs, language, demo banner."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import agencies_of
from common.text import pick
from web.navigation import home_of, tabs_for


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the values of base.html; the lazy ones cost nothing on pages that do not show them."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    agencies = agencies_of(user) if signed_in else []
    return {
        "frame_agency": pick(agencies[0], "name") if agencies else "",
        "frame_home": home_of(user) if signed_in else reverse("home"),
        "frame_tabs": tabs_for(request) if signed_in else [],
        "frame_languages": settings.LANGUAGES,
        "demo_mode": getattr(settings, "DEMO_MODE", False),
        "page_address": request.get_full_path(),
    }
