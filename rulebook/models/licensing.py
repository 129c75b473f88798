"""What an application must bring and what it may be refused for, by kind of license and purpose."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rulebook.models.rule_row import RuleRow


class Procedure(RuleRow):
    """One procedure: a purpose (new, renew …) of some kinds, with its form, documents and periods.

    `documents` is a list of tables with code, title_vi, title_en and required. A period names a Deadline by its code
    and stays empty where no source gives one.
    """

    kinds = models.JSONField(_("kinds of license"), default=list)
    purposes = models.JSONField(_("purposes"), default=list)
    name_vi = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    form_no = models.CharField(_("form of the request"), max_length=80, blank=True)
    documents = models.JSONField(_("documents needed"), default=list)
    check_deadline = models.CharField(_("period to check completeness"), max_length=80, blank=True)
    processing_deadline = models.CharField(_("period to decide"), max_length=80, blank=True)
    supplement_deadline = models.CharField(_("period to supplement"), max_length=80, blank=True)
    fee_deadline = models.CharField(_("period to pay the fees"), max_length=80, blank=True)
    help_vi = models.CharField(_("help for applicants (Vietnamese)"), max_length=600, blank=True)
    help_en = models.CharField(_("help for applicants (English)"), max_length=600, blank=True)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("licensing procedure")
        verbose_name_plural = _("licensing procedures")


class RefusalGround(RuleRow):
    """A ground for refusing an application, as the law or the agency words it."""

    kinds = models.JSONField(_("kinds of license"), default=list)
    text_vi = models.CharField(_("text (Vietnamese)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("ground for refusal")
        verbose_name_plural = _("grounds for refusal")
