"""Applications from the applicant's side: begun, filled in, documents attached, submitted, supplemented, withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.models import Agency, JournalEntry
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed, Unavailable
from common.text import clean_name
from issuing import numbering
from licenses import notifications
from licenses.enums import ApplicationStatus, Channel, ClockReason, ClockVerb, Purpose
from licenses.kinds import content, kind_of, terms
from licenses.kinds.rules import rules_of
from licenses.models import (
    Application,
    ApplicationDocument,
    Establishment,
    License,
    Licensee,
    Message,
    SupplementRequest,
)
from licenses.services import editing, uploads
from licenses.services.applications import clock as application_clock
from licenses.services.applications import content as application_content
from licenses.services.applications import problems
from licenses.services.fees import closing
from rulebook import lookup

FORM_CODE = "application"
OTHER = "other"
# The applicant may change what is asked for while the file is theirs; the examiner while it is examined.
FILLABLE = (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED)
CHANGEABLE = (*FILLABLE, ApplicationStatus.EXAMINATION)


@transaction.atomic
def start(
    *,
    by: Any,
    on: dt.date,
    kind: str,
    purpose: str,
    licensee: Licensee,
    agency: Agency | None = None,
    channel: str = Channel.PAPER,
    establishment: Establishment | None = None,
    license: License | None = None,
    received_on: dt.date | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Application:
    """Begin a draft. One about a license or an entry begins with what the register holds of it.

    `received_on` is the day a paper application came in. In the portal the applicant's own people begin it, and
    `agency` is where it will be sent (the licensee's keeper when not named). Raises NotAllowed, Invalid for an unknown
    kind or purpose, and for a renewal too early or too late, with the day.
    """
    keeper = _receiver(by, agency, licensee, channel)
    declared = kind_of(kind)
    if purpose not in declared.purposes:
        message = _("“%(kind)s” knows no application for this purpose.") % {"kind": declared.label}
        raise Invalid(message, fields={"purpose": [message]})
    if received_on is not None and received_on > on:
        message = _("This day has not come yet.")
        raise Invalid(message, fields={"received_on": [message]})
    if license is not None:
        establishment = establishment or license.establishment
        _require_taken(license, purpose, received_on or on)
    made = Application(
        kind=kind, purpose=purpose, licensee=licensee, establishment=establishment, license=license, agency=keeper,
        received_by=keeper, channel=channel, prepared_by=by, received_on=received_on, payload_schema=declared.schema,
    )  # fmt: skip
    known = application_content.before(made, on)
    made.payload = content.clean(declared, payload if payload is not None else known)
    return editing.create(made, by=by, verb="application.started")


def _require_taken(license: License, purpose: str, on: dt.date) -> None:
    """Refuse to begin a renewal that could not be submitted that day: nobody fills in a form for nothing."""
    if purpose == Purpose.RENEW:
        against = terms.against_renewal(rules_of(kind_of(license.kind), purpose, on), license, on)
        if against:
            raise Invalid(against, code="renewal_not_taken", fields={"purpose": [against]})


@transaction.atomic
def save_draft(
    application: Application, payload: Mapping[str, Any], *, by: Any, version: int | None, reason: str = ""
) -> Application:
    """Save what is asked for; Conflict when somebody else saved first or the file is no longer open for it."""
    row = editing.lock(application, version=version)
    if row.status not in CHANGEABLE:
        raise Conflict(_("What is asked for can no longer be changed: the file is being decided."), code="not_open")
    action = Action.APPLICATION_PREPARE if row.status in FILLABLE else Action.APPLICATION_EXAMINE
    editing.require_keeper(by, action, row)
    if row.status == ApplicationStatus.EXAMINATION:
        reason = editing.require_reason(reason)
    kind = kind_of(row.kind)
    content.require_shape(kind, row.payload_schema)
    editing.change(row, {"payload": content.clean(kind, payload)}, by=by, verb="application.saved", note=reason)
    application.refresh_from_db()
    return application


@transaction.atomic
def attach(
    application: Application, *, data: bytes, file_name: str, code: str, by: Any, on: dt.date
) -> ApplicationDocument:
    """Put a file (PDF, JPEG or PNG, told by its bytes) into the application; the same file twice is one document.

    Open until the application ends: what comes after a proposal makes it necessary to propose anew. Raises Invalid,
    Unavailable (the virus scanner does not answer), Conflict, NotAllowed.
    """
    row = editing.lock(application, version=None)
    _require_open(row, by)
    titles = {each.code: each.title_vi for each in application_clock.rules(row, on).documents()}
    if code != OTHER and code not in titles:
        message = _("Choose which document this is.")
        raise Invalid(message, fields={"code": [message]})
    kept = uploads.keep(data)
    there = ApplicationDocument.objects.in_file().filter(application=row, code=code, sha256=kept.sha256).first()
    if there is not None:
        return there
    name = clean_name(file_name)[-200:] or kept.sha256[:12]
    document = ApplicationDocument(
        application=row, code=code, title=titles.get(code) or name, file_name=name, mime=kept.mime, size=kept.size,
        pages=kept.pages, sha256=kept.sha256, scan_state=kept.scan_state, added_by=by,
    )  # fmt: skip
    document.file.name = kept.name
    document.save(force_insert=True)
    journal.record(by, "application.document_added", document, after=journal.snapshot(document), agency=row.agency)
    return document


@transaction.atomic
def remove(document: ApplicationDocument, *, by: Any, at: dt.datetime, reason: str) -> ApplicationDocument:
    """Take a document out of the file, with the reason; its bytes stay in the store."""
    _require_open(editing.lock(document.application, version=None), by)
    reason = editing.require_reason(reason)
    row = ApplicationDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.removed_at is not None:
        raise Conflict(_("The document was taken out already."), code="removed")
    before = journal.snapshot(row)
    row.removed_at, row.removed_by, row.removed_reason = at, by, reason[:250]
    row.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    agency = row.application.agency
    journal.record(
        by, "application.document_removed", row, before=before, after=journal.snapshot(row), note=reason, agency=agency
    )
    return row


@transaction.atomic
def submit(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Submit a draft: it gets its number and the legal clock starts.

    Refused with every reason at once (Invalid, one message each under `submit`): missing facts and documents, a hold,
    a place that already has a license, a renewal too early or too late, another pending application for the same.
    """
    row = editing.lock(application, version=version)
    _require_side(by, row)
    content.require_shape(kind_of(row.kind), row.payload_schema)
    received = row.received_on or on
    held = application_clock.rules(row, on)
    wrong = problems.found(row, held=held, on=received)
    if wrong:
        raise Invalid(_("The application cannot be submitted yet."), code="not_ready", fields={"submit": wrong})
    form = lookup.form(FORM_CODE, on)
    if form is None or not form.suffix:
        raise Unavailable(_("The rulebook has no form with the number suffix of applications; load it first."))
    # with the year: files of two years stand beside one another in queues, letters and people's memory
    suffix = f"{on.year}/{form.suffix}"
    number = numbering.take(agency=row.received_by, form_code=FORM_CODE, suffix=suffix, on=on, by=by)
    days = application_clock.tick(row, ClockVerb.STARTED, ClockReason.RECEIVED, by=by, on=received, held=held)
    changes = {
        **days,
        "number": number.text,
        "taken_number": number,
        "received_on": received,
        "authority_name": held.authority.name_vi if held.authority else "",
        "outside": not _granted_here(held.authority),
    }
    steps.take(application, "submit", by=by, version=row.version, changes=changes)
    notifications.application_received(application, on=on)
    return application


@transaction.atomic
def answer(
    application: Application, *, by: Any, on: dt.date, text: str = "", version: int | None = None
) -> Application:
    """Send the supplement that was asked for; the clock goes on from that day."""
    row = editing.lock(application, version=version)
    _require_side(by, row)
    held = application_clock.rules(row, on)
    asked = row.supplements.filter(answered_on__isnull=True).last()
    if row.status != ApplicationStatus.RETURNED or asked is None:
        raise Conflict(_("Nothing is asked of the applicant now."), code="nothing_asked")
    if not text.strip() and not _brought(row, asked):
        message = _("Nothing was added or changed since the supplement was asked for. Add it, or say why not.")
        raise Invalid(message, code="nothing_brought", fields={"text": [message]})
    before = journal.snapshot(asked)
    asked.answered_on, asked.answered_by, asked.answer = on, by, text.strip()
    asked.save(update_fields=["answered_on", "answered_by", "answer"])
    journal.record(by, "supplement.answered", asked, before=before, after=journal.snapshot(asked), agency=row.agency)
    days = application_clock.tick(row, ClockVerb.RESTARTED, ClockReason.SUPPLEMENT_CAME, by=by, on=on, held=held)
    return steps.take(application, "answer", by=by, version=row.version, changes=days)


def _brought(row: Application, asked: SupplementRequest) -> bool:
    """Say whether a paper came in, or what is asked for was changed, since the supplement was asked for."""
    if ApplicationDocument.objects.in_file().filter(application=row, created_at__gte=asked.created_at).exists():
        return True
    saved = JournalEntry.objects.filter(target_type=row._meta.label_lower, target_id=journal.key_of(row))
    return saved.filter(verb="application.saved", at__gte=asked.created_at).exists()


@transaction.atomic
def withdraw(application: Application, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> Application:
    """Withdraw an application, or give up a draft; nothing of it is lost."""
    row = editing.lock(application, version=version)
    _require_side(by, row)
    reason = editing.require_reason(reason)
    days: dict[str, Any] = {"ended_on": on}
    if row.status != ApplicationStatus.DRAFT:
        held = application_clock.rules(row, on)
        days = application_clock.tick(row, ClockVerb.ENDED, ClockReason.WITHDRAWN, by=by, on=on, held=held)
    closing.close_for(row, reason=reason, on=on)
    return steps.take(application, "withdraw", by=by, reason=reason, version=row.version, changes=days)


@transaction.atomic
def write(application: Application, *, text: str, by: Any, from_office: bool) -> Message:
    """Put a message on the file, for both sides to read."""
    action = Action.APPLICATION_RECEIVE if from_office else Action.APPLICATION_PREPARE
    row = editing.lock(application, version=None)
    editing.require_keeper(by, action, row)
    text = text.strip()
    if not text:
        message = _("Write something first.")
        raise Invalid(message, fields={"text": [message]})
    made = Message.objects.create(application=row, from_office=from_office, text=text, by=by)
    journal.record(by, "application.message", made, after=journal.snapshot(made), agency=row.agency)
    return made


def _granted_here(authority: Any) -> bool:
    return authority is not None and Agency.objects.filter(code__in=authority.agencies).exists()


def _receiver(by: Any, agency: Agency | None, licensee: Licensee, channel: str) -> Agency:
    if channel != Channel.PORTAL:
        return editing.keeper_agency(by, agency, Action.APPLICATION_ENTER)
    editing.require_keeper(by, Action.APPLICATION_PREPARE, licensee)
    keeper: Agency = agency or licensee.agency
    return keeper


def _require_side(by: Any, row: Application) -> None:
    """What the licensee filed the licensee submits, answers and withdraws; the office acts only for files on paper."""
    editing.require_keeper(by, Action.APPLICATION_SUBMIT, row)
    if row.channel == Channel.PORTAL and not access.acts_for_party_of(by, Action.APPLICATION_SUBMIT, row):
        raise NotAllowed(_("The applicant filed this on their own pages and alone answers or withdraws it."))


def _require_open(row: Application, by: Any) -> None:
    editing.require_keeper(by, Action.APPLICATION_PREPARE, row)
    if row.ended_on is not None:
        raise Conflict(_("The application has ended; nothing is added to it any more."), code="ended")
    # a paper put in while the office decides would undo its work; the office itself may do so, the applicant writes
    if row.status not in FILLABLE and access.acts_for_party_of(by, Action.APPLICATION_PREPARE, row):
        raise Conflict(
            _("The file is with the office. Write a message; the office asks for what it needs."), code="away"
        )
