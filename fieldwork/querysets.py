"""The filters of the tablet's work in the words of the domain."""

from typing import Any, Self

from django.db import models

from accounts import access
from fieldwork.lifecycle import UNSETTLED, DispatchStatus, TabletStatus


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that belong to one agency and are nobody else's matter."""

    def visible_to(self, user: Any) -> Self:
        """Those of the person's own agencies."""
        if getattr(user, "is_system", False):
            return self
        return self.filter(agency__in=[agency.pk for agency in access.agencies_of(user)])


class TabletQuerySet(OwnQuerySet):
    """Tablets."""

    def enrolled(self) -> "TabletQuerySet":
        """Those that may be given work."""
        return self.filter(status=TabletStatus.ENROLLED)


class DispatchQuerySet(OwnQuerySet):
    """Visits with tablets."""

    def out(self) -> "DispatchQuerySet":
        """Those with a tablet now."""
        return self.filter(status=DispatchStatus.OUT)


class QuarantineQuerySet(OwnQuerySet):
    """Operations kept for a person."""

    def unsettled(self) -> "QuarantineQuerySet":
        """Nobody decided yet."""
        return self.filter(status__in=UNSETTLED)

    def of_visit(self, visit: Any) -> "QuarantineQuerySet":
        """What is kept of a visit; of one opened on the way also what came before the opening was applied."""
        before = models.Q(visit=None, operation__visit_key=visit.pk, tablet__openings__visit=visit)
        return self.filter(models.Q(visit=visit) | before)
