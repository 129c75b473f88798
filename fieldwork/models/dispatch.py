"""A visit's stay with a tablet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from fieldwork.lifecycle import DISPATCH, DispatchStatus
from fieldwork.querysets import DispatchQuerySet


class Dispatch(UUIDModel, Stamped, Versioned):
    """One visit with one tablet, from the day it was given until it is brought back, recalled or given on."""

    lifecycle = DISPATCH
    journal_left_out = frozenset({"packed_at"})

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="dispatches")
    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="dispatches")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=DispatchStatus, default=DispatchStatus.OUT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    packed_at = models.DateTimeField(_("taken along at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["tablet", "status"], name="dispatch_of_tablet")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DispatchStatus.values), name="dispatch_status_known"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(status=DispatchStatus.OUT), name="dispatch_one_tablet_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.tablet}"
