"""Executes a countersigned decision: the register changes, the paper is issued, the application ends."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict
from common.ids import uuid7
from common.text import day_text
from issuing.models import IssuedDocument
from licenses import notifications
from licenses.enums import (
    ApplicationStatus,
    ClockReason,
    ClockVerb,
    DecisionOutcome,
    EstablishmentStatus,
    PlannedStep,
    Purpose,
)
from licenses.kinds import kind_of
from licenses.kinds.base import PLACE, STATIONS
from licenses.kinds.content import day as day_of
from licenses.models import Application, Decision, Establishment, License
from licenses.services import annexes, assignments, editing, establishments, giving_back, hindrances, licenses, planned
from licenses.services.applications import clock, decisions, papers, verdicts
from licenses.services.applications import content as application_content
from licenses.services.applications import register as application_register
from licenses.services.fees import asking

ONE_DAY = dt.timedelta(days=1)
# An application about a place found by an inspection is its declaration.
VERIFIABLE = (EstablishmentStatus.DECLARED, EstablishmentStatus.FOUND)


@transaction.atomic
def grant(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> IssuedDocument | None:
    """Issue exactly what was countersigned; return the paper.

    Refused when the file changed after it was proposed, or fees are not asked for, paid or waived. Either everything
    happens (register, paper with its number, step, journal) or nothing.
    """
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_ISSUE, row)
    decision = decisions.countersigned(row, DecisionOutcome.GRANT)
    decisions.require_unchanged(row, decision)
    if row.status == ApplicationStatus.FEE_DUE and row.fee_settled_on is None:
        raise Conflict(_("The fees are not paid yet."), code="fee_unpaid")
    asking.require_asked(row, on)
    hindrances.require_none(row, on)
    verdicts.require_answered(row, decision)
    license, paper = _execute(row, decision, by, on)
    _end(application, row, "grant", by, on, {"granted_license": license})
    notifications.paper_ready(application, paper, DecisionOutcome.GRANT, on=on)
    return paper


@transaction.atomic
def refuse(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> IssuedDocument:
    """Issue the notice of a countersigned refusal."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_ISSUE, row)
    decision = decisions.countersigned(row, DecisionOutcome.REFUSE)
    decisions.require_unchanged(row, decision)
    held = clock.rules(row, on)
    paper = papers.issue_refusal(row, decision, held=held, by=by, on=on)
    _end(application, row, "refuse", by, on, {})
    notifications.paper_ready(application, paper, DecisionOutcome.REFUSE, on=on)
    return paper


@transaction.atomic
def enter(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> IssuedDocument | None:
    """Enter an Internet agent in the register as declared, verified, changed or closed; return the extract."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.REGISTER_VERIFY, row)
    if not kind_of(row.kind).register_only:
        raise Conflict(_("A license is decided on, not entered."), code="not_register_only")
    hindrances.require_none(row, on)
    place = application_register.establishment(row, row.payload.get(PLACE) or {}, by=by, on=on)
    if row.purpose == Purpose.SURRENDER:
        _close(place, row, by, on)
    elif row.purpose in (Purpose.NEW, Purpose.VERIFY) and place.status in VERIFIABLE:
        application_register.verify(place, row, by=by, on=on)
    paper = None
    if row.purpose != Purpose.SURRENDER:
        held = clock.rules(row, on)
        paper = papers.issue_extract(row, place, held=held, by=by, on=on)
    _end(application, row, "enter", by, on, {"establishment": place})
    return paper


def _close(place: Establishment, row: Application, by: Any, on: dt.date) -> None:
    """An entry is closed from the day its keeper named, and not before that day has come."""
    day = day_of(row.payload, "given_back_on") or on
    if day > on:
        raise Conflict(
            _("The place closes on %(day)s; enter it on that day or later.") % {"day": day_text(day)}, code="too_early"
        )
    application_register.close(place, row, by=by, on=max(day - ONE_DAY, place.valid_from))


@transaction.atomic
def record_grant(
    application: Application, *, license: License, letter: str, by: Any, on: dt.date, version: int | None = None
) -> Application:
    """Record what the authority outside granted: the license, already entered from its paper, and its letter."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_RECEIVE, row)
    letter = editing.require_reason(letter)
    if license.kind != row.kind or license.holder_id != row.licensee_id:
        raise Conflict(_("That license is of another kind or holder than the application."), code="other_license")
    return _end(application, row, "record_grant", by, on, {"granted_license": license, "letter": letter[:160]})


def _execute(
    row: Application, decision: Decision, by: Any, on: dt.date
) -> tuple[License | None, IssuedDocument | None]:
    match row.purpose:
        case Purpose.SURRENDER:
            return _surrender(row, decision, by, on)
        case Purpose.DUPLICATE:
            return _duplicate(row, decision, by, on)
        case _:
            return _granted(row, decision, by, on)


def _surrender(row: Application, decision: Decision, by: Any, on: dt.date) -> tuple[License, IssuedDocument]:
    """The license is not held from the day its holder named, or from today where that day has passed meanwhile."""
    license = _license(row)
    asked = day_of(decisions.proposal(decision)["payload"], "given_back_on")
    day = max(asked or on, on)
    if day > on:
        planned.agreed(license, PlannedStep.SURRENDER, decision, effective_on=day, by=by, on=on)
    else:
        giving_back.give_back(license, by=by, signer=decision.countersigned_by, on=day, reason=row.number)
    return license, papers.issue_given_back(row, decision, license, day=day, held=clock.rules(row, on), by=by, on=on)


def _duplicate(
    row: Application, decision: Decision, by: Any, on: dt.date
) -> tuple[License | None, IssuedDocument | None]:
    license, held = _license(row), clock.rules(row, on)
    paper = papers.issue_license(
        row, decision, license, content=application_content.of_license(license, on), old=license, held=held, by=by,
        terms=(license.valid_from or on, license.valid_until), conditions=license.conditions.splitlines(), on=on,
    )  # fmt: skip
    _annex(license, paper, by)
    return license, paper


def _granted(row: Application, decision: Decision, by: Any, on: dt.date) -> tuple[License, IssuedDocument]:
    """A new license; one renewed, amended or transferred ends on the day the new one takes its place."""
    held, proposed = clock.rules(row, on), decisions.proposal(decision)
    content: Mapping[str, Any] = proposed["payload"]
    place = _place(row, content, by, on)
    stations = application_register.stations(row, content.get(STATIONS) or [], by=by, on=on)
    old = row.license
    # an amendment or transfer keeps the last day the license had
    kept = old.valid_until if old is not None else None
    until = dt.date.fromisoformat(proposed["valid_until"]) if proposed["valid_until"] else kept
    shell = License(id=uuid7())
    conditions = proposed["conditions"].splitlines()
    paper = papers.issue_license(
        row, decision, shell, content=content, terms=(on, until), conditions=conditions, held=held, by=by, on=on,
        old=old,
    )  # fmt: skip
    unit = place.unit if place else next((station.unit for station in stations if station.unit_id), None)
    made = licenses.register(
        by=by, on=on, agency=row.agency, key=shell.pk, number=paper.number, kind=row.kind, holder=row.licensee,
        establishment=place, unit=unit, granting_authority=row.agency.name, valid_from=on, valid_until=until,
        conditions=proposed["conditions"], supersedes=old, source=row.number,
        handed_over=row.purpose == Purpose.TRANSFER,
    )  # fmt: skip
    if old is not None:
        assignments.end_all(old, by=by, on=on - ONE_DAY, reason=row.number)
        licenses.supersede(old, with_=made, by=decision.countersigned_by, on=on)
    application_register.assignments(made, content.get(STATIONS) or [], stations, by=by, on=on)
    _annex(made, paper, by)
    return made, paper


def _annex(license: License, paper: IssuedDocument, by: Any) -> None:
    """A long annex is a file of its own, which the paper names by its digest; it is drawn in the background."""
    if "annex_sha256" in json.loads(paper.payload):
        annexes.start_of_paper(license, paper, by=by)


def _place(row: Application, content: Mapping[str, Any], by: Any, on: dt.date) -> Establishment | None:
    if kind_of(row.kind).part != PLACE:
        return None
    place = application_register.establishment(row, content.get(PLACE) or {}, by=by, on=on)
    if place.agency_id == row.agency_id and establishments.provable(place, on):
        # who granted its certificate has looked at its papers, and need not be asked to once more
        application_register.verify(place, row, by=by, on=on)
    return place


def _license(row: Application) -> License:
    if row.license is None:
        raise Conflict(_("The application names no license."), code="no_license")
    return row.license


def _end(
    application: Application, row: Application, step: str, by: Any, on: dt.date, changes: dict[str, Any]
) -> Application:
    held = clock.rules(row, on)
    days = clock.tick(row, ClockVerb.ENDED, ClockReason.DECIDED, by=by, on=on, held=held)
    return steps.take(application, step, by=by, version=row.version, changes={**days, **changes})
