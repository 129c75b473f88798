"""A check of a frequency assignment against the register, kept with everything it was reckoned from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from licenses.enums import CoordinationVerdict, LicenseKind
from licenses.models.assignment import FrequencyAssignment
from licenses.models.license import License
from licenses.querysets import CoordinationQuerySet


class CoordinationCheck(UUIDModel, Stamped):
    """Inputs and results as canonical JSON: judging the inputs again gives the same bytes of results."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of license"), max_length=30, choices=LicenseKind)
    tx_hz = models.BigIntegerField(_("transmit frequency (Hz)"))
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))
    on = models.DateField(_("register as of"))
    assignment = models.ForeignKey(
        FrequencyAssignment, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name=_("assignment")
    )
    license = models.ForeignKey(
        License, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name=_("license")
    )
    plan = models.ForeignKey(
        "rulebook.ChannelPlan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel plan")
    )
    verdict = models.CharField(_("outcome"), max_length=6, choices=CoordinationVerdict)
    inputs = models.TextField(editable=False)
    results = models.TextField(editable=False)
    names = models.TextField(editable=False)
    sha256 = models.CharField(_("hash of inputs and results"), max_length=64)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("examination of a frequency")
        verbose_name_plural = _("examinations of frequencies")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["agency", "-created_at"], name="check_by_agency")]

    def __str__(self) -> str:
        return f"{self.tx_hz / 1e6:.4f} MHz"
