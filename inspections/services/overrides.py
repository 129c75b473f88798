"""A second visit in one year: asked for by one person, agreed to by another."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.models import Agency
from accounts.roles import Action
from common.clock import now
from common.errors import Invalid, NotAllowed
from common.text import clean_name
from inspections.models import OverrideRequest
from inspections.queries.business import visit_of_year
from licenses.models import Licensee


@transaction.atomic
def request(*, agency: Agency, licensee: Licensee, year: int, reason: str, source: str, by: Any) -> OverrideRequest:
    """Ask for a second visit; the reason is the clear sign of violation the law asks for, the source where it stands.

    Such as the number and day of a complaint, or the finding of an earlier visit.
    """
    access.require(by, Action.VISIT_PLAN)
    if agency not in access.agencies_of(by, Action.VISIT_PLAN):
        raise NotAllowed(_("You plan no visits for this agency."))
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say which signs of violation there are.")]})
    if not source.strip():
        raise Invalid(_("Give the source."), fields={"source": [_("Say where the sign of violation is recorded.")]})
    earlier = visit_of_year(licensee, year)
    if earlier is None:
        raise Invalid(_("This business has no visit in %(year)s; schedule it without asking.") % {"year": year})
    waiting = OverrideRequest.objects.waiting().filter(agency=agency, licensee=licensee, year=year).first()
    if waiting:
        return waiting
    made = OverrideRequest.objects.create(
        agency=agency,
        licensee=licensee,
        year=year,
        reason=reason.strip(),
        source=clean_name(source),
        earlier_visit=earlier,
        requested_by=by,
    )
    journal.record(by, "override.requested", made, after=journal.snapshot(made), agency=agency)
    return made


@transaction.atomic
def approve(asked: OverrideRequest, *, by: Any, note: str = "", version: int | None = None) -> OverrideRequest:
    """Agree; never the person who asked."""
    return _decide(asked, "approve", by=by, note=note, version=version)


@transaction.atomic
def refuse(asked: OverrideRequest, *, by: Any, note: str, version: int | None = None) -> OverrideRequest:
    """Refuse, with the reason."""
    if not note.strip():
        raise Invalid(_("Give the reason."), fields={"note": [_("Say why it is refused.")]})
    return _decide(asked, "refuse", by=by, note=note, version=version)


def usable(agency: Agency, licensee: Licensee, year: int) -> OverrideRequest | None:
    """Return the approved request that a new visit of this agency may use."""
    return (
        OverrideRequest.objects.filter(agency=agency, licensee=licensee, year=year, status="approved")
        .order_by("created_at")
        .first()
    )


def _decide(asked: OverrideRequest, step: str, *, by: Any, note: str, version: int | None) -> OverrideRequest:
    if asked.requested_by_id == by.pk:
        raise NotAllowed(_("You asked for it yourself: another person must decide."), code="needs_second_person")
    moment: dt.datetime = now()
    changes = {"decided_by": by, "decided_at": moment, "decision_note": note.strip()}
    return steps.take(asked, step, by=by, reason=note.strip(), changes=changes, version=version)
