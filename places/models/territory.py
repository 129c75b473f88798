"""Where an agency is competent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from places.models.unit import AdminUnit
from places.querysets import Dated


class Territory(models.Model):
    """One unit of an agency's territory, for a period; a province stands for all its communes."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="territories")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="territories")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = Dated["Territory"].as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(fields=["agency", "unit", "valid_from"], name="one_territory_row_per_start"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="territory_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.unit}"
