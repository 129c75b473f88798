"""Long work with a progress that survives a reload."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobStatus
from common.models import Stamped, UUIDModel


class BackgroundJob(UUIDModel, Stamped):
    """One piece of background work, who asked for it, how far it is, and what came out."""

    kind = models.CharField(_("kind"), max_length=40)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, null=True, related_name="jobs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs")
    state = models.CharField(_("state"), max_length=12, choices=JobStatus, default=JobStatus.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    input_name = models.CharField(max_length=250, blank=True)
    input_file = models.FileField(upload_to="jobs/in/%Y/%m", blank=True)
    parameters = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    result_file = models.FileField(upload_to="jobs/out/%Y/%m", blank=True)
    error = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when its worker last gave a sign of life
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.input_name}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0
