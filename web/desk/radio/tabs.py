"""The tabs that the pages of radio examination share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.roles import Action

OFFERED = (
    ("desk:checks", Action.COORDINATION_VIEW),
    ("desk:check_new", Action.COORDINATION_CHECK),
    ("desk:free_channels", Action.COORDINATION_CHECK),
    ("desk:band", Action.COORDINATION_VIEW),
    ("desk:allocations", Action.COORDINATION_VIEW),
    ("desk:plans", Action.COORDINATION_VIEW),
    ("desk:terrain_path", Action.COORDINATION_VIEW),
    ("desk:identify", Action.COORDINATION_CHECK),
    ("desk:monitoring", Action.COORDINATION_CHECK),
)


def tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """Return the tabs this person may open, the current one marked."""
    labels = {
        "desk:checks": _("Examinations"),
        "desk:check_new": _("Examine a frequency"),
        "desk:free_channels": _("Free channels"),
        "desk:band": _("Who sits where"),
        "desk:allocations": _("Allocations"),
        "desk:plans": _("Channel plans"),
        "desk:terrain_path": _("Path over the terrain"),
        "desk:identify": _("Whose emission is this?"),
        "desk:monitoring": _("Receiver's file"),
    }
    return [
        {"url": reverse(name), "label": labels[name], "current": name == current}
        for name, action in OFFERED
        if can(request.user, action)
    ]
