"""The inspection record (biên bản kiểm tra): what was checked, found and said, issued from the sealed visit."""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import journal
from accounts.roles import Action
from common.errors import Conflict, Invalid
from inspections.documents import visit_record
from inspections.enums import STANDS_IN, Choice, Outcome, Quantity, Signing, Verdict
from inspections.models import Attendance, Finding, Measurement, Recheck, Visit
from inspections.queries import comparisons, earlier, field_proof
from inspections.queries.checklists import ItemState, item_states, sections
from inspections.queries.manifest import manifest_digest
from inspections.services import evidence, wording
from inspections.services.planning import require_own
from issuing import services as issuing
from issuing.models import IssuedDocument, IssuedNumber
from rulebook.models import Checklist, RuleRow

COPIES = 2
_RESULTS = {Choice.PASS: "ok", Choice.FAIL: "violation", Choice.NOT_APPLICABLE: "not_applicable"}
_OUTCOMES = {
    Outcome.LAWFUL: "Chấp hành đúng quy định; không phát hiện vi phạm.",
    Outcome.VIOLATION: "Có hành vi vi phạm; lập biên bản vi phạm hành chính.",
    Outcome.BOTH: "Có nội dung chấp hành đúng và có hành vi vi phạm; đồng thời lập biên bản vi phạm hành chính.",
    Outcome.UNCLEAR: "Có dấu hiệu cần thẩm tra, xác minh; báo cáo bằng văn bản với Thủ trưởng cơ quan kiểm tra.",
}


@dataclass(frozen=True)
class ByHand:
    """The form that was written by hand on site: its leased number, and the day it was written."""

    number: IssuedNumber
    written_on: dt.date


@transaction.atomic
def issue_record(visit: Visit, *, by: Any, on: dt.date, by_hand: ByHand | None = None) -> IssuedDocument:
    """Issue the record of a sealed visit: two copies to print and sign by hand. Doing it twice returns the first.

    `by_hand`: the visit was written by hand on a blank form; the record bears its number and says so.
    Raises Conflict when the visit was amended since: then only a record that replaces the old one tells the truth.
    """
    require_own(visit, by, Action.PAPER_ISSUE)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not locked.is_fixed:
        raise Conflict(_("Seal the visit first; the record says what was sealed."), code="not_sealed")
    if known := current_record(locked):
        if not agrees(known, locked):
            raise Conflict(
                _("The visit was amended after record %(number)s. Issue a record that replaces it.")
                % {"number": known.number},
                code="record_outdated",
            )
        return known
    paper = _paper(locked, by=by, on=on)
    if by_hand is not None:
        if by_hand.written_on > on:
            raise Invalid(
                _("The form was written after today?"), fields={"written_on": [_("Enter a day that is past.")]}
            )
        paper["payload"]["by_hand"] = {"number": by_hand.number.text, "written_on": by_hand.written_on.isoformat()}
        paper["leased"] = by_hand.number
    made = issuing.issue(**paper, agency=locked.agency, form_code=visit_record.FORM_CODE)
    if by_hand is not None:
        journal.record(by, "paper.transcribed", made, note=by_hand.written_on.isoformat(), agency=locked.agency)
    return made


@transaction.atomic
def replace_record(visit: Visit, *, reason: str, by: Any, on: dt.date) -> IssuedDocument:
    """Issue a record of the visit as amended, in place of the one that no longer agrees with it."""
    require_own(visit, by, Action.PAPER_ISSUE)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    known = current_record(locked)
    if known is None:
        raise Conflict(_("There is no inspection record to replace; issue one."), code="no_record")
    if agrees(known, locked):
        return known
    return issuing.supersede(known, **_paper(locked, by=by, on=on), reason=reason)


def current_record(visit: Visit) -> IssuedDocument | None:
    """Return the inspection record in force, if there is one."""
    return issuing.current(visit, visit_record.FORM_CODE)


def is_transcribed(paper: IssuedDocument) -> bool:
    """Say whether the paper transcribes a form written by hand."""
    return "by_hand" in json.loads(paper.payload)


def agrees(paper: IssuedDocument, visit: Visit) -> bool:
    """Say whether the paper still tells what the visit holds: nothing was amended since it was drawn."""
    kept = json.loads(paper.payload).get("manifest_sha256")
    if kept is None:  # drawn before papers kept the hash
        return not visit.amendments.filter(created_at__gt=paper.issued_at).exists()
    return bool(kept == manifest_digest(visit))


def _paper(visit: Visit, *, by: Any, on: dt.date) -> dict[str, Any]:
    """Return what the paper is made of, for a first record as for one that replaces it."""
    photos = {row.sha256: evidence.small_copy(row) for row in visit.evidence.standing().photos()}
    photos |= {row.sha256: evidence.printable_signature(row) for row in field_proof.signatures(visit)}
    return {
        "target": visit,
        "payload": payload(visit, on=on),
        "render": functools.partial(visit_record.render, photos=photos),
        "rests_on": rows_rested_on(visit),
        "by": by,
        "on": on,
        "template_version": visit_record.TEMPLATE_VERSION,
    }


def rows_rested_on(visit: Visit) -> list[RuleRow]:
    """Return the rulebook rows the record rests on: the checklists and the provisions of its findings."""
    found: list[RuleRow] = list(visit.checklists.all())
    for finding in visit.findings.standing().select_related("penalty__provision"):
        found += [finding.penalty, finding.penalty.provision]
    return list(dict.fromkeys(found))


def payload(visit: Visit, *, on: dt.date) -> visit_record.VisitRecord:
    """Return the record's content in Vietnamese, ready to print."""
    party = visit.licensee
    with translation.override("vi"):
        states = item_states(visit)
        measurements = list(
            visit.measurements.standing().select_related("station", "assignment__license").order_by("measured_at", "pk")
        )
        return {
            "agency": wording.agency_head(visit.agency),
            "issued_on": on.isoformat(),
            "visit_number": visit.number,
            "started_at": wording.moment(visit.started_at),
            "ended_at": wording.moment(visit.ended_at),
            "place": wording.place_of(visit),
            "basis": [visit.legal_basis] if visit.legal_basis else [],
            "team": wording.team(visit),
            "subject_name": party.name,
            "subject_identifier": party.identifier,
            "subject_address": wording.party_address(party),
            "representative": party.representative,
            "representative_title": party.representative_title,
            "targets": _targets(visit),
            "checklist_title": "; ".join(row.title_vi for row in visit.checklists.order_by("code")),
            "groups": _groups(states),
            "measurements": [_measurement(row) for row in measurements],
            "instruments": _instruments(measurements),
            "findings": [_finding(row) for row in _findings(visit)],
            "outcome": _OUTCOMES.get(Outcome(visit.outcome), "") if visit.outcome else "",
            "subject_statement": visit.party_statement,
            "notes": visit.report,
            "attendance": _attendance(list(visit.attendance.standing()), field_proof.drawn_by(visit)),
            "copies": COPIES,
            "photos": [wording.photo(row) for row in visit.evidence.standing().photos()],
            "unverified": [],
            "manifest_sha256": manifest_digest(visit),
            "signatures": [wording.signature(row) for row in field_proof.signatures(visit)],
            "files": [wording.enclosed(row) for row in visit.evidence.standing().other_files()],
            "hashes": field_proof.hashes(visit),
            "earlier": [_earlier(row) for row in earlier.checked(visit)],
        }


def _targets(visit: Visit) -> list[str]:
    if visit.establishment:
        return [wording.place_of(visit)]
    return [wording.station_place(station) for station in visit.stations.order_by("name", "pk")]


def _groups(states: list[ItemState]) -> list[visit_record.AnswerGroup]:
    found: list[visit_record.AnswerGroup] = []
    number = 0
    for section in sections(states):
        lines: list[visit_record.AnswerLine] = []
        for state in section.items:
            number += 1
            lines.append(_answer(state, number))
        found.append({"heading": _heading(section.checklist, section.items[0]), "answers": lines})
    return found


def _heading(checklist: Checklist, first: ItemState) -> str:
    return first.item.section_vi or checklist.title_vi


def _answer(state: ItemState, number: int) -> visit_record.AnswerLine:
    answer = state.answer
    choice = Choice(answer.choice) if answer and answer.choice else None
    notes = (answer.note, answer.no_finding_reason) if answer else ()
    seen = answer.value if answer else ""
    return {
        "number": str(number),
        "question": state.item.text_vi,
        # The verdict has a column of its own; here stands what was seen, or where it stands.
        "answer": seen or ("xem phần III" if state.measurements else ""),
        "result": _RESULTS[choice] if choice else "unclear",
        "note": "; ".join(part for part in notes if part),
    }


def _measurement(row: Measurement) -> visit_record.MeasurementLine:
    within = {Verdict.WITHIN: True, Verdict.OUT: False}.get(Verdict(row.verdict))
    line: visit_record.MeasurementLine = {
        "place": wording.station_place(row.station) if row.station else row.place,
        "frequency": wording.quantity(Quantity.FREQUENCY, row.assignment.tx_hz) if row.assignment else "",
        "quantity": row.get_quantity_display(),
        "licensed": wording.quantity(row.quantity, row.licensed_value, row.unit),
        "measured": row.value_text or wording.quantity(row.quantity, row.value, row.unit),
        "tolerance": wording.spread(row.quantity, row.tolerance, row.unit, mark="± "),
        "uncertainty": wording.spread(row.quantity, row.uncertainty, row.unit, mark="U = "),
        "within": within,
        "instrument": row.instrument,
    }
    if row.quantity == Quantity.FIELD_STRENGTH and row.licensed_value is not None:
        # What a field strength is held against is the licensed ERP.
        line["licensed"] = f"{wording.quantity(Quantity.POWER, round(row.licensed_value, 3))} ERP"
    if row.verdict == Verdict.REVIEW:
        line["review"] = True
    if told := comparisons.told(row).text:
        line["comparison"] = told
    if row.assignment:
        line["license_number"] = row.assignment.license.number
    return line


def _instruments(rows: list[Measurement]) -> list[visit_record.Instrument]:
    found: dict[str, visit_record.Instrument] = {}
    for row in rows:
        if not row.instrument:
            continue
        entry: visit_record.Instrument = {
            "name": row.instrument, "serial": row.instrument_serial, "calibrated_on": wording.day(row.calibrated_on),
        }  # fmt: skip
        if row.calibrated_until:
            entry["calibration_until"] = wording.day(row.calibrated_until)
        found.setdefault(f"{row.instrument}{row.instrument_serial}{row.calibrated_on}{row.calibrated_until}", entry)
    return list(found.values())


def _findings(visit: Visit) -> list[Finding]:
    return list(
        visit.findings.standing().select_related("penalty__provision__instrument").order_by("recorded_at", "pk")
    )


def _finding(row: Finding) -> visit_record.FindingLine:
    return {"text": row.facts, "provision": row.penalty.provision.citation_vi}


def _earlier(row: Recheck) -> visit_record.EarlierLine:
    return {
        "visit_number": row.earlier.visit.number,
        "found_on": wording.day(row.earlier.detected_on),
        "text": row.earlier.facts,
        "provision": row.earlier.penalty.provision.citation_vi,
        "result": row.get_result_display(),
        "facts": row.facts,
    }


def _attendance(rows: list[Attendance], drawn: Mapping[Any, str]) -> list[visit_record.AttendanceLine]:
    witnesses = [row for row in rows if row.capacity in STANDS_IN and row.signing == Signing.SIGNED]
    found = []
    for row in rows:
        line: visit_record.AttendanceLine = {
            "name": row.person,
            "capacity": row.get_capacity_display(),
            "outcome": row.signing,
            "reason": row.reason,
        }
        if row.signing != Signing.SIGNED and witnesses:
            line["attested_by"] = ", ".join(witness.person for witness in witnesses)
        if row.pk in drawn:
            line["drawn_sha256"] = drawn[row.pk]
        found.append(line)
    return found
