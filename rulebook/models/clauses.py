"""Instruments, their provisions, and the penalties provisions carry."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.text import fold
from rulebook.enums import Counting, InstrumentKind, Matter, PenaltyKind, Sector, SubjectKind
from rulebook.models.rule_row import RuleRow


class Instrument(RuleRow):
    """A law, resolution, decree, circular or decision."""

    kind = models.CharField(_("kind"), max_length=12, choices=InstrumentKind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    short_vi = models.CharField(_("short name (Vietnamese)"), max_length=200)
    short_en = models.CharField(_("short name (English)"), max_length=200)
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=400, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=400, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    official_reference = models.CharField(_("where the official text is"), max_length=200, blank=True)
    carries_penalties = models.BooleanField(_("states penalties"), default=False)

    class Meta(RuleRow.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    def __str__(self) -> str:
        return self.short_vi


class Provision(RuleRow):
    """One article, clause or point."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="provisions")
    chapter = models.CharField(_("chapter"), max_length=10, blank=True)
    section = models.CharField(_("section"), max_length=10, blank=True)
    article = models.CharField(_("article"), max_length=10, blank=True)
    clause = models.CharField(_("clause"), max_length=10, blank=True)
    point = models.CharField(_("point"), max_length=10, blank=True)
    heading_vi = models.CharField(_("heading of the article"), max_length=400, blank=True)
    clause_intro_vi = models.TextField(_("introductory sentence of the clause"), blank=True)
    text_vi = models.TextField(_("text (Vietnamese)"), blank=True)
    text_en = models.TextField(_("text (English, unofficial)"), blank=True)
    quoted = models.BooleanField(_("the Vietnamese text is the wording of the copy"), default=False)

    class Meta(RuleRow.Meta):
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        indexes = [models.Index(fields=["article", "clause", "point"], name="provision_by_place")]

    @property
    def place_vi(self) -> str:
        """Where it stands, as Vietnamese papers write it: point, clause, article."""
        parts = (("điểm", self.point), ("khoản", self.clause), ("Điều", self.article))
        return " ".join(f"{word} {value}" for word, value in parts if value)

    @property
    def place_en(self) -> str:
        """Where it stands, in English."""
        parts = (("point", self.point), ("clause", self.clause), ("Article", self.article))
        return ", ".join(f"{word} {value}" for word, value in parts if value)

    @property
    def citation_vi(self) -> str:
        """The full citation on Vietnamese papers."""
        return f"{self.place_vi} {self.instrument.short_vi}".strip()

    def searchable(self) -> str:
        """Return the folded text that searches compare, its place among it."""
        return f"{super().searchable()} {fold(self.citation_vi)}"

    @property
    def citation_en(self) -> str:
        """The full citation in English."""
        return ", ".join(part for part in (self.place_en, self.instrument.short_en) if part)


class Penalty(RuleRow):
    """An act and what it costs: the bracket, whose rate it is, and what may be added."""

    provision = models.ForeignKey(Provision, models.PROTECT, related_name="penalties")
    domain = models.CharField(_("matter"), max_length=30, choices=Matter)
    sector = models.CharField(_("field of the ceiling"), max_length=30, choices=Sector)
    title_vi = models.CharField(_("short wording (Vietnamese)"), max_length=400)
    title_en = models.CharField(_("short wording (English)"), max_length=400)
    legal_text_vi = models.TextField(_("wording of the decree"), blank=True)
    clause_intro_vi = models.TextField(_("introductory sentence of the clause"), blank=True)
    penalty_kind = models.CharField(_("kind of penalty"), max_length=20, choices=PenaltyKind)
    fine_min_vnd = models.PositiveBigIntegerField(_("lowest fine, VND"), null=True, blank=True)
    fine_max_vnd = models.PositiveBigIntegerField(_("highest fine, VND"), null=True, blank=True)
    applies_to = models.CharField(_("whose rate"), max_length=12, choices=SubjectKind, blank=True)
    individual_factor = models.DecimalField(
        _("factor for an individual"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    addressee = models.CharField(_("addressee"), max_length=200, blank=True)
    supplementary = models.CharField(_("supplementary penalty"), max_length=300, blank=True)
    supplementary_kinds = models.JSONField(_("kinds of supplementary penalty"), default=list)
    remedial = models.CharField(_("remedial measures"), max_length=400, blank=True)
    limitation_months = models.PositiveSmallIntegerField(_("limitation, months"), null=True, blank=True)
    counting = models.CharField(_("counted per"), max_length=30, choices=Counting, default=Counting.ACT)
    power_series = models.CharField(_("power classes of"), max_length=20, blank=True)
    power_above_w = models.FloatField(_("power above, W"), null=True, blank=True)
    power_up_to_w = models.FloatField(_("power up to, W"), null=True, blank=True)
    families = models.JSONField(_("codes of the same act in the later decree"), default=list)

    class Meta(RuleRow.Meta):
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        indexes = [models.Index(fields=["domain", "effective_from"], name="penalty_by_matter")]
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fine_min_vnd__isnull=True)
                | models.Q(fine_max_vnd__isnull=True)
                | models.Q(fine_min_vnd__lte=models.F("fine_max_vnd")),
                name="penalty_bracket_in_order",
            ),
        ]

    def searchable(self) -> str:
        """Return the folded text that searches compare, its place among it."""
        return f"{super().searchable()} {fold(self.provision.citation_vi)}"

    @property
    def wording_vi(self) -> str:
        """The decree's wording where it is stored, else the short wording of the research."""
        return self.legal_text_vi or self.title_vi

    @property
    def suspends(self) -> bool:
        """Whether a license or activity may be suspended (that alone gives the right to explain)."""
        return any(kind.endswith("suspension") for kind in self.supplementary_kinds)

    def bracket_for(self, subject: str) -> tuple[int | None, int | None]:
        """Return (lowest, highest) fine in VND for an organisation or an individual; None where it was not seen.

        Raises ValueError when the row states an individual's rate only and an organisation is asked for.
        """
        if subject == SubjectKind.ORGANISATION and self.applies_to == SubjectKind.INDIVIDUAL:
            raise ValueError(gettext("%(code)s states the rate of individuals only.") % {"code": self.code})
        bounds = (self.fine_min_vnd, self.fine_max_vnd)
        if subject != SubjectKind.INDIVIDUAL:
            return bounds
        if self.individual_factor is None:
            return (None, None)
        low, high = (None if bound is None else int(Decimal(bound) * self.individual_factor) for bound in bounds)
        return (low, high)
