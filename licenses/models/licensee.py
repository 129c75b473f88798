"""A right-holder: one person, household or organisation seen across all registers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import LicenseeKind
from licenses.querysets import LicenseeQuerySet


class Licensee(UUIDModel, Versioned, Stamped):
    """Whoever holds a right or keeps an establishment. A duplicate points to the record it was merged into."""

    name = models.CharField(_("name"), max_length=250)
    name_folded = models.CharField(max_length=250, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=LicenseeKind)
    identifier_scheme = models.CharField(_("identifier scheme"), max_length=30, blank=True)
    identifier = models.CharField(_("identifier"), max_length=40, blank=True)
    representative = models.CharField(_("representative"), max_length=150, blank=True)
    representative_title = models.CharField(_("representative's post"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = LicenseeQuerySet.as_manager()
    held_by = "pk"
    every_row_journaled = True

    class Meta:
        verbose_name = _("licensee")
        verbose_name_plural = _("licensees")
        indexes = [
            models.Index(fields=["name_folded", "id"], name="licensee_by_name"),
            models.Index(fields=["agency", "name_folded", "id"], name="licensee_by_agency"),
            models.Index(fields=["identifier"], name="licensee_by_identifier"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "identifier_scheme", "identifier"],
                condition=~Q(identifier="") & Q(merged_into__isnull=True),
                name="licensee_identifier_once",
            ),
            models.UniqueConstraint(
                fields=["source_key", "agency"], condition=~Q(source_key=""), name="licensee_source_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LicenseeKind.values), name="licensee_kind_known"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="licensee_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name
