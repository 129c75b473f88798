"""A complaint or report: what somebody heard, saw or measured, who looks after it, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from common.models import Stamped, UUIDModel, Versioned
from inspections.enums import ComplaintMatter, ComplaintOutcome, ComplaintSource
from inspections.lifecycle import COMPLAINT, COMPLAINT_OPEN, ComplaintStatus
from inspections.querysets import ComplaintQuerySet


class Complaint(UUIDModel, Stamped, Versioned):
    """One matter brought before one agency; the person who brought it may stay unnamed."""

    lifecycle = COMPLAINT

    number = models.CharField(_("number"), max_length=60)
    # Who asks how far it is shows the code; only its hash is kept.
    receipt_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=ComplaintStatus, default=ComplaintStatus.RECEIVED)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="complaints", verbose_name=_("agency"))
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    source = models.CharField(_("source"), max_length=12, choices=ComplaintSource)
    matter = models.CharField(_("what it is about"), max_length=20, choices=ComplaintMatter)
    reporter_name = models.CharField(_("name of the reporter"), max_length=200, blank=True)
    reporter_contact = models.CharField(_("phone or e-mail of the reporter"), max_length=200, blank=True)
    text = models.TextField(_("what happened"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    frequency_hz = models.BigIntegerField(_("frequency (Hz)"), null=True, blank=True)
    happened_at = models.DateTimeField(_("when it happened"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, null=True, blank=True, related_name="complaints")
    # What it was made from ("monitoring …", "heard …"): the same origin makes one complaint while that is open.
    origin = models.CharField(max_length=120, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=16, choices=ComplaintOutcome, blank=True)
    outcome_note = models.TextField(_("note of the outcome"), blank=True)
    answer = models.TextField(_("answer to the reporter"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ("-received_at", "-id")
        indexes = [models.Index(fields=["agency", "status", "-received_at", "-id"], name="complaint_list")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="complaint_number_once"),
            models.UniqueConstraint(
                fields=["agency", "origin"],
                condition=~Q(origin="") & Q(status__in=COMPLAINT_OPEN),
                name="complaint_once_per_origin",
            ),
            models.CheckConstraint(condition=Q(status__in=ComplaintStatus.values), name="complaint_status_known"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="complaint_position_possible",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def anonymous(self) -> bool:
        """Whether the reporter left neither name nor contact."""
        return not (self.reporter_name or self.reporter_contact)
