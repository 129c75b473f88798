"""Who may decide and grant, within which time, on which form, after which notice, and single values."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from rulebook.enums import DayUnit, Direction, FeeKind, Level, NoticeReason
from rulebook.models.clauses import Provision
from rulebook.models.rule_row import RuleRow


class Office(RuleRow):
    """A post with the power to punish: ceilings are amounts for organisations (individuals: half)."""

    title_vi = models.CharField(_("post (Vietnamese)"), max_length=250)
    title_en = models.CharField(_("post (English)"), max_length=250)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    agencies = models.JSONField(_("agencies of this installation led by this post"), default=list)
    ceilings = models.JSONField(_("highest fine by field, VND"), default=dict)
    scope = models.JSONField(_("chapters, sections, articles, clauses of the decree"), default=list)
    matters = models.JSONField(_("matters it handles; all when empty"), default=list)
    territorial = models.BooleanField(_("only within its own territory"), default=False)
    may_suspend = models.BooleanField(_("may suspend"), default=False)
    may_confiscate = models.BooleanField(_("may confiscate"), default=False)
    confiscation_multiple = models.PositiveSmallIntegerField(
        _("confiscation up to this multiple of its ceiling"), null=True, blank=True
    )
    remedial_law = models.JSONField(_("remedial measures: points of clause 1, Article 28 of the Law"), default=list)
    remedial_decree = models.JSONField(
        _("remedial measures: points of clause 3, Article 3 of the decree"), default=list
    )
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("post with the power to punish")
        verbose_name_plural = _("posts with the power to punish")


class GrantingAuthority(RuleRow):
    """Who grants licenses of a kind (or keeps its register): not the same body as the one that inspects."""

    kind = models.CharField(_("kind of license"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    name_vi = models.CharField(_("name (Vietnamese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    agencies = models.JSONField(_("agencies of this installation"), default=list)
    register_only = models.BooleanField(_("keeps a register, grants no license"), default=False)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("granting authority")
        verbose_name_plural = _("granting authorities")


class Deadline(RuleRow):
    """A period: so many days of which kind, from which event. `number` is empty where it was not seen."""

    name_vi = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    unit = models.CharField(_("unit of the period"), max_length=10, choices=DayUnit)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.AFTER)
    event_vi = models.CharField(_("event (Vietnamese)"), max_length=250)
    event_en = models.CharField(_("event (English)"), max_length=250)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")


class DocumentForm(RuleRow):
    """A kind of paper: form number, series suffix and mandatory fields, as far as they were seen."""

    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    suffix = models.CharField(_("series suffix"), max_length=30, blank=True)
    form_no = models.CharField(_("form number"), max_length=30, blank=True)
    fields = models.JSONField(_("mandatory fields"), default=list)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("document form")
        verbose_name_plural = _("document forms")


class NoticeRule(RuleRow):
    """How long before a check its subject is told; exempt rules ask for a recorded reason instead."""

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    reason = models.CharField(_("reason of the check"), max_length=20, choices=NoticeReason)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    unit = models.CharField(_("unit of the period"), max_length=10, choices=DayUnit, default=DayUnit.WORKING)
    exempt = models.BooleanField(_("no notice"), default=False)
    requires_reason = models.BooleanField(_("the reason must be recorded"), default=False)
    text_vi = models.CharField(_("text (Vietnamese)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("notice rule")
        verbose_name_plural = _("notice rules")


class RuleValue(RuleRow):
    """A single value of the law (a limit, an hour, a percentage); empty where it was not seen."""

    label_vi = models.CharField(_("label (Vietnamese)"), max_length=300)
    label_en = models.CharField(_("label (English)"), max_length=300)
    number = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    time = models.TimeField(_("time of day"), null=True, blank=True)
    unit = models.CharField(_("unit of the value"), max_length=30, blank=True)
    provision = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="values_stated")

    class Meta(RuleRow.Meta):
        verbose_name = _("value")
        verbose_name_plural = _("values")


class TermRule(RuleRow):
    """How long a license of a kind may run, and when renewal must be asked for."""

    kind = models.CharField(_("kind of license"), max_length=40)
    max_months = models.PositiveSmallIntegerField(_("longest term, months"), null=True, blank=True)
    extension_max_months = models.PositiveSmallIntegerField(_("longest extension, months"), null=True, blank=True)
    renew_days_before = models.PositiveSmallIntegerField(
        _("renewal asked for, days before expiry"), null=True, blank=True
    )
    text_vi = models.CharField(_("text (Vietnamese)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    provisions = models.JSONField(_("provisions it rests on"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("term rule")
        verbose_name_plural = _("term rules")


class FeeRule(RuleRow):
    """One fee; `amount_vnd` is empty where the table was not seen."""

    kind = models.CharField(_("kind of license"), max_length=40)
    fee_kind = models.CharField(_("kind of fee"), max_length=10, choices=FeeKind)
    label_vi = models.CharField(_("label (Vietnamese)"), max_length=300)
    label_en = models.CharField(_("label (English)"), max_length=300)
    amount_vnd = models.PositiveBigIntegerField(_("amount, VND"), null=True, blank=True)
    per = models.CharField(_("charged per"), max_length=60, blank=True)
    power_above_w = models.FloatField(_("power above, W"), null=True, blank=True)
    power_up_to_w = models.FloatField(_("power up to, W"), null=True, blank=True)

    class Meta(RuleRow.Meta):
        verbose_name = _("fee rule")
        verbose_name_plural = _("fee rules")


class CalendarDay(RuleRow):
    """An announced exception to the ordinary calendar: a swap day worked, or a day off. It wins over the package."""

    date = models.DateField(_("date"))
    working = models.BooleanField(_("working day"))
    name_vi = models.CharField(_("name (Vietnamese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)

    class Meta(RuleRow.Meta):
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
