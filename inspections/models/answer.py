"""Answers to checklist items: each change is a further row, none is overwritten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from inspections.enums import Choice


class Answer(UUIDModel, Stamped):
    """One revision of the answer to one item; the highest revision is the answer."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="answers")
    item = models.ForeignKey("rulebook.ChecklistItem", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(_("revision"))
    choice = models.CharField(_("answer"), max_length=16, choices=Choice, blank=True)
    value = models.CharField(_("value"), max_length=250, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Also says why a finding lacks evidence the checklist asks for: one reason for what a fail is left without.
    no_finding_reason = models.TextField(_("why a fail has no finding"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("item_id", "revision")
        constraints = [
            models.UniqueConstraint(fields=["visit", "item", "revision"], name="answer_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.choice or self.value} (r{self.revision})"
