"""A place where the public gets Internet access or plays electronic games."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import EstablishmentKind, EstablishmentStatus, PositionOrigin
from licenses.lifecycle import ESTABLISHMENT
from licenses.models.licensee import Licensee
from licenses.querysets import EstablishmentQuerySet


class Establishment(UUIDModel, Versioned, Stamped):
    """A register entry, not a license: declared, verified, amended, closed."""

    lifecycle = ESTABLISHMENT

    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="establishments", verbose_name=_("licensee"))
    name = models.CharField(_("name"), max_length=250)
    name_folded = models.CharField(max_length=250, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=EstablishmentKind)
    offers_games = models.BooleanField(_("offers electronic games"), default=False)
    address = models.CharField(_("address"), max_length=300, blank=True)
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    precision_m = models.PositiveIntegerField(_("precision of the position (m)"), null=True, blank=True)
    position_origin = models.CharField(_("origin of the position"), max_length=10, choices=PositionOrigin, blank=True)
    opening_time = models.TimeField(_("opens at"), null=True, blank=True)
    closing_time = models.TimeField(_("closes at"), null=True, blank=True)
    computers = models.PositiveIntegerField(_("computers"), null=True, blank=True)
    room_area_m2 = models.FloatField(_("area of the computer rooms (m²)"), null=True, blank=True)
    isp_name = models.CharField(_("Internet provider"), max_length=200, blank=True)
    isp_contract_number = models.CharField(_("number of the contract with the provider"), max_length=80, blank=True)
    isp_contract_until = models.DateField(_("contract valid until"), null=True, blank=True)
    isp_line = models.CharField(_("line"), max_length=120, blank=True)
    business_registration = models.CharField(_("business registration"), max_length=80, blank=True)
    games = models.JSONField(_("games offered"), default=list, blank=True)
    road_distance_m = models.PositiveIntegerField(_("road distance to the nearest school (m)"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=EstablishmentStatus, default=EstablishmentStatus.DECLARED
    )
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("in the register from"))
    valid_until = models.DateField(_("in the register until"), null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = EstablishmentQuerySet.as_manager()
    every_row_journaled = True

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        indexes = [
            models.Index(fields=["name_folded", "id"], name="establishment_by_name"),
            models.Index(fields=["unit", "name_folded", "id"], name="establishment_by_unit"),
            models.Index(fields=["lat", "lon"], name="establishment_by_position"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EstablishmentKind.values), name="establishment_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=EstablishmentStatus.values), name="establishment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="establishment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="establishment_position_possible",
            ),
            models.UniqueConstraint(
                fields=["source_key", "agency"], condition=~Q(source_key=""), name="establishment_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
