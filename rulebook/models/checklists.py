"""Checklists: what an inspector looks at, on which legal ground, and what a "no" may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from rulebook.enums import AnswerType, Quantity
from rulebook.models.rule_row import RuleRow


class Checklist(RuleRow):
    """A dated list for some kinds of establishment or station."""

    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    kinds = models.JSONField(_("kinds it applies to"), default=list)
    for_games = models.BooleanField(_("also for any establishment that offers games"), default=False)

    class Meta(RuleRow.Meta):
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    @property
    def version_label(self) -> str:
        """The version shown on papers and tablets: code and first day."""
        return f"{self.code}/{self.effective_from:%Y-%m-%d}"


class ChecklistItem(RuleRow):
    """One question. `provisions` and `violations` hold codes, checked when the file is loaded."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("order in the list"))
    section_vi = models.CharField(_("section (Vietnamese)"), max_length=120)
    section_en = models.CharField(_("section (English)"), max_length=120)
    text_vi = models.CharField(_("text (Vietnamese)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    guidance_vi = models.CharField(_("how to check (Vietnamese)"), max_length=600, blank=True)
    guidance_en = models.CharField(_("how to check (English)"), max_length=600, blank=True)
    answer_type = models.CharField(_("kind of answer"), max_length=12, choices=AnswerType, default=AnswerType.PASS_FAIL)
    kinds = models.JSONField(_("kinds it applies to, all when empty"), default=list)
    shown_when = models.JSONField(_("shown when"), default=dict)
    evidence_required = models.JSONField(_("evidence required for a no"), default=list)
    provisions = models.JSONField(_("provisions it rests on"), default=list)
    violations = models.JSONField(_("violations a no may be"), default=list)
    quantity = models.CharField(_("measured quantity"), max_length=20, choices=Quantity, blank=True)
    unit = models.CharField(_("unit of the measured value"), max_length=12, blank=True)

    class Meta(RuleRow.Meta):
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ("checklist", "position")
