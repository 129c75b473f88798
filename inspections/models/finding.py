"""A finding: an act contrary to the law, with the law in force for its dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import Deviation, LawReason, PowerBasis
from inspections.models.record import Recorded
from inspections.querysets import RecordedQuerySet


class Finding(Recorded):
    """One act; for radio, one line per frequency per place."""

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="findings")
    item = models.ForeignKey("rulebook.ChecklistItem", models.PROTECT, null=True, blank=True, related_name="+")
    # A published rulebook row never changes, so the key with its hash is the frozen version of the provision.
    penalty = models.ForeignKey("rulebook.Penalty", models.PROTECT, related_name="+")
    penalty_hash = models.CharField(max_length=64)
    law_reason = models.CharField(_("why this law applies"), max_length=16, choices=LawReason, blank=True)
    facts = models.TextField(_("facts"))
    act_started_on = models.DateField(_("act began on"))
    act_ended_on = models.DateField(_("act ended on"), null=True, blank=True)
    continuing = models.BooleanField(_("still going on when detected"), default=False)
    detected_on = models.DateField(_("detected on"))
    # When it was seen, as the inspector states it; when it was typed is `recorded_at` and says nothing about the act.
    detected_at = models.DateTimeField(_("time of detection"), null=True, blank=True)
    act_time = models.CharField(_("time of the act in words"), max_length=200, blank=True)
    place = models.CharField(_("place of the act"), max_length=250)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    station = models.ForeignKey("licenses.Station", models.PROTECT, null=True, blank=True, related_name="findings")
    assignment = models.ForeignKey(
        "licenses.FrequencyAssignment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    tx_hz = models.BigIntegerField(_("frequency in use, Hz"), null=True, blank=True)
    licensed_hz = models.BigIntegerField(_("licensed frequency, Hz"), null=True, blank=True)
    deviation = models.CharField(_("deviation"), max_length=12, choices=Deviation, blank=True)
    licensed_power_w = models.FloatField(_("licensed power, W"), null=True, blank=True)
    measured_power_w = models.FloatField(_("measured power, W"), null=True, blank=True)
    power_basis = models.CharField(_("power that decides the class"), max_length=10, choices=PowerBasis, blank=True)
    power_basis_reason = models.TextField(_("why this power"), blank=True)

    # Handed down by the floor above: the paper this finding has become part of; from then on it stays as it is.
    tied_to = models.CharField(_("part of"), max_length=120, blank=True, editable=False)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("recorded_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "penalty", "place", "tx_hz"],
                condition=Q(withdrawn_at__isnull=True, tx_hz__isnull=False),
                name="finding_one_line_per_frequency_per_place",
            ),
            models.CheckConstraint(
                condition=Q(act_ended_on__isnull=True) | Q(act_ended_on__gte=F("act_started_on")),
                name="finding_act_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(continuing=True, act_ended_on__isnull=True)
                | Q(continuing=False, act_ended_on__isnull=False),
                name="finding_ended_or_continuing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.penalty_id}: {self.facts[:60]}"

    @property
    def class_power_w(self) -> float | None:
        """The power that decides the class of the penalty."""
        return self.measured_power_w if self.power_basis == PowerBasis.MEASURED else self.licensed_power_w
