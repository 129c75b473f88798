"""What waits for a person today: shaped reads for the page everyone lands on."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.access import agencies_of, can
from accounts.roles import Action
from enforcement.models import Case, Referral
from inspections.lifecycle import BEFORE_SITE, ON_SITE, ComplaintStatus, VisitStatus
from inspections.models import Complaint, OverrideRequest, Visit
from licenses.enums import EstablishmentStatus
from licenses.models import Establishment, License
from reporting.licensing_tasks import LICENSING
from rulebook.enums import Outcome
from rulebook.models import Penalty

SHOWN = 5
SOON_DAYS = 60


Kind = tuple[str, Action, Callable[[Any, dt.date], QuerySet[Any]]]


@dataclass(frozen=True)
class Task:
    """One kind of work that waits: how much of it, and the first few records."""

    code: str
    count: int
    first: tuple[Any, ...]


def tasks_for(user: Any, on: dt.date, more: Iterable[Kind] = ()) -> list[Task]:
    """Return what waits for this person, most pressing first; kinds with nothing waiting are left out.

    `more` are kinds of work of a floor beside this one, which the door knows.
    """
    found = []
    for code, action, query in (*more, *_KINDS):
        if not can(user, action):
            continue
        rows = query(user, on)
        first = tuple(rows[:SHOWN])
        if first:
            found.append(Task(code, len(first) if len(first) < SHOWN else rows.count(), first))
    return found


def _mine(user: Any) -> QuerySet[Any]:
    return Visit.objects.of_team_member(user).select_related("licensee", "establishment", "unit")


def _own_agency(user: Any) -> Any:
    return Visit.objects.filter(agency__in=agencies_of(user)).select_related("licensee", "establishment", "unit")


def _today(user: Any, on: dt.date) -> QuerySet[Any]:
    return _mine(user).filter(status__in=BEFORE_SITE, window_start__lte=on, window_end__gte=on).order_by("window_end")


def _in_progress(user: Any, on: dt.date) -> QuerySet[Any]:
    return _mine(user).filter(status__in=ON_SITE).order_by("started_at")


def _returned(user: Any, on: dt.date) -> QuerySet[Any]:
    return _mine(user).filter(status=VisitStatus.RETURNED).order_by("window_start")


def _late(user: Any, on: dt.date) -> QuerySet[Any]:
    return _mine(user).filter(status__in=BEFORE_SITE, window_end__lt=on).order_by("window_end")


def _coming(user: Any, on: dt.date) -> QuerySet[Any]:
    week = on + dt.timedelta(days=7)
    return (
        _mine(user).filter(status__in=BEFORE_SITE, window_start__gt=on, window_start__lte=week).order_by("window_start")
    )


def _to_announce(user: Any, on: dt.date) -> QuerySet[Any]:
    return (
        _own_agency(user).filter(status=VisitStatus.PLANNED, no_notice="", window_start__gt=on).order_by("window_start")
    )


def _to_receive(user: Any, on: dt.date) -> QuerySet[Any]:
    return _own_agency(user).filter(status=VisitStatus.SEALED).order_by("ended_at")


def _to_review(user: Any, on: dt.date) -> QuerySet[Any]:
    return _own_agency(user).waiting_for_review().order_by("ended_at")


def _complaints_mine(user: Any, on: dt.date) -> QuerySet[Any]:
    return Complaint.objects.open().filter(assigned_to=user).order_by("received_at")


def _complaints_new(user: Any, on: dt.date) -> QuerySet[Any]:
    own = agencies_of(user, Action.COMPLAINT_HANDLE)
    return Complaint.objects.filter(agency__in=own, status=ComplaintStatus.RECEIVED).order_by("received_at")


def _overrides(user: Any, on: dt.date) -> QuerySet[Any]:
    return OverrideRequest.objects.visible_to(user).waiting().select_related("licensee").exclude(requested_by=user)


def _records(user: Any, on: dt.date) -> QuerySet[Any]:
    return (
        Case.objects.without_record()
        .filter(agency__in=agencies_of(user))
        .select_related("licensee")
        .order_by("opened_on")
    )


def _referrals(user: Any, on: dt.date) -> QuerySet[Any]:
    return (
        Referral.objects.filter(to_agency__in=agencies_of(user), answer="")
        .exclude(sent_on=None)
        .select_related("case__licensee", "case__agency")
        .order_by("-sent_on")
    )


def _explained(user: Any, on: dt.date) -> QuerySet[Any]:
    """Cases whose time to explain is over: the file goes to the person who decides."""
    rows: QuerySet[Any] = Case.objects.explanation_over(on).filter(agency__in=agencies_of(user))
    return rows.select_related("licensee").order_by("explain_writing_until")


def _returned_files(user: Any, on: dt.date) -> QuerySet[Any]:
    return (
        Referral.objects.filter(case__agency__in=agencies_of(user), answer="returned")
        .select_related("case__licensee", "case__agency")
        .order_by("answered_on")
    )


def _to_verify(user: Any, on: dt.date) -> QuerySet[Any]:
    return Establishment.objects.filter(
        agency__in=agencies_of(user), status=EstablishmentStatus.DECLARED, valid_until__isnull=True
    ).order_by("valid_from")


def _expiring(user: Any, on: dt.date) -> QuerySet[Any]:
    return (
        License.objects.filter(agency__in=agencies_of(user))
        .ending_between(on, on + dt.timedelta(days=SOON_DAYS))
        .select_related("holder")
        .order_by("valid_until")
    )


def _unverified(user: Any, on: dt.date) -> QuerySet[Any]:
    """Violations a paper may rest on that nobody has confirmed against the official text."""
    rows: QuerySet[Any] = Penalty.objects.in_force_on(on).with_outcome()
    return rows.filter(Q(outcome__isnull=True) | ~Q(outcome=Outcome.CONFIRMED)).order_by("code")


_KINDS: tuple[tuple[str, Action, Callable[[Any, dt.date], QuerySet[Any]]], ...] = (
    ("in_progress", Action.VISIT_CONDUCT, _in_progress),
    ("today", Action.VISIT_CONDUCT, _today),
    ("returned", Action.VISIT_AMEND, _returned),
    ("late", Action.VISIT_CONDUCT, _late),
    ("complaints_mine", Action.COMPLAINT_HANDLE, _complaints_mine),
    ("complaints_new", Action.COMPLAINT_HANDLE, _complaints_new),
    *LICENSING,
    ("records", Action.CASE_RECORD, _records),
    ("referrals", Action.CASE_OPEN, _referrals),
    ("returned_files", Action.CASE_REFER, _returned_files),
    ("explained", Action.CASE_RECORD, _explained),
    ("overrides", Action.VISIT_OVERRIDE_APPROVE, _overrides),
    ("to_receive", Action.VISIT_RECEIVE, _to_receive),
    ("to_review", Action.VISIT_REVIEW, _to_review),
    ("to_announce", Action.VISIT_ANNOUNCE, _to_announce),
    ("to_verify", Action.REGISTER_VERIFY, _to_verify),
    ("unverified", Action.RULEBOOK_VERIFY, _unverified),
    ("expiring", Action.REGISTER_EDIT, _expiring),
    ("coming", Action.VISIT_CONDUCT, _coming),
)
