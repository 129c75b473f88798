"""The seal of a visit, the receipt for it, and the amendments after it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel


class Seal(UUIDModel, Stamped):
    """The manifest as it was sealed: ids and hashes of everything the visit holds."""

    visit = models.OneToOneField("inspections.Visit", models.PROTECT, related_name="seal")
    manifest = models.TextField()  # canonical JSON, so that its hash can be computed again
    sha256 = models.CharField(max_length=64)
    shown_text = models.TextField()  # what the persons present were shown; its hash stands in their attendance
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return self.sha256[:12]


class Receipt(UUIDModel, Stamped):
    """The server's word that every hash of the manifest was found right."""

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="receipt")
    sha256 = models.CharField(max_length=64)
    checked_count = models.PositiveIntegerField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.sha256[:12]


class Amendment(UUIDModel, Stamped):
    """A reasoned change after sealing: what it was, what it is, and the hash of the manifest since."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="amendments")
    sequence = models.PositiveIntegerField(_("number"))
    reason = models.TextField(_("reason"))
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    amended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ("sequence",)
        constraints = [models.UniqueConstraint(fields=["visit", "sequence"], name="amendment_number_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} #{self.sequence}"


class AmendmentPermit(UUIDModel, Stamped):
    """Leave to write one line of a sealed visit once: the database refuses every write that none of these explains."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="permits")
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    version = models.PositiveIntegerField()  # the version (of an answer: the revision) the line will have
    reason = models.TextField(_("reason"))
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("leave to amend")
        verbose_name_plural = _("leaves to amend")
        constraints = [
            models.UniqueConstraint(fields=["target_type", "target_id", "version"], name="amendment_permit_once")
        ]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id} v{self.version}"
