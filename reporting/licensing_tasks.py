"""What waits for a person of the licensing desk: files by their clock, countersigns, money, claims, findings, mails."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import people
from accounts.access import agencies_of
from accounts.roles import Action
from issuing.models import Mail
from licenses.enums import ApplicationStatus, FeeLineStatus, PlannedStatus
from licenses.models import (
    Application,
    BeneficiaryAccount,
    Decision,
    FeeLine,
    LicenseeClaim,
    Payment,
    PlannedChange,
    QualityFinding,
    SupplementRequest,
)

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


def _new(user: Any, on: dt.date) -> QuerySet[Any]:
    return _files(user, Action.APPLICATION_RECEIVE).filter(status=ApplicationStatus.SUBMITTED).order_by("due_on", "pk")


def _mine(user: Any, on: dt.date) -> QuerySet[Any]:
    """Files this person is in charge of, but those whose supplement came in: they have a line of their own."""
    answered = SupplementRequest.objects.filter(application=OuterRef("pk"), answered_on__isnull=False)
    mine = _files(user, Action.APPLICATION_EXAMINE).filter(officer=user.pk)
    checked = mine.filter(status=ApplicationStatus.COMPLETENESS_CHECK).exclude(Exists(answered))
    return (checked | mine.filter(status=ApplicationStatus.EXAMINATION)).order_by("due_on", "pk")


def _to_issue(user: Any, on: dt.date) -> QuerySet[Any]:
    """What was countersigned: its fees are to be asked for, or its paper to be issued."""
    ready = Q(status=ApplicationStatus.COUNTERSIGNED)
    paid = Q(status=ApplicationStatus.FEE_DUE, fee_settled_on__isnull=False)
    return _files(user, Action.APPLICATION_ISSUE).filter(ready | paid).as_proposed().order_by("due_on", "pk")


def _changed(user: Any, on: dt.date) -> QuerySet[Any]:
    """Files of this officer that nobody can sign or issue, because they changed after the proposal."""
    mine = _files(user, Action.APPLICATION_EXAMINE).filter(officer=user.pk)
    return mine.changed_since_proposed().order_by("due_on", "pk")


def _payments(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.FEE_RECEIVE)
    return Payment.objects.unmatched().filter(agency__in=own).order_by("paid_on", "pk")


def _fee_lines(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.FEE_LINE_CONFIRM)
    waiting = FeeLine.objects.filter(agency__in=own, status=FeeLineStatus.ENTERED)
    return waiting.exclude(entered_by=user.pk).order_by("effective_from", "pk")


def _accounts(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.FEE_LINE_CONFIRM)
    waiting = BeneficiaryAccount.objects.waiting().filter(agency__in=own)
    return waiting.exclude(entered_by=user.pk).order_by("valid_from", "pk")


def _to_countersign(user: Any, on: dt.date) -> QuerySet[Any]:
    own = Decision.objects.filter(application=OuterRef("pk"), dropped_on__isnull=True, proposed_by=user.pk)
    proposed = _files(user, Action.APPLICATION_COUNTERSIGN).filter(status=ApplicationStatus.PROPOSED)
    return proposed.as_proposed().exclude(Exists(own)).order_by("due_on", "pk")


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


def _roles(user: Any, on: dt.date) -> QuerySet[Any]:
    found: QuerySet[Any] = people.to_judge(user)
    return found


LICENSING: tuple[tuple[str, Action, Callable[[Any, dt.date], QuerySet[Any]]], ...] = (
    ("files_overdue", Action.APPLICATION_RECEIVE, _overdue),
    ("files_to_countersign", Action.APPLICATION_COUNTERSIGN, _to_countersign),
    ("plans_to_countersign", Action.LICENSE_DECIDE, _plans_to_countersign),
    ("files_changed", Action.APPLICATION_EXAMINE, _changed),
    ("files_answered", Action.APPLICATION_RECEIVE, _answered),
    ("files_to_issue", Action.APPLICATION_ISSUE, _to_issue),
    ("files_new", Action.APPLICATION_RECEIVE, _new),
    ("files_due", Action.APPLICATION_RECEIVE, _due),
    ("files_mine", Action.APPLICATION_EXAMINE, _mine),
    ("fee_accounts_to_confirm", Action.FEE_LINE_CONFIRM, _accounts),
    ("fee_lines_to_confirm", Action.FEE_LINE_CONFIRM, _fee_lines),
    ("payments", Action.FEE_RECEIVE, _payments),
    ("roles_to_confirm", Action.MEMBERSHIP_CONFIRM, _roles),
    ("claims", Action.CLAIM_DECIDE, _claims),
    ("findings_mine", Action.QUALITY_SETTLE, _findings),
    ("mails", Action.MAIL_SETTLE, _mails),
)
