"""What the office sees: which tablet is out with what, when it was heard of last, what it has not sent, what waits."""

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import access
from accounts.roles import Action
from fieldwork.lifecycle import UNSETTLED, DispatchStatus
from fieldwork.models import Dispatch, Opening, Operation, Quarantined, Tablet
from inspections.lifecycle import VisitStatus
from inspections.models import Visit

QUIET = dt.timedelta(hours=24)
MAY_GO_OUT = (VisitStatus.PLANNED, VisitStatus.ANNOUNCED, VisitStatus.IN_PROGRESS, VisitStatus.DISPATCHED)


def tablets(user: Any) -> QuerySet[Tablet]:
    """Return the tablets of the person's agencies with `out` and `kept`: visits with it, operations to be decided."""
    kept = (
        Quarantined.objects.filter(tablet=OuterRef("pk"), status__in=UNSETTLED)
        .order_by()
        .values("tablet")
        .annotate(count=Count("pk"))
        .values("count")
    )
    out = Count("dispatches", filter=Q(dispatches__status=DispatchStatus.OUT))
    found: QuerySet[Tablet] = Tablet.objects.visible_to(user).select_related("agency", "last_person")
    return found.annotate(out=out, kept=Coalesce(Subquery(kept), 0))


def visits_with(tablet: Tablet) -> QuerySet[Dispatch]:
    """Return the visits the tablet has now, with the team of each."""
    rows: QuerySet[Dispatch] = Dispatch.objects.out().filter(tablet=tablet).select_related("visit__licensee")
    return rows.prefetch_related("visit__member_rows__user").order_by("visit__window_start", "visit__number")


def may_go_out(user: Any, *, on: dt.date) -> QuerySet[Visit]:
    """Return the visits whose window touches the day and that no tablet has, of agencies for which the person plans."""
    agencies = [agency.pk for agency in access.agencies_of(user, Action.VISIT_PLAN)]
    held = Dispatch.objects.out().values("visit")
    rows = Visit.objects.filter(agency__in=agencies, status__in=MAY_GO_OUT).exclude(pk__in=held)
    return rows.in_window(on, on).select_related("licensee", "unit").prefetch_related("member_rows__user")


def inbox(user: Any) -> QuerySet[Quarantined]:
    """Return what waits for a decision in the person's agencies."""
    rows: QuerySet[Quarantined] = Quarantined.objects.visible_to(user).unsettled()
    return rows.select_related("tablet", "visit", "author", "sender", "assigned_to")


def to_settle(user: Any, _on: dt.date) -> QuerySet[Quarantined]:
    """Return what this person may decide about, oldest first: not one's own work, nor what was given to another."""
    own = access.agencies_of(user, Action.QUARANTINE_SETTLE)
    rows = Quarantined.objects.unsettled().filter(agency__in=[agency.pk for agency in own])
    mine = rows.filter(Q(assigned_to=user) | Q(assigned_to=None)).exclude(author=user)
    found: QuerySet[Quarantined] = mine.select_related("tablet", "visit").order_by("created_at", "id")
    return found


# Work that waits, as the landing page lists it: code, the right it asks for, the records.
TASKS = (("tablets_to_settle", Action.QUARANTINE_SETTLE, to_settle),)


def opening_of(visit: Visit) -> Opening | None:
    """Return how a visit that nobody planned was opened on the way."""
    return Opening.objects.filter(visit=visit).select_related("tablet", "opened_by").first()


def ledger_of(visit: Visit) -> QuerySet[Operation]:
    """Return the operations of a visit about which something was noticed."""
    rows: QuerySet[Operation] = Operation.objects.filter(visit_key=visit.pk).exclude(flags=[])
    return rows.select_related("tablet", "author").order_by("created_at", "seq")
