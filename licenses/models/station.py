"""A radio station: a site with its antenna and equipment, or a group of mobiles around it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import Polarisation
from licenses.models.licensee import Licensee
from licenses.querysets import StationQuerySet


class Station(UUIDModel, Versioned, Stamped):
    """Where and with what a licensee transmits."""

    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="stations", verbose_name=_("licensee"))
    name = models.CharField(_("name"), max_length=250, blank=True)
    call_sign = models.CharField(_("call sign"), max_length=40, blank=True)
    station_class = models.CharField(_("class of station"), max_length=10, blank=True)
    site_name = models.CharField(_("site"), max_length=250, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    ground_elevation_m = models.FloatField(_("ground elevation (m)"), null=True, blank=True)
    antenna_model = models.CharField(_("antenna"), max_length=120, blank=True)
    antenna_gain_dbi = models.FloatField(_("antenna gain (dBi)"), null=True, blank=True)
    antenna_azimuth_deg = models.FloatField(_("antenna azimuth (°)"), null=True, blank=True)
    antenna_tilt_deg = models.FloatField(_("antenna tilt (°)"), null=True, blank=True)
    antenna_height_m = models.FloatField(_("antenna height above ground (m)"), null=True, blank=True)
    polarisation = models.CharField(_("polarisation"), max_length=2, choices=Polarisation, blank=True)
    feeder_loss_db = models.FloatField(_("feeder loss (dB)"), null=True, blank=True)
    equipment_make = models.CharField(_("equipment make"), max_length=120, blank=True)
    equipment_model = models.CharField(_("equipment model"), max_length=120, blank=True)
    equipment_serial = models.CharField(_("equipment serial number"), max_length=120, blank=True)
    conformity_mark = models.CharField(_("conformity mark"), max_length=80, blank=True)
    mobiles_count = models.PositiveIntegerField(_("number of mobiles"), null=True, blank=True)
    service_radius_km = models.FloatField(_("service radius (km)"), null=True, blank=True)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("in the register from"))
    valid_until = models.DateField(_("in the register until"), null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = StationQuerySet.as_manager()
    every_row_journaled = True

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        indexes = [
            models.Index(fields=["call_sign", "id"], name="station_by_call_sign"),
            models.Index(fields=["name", "id"], name="station_by_name"),
            models.Index(fields=["lat", "lon"], name="station_by_position"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="station_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="station_position_possible",
            ),
            models.UniqueConstraint(
                fields=["source_key", "agency"], condition=~Q(source_key=""), name="station_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.call_sign or self.site_name
