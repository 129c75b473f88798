"""Evidence: the bytes as they came, their hash, and everything that happened to them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from inspections.enums import CustodyVerb, EvidenceKind
from inspections.models.record import Recorded
from inspections.querysets import EvidencePartQuerySet, EvidenceQuerySet


class Evidence(Recorded):
    """One file. The original is kept untouched under its hash; the small copy is derived and may be made again."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="evidence")
    finding = models.ForeignKey("inspections.Finding", models.PROTECT, null=True, blank=True, related_name="evidence")
    measurement = models.ForeignKey(
        "inspections.Measurement", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    item = models.ForeignKey("rulebook.ChecklistItem", models.PROTECT, null=True, blank=True, related_name="+")
    # Whose drawn signature it is.
    attendance = models.ForeignKey(
        "inspections.Attendance", models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    # The violation of an earlier visit of which it shows what became.
    earlier = models.ForeignKey(
        "inspections.Finding", models.PROTECT, null=True, blank=True, related_name="later_evidence"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind, default=EvidenceKind.PHOTO)
    file_name = models.CharField(_("file name"), max_length=200)
    mime = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    original = models.FileField(max_length=200, editable=False)
    thumbnail = models.FileField(max_length=200, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(_("accuracy, m"), null=True, blank=True)
    position_origin = models.CharField(_("origin of the position"), max_length=10, blank=True)
    device = models.CharField(_("device"), max_length=120, blank=True)
    caption = models.CharField(_("caption"), max_length=250, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("recorded_at", "id")
        constraints = [models.UniqueConstraint(fields=["visit", "sha256"], name="evidence_once_per_visit")]

    def __str__(self) -> str:
        return self.file_name


class PrivacyCopy(UUIDModel, Stamped):
    """A picture with people and papers made unreadable, kept apart from the untouched original; the newest counts."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="privacy_copies")
    file = models.FileField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    areas = models.JSONField(_("areas made unreadable"), default=list)  # [left, top, width, height], thousandths
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    objects = EvidencePartQuerySet.as_manager()
    kept_by = "evidence.visit.agency"

    class Meta:
        verbose_name = _("privacy copy")
        verbose_name_plural = _("privacy copies")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.sha256[:12]


class CustodyEvent(UUIDModel, Stamped):
    """One thing that happened to a piece of evidence, by whom, with the hash as it was then."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="custody")
    verb = models.CharField(_("event"), max_length=16, choices=CustodyVerb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("custody event")
        verbose_name_plural = _("custody events")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.verb} {self.evidence_id}"
