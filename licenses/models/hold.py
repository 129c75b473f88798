"""A hold: why a holder may not have a right granted, renewed, amended or transferred for now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from licenses.models.establishment import Establishment
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.querysets.applications import HoldQuerySet


class Hold(UUIDModel, Stamped):
    """Placed by an officer, or because a penalty or a fee stays unpaid; of one license, one place, or everything held.

    It stands from its first day to its last one, where it has one, unless it is lifted before.
    """

    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="holds")
    license = models.ForeignKey(License, models.PROTECT, null=True, blank=True, related_name="holds")
    establishment = models.ForeignKey(Establishment, models.PROTECT, null=True, blank=True, related_name="holds")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=400)
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    placed_on = models.DateField(_("placed on"))
    stands_from = models.DateField(_("stands from"), null=True, blank=True)
    stands_until = models.DateField(_("stands until"), null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.CharField(_("why it was lifted"), max_length=400, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["licensee", "source_key"],
                condition=~Q(source_key="") & Q(lifted_on__isnull=True),
                name="hold_of_one_source_once",
            ),
            models.CheckConstraint(
                condition=Q(license__isnull=True) | Q(establishment__isnull=True), name="hold_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(stands_until__isnull=True)
                | Q(stands_from__isnull=True)
                | Q(stands_until__gte=F("stands_from")),
                name="hold_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
