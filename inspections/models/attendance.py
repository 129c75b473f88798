"""Who was present, and whether they signed what they were shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import Capacity, Signing
from inspections.models.record import Recorded
from inspections.querysets import RecordedQuerySet


class Attendance(Recorded):
    """One person: the capacity, signed or not and why, and the hash of exactly what was shown."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="attendance")
    person = models.CharField(_("full name"), max_length=120)
    capacity = models.CharField(_("capacity"), max_length=16, choices=Capacity)
    post = models.CharField(_("post or address"), max_length=200, blank=True)
    identity_number = models.CharField(_("identity paper number"), max_length=30, blank=True)
    signing = models.CharField(_("signature"), max_length=10, choices=Signing)
    reason = models.TextField(_("reason for not signing"), blank=True)
    no_witness_reason = models.TextField(_("why there is no witness"), blank=True)
    statement = models.TextField(_("statement"), blank=True)
    shown_text_sha256 = models.CharField(max_length=64, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("person present")
        verbose_name_plural = _("persons present")
        ordering = ("recorded_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(signing=Signing.SIGNED) | ~Q(reason=""), name="attendance_not_signed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.capacity})"
