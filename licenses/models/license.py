"""A license or certificate: a right granted to a holder for a period."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import LicenseKind, LicenseStatus
from licenses.lifecycle import LICENSE
from licenses.models.establishment import Establishment
from licenses.models.licensee import Licensee
from licenses.querysets import LicenseQuerySet


class License(UUIDModel, Versioned, Stamped):
    """A granted right. `agency` keeps it in this register; `granting_authority` is who signed it."""

    lifecycle = LICENSE

    number = models.CharField(_("number"), max_length=80)
    kind = models.CharField(_("kind"), max_length=30, choices=LicenseKind)
    holder = models.ForeignKey(Licensee, models.PROTECT, related_name="licenses", verbose_name=_("holder"))
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="licenses",
        verbose_name=_("establishment"),
    )
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    granting_authority = models.CharField(_("granting authority"), max_length=200, blank=True)
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("replaces")
    )
    status = models.CharField(_("status"), max_length=12, choices=LicenseStatus, default=LicenseStatus.PENDING)
    source = models.CharField(_("source"), max_length=120, blank=True)
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = LicenseQuerySet.as_manager()
    held_by = "holder_id"
    every_row_journaled = True

    class Meta:
        verbose_name = _("license")
        verbose_name_plural = _("licenses")
        indexes = [
            models.Index(fields=["number", "id"], name="license_by_number"),
            models.Index(fields=["valid_until", "id"], name="license_by_end"),
            models.Index(fields=["agency", "number", "id"], name="license_by_agency"),
            models.Index(fields=["kind", "status"], name="license_by_kind"),
            # the public register's list is in the order of numbers, whatever it is narrowed to
            models.Index(fields=["kind", "number", "id"], name="license_of_kind_by_number"),
            models.Index(fields=["status", "number", "id"], name="license_in_state_by_number"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LicenseKind.values), name="license_kind_known"),
            models.CheckConstraint(condition=Q(status__in=LicenseStatus.values), name="license_status_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="license_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="license_not_its_own_successor"),
            models.UniqueConstraint(fields=["agency", "granting_authority", "number"], name="license_number_once"),
            models.UniqueConstraint(
                fields=["source_key", "agency"], condition=~Q(source_key=""), name="license_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
