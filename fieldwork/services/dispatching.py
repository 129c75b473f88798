"""Visits given to tablets, called back, given on, and brought back."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.roles import Action
from common.errors import Conflict, DomainError, Invalid
from fieldwork.lifecycle import DispatchStatus, TabletStatus
from fieldwork.models import Dispatch, Tablet
from fieldwork.services import blocks
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from inspections.services import visits
from inspections.services.planning import require_own

Many = tuple[list[Dispatch], list[tuple[Visit, str]]]  # what was done, and what was not with the reason
MAY_GO_OUT = (VisitStatus.PLANNED, VisitStatus.ANNOUNCED, VisitStatus.DISPATCHED, VisitStatus.IN_PROGRESS)


@transaction.atomic
def send(visit: Visit, *, tablet: Tablet, by: Any, version: int | None = None) -> Dispatch:
    """Give a visit to a tablet; doing it twice changes nothing. Raises Conflict while another tablet has it."""
    locked = _locked(visit, by)
    _require_ready(tablet, locked)
    known = current(locked)
    if known is not None:
        if known.tablet_id == tablet.pk:
            return known
        raise Conflict(
            _("Visit %(number)s is with tablet “%(tablet)s”. Give it on, or recall it first.")
            % {"number": locked.number, "tablet": known.tablet},
            code="with_another_tablet",
        )
    if version is not None and locked.version != version:
        raise Conflict(_("Somebody else changed this visit first; look at it again."), code="stale_version")
    if locked.status in (VisitStatus.PLANNED, VisitStatus.ANNOUNCED):
        visits.dispatch(locked, by=by)
    elif locked.status not in MAY_GO_OUT:
        raise Conflict(
            _("Visit %(number)s is “%(state)s” and goes to no tablet.")
            % {"number": locked.number, "state": locked.get_status_display()},
            code="too_late",
        )
    return _write(locked, tablet, by)


def send_many(rows: Iterable[Visit], *, tablet: Tablet, by: Any) -> Many:
    """Give several visits to a tablet; what cannot go is named with its reason and holds up nothing else."""
    return _each(rows, lambda visit: send(visit, tablet=tablet, by=by))


def move_many(rows: Iterable[Visit], *, to: Tablet | None, by: Any, reason: str, at: dt.datetime) -> Many:
    """Give several visits on to another tablet, or recall them to the office where none is named; as `send_many`."""
    if to is None:
        return _each(rows, lambda visit: recall(visit, by=by, reason=reason, at=at))
    return _each(rows, lambda visit: reassign(visit, tablet=to, by=by, reason=reason, at=at))


def _each(rows: Iterable[Visit], act: Callable[[Visit], Dispatch]) -> Many:
    done: list[Dispatch] = []
    left: list[tuple[Visit, str]] = []
    for visit in rows:
        try:
            done.append(act(visit))
        except DomainError as error:
            left.append((visit, str(error.message)))
    return done, left


@transaction.atomic
def recall(visit: Visit, *, by: Any, reason: str, at: dt.datetime) -> Dispatch:
    """Call a visit back: the tablet learns it at its next contact; what it recorded meanwhile goes to a person."""
    locked = _locked(visit, by)
    ended = _end(locked, "recall", by=by, reason=reason, at=at)
    if locked.status == VisitStatus.DISPATCHED:
        visits.recall(locked, by=by, reason=reason)
    return ended


@transaction.atomic
def reassign(visit: Visit, *, tablet: Tablet, by: Any, reason: str, at: dt.datetime) -> Dispatch:
    """Give a visit from one tablet to another; what the first still brings goes to a person."""
    locked = _locked(visit, by)
    _require_ready(tablet, locked)
    known = current(locked)
    if known is not None and known.tablet_id == tablet.pk:
        return known
    _end(locked, "reassign", by=by, reason=reason, at=at)
    return _write(locked, tablet, by)


def finish(visit: Visit, *, at: dt.datetime) -> None:
    """Note that a received visit is no longer out; its originals may still come."""
    if (known := current(visit)) is not None:
        steps.take(known, "finish", by=access.system_user(), changes={"ended_at": at})


def opened(visit: Visit, *, tablet: Tablet, by: Any, at: dt.datetime) -> Dispatch:
    """Note that a visit opened on the way is with the tablet that opened it, since that moment."""
    made = Dispatch.objects.create(
        visit=visit, tablet=tablet, agency=visit.agency, sent_by=by, status=DispatchStatus.OUT, packed_at=at,
        created_at=at,
    )  # fmt: skip
    journal.record(by, "dispatch.sent", made, after=journal.snapshot(made), agency=visit.agency)
    return made


def current(visit: Visit) -> Dispatch | None:
    """Return the dispatch by which a tablet has the visit now."""
    return Dispatch.objects.out().filter(visit=visit).select_related("tablet").first()


def no_tablet() -> Invalid:
    """Return the refusal of a form in which no tablet was chosen."""
    return Invalid(_("Choose a tablet."), fields={"tablet": [_("Choose a tablet.")]})


def _locked(visit: Visit, by: Any) -> Visit:
    require_own(visit, by, Action.VISIT_PLAN)
    return Visit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=visit.pk)


def _require_ready(tablet: Tablet, visit: Visit) -> None:
    fresh = Tablet.objects.get(pk=tablet.pk)
    if fresh.status != TabletStatus.ENROLLED:
        raise Invalid(
            _("Tablet “%(tablet)s” is not enrolled.") % {"tablet": fresh},
            fields={"tablet": [_("Choose an enrolled tablet.")]},
        )
    if fresh.agency_id != visit.agency_id:
        raise Invalid(
            _("This tablet belongs to another agency."), fields={"tablet": [_("Choose a tablet of the agency.")]}
        )


def _end(visit: Visit, step: str, *, by: Any, reason: str, at: dt.datetime) -> Dispatch:
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why the tablet loses the visit.")]})
    known = current(visit)
    if known is None:
        raise Conflict(_("No tablet has this visit."), code="not_out")
    return steps.take(known, step, by=by, reason=reason.strip(), changes={"ended_at": at})


def _write(visit: Visit, tablet: Tablet, by: Any) -> Dispatch:
    made = Dispatch.objects.create(
        visit=visit, tablet=tablet, agency=visit.agency, sent_by=by, status=DispatchStatus.OUT
    )
    journal.record(by, "dispatch.sent", made, after=journal.snapshot(made), agency=visit.agency)
    return made


@transaction.atomic
def pack(tablet: Tablet, person: Any, *, at: dt.datetime, on: dt.date) -> None:
    """Note that the tablet took its visits of this person along, and lease it its numbers.

    From then on the office knows that what is recalled may have been worked on already.
    """
    rows = Dispatch.objects.out().filter(tablet=tablet, visit__member_rows__user=person, packed_at__isnull=True)
    if rows.update(packed_at=at):
        blocks.lease(tablet, by=person, on=on)
