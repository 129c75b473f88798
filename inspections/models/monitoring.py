"""A monitoring receiver's file: kept with its hash, each row with what it came to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from inspections.enums import HeardResult
from inspections.querysets import HeardQuerySet, MonitoringQuerySet


class MonitoringImport(UUIDModel, Stamped):
    """One file, matched once with the register of its day."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job = models.OneToOneField("accounts.BackgroundJob", models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=250)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    matched_on = models.DateField(_("matched with the register of"))
    counts = models.JSONField(_("rows by result"), default=dict)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = MonitoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring file")
        verbose_name_plural = _("monitoring files")
        ordering = ("-created_at", "-id")
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="monitoring_file_once")]

    def __str__(self) -> str:
        return self.name


class HeardRow(models.Model):
    """One row of the file: what was heard, and whose it is."""

    monitoring = models.ForeignKey(MonitoringImport, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row of the file"))
    result = models.CharField(_("result"), max_length=12, choices=HeardResult)
    frequency_hz = models.BigIntegerField(_("frequency (Hz)"), null=True)
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    level_dbuvm = models.FloatField(_("level (dBµV/m)"), null=True)
    bandwidth_hz = models.FloatField(_("bandwidth (Hz)"), null=True)
    heard_at = models.CharField(_("time in the file"), max_length=40, blank=True)
    assignment = models.ForeignKey("licenses.FrequencyAssignment", models.PROTECT, null=True, related_name="+")
    # Numbers of the comparison, the ranked candidates, or field and reason of a bad row.
    details = models.JSONField(default=dict)

    objects = HeardQuerySet.as_manager()
    kept_by = "monitoring.agency"

    class Meta:
        verbose_name = _("row of a monitoring file")
        verbose_name_plural = _("rows of monitoring files")
        ordering = ("monitoring", "number")
        constraints = [models.UniqueConstraint(fields=["monitoring", "number"], name="heard_row_once")]
        indexes = [models.Index(fields=["monitoring", "result", "number"], name="heard_by_result")]

    def __str__(self) -> str:
        return f"{self.number}: {self.frequency_hz} Hz"

    @property
    def origin(self) -> str:
        """What a complaint made from this row is known by: the kilohertz and the place, not the single moment."""
        khz = round((self.frequency_hz or 0) / 1000)
        return f"heard {khz} kHz {self.lat:.2f} {self.lon:.2f}"
