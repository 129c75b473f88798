"""Complaints and reports: taken in from anybody, given to an officer, checked by a visit, closed with an answer."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.enums import Subject
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Invalid, NotAllowed
from common.text import clean_name
from inspections.enums import ComplaintMatter, ComplaintOutcome, ComplaintSource
from inspections.lifecycle import COMPLAINT_OPEN
from inspections.models import Complaint, Visit
from inspections.services import lengths, planning
from issuing import codes, numbering
from places.models import AdminUnit

SERIES = "complaint"
LOWEST_HZ, HIGHEST_HZ = 3_000, 3_000_000_000_000


@dataclass(frozen=True)
class Report:
    """What somebody brings before an agency; positions in degrees, frequencies in hertz."""

    agency: Agency
    subject: str
    matter: str
    text: str
    source: str = ComplaintSource.PUBLIC
    reporter_name: str = ""
    reporter_contact: str = ""
    place: str = ""
    unit: AdminUnit | None = None
    position: tuple[float, float] | None = None
    frequency_hz: int | None = None
    happened_at: dt.datetime | None = None
    origin: str = ""


@dataclass(frozen=True)
class Received:
    """A complaint as taken in; the code is told once, to whoever brought it. `new` is False for the same origin."""

    complaint: Complaint
    code: str
    new: bool


def offices() -> list[Agency]:
    """Return the agencies a person may turn to: those that deal with some subject."""
    return [agency for agency in Agency.objects.order_by("name") if agency.subjects]


@transaction.atomic
def receive(report: Report, *, at: dt.datetime, on: dt.date, by: Any = None) -> Received:
    """Take a complaint in, with or without an account; the same origin at the same agency makes one complaint.

    Raises Invalid naming the entries to mend; NotAllowed for an officer of another agency.
    """
    _require_may_enter(report, by)
    faults = _faults(report, at)
    if faults:
        raise Invalid(_("The report cannot be taken in yet."), fields=faults)
    if known := _same_origin(report):
        return Received(known, "", new=False)
    code = codes.new_code()
    actor = by or access.system_user()
    number = numbering.take(agency=report.agency, form_code=SERIES, suffix=f"{on.year}/TB", on=on, by=actor)
    lat, lon = report.position or (None, None)
    made = Complaint.objects.create(
        number=number.text, receipt_sha256=_hash(code), agency=report.agency, subject=report.subject,
        source=report.source, matter=report.matter, reporter_name=clean_name(report.reporter_name),
        reporter_contact=clean_name(report.reporter_contact), text=report.text.strip(),
        place=clean_name(report.place), unit=report.unit, lat=lat, lon=lon, frequency_hz=report.frequency_hz,
        happened_at=report.happened_at, received_at=at, entered_by=by, origin=report.origin,
    )  # fmt: skip
    journal.record(actor, "complaint.received", made, after=journal.snapshot(made), agency=made.agency)
    return Received(made, codes.grouped(code), new=True)


def by_receipt(number: str, code: str) -> Complaint | None:
    """Return the complaint of a number and its code; None alike for a wrong number, a wrong code and nonsense."""
    plain = codes.normal(code)
    if not plain:
        return None
    found = Complaint.objects.select_related("agency").filter(receipt_sha256=_hash(plain)).first()
    same = found is not None and found.number.casefold() == "".join(number.split()).casefold()
    return found if same else None


@transaction.atomic
def assign(complaint: Complaint, *, to: Any, by: Any, version: int | None = None) -> Complaint:
    """Give the complaint to an officer of the agency who may handle complaints."""
    _require_own(complaint, by)
    if complaint.agency not in access.agencies_of(to, Action.COMPLAINT_HANDLE):
        raise Invalid(
            _("This person cannot take it."),
            fields={"to": [_("Choose somebody who handles complaints of the agency.")]},
        )
    return steps.take(complaint, "assign", by=by, changes={"assigned_to": to}, version=version)


@transaction.atomic
def link_visit(complaint: Complaint, visit: Visit, *, by: Any, version: int | None = None) -> Complaint:
    """Say by which visit of the agency the complaint is checked."""
    _require_own(complaint, by)
    if visit.agency_id != complaint.agency_id:
        raise Invalid(_("This visit belongs to another agency."), fields={"visit": [_("Choose another.")]})
    changes = {"visit": visit, "assigned_to": complaint.assigned_to or by}
    return steps.take(complaint, "check", by=by, changes=changes, version=version)


@transaction.atomic
def schedule(complaint: Complaint, plan: planning.Plan, *, by: Any, on: dt.date) -> Visit:
    """Plan the visit that checks the complaint and link it, both or neither. Raises what the two raise."""
    visit = planning.schedule(plan, by=by, on=on)
    if complaint.visit_id != visit.pk:
        link_visit(complaint, visit, by=by)
    return visit


@transaction.atomic
def close(
    complaint: Complaint, *, outcome: str, note: str, answer: str, by: Any, at: dt.datetime, version: int | None = None
) -> Complaint:
    """Close with what came of it and the answer that the reporter reads with the receipt."""
    _require_own(complaint, by)
    faults: dict[str, list[str]] = {}
    if outcome not in ComplaintOutcome.values:
        faults["outcome"] = [_("Choose what came of it.")]
    if not answer.strip():
        faults["answer"] = [_("Write the answer; the reporter reads it with the receipt.")]
    if faults:
        raise Invalid(_("The complaint cannot be closed yet."), fields=faults)
    lengths.require({"note": note, "answer": answer}, {"note": lengths.NOTE, "answer": lengths.STATEMENT})
    changes = {"outcome": outcome, "outcome_note": note.strip(), "answer": answer.strip(), "closed_at": at}
    return steps.take(complaint, "close", by=by, reason=note.strip(), changes=changes, version=version)


@transaction.atomic
def dismiss(
    complaint: Complaint, *, reason: str, answer: str, by: Any, at: dt.datetime, version: int | None = None
) -> Complaint:
    """Not follow a complaint up, with the reason for the file and the answer for the reporter."""
    _require_own(complaint, by)
    faults = {}
    if not reason.strip():
        faults["reason"] = [_("Say why it is not followed up.")]
    if not answer.strip():
        faults["answer"] = [_("Write the answer; the reporter reads it with the receipt.")]
    if faults:
        raise Invalid(_("The complaint cannot be closed yet."), fields=faults)
    changes = {"outcome_note": reason.strip(), "answer": answer.strip(), "closed_at": at}
    return steps.take(complaint, "dismiss", by=by, reason=reason.strip(), changes=changes, version=version)


def receive_many(reports: Sequence[Report], *, at: dt.datetime, on: dt.date, by: Any) -> list[Received]:
    """Take several in, all or none."""
    with transaction.atomic():
        return [receive(report, at=at, on=on, by=by) for report in reports]


def _require_may_enter(report: Report, by: Any) -> None:
    if by is None:
        if report.source != ComplaintSource.PUBLIC:
            raise NotAllowed(_("Your role does not allow this."))
        return
    access.require(by, Action.COMPLAINT_RECORD)
    if report.agency not in access.agencies_of(by, Action.COMPLAINT_RECORD):
        raise NotAllowed(_("You enter no complaints for this agency."))


def _require_own(complaint: Complaint, by: Any) -> None:
    access.require(by, Action.COMPLAINT_HANDLE, complaint)


def _same_origin(report: Report) -> Complaint | None:
    if not report.origin:
        return None
    # the agency's row serialises two officers who press at once
    Agency.objects.select_for_update().get(pk=report.agency.pk)
    # one that was answered or dismissed does not hide what is heard again later
    return Complaint.objects.filter(agency=report.agency, origin=report.origin, status__in=COMPLAINT_OPEN).first()


def _faults(report: Report, at: dt.datetime) -> dict[str, list[str]]:
    lengths.require(
        {"text": report.text, "place": report.place, "reporter_name": report.reporter_name,
         "reporter_contact": report.reporter_contact},
        {"text": lengths.STATEMENT, "place": 300, "reporter_name": 200, "reporter_contact": 200},
    )  # fmt: skip
    faults: dict[str, list[str]] = {}
    if report.subject not in Subject.values or report.subject not in report.agency.subjects:
        faults["agency"] = [_("This office does not deal with this subject; choose another office.")]
    if report.matter not in ComplaintMatter.values:
        faults["matter"] = [_("Choose what it is about.")]
    if len(report.text.strip()) < 10:
        faults["text"] = [_("Say in a sentence or two what happened.")]
    if not clean_name(report.place) and report.position is None:
        faults["place"] = [_("Say where: an address, or a position on the map.")]
    if report.frequency_hz is not None and not LOWEST_HZ <= report.frequency_hz <= HIGHEST_HZ:
        faults["frequency_hz"] = [_("A frequency lies between 0.003 and 3,000,000 MHz. Enter it in MHz.")]
    if report.happened_at and report.happened_at > at + dt.timedelta(minutes=5):
        faults["happened_at"] = [_("This time is still to come.")]
    return faults


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
