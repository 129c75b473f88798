"""Places that must keep their distance from game points, and the imports that brought them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.clock import now
from common.models import Stamped, UUIDModel
from places.enums import PlaceKind
from places.models.unit import AdminUnit
from places.querysets import ProtectedPlaceQuerySet


class ProtectedPlace(UUIDModel, Stamped):
    """A school gate or the like: the point from which a distance is measured."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40, choices=PlaceKind)
    address = models.CharField(_("address"), max_length=250, blank=True)
    unit = models.ForeignKey(AdminUnit, models.PROTECT, null=True, blank=True, related_name="protected_places")
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))
    source = models.CharField(_("source"), max_length=200)
    source_key = models.CharField(_("key in the source"), max_length=400, unique=True, editable=False)
    checked_on = models.DateField(_("position checked on"), null=True, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(_("existed until"), null=True, blank=True)
    search_text = models.CharField(max_length=460, editable=False)

    objects = ProtectedPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("protected place")
        verbose_name_plural = _("protected places")
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180), name="protected_place_on_earth"
            )
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="protected_place_position")]

    def __str__(self) -> str:
        return self.name


class ProtectedPlaceImport(UUIDModel):
    """What one import did: counts, and each refused row with its reasons."""

    file_name = models.CharField(_("file"), max_length=250)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=200)
    at = models.DateTimeField(_("time"), default=now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(_("rows"))
    added = models.PositiveIntegerField(_("added"))
    updated = models.PositiveIntegerField(_("updated"))
    unchanged = models.PositiveIntegerField(_("unchanged"))
    refused = models.PositiveIntegerField(_("refused"))
    warnings = models.JSONField(default=list)
    refusals = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import of protected places")
        verbose_name_plural = _("imports of protected places")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.file_name
