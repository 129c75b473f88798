"""What waits for a person of the licensing desk: files by their clock, countersigns, claims, findings, mails."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.access import agencies_of
from accounts.roles import Action
from issuing.models import Mail
from licenses.enums import ApplicationStatus, PlannedStatus
from licenses.models import Application, Decision, LicenseeClaim, PlannedChange, QualityFinding, SupplementRequest

# Working days are counted when a due day is set; here the coming week is named, weekends included.
SOON = dt.timedelta(days=7)


def _files(user: Any, action: Action) -> Any:
    return Application.objects.filter(agency__in=agencies_of(user, action)).select_related("licensee")


def _overdue(user: Any, on: dt.date) -> QuerySet[Any]:
    return _files(user, Action.APPLICATION_RECEIVE).overdue(on).order_by("due_on", "pk")


def _due(user: Any, on: dt.date) -> QuerySet[Any]:
    return _files(user, Action.APPLICATION_RECEIVE).due_between(on, on + SOON).order_by("due_on", "pk")


def _answered(user: Any, on: dt.date) -> QuerySet[Any]:
    answered = SupplementRequest.objects.filter(application=OuterRef("pk"), answered_on__isnull=False)
    waiting = _files(user, Action.APPLICATION_RECEIVE).filter(status=ApplicationStatus.COMPLETENESS_CHECK)
    return waiting.filter(Exists(answered)).order_by("due_on", "pk")


def _to_countersign(user: Any, on: dt.date) -> QuerySet[Any]:
    own = Decision.objects.filter(application=OuterRef("pk"), dropped_on__isnull=True, proposed_by=user.pk)
    proposed = _files(user, Action.APPLICATION_COUNTERSIGN).filter(status=ApplicationStatus.PROPOSED)
    return proposed.exclude(Exists(own)).order_by("due_on", "pk")


def _plans_to_countersign(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.LICENSE_DECIDE)
    waiting = PlannedChange.objects.filter(agency__in=own, status=PlannedStatus.PROPOSED, effective_on__gt=on)
    return waiting.exclude(proposed_by=user.pk).select_related("license").order_by("effective_on", "pk")


def _claims(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.CLAIM_DECIDE)
    return LicenseeClaim.objects.waiting().filter(agency__in=own).select_related("licensee", "user").order_by("pk")


def _findings(user: Any, on: dt.date) -> QuerySet[Any]:
    return QualityFinding.objects.open().filter(assigned_to=user.pk).order_by("first_seen_on", "pk")


def _mails(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.MAIL_SETTLE)
    return Mail.objects.needing_a_person().filter(agency__in=own).order_by("created_at")


LICENSING: tuple[tuple[str, Action, Callable[[Any, dt.date], QuerySet[Any]]], ...] = (
    ("files_overdue", Action.APPLICATION_RECEIVE, _overdue),
    ("files_to_countersign", Action.APPLICATION_COUNTERSIGN, _to_countersign),
    ("plans_to_countersign", Action.LICENSE_DECIDE, _plans_to_countersign),
    ("files_answered", Action.APPLICATION_RECEIVE, _answered),
    ("files_due", Action.APPLICATION_RECEIVE, _due),
    ("claims", Action.CLAIM_DECIDE, _claims),
    ("findings_mine", Action.QUALITY_SETTLE, _findings),
    ("mails", Action.MAIL_SETTLE, _mails),
)
