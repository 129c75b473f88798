"""Frequencies assigned to a station under a license."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import PowerReference
from licenses.models.license import License
from licenses.models.station import Station
from licenses.querysets import AssignmentQuerySet


class FrequencyAssignment(UUIDModel, Versioned, Stamped):
    """One transmit frequency (or band, then `tx_upper_hz` is its upper edge) with its limits."""

    license = models.ForeignKey(License, models.PROTECT, related_name="assignments", verbose_name=_("license"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="assignments", verbose_name=_("station"))
    tx_hz = models.BigIntegerField(_("transmit frequency (Hz)"))
    tx_upper_hz = models.BigIntegerField(_("upper edge of the band (Hz)"), null=True, blank=True)
    rx_hz = models.BigIntegerField(_("receive frequency (Hz)"), null=True, blank=True)
    bandwidth_hz = models.BigIntegerField(_("bandwidth (Hz)"), null=True, blank=True)
    power_w = models.FloatField(_("power (W)"), null=True, blank=True)
    power_reference = models.CharField(_("power reference"), max_length=12, choices=PowerReference, blank=True)
    tolerance_ppm = models.FloatField(_("frequency tolerance (ppm)"), null=True, blank=True)
    rx_station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_assignments",
        verbose_name=_("receiving station"),
    )
    path_length_km = models.FloatField(_("path length (km)"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True, editable=False)

    objects = AssignmentQuerySet.as_manager()
    every_row_journaled = True
    kept_by = "license.agency"

    class Meta:
        verbose_name = _("frequency assignment")
        verbose_name_plural = _("frequency assignments")
        indexes = [
            models.Index(fields=["tx_hz", "id"], name="assignment_by_frequency"),
            models.Index(fields=["license", "tx_hz", "id"], name="assignment_by_license"),
            # bands are few, and a search by frequency asks which of them begin below it and end above it
            models.Index(
                fields=["tx_upper_hz", "tx_hz"], condition=Q(tx_upper_hz__isnull=False), name="assignment_by_band"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(tx_hz__gt=0), name="assignment_frequency_positive"),
            models.CheckConstraint(
                condition=Q(tx_upper_hz__isnull=True) | Q(tx_upper_hz__gt=F("tx_hz")),
                name="assignment_band_in_order",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
                name="assignment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["source_key", "license"], condition=~Q(source_key=""), name="assignment_source_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tx_hz} Hz"


class AssignmentEmission(models.Model):
    """One emission designator allowed on an assignment; the bandwidth is what the designator says."""

    assignment = models.ForeignKey(FrequencyAssignment, models.PROTECT, related_name="emissions")
    designator = models.CharField(_("emission designator"), max_length=12)
    bandwidth_hz = models.BigIntegerField(_("necessary bandwidth (Hz)"), null=True, blank=True)

    class Meta:
        verbose_name = _("emission")
        verbose_name_plural = _("emissions")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["assignment", "designator"], name="emission_once_per_assignment")
        ]

    def __str__(self) -> str:
        return self.designator
