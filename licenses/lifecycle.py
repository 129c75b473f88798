"""Lifecycles of the register: an establishment's entry and a license."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step
from licenses.enums import EstablishmentStatus as E
from licenses.enums import LicenseStatus as L

ESTABLISHMENT = Lifecycle(
    name="establishment",
    initial=E.DECLARED,
    steps=(
        Step("verify", (E.DECLARED,), E.VERIFIED, Action.REGISTER_VERIFY, _("Verify the entry")),
        Step("close", (E.DECLARED, E.VERIFIED), E.CLOSED, Action.REGISTER_EDIT, _("Close the entry")),
    ),
    entries=(E.VERIFIED, E.CLOSED),
)

LICENSE = Lifecycle(
    name="license",
    initial=L.PENDING,
    steps=(
        # the calendar begins and ends licenses; both steps need the clock's right
        Step("activate", (L.PENDING,), L.ACTIVE, Action.LICENSE_EXPIRE, _("Put in force")),
        Step("cancel", (L.PENDING,), L.CANCELLED, Action.LICENSE_DECIDE, _("Cancel")),
        Step("suspend", (L.ACTIVE,), L.SUSPENDED, Action.LICENSE_DECIDE, _("Suspend")),
        Step("reinstate", (L.SUSPENDED,), L.ACTIVE, Action.LICENSE_DECIDE, _("Reinstate")),
        Step("revoke", (L.ACTIVE, L.SUSPENDED), L.REVOKED, Action.LICENSE_DECIDE, _("Revoke")),
        Step("surrender", (L.ACTIVE, L.SUSPENDED), L.SURRENDERED, Action.REGISTER_EDIT, _("Record the surrender")),
        Step("supersede", (L.ACTIVE, L.SUSPENDED), L.SUPERSEDED, Action.LICENSE_DECIDE, _("Record a replacement")),
        Step("expire", (L.ACTIVE, L.SUSPENDED), L.EXPIRED, Action.LICENSE_EXPIRE, _("Expire")),
    ),
    entries=(L.ACTIVE, L.SUSPENDED, L.EXPIRED, L.REVOKED, L.CANCELLED, L.SURRENDERED, L.SUPERSEDED),
)
