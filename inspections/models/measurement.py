"""A measurement beside the licensed value it is compared with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import Quantity, Verdict
from inspections.models.record import Recorded
from inspections.querysets import RecordedQuerySet


class Measurement(Recorded):
    """One reading: value, unit, uncertainty, instrument; and the verdict computed from the licensed value."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="measurements")
    item = models.ForeignKey("rulebook.ChecklistItem", models.PROTECT, null=True, blank=True, related_name="+")
    station = models.ForeignKey("licenses.Station", models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        "licenses.FrequencyAssignment", models.PROTECT, null=True, blank=True, related_name="measurements"
    )
    quantity = models.CharField(_("quantity"), max_length=20, choices=Quantity)
    value = models.FloatField(_("measured value"), null=True, blank=True)
    value_text = models.CharField(_("observed, in words"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    uncertainty = models.FloatField(_("uncertainty"), null=True, blank=True)
    instrument = models.CharField(_("instrument (make, model)"), max_length=200, blank=True)
    instrument_serial = models.CharField(_("serial number of the instrument"), max_length=80, blank=True)
    calibrated_on = models.DateField(_("calibrated on"), null=True, blank=True)
    calibrated_until = models.DateField(_("calibration valid until"), null=True, blank=True)
    measured_at = models.DateTimeField(_("measured at"))
    place = models.CharField(_("place of measurement"), max_length=250, blank=True)
    distance_m = models.FloatField(_("distance to the antenna, m"), null=True, blank=True)
    licensed_value = models.FloatField(_("licensed value"), null=True, blank=True)
    tolerance = models.FloatField(_("tolerance"), null=True, blank=True)
    verdict = models.CharField(_("result"), max_length=12, choices=Verdict, default=Verdict.NOT_JUDGED)
    explanation = models.JSONField(_("how the result came about"), default=dict)
    note = models.TextField(_("note"), blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ("measured_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(value_text=""), name="measurement_says_something"
            ),
            models.CheckConstraint(
                condition=Q(uncertainty__isnull=True) | Q(uncertainty__gte=0), name="measurement_uncertainty_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.value_text or self.value} {self.unit}"
