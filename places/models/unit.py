"""Administrative units with their periods, and what became of the old ones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import UUIDModel
from places.enums import UnitKind
from places.querysets import AdminUnitQuerySet


class AdminUnit(UUIDModel):
    """A province or commune (before 2025-07-01 also a district) for as long as it existed under that name.

    Codes are re-used (00004 was Phường Trúc Bạch until 2025-06-30 and is Phường Ba Đình since), so other tables point
    to the surrogate key. The first day of an old unit is not in the sources: it stays empty, and because the sources
    give one code to two old communes in three places, old rows are told apart by code and name.
    """

    code = models.CharField(_("code"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    bare_name_folded = models.CharField(max_length=120, editable=False)
    kind = models.CharField(_("level"), max_length=10, choices=UnitKind)
    division_type = models.CharField(_("type"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    centre_lat = models.FloatField(_("approximate centre, latitude"), null=True, blank=True)
    centre_lon = models.FloatField(_("approximate centre, longitude"), null=True, blank=True)
    area_km2 = models.FloatField(_("area, km²"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("last day in force"), null=True, blank=True)

    objects = AdminUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ("code", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(valid_from__isnull=False), name="one_unit_per_code_and_start"
            ),
            models.UniqueConstraint(
                fields=["code", "name_folded", "parent", "valid_until"],
                condition=Q(valid_from__isnull=True),
                name="one_old_unit_per_code_and_name",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="unit_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["bare_name_folded", "kind"], name="unit_by_bare_name"),
            models.Index(fields=["kind", "valid_until"], name="unit_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        """Whether no end is known."""
        return self.valid_until is None

    @property
    def full_name(self) -> str:
        """The name with those of the units above it, as an address is written."""
        return f"{self.name}, {self.parent.full_name}" if self.parent else self.name


class UnitSuccession(models.Model):
    """What became of one old commune: all or a part of it went into a unit of today.

    The names are kept as the source writes them (spelling normalised); `note` is the source's own wording.
    """

    old = models.ForeignKey(AdminUnit, models.PROTECT, related_name="successions")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="origins")
    old_code = models.CharField(_("old code"), max_length=10, blank=True)
    old_name = models.CharField(_("old commune"), max_length=120)
    old_district = models.CharField(_("old district"), max_length=120)
    old_province = models.CharField(_("old province"), max_length=120)
    whole = models.BooleanField(_("the whole unit"))
    note = models.CharField(_("note"), max_length=120)

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ("old_code", "unit__code")
        constraints = [models.UniqueConstraint(fields=["old", "unit"], name="one_succession_per_pair")]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.unit}"
