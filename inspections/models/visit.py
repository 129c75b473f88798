"""A visit: whom we check, why, when, with whom, and by which checklist."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from common.models import Stamped, UUIDModel, Versioned
from inspections.enums import NoNotice, Outcome, TeamRole, VisitReason
from inspections.lifecycle import FIXED, VISIT, VisitStatus
from inspections.querysets import VisitQuerySet


class Visit(UUIDModel, Stamped, Versioned):
    """One check of one business: its establishment, or stations it operates."""

    lifecycle = VISIT

    number = models.CharField(_("number"), max_length=60)
    status = models.CharField(_("status"), max_length=24, choices=VisitStatus, default=VisitStatus.PLANNED)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="visits", verbose_name=_("agency"))
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    reason = models.CharField(_("reason"), max_length=16, choices=VisitReason)
    reason_text = models.TextField(_("reason in words"), blank=True)
    legal_basis = models.CharField(_("decision or plan"), max_length=250, blank=True)
    licensee = models.ForeignKey("licenses.Licensee", models.PROTECT, related_name="visits", verbose_name=_("business"))
    establishment = models.ForeignKey(
        "licenses.Establishment", models.PROTECT, null=True, blank=True, related_name="visits"
    )
    stations = models.ManyToManyField("licenses.Station", through="VisitStation", related_name="visits")
    checklists = models.ManyToManyField("rulebook.Checklist", through="VisitChecklist", related_name="+")
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, through="VisitMember", related_name="visits")
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    window_start = models.DateField(_("from"))
    window_end = models.DateField(_("until"))
    no_notice = models.CharField(_("not announced because"), max_length=16, choices=NoNotice, blank=True)
    no_notice_reason = models.TextField(_("reason for not announcing"), blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    override = models.OneToOneField(
        "inspections.OverrideRequest", models.PROTECT, null=True, blank=True, related_name="visit"
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    report = models.TextField(_("written report"), blank=True)
    party_statement = models.TextField(_("statement of the party"), blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("-window_start", "-id")
        indexes = [
            models.Index(fields=["agency", "status", "-window_start", "-id"], name="visit_list"),
            models.Index(fields=["unit", "window_start"], name="visit_unit"),
            models.Index(fields=["licensee", "reason", "window_start"], name="visit_of_business"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="visit_number_once"),
            models.CheckConstraint(condition=Q(window_end__gte=F("window_start")), name="visit_window_in_order"),
            models.CheckConstraint(condition=Q(status__in=VisitStatus.values), name="visit_status_known"),
            models.CheckConstraint(
                condition=Q(no_notice="") | ~Q(no_notice_reason=""), name="visit_no_notice_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_fixed(self) -> bool:
        """Whether what was recorded changes only by a reasoned amendment."""
        return self.status in FIXED


class VisitStation(UUIDModel):
    """A station this visit is about."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="station_rows")
    station = models.ForeignKey("licenses.Station", models.PROTECT, related_name="visit_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "station"], name="visit_station_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} · {self.station_id}"


class VisitChecklist(UUIDModel):
    """The version of a checklist fixed for this visit on the day it was scheduled, and kept to the end."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="checklist_rows")
    checklist = models.ForeignKey("rulebook.Checklist", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "checklist"], name="visit_checklist_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} · {self.checklist_id}"


class VisitMember(UUIDModel):
    """A person of the team."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="member_rows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visit_rows")
    role = models.CharField(_("role"), max_length=8, choices=TeamRole, default=TeamRole.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "user"], name="visit_member_once"),
            models.UniqueConstraint(fields=["visit"], condition=Q(role=TeamRole.LEAD), name="visit_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ({self.role})"


class VisitFormerMember(UUIDModel, Stamped):
    """A person who was of the team and left it: kept, because whoever was of the team never reviews the visit."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="former_members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("former member of the team")
        verbose_name_plural = _("former members of the team")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.visit_id} · {self.user_id}"
