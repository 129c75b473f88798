"""What the running of the installation leaves behind: which daily job ran on which day, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobStatus


class DailyRun(models.Model):
    """One job on one day. The unique pair is what lets two timers start at once and each job run once."""

    job = models.CharField(_("job"), max_length=60)
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=12, choices=JobStatus, default=JobStatus.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    result = models.JSONField(_("what it did"), default=dict)
    error = models.TextField(_("error"), blank=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    seen_at = models.DateTimeField(null=True)  # when its process last gave a sign of life
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("daily run")
        verbose_name_plural = _("daily runs")
        ordering = ("-on", "job")
        constraints = [models.UniqueConstraint(fields=["job", "on"], name="one_daily_run_of_a_job")]

    def __str__(self) -> str:
        return f"{self.job} {self.on}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0
