"""What belongs to the licensees a person acts for, and who acts for whom on a day."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from accounts import access


def own_q(user: Any, path: str) -> Q:
    """Return the condition that the record belongs to a licensee the person acts for; `path` leads to its key."""
    held = access.parties_of(user)
    return Q(**{f"{path}__in": held}) if held else Q(pk__in=())


class LicenseeMembershipQuerySet(models.QuerySet["LicenseeMembership"]):  # type: ignore[name-defined]
    """Who acts for a licensee."""

    def in_force(self, on: dt.date) -> "LicenseeMembershipQuerySet":
        """Those that hold on that day; one ended today gives nothing any more."""
        return self.filter(valid_from__lte=on).exclude(ended_on__lte=on)

    def visible_to(self, user: Any) -> "LicenseeMembershipQuerySet":
        """Those of licensees the person acts for, and those of licensees the person's agencies keep."""
        kept = Q(licensee__agency__in=[held.pk for held in access.agencies_of(user)])
        return self.filter(own_q(user, "licensee") | kept)


class InvitationQuerySet(models.QuerySet["Invitation"]):  # type: ignore[name-defined]
    """Invitations to act for a licensee."""

    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """Those of licensees the person acts for."""
        return self.filter(own_q(user, "licensee"))

    def open_on(self, on: dt.date) -> "InvitationQuerySet":
        """Those neither answered nor taken back nor too old."""
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True, valid_until__gte=on)


class ClaimQuerySet(models.QuerySet["LicenseeClaim"]):  # type: ignore[name-defined]
    """Requests to act for a licensee."""

    def visible_to(self, user: Any) -> "ClaimQuerySet":
        """The person's own, and those made to the person's agencies."""
        return self.filter(Q(user=user.pk) | Q(agency__in=[held.pk for held in access.agencies_of(user)]))

    def waiting(self) -> "ClaimQuerySet":
        """Those not decided."""
        return self.filter(decided_on__isnull=True, withdrawn_on__isnull=True)
