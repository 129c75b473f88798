"""The part of a record's page that says what is held, and what is owed."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts import access
from accounts.roles import Action
from common.clock import today
from licenses.models import Establishment, Hold, License, Licensee
from licenses.queries.invoices import owed_by

TEMPLATE = "desk/holds/_part.html"


def part(
    user: Any, holder: Licensee, *, license: License | None = None, establishment: Establishment | None = None
) -> dict[str, Any]:
    """Return the holds against a holder, or against one license or place of theirs, with those not yet begun."""
    rows = Hold.objects.unlifted().filter(licensee=holder).select_related("license", "establishment")
    if license is not None:
        rows = rows.filter(Q(license=license) | Q(license__isnull=True, establishment__isnull=True))
    if establishment is not None:
        rows = rows.filter(Q(establishment=establishment) | Q(license__isnull=True, establishment__isnull=True))
    query = f"?license={license.pk}" if license is not None else ""
    may = access.can(user, Action.REGISTER_EDIT)
    whole = license is None and establishment is None
    return {
        "template": TEMPLATE,
        "holds": list(rows.order_by("placed_on", "pk")),
        "on": today(),
        "place_url": f"{reverse('desk:hold_place', args=[holder.pk])}{query}" if may else "",
        "owed": owed_by(holder, today()) if whole and access.can(user, Action.FEE_VIEW) else None,
    }
