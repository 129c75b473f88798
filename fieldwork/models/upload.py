"""A file on its way from a tablet, chunk by chunk."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from fieldwork.enums import FileState, Role
from fieldwork.querysets import OwnQuerySet


class Upload(UUIDModel, Stamped):
    """The bytes of one declared file; `offset` counts what lies safely on the disk."""

    evidence_key = models.UUIDField()  # the tablet's name for the piece of evidence
    role = models.CharField(max_length=10, choices=Role)
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="uploads")
    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="uploads")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=FileState, default=FileState.OPEN)
    declared = models.JSONField(default=dict)  # what the tablet says about it: name, time, position, what it shows
    declared_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ForeignKey("inspections.Evidence", models.PROTECT, null=True, blank=True, related_name="uploads")
    held_because = models.CharField(max_length=40, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a tablet")
        verbose_name_plural = _("files of tablets")
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["visit", "state"], name="upload_of_visit")]
        constraints = [
            models.UniqueConstraint(fields=["evidence_key", "role"], name="upload_once"),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="upload_not_beyond_its_size"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_key.hex[:8]} {self.role}"
