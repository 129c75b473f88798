"""A second visit in one year: asked for by one person, decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from inspections.lifecycle import OVERRIDE, OverrideStatus
from inspections.querysets import OverrideQuerySet


class OverrideRequest(UUIDModel, Stamped, Versioned):
    """The reason to check a business twice in one year (Resolution 198/2025/QH15, article 4), and who agreed."""

    lifecycle = OVERRIDE

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    licensee = models.ForeignKey("licenses.Licensee", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(_("status"), max_length=12, choices=OverrideStatus, default=OverrideStatus.REQUESTED)
    reason = models.TextField(_("reason"))
    source = models.CharField(_("source of the sign of violation"), max_length=250, blank=True)
    earlier_visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(_("note of the decision"), blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a second visit in the year")
        verbose_name_plural = _("requests for a second visit in the year")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="override_needs_a_second_person",
            ),
            models.CheckConstraint(condition=Q(status__in=OverrideStatus.values), name="override_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.licensee_id} {self.year}"
