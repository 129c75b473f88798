"""Applications from the office's side until they are examined: taken up, checked, returned, forwarded, entered."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.access import people_with, system_user
from accounts.models import Agency, User
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import day_text
from issuing.models import IssuedDocument
from licenses import notifications
from licenses.enums import ApplicationStatus, ClockReason, ClockVerb
from licenses.kinds import content, kind_of
from licenses.kinds.rules import Rules
from licenses.models import Application, SupplementRequest
from licenses.services import editing
from licenses.services.applications import clock as application_clock
from licenses.services.applications import papers, problems
from licenses.services.fees import closing

CHECKING = (ApplicationStatus.SUBMITTED, ApplicationStatus.COMPLETENESS_CHECK)


@transaction.atomic
def take_up(application: Application, *, by: Any, version: int | None = None) -> Application:
    """Take an application up: whoever does is its officer from now on."""
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    return steps.take(application, "take_up", by=by, version=row.version, changes={"officer": by})


@transaction.atomic
def assign(application: Application, *, officer: User, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Give the file to another officer of the agency in charge."""
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    if not people_with(Action.APPLICATION_EXAMINE, row.agency, on).filter(pk=officer.pk).exists():
        message = _("%(name)s does not examine applications in this agency.") % {"name": officer}
        raise Invalid(message, fields={"officer": [message]})
    editing.change(row, {"officer": officer}, by=by, verb="application.assigned")
    application.refresh_from_db()
    return application


@transaction.atomic
def request_supplement(
    application: Application,
    *,
    codes: Iterable[str],
    note: str,
    by: Any,
    on: dt.date,
    answer_by: dt.date | None = None,
    version: int | None = None,
) -> Application:
    """Ask the applicant to complete the file; the checklist writes the text and the clock stops.

    `codes` are documents of the procedure that are missing or not good enough, `note` what else is asked. The day to
    answer follows from the rulebook; where no source gives the period, `answer_by` must say it.
    """
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    held = application_clock.rules(row, on)
    items = _items(row, held, list(codes), note.strip())
    due = application_clock.last_day(held.supplement, on) or answer_by
    if due is None:
        message = _("No source gives how long the applicant has to answer; set the day.")
        raise Invalid(message, fields={"answer_by": [message]})
    if due <= on:
        message = _("The day to answer must lie in the future.")
        raise Invalid(message, fields={"answer_by": [message]})
    text = supplement_text(row, items, due)
    asked = SupplementRequest.objects.create(
        application=row, items=items, text=text, asked_on=on, answer_due_on=due, by=by
    )
    journal.record(by, "supplement.asked", asked, after=journal.snapshot(asked), agency=row.agency)
    days = application_clock.tick(row, ClockVerb.STOPPED, ClockReason.SUPPLEMENT_ASKED, by=by, on=on, held=held)
    changes = {**days, "answer_due_on": due}
    steps.take(application, "request_supplement", by=by, version=row.version, changes=changes)
    notifications.supplement_asked(application, asked, on=on)
    return application


@transaction.atomic
def issue_request(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> IssuedDocument:
    """Issue the standing request to supplement as a numbered letter, once."""
    row = _own(application, by, Action.APPLICATION_ISSUE, version)
    asked = row.supplements.filter(answered_on__isnull=True).last()
    if row.status != ApplicationStatus.RETURNED or asked is None:
        raise Conflict(_("Nothing is asked of the applicant now."), code="nothing_asked")
    if unprinted(row) is None:
        raise Conflict(_("This request was issued as a letter already."), code="issued_already")
    held = application_clock.rules(row, on)
    return papers.issue_supplement(row, asked, held=held, by=by, on=on)


def unprinted(application: Application) -> SupplementRequest | None:
    """Return the standing request that no letter was issued for yet."""
    asked = application.supplements.filter(answered_on__isnull=True).last()
    letters = IssuedDocument.objects.about(application).filter(form_code="supplement_request")
    return asked if asked is not None and not letters.filter(issued_at__gte=asked.created_at).exists() else None


def supplement_text(application: Application, items: list[dict[str, str]], due: dt.date) -> str:
    """Return the letter's text, in Vietnamese whatever the language of the officer's page."""
    with translation.override("vi"):
        head = _("To process application %(number)s, please send the following by %(day)s at the latest:") % {
            "number": application.number,
            "day": day_text(due),
        }
        tail = _("Until then the time to decide stands still. Without an answer by that day the application is void.")
    return "\n".join([head, *(f"- {item['title_vi']}" for item in items), tail])


@transaction.atomic
def accept(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Find the file complete and begin the technical examination; refused while a needed document is missing."""
    row = _own(application, by, Action.APPLICATION_EXAMINE, version)
    kind, held = kind_of(row.kind), application_clock.rules(row, on)
    if kind.register_only:
        raise Conflict(_("A register entry is not decided on; enter it in the register."), code="register_only")
    _require_complete(row, held)
    if row.outside:
        raise Conflict(
            _("%(name)s grants this kind of license; forward the file there.") % {"name": row.authority_name},
            code="forward_first",
        )
    if held.authority is not None and row.agency.code not in held.authority.agencies:
        raise Conflict(
            _("%(name)s grants this kind of license; hand the file over.") % {"name": row.authority_name},
            code="hand_over_first",
        )
    return steps.take(application, "accept", by=by, version=row.version, changes={"check_due_on": None})


def receivers(application: Application, on: dt.date) -> list[Agency]:
    """Return the agencies of this installation that grant this kind, other than the one in charge."""
    authority = application_clock.rules(application, on).authority
    codes = authority.agencies if authority else []
    return list(Agency.objects.filter(code__in=codes).exclude(pk=application.agency_id))


def receivers_needed(application: Application, on: dt.date) -> bool:
    """Say whether another agency than the one in charge grants this kind."""
    authority = application_clock.rules(application, on).authority
    return authority is not None and application.agency.code not in authority.agencies


@transaction.atomic
def hand_over(application: Application, *, to: Agency, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Hand a received file over to the agency of this installation that grants this kind; the clock runs on."""
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    if row.status not in CHECKING:
        raise Conflict(_("A file is handed over before it is examined."), code="too_late")
    if to not in receivers(row, on):
        message = _("%(name)s does not grant this kind of license.") % {"name": to}
        raise Invalid(message, fields={"to": [message]})
    editing.change(row, {"agency": to, "officer": None}, by=by, verb="application.handed_over", note=to.name)
    # who decides must see whom, and the place, the file is about
    for known in (row.licensee, row.establishment):
        if known is not None:
            access.share(known, agency=to, basis=row.number, by=by, on=on)
    application.refresh_from_db()
    return application


@transaction.atomic
def forward(application: Application, *, letter: str, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Forward the file to the granting authority outside this system; its own clock then counts, ours stands still."""
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    if not row.outside:
        raise Conflict(_("The granting authority works in this system; hand the file over."), code="hand_over_first")
    held = application_clock.rules(row, on)
    _require_complete(row, held)
    letter = editing.require_reason(letter)
    days = application_clock.tick(row, ClockVerb.STOPPED, ClockReason.FORWARDED, by=by, on=on, held=held)
    changes = {**days, "letter": letter[:160]}
    return steps.take(application, "forward", by=by, reason=letter, version=row.version, changes=changes)


@transaction.atomic
def record_refusal(
    application: Application, *, letter: str, by: Any, on: dt.date, version: int | None = None
) -> Application:
    """Record that the authority outside refused; `letter` names its paper."""
    row = _own(application, by, Action.APPLICATION_RECEIVE, version)
    letter = editing.require_reason(letter)
    held = application_clock.rules(row, on)
    days = application_clock.tick(row, ClockVerb.ENDED, ClockReason.DECIDED, by=by, on=on, held=held)
    changes = {**days, "letter": letter[:160]}
    return steps.take(application, "record_refusal", by=by, reason=letter, version=row.version, changes=changes)


@transaction.atomic
def lapse_unanswered(*, on: dt.date) -> list[Application]:
    """Declare void what was not answered or paid in time, in the system's name; twice on one day changes nothing."""
    clock = system_user()
    void = []
    for row in Application.objects.unanswered(on).select_related("agency", "licensee"):
        due = row.answer_due_on or on
        held = application_clock.rules(row, on)
        days = application_clock.tick(row, ClockVerb.ENDED, ClockReason.LAPSED, by=clock, on=on, held=held)
        reason = _("No answer by %(day)s") % {"day": day_text(due)}
        closing.close_for(row, reason=reason, on=on)
        void.append(steps.take(row, "lapse", by=clock, reason=reason, changes=days))
        notifications.application_lapsed(row, due=due, on=on)
    return void


def _own(application: Application, by: Any, action: Action, version: int | None) -> Application:
    row = editing.lock(application, version=version)
    editing.require_keeper(by, action, row)
    return row


def _require_complete(row: Application, held: Rules) -> None:
    wanted = [
        *content.missing(kind_of(row.kind), row.purpose, row.payload),
        *problems.missing_documents(row, held),
    ]
    told = [_("Missing: %(what)s.") % {"what": what} for what in wanted]
    told += [wrong.text for wrong in problems.wrong_emissions(row.payload)]
    if told:
        raise Invalid(
            _("The file is not complete; ask for a supplement."), code="incomplete", fields={"complete": told}
        )


def _items(row: Application, held: Rules, codes: list[str], note: str) -> list[dict[str, str]]:
    known = {each.code: each for each in held.documents(row.licensee.kind)}
    strange = [code for code in codes if code not in known]
    if strange:
        message = _("The procedure knows no document “%(code)s”.") % {"code": strange[0]}
        raise Invalid(message, fields={"codes": [message]})
    found = [
        {"code": code, "title_vi": known[code].title_vi, "title_en": known[code].title_en}
        for code in dict.fromkeys(codes)
    ]
    found += [{"code": "", "title_vi": line, "title_en": line} for line in note.splitlines() if line.strip()]
    if not found:
        message = _("Tick what is missing or write what is asked for.")
        raise Invalid(message, fields={"codes": [message]})
    return found
