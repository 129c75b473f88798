"""The filters of the rulebook: the rows of this administration, in force on a date."""

import datetime as dt
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

M = TypeVar("M", bound=models.Model)


class RuleQuerySet(models.QuerySet[M]):
    """Rows of the rulebook."""

    def current(self) -> "RuleQuerySet[M]":
        """Rows of the administration this installation serves."""
        return self.filter(administration=settings.ADMINISTRATION)

    def in_force_on(self, on: dt.date) -> "RuleQuerySet[M]":
        """Rows of this administration in force on that day, both ends included."""
        lasts = Q(effective_until__isnull=True) | Q(effective_until__gte=on)
        return self.current().filter(lasts, effective_from__lte=on)

    def with_outcome(self) -> Any:
        """Rows with `outcome`: what the newest verification says; None when nobody has compared the row yet."""
        newest = apps.get_model("rulebook", "Verification").objects.filter(row_id=OuterRef("pk"))
        return self.annotate(outcome=Subquery(newest.order_by("-created_at", "-id").values("outcome")[:1]))

    def visible_to(self, user: Any) -> "RuleQuerySet[M]":
        """The law is open to everyone; the doors ask for the right to see the pages."""
        return self.current()
