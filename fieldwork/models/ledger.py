"""The ledger of operations, each once, and what is kept for a person to decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from fieldwork.enums import Flag, Outcome
from fieldwork.lifecycle import QUARANTINE, CaseStatus
from fieldwork.querysets import OwnQuerySet, QuarantineQuerySet


class Operation(UUIDModel, Stamped):
    """One operation that arrived, with what became of it; written in the transaction of its effect, never changed."""

    op_id = models.UUIDField(unique=True)
    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="operations")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    visit_key = models.UUIDField()  # as the tablet wrote it; there need not be such a visit
    kind = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)  # of the canonical body as it was sent
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    result = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    client_time = models.DateTimeField(null=True)
    clock_offset_s = models.FloatField(null=True)
    counted_at = models.DateTimeField()  # the moment the server took for it
    app_version = models.CharField(max_length=40, blank=True)
    quarantined = models.OneToOneField("fieldwork.Quarantined", models.PROTECT, null=True, related_name="operation")

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation of a tablet")
        verbose_name_plural = _("operations of tablets")
        ordering = ("tablet_id", "seq")
        indexes = [models.Index(fields=["visit_key", "tablet", "seq"], name="operation_of_visit")]
        constraints = [models.UniqueConstraint(fields=["tablet", "seq"], name="operation_place_once")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.seq}"

    @property
    def flag_labels(self) -> list[str]:
        """What was noticed about it, in words."""
        return [str(Flag(flag).label) for flag in self.flags if flag in Flag.values]


class Quarantined(UUIDModel, Stamped, Versioned):
    """An operation that was kept instead of applied: its body word for word, why, and what a person decided."""

    lifecycle = QUARANTINE

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="quarantined")
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, null=True, blank=True, related_name="quarantined")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("operation"), max_length=40, blank=True)
    seq = models.PositiveBigIntegerField(null=True, blank=True)
    body = models.TextField()  # JSON as it was read, letters outside ASCII escaped
    sha256 = models.CharField(max_length=64)
    code = models.CharField(_("why"), max_length=40)
    message = models.TextField(_("what the rule said"), blank=True)
    details = models.JSONField(default=dict)
    status = models.CharField(_("status"), max_length=10, choices=CaseStatus, default=CaseStatus.WAITING)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation kept for a decision")
        verbose_name_plural = _("operations kept for a decision")
        ordering = ("created_at", "id")
        indexes = [
            models.Index(fields=["agency", "status", "created_at"], name="quarantine_inbox"),
            models.Index(fields=["visit", "status"], name="quarantine_of_visit"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="quarantine_status_known"),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.EXPLAINED) | ~Q(explanation=""), name="quarantine_says_why_not"
            ),
            models.UniqueConstraint(fields=["tablet", "sha256"], name="quarantine_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '?'} · {self.tablet}"
