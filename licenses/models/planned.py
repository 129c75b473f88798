"""A change of a license that is decided today and takes effect on a coming day."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from common.text import day_text
from licenses.enums import PlannedStatus, PlannedStep
from licenses.lifecycle import PLANNED_CHANGE
from licenses.models.license import License
from licenses.querysets.planned import PlannedChangeQuerySet

PERSON = settings.AUTH_USER_MODEL


class PlannedChange(UUIDModel, Versioned, Stamped):
    """One step of a license on a coming day. From the day on it holds, whether or not the daily work has run yet."""

    lifecycle = PLANNED_CHANGE

    license = models.ForeignKey(License, models.PROTECT, related_name="planned", verbose_name=_("license"))
    step = models.CharField(_("what happens"), max_length=10, choices=PlannedStep)
    effective_on = models.DateField(_("takes effect on"))
    until = models.DateField(_("until (suspension)"), null=True, blank=True)
    changes = models.JSONField(_("what changes"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    approved_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("countersigned by")
    )
    approved_on = models.DateField(_("countersigned on"), null=True, blank=True)
    closed_on = models.DateField(_("done on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PlannedStatus, default=PlannedStatus.PROPOSED)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned change of a license")
        verbose_name_plural = _("planned changes of licenses")
        ordering = ("effective_on", "id")
        indexes = [models.Index(fields=["status", "effective_on"], name="planned_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PlannedStatus.values), name="planned_status_known"),
            models.CheckConstraint(condition=Q(step__in=PlannedStep.values), name="planned_step_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("effective_on")), name="planned_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="planned_by_one_signed_by_another",
            ),
            models.UniqueConstraint(
                fields=["license", "step", "effective_on"],
                condition=Q(status__in=(PlannedStatus.PROPOSED, PlannedStatus.APPROVED)),
                name="planned_once_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{PlannedStep(self.step).label} · {day_text(self.effective_on)}"

    @property
    def new_end(self) -> dt.date | None:
        """The last day of the term an amendment sets; None when it leaves the term alone."""
        text = self.changes.get("valid_until")
        return dt.date.fromisoformat(text) if text else None
