"""What became of a violation found before: each change is a further row, none is overwritten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from inspections.enums import Remedy


class Recheck(UUIDModel, Stamped):
    """One revision of what a visit found of an earlier violation; the highest revision is what it found."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="rechecks")
    earlier = models.ForeignKey("inspections.Finding", models.PROTECT, related_name="rechecks")
    revision = models.PositiveIntegerField(_("revision"))
    result = models.CharField(_("what became of it"), max_length=16, choices=Remedy)
    facts = models.TextField(_("what was seen"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("check of an earlier violation")
        verbose_name_plural = _("checks of earlier violations")
        ordering = ("earlier_id", "revision")
        constraints = [
            models.UniqueConstraint(fields=["visit", "earlier", "revision"], name="recheck_revision_once"),
            models.CheckConstraint(condition=models.Q(result__in=Remedy.values), name="recheck_result_known"),
            models.CheckConstraint(condition=~models.Q(facts=""), name="recheck_says_what_was_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id}: {self.result} (r{self.revision})"
