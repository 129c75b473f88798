"""How the mails about an account are signed: by the agency that knows its owner, else by the one that runs the site."""

from typing import Any

from django.conf import settings

from accounts.access import memberships
from accounts.models import Agency
from common.clock import today
from common.text import pick
from licenses.models import LicenseeMembership


def signature(person: Any) -> dict[str, str]:
    """Return recipient and sender as templates/account/email/base_message.txt writes them; `person` may be nobody."""
    agency = _agency(person)
    return {
        "name": person.full_name if person is not None else "",
        "agency": pick(agency, "name") if agency is not None else "",
        "office": agency.address if agency is not None else "",
        "phone": agency.phone if agency is not None else "",
        "site": settings.SITE_URL,
    }


def _agency(person: Any) -> Agency | None:
    if person is not None:
        serving = memberships(person)
        if serving:
            return serving[0].agency
        acting = LicenseeMembership.objects.filter(user=person).in_force(today()).select_related("licensee__agency")
        if first := acting.first():
            return first.licensee.agency
    named = Agency.objects.filter(code=settings.SITE_AGENCY).first() if settings.SITE_AGENCY else None
    # whoever sets the site up enters their own agency first
    return named or Agency.objects.order_by("pk").first()
