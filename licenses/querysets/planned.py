"""Planned changes and findings about the register, in the words of the domain."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.access import agencies_of
from licenses.enums import PlannedStatus, PlannedStep, QualityState


class PlannedChangeQuerySet(models.QuerySet[Any]):
    """Planned changes of licenses."""

    def visible_to(self, user: Any) -> "PlannedChangeQuerySet":
        """Those of licenses the person may see."""
        licenses = self.model._meta.get_field("license").related_model
        return self.filter(license__in=licenses._default_manager.visible_to(user))

    def pending(self) -> "PlannedChangeQuerySet":
        """Those that may still take effect."""
        return self.filter(status__in=(PlannedStatus.PROPOSED, PlannedStatus.APPROVED))

    def announced(self) -> "PlannedChangeQuerySet":
        """Those that will take effect unless somebody takes them back."""
        return self.filter(status=PlannedStatus.APPROVED)

    def due(self, on: dt.date) -> "PlannedChangeQuerySet":
        """Those whose day has come."""
        return self.announced().filter(effective_on__lte=on)

    def ending(self) -> "PlannedChangeQuerySet":
        """Those that end the license."""
        return self.filter(step__in=(PlannedStep.REVOKE, PlannedStep.SURRENDER))


class QualityFindingQuerySet(models.QuerySet[Any]):
    """Findings about the register."""

    def visible_to(self, user: Any) -> "QualityFindingQuerySet":
        """Those about records that the person's agencies keep."""
        return self.filter(agency__in=agencies_of(user))

    def open(self) -> "QualityFindingQuerySet":
        """Those somebody still has to look at."""
        return self.filter(state=QualityState.OPEN)

    def about(self, target: models.Model) -> "QualityFindingQuerySet":
        """Those about one record."""
        return self.filter(Q(target_type=target._meta.label_lower), target_id=target.pk)
