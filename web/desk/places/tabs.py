"""The tabs that the pages about places share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.roles import Action


def tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """Return the tabs this person may open, the current one marked."""
    offered = [
        ("desk:places", _("Schools and protected places"), Action.PLACES_VIEW),
        ("desk:units", _("Administrative units"), Action.PLACES_VIEW),
        ("desk:unit_convert", _("Old address to today's unit"), None),
        ("desk:places_import", _("Import"), Action.PLACES_IMPORT),
    ]
    return [
        {"url": reverse(name), "label": label, "current": name == current}
        for name, label, action in offered
        if action is None or can(request.user, action)
    ]
