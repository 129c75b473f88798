"""A visit that no office planned: what an inspector met on the way, and why a visit was opened for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from fieldwork.enums import Found
from fieldwork.querysets import OwnQuerySet


class Opening(UUIDModel, Stamped):
    """The explanation for the office, and which records of the register were entered for the visit."""

    visit = models.OneToOneField("inspections.Visit", models.PROTECT, related_name="opening")
    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="openings")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    what = models.CharField(_("what was found"), max_length=20, choices=Found)
    explanation = models.TextField(_("explanation"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    accuracy_m = models.FloatField(_("accuracy, m"), null=True, blank=True)
    tx_hz = models.PositiveBigIntegerField(_("frequency heard"), null=True, blank=True)
    party_entered = models.BooleanField(_("the party was entered for this visit"), default=False)
    place_entered = models.BooleanField(_("the place was entered for this visit"), default=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit opened on the way")
        verbose_name_plural = _("visits opened on the way")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.visit} · {self.what}"
