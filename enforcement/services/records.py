"""The violation record (biên bản vi phạm hành chính): issued from a case, naming to whom some acts are referred."""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.roles import Action
from common.errors import Conflict, Invalid
from enforcement.documents import shapes, violation_record
from enforcement.enums import NoExplanation
from enforcement.models import Case, CaseAct
from enforcement.services import acts as act_words
from enforcement.services import explanations
from enforcement.services.cases import DESCRIBED, require_own, require_short, take_in
from inspections.documents import visit_record
from inspections.enums import IS_PARTY, STANDS_IN, Capacity, Signing
from inspections.models import Attendance, Evidence
from inspections.queries import field_proof
from inspections.services import evidence, findings, wording
from issuing import services as issuing
from issuing.enums import PaperStatus
from issuing.models import IssuedDocument
from licenses.enums import LicenseeKind
from rulebook import deadlines, lookup
from rulebook.models import RuleRow

HANDOVER = "case.handover"
DRAFT = "BẢN DỰ THẢO - CHƯA PHÁT HÀNH"
_LABELS = {
    "tax_code": "Mã số doanh nghiệp/Mã số thuế",
    "household_code": "Mã số hộ kinh doanh",
    "citizen_id": "Số định danh cá nhân",
}
_CAPACITIES = {Capacity.WITNESS: "witness", Capacity.COMMUNE: "commune", Capacity.INTERPRETER: "interpreter"}
_WHY_NOT = {
    NoExplanation.BELOW_LIMIT: "mức phạt tối đa của các hành vi dưới mức luật định và không áp dụng hình thức tước "
    "quyền sử dụng giấy phép, đình chỉ hoạt động.",
    NoExplanation.UNKNOWN: "khung tiền phạt của hành vi chưa được xác định.",
}


@transaction.atomic
def issue_record(case: Case, *, by: Any, at: dt.datetime, on: dt.date, version: int | None = None) -> IssuedDocument:
    """Issue the record; the case moves to record_issued and its findings are fixed. Twice gives the first paper.

    `at` is when the record is made. Raises Invalid when the place or a reason is missing, Conflict when somebody else
    changed the case, Unavailable when the paper rests on unverified rows outside the demo.
    """
    require_own(case, by, Action.CASE_RECORD)
    # Not joined with its record: PostgreSQL, having waited for the lock, renews the case but not what was joined to it
    locked = Case.objects.select_for_update(of=("self",)).select_related("visit", "agency", "licensee").get(pk=case.pk)
    if locked.record is not None:
        return _standing(locked.record)
    if version is not None and locked.version != version:
        raise Conflict(_("Somebody else changed this case first; look at it again."), code="stale_version")
    require_complete(locked)
    take_in(locked, by=by, on=on)
    right = explanations.right_of(locked, on=on)
    document = issuing.issue(**_paper(locked, right, by=by, at=at, on=on), agency=locked.agency,
                             form_code=violation_record.FORM_CODE)  # fmt: skip
    steps.take(locked, "issue_record", by=by, changes={"record": document} | _rights(right))
    bind(locked, document, at=at, on=on, by=by)
    return document


@transaction.atomic
def reopen(case: Case, *, by: Any, reason: str, version: int | None = None) -> Case:
    """Open a case whose record was annulled: its findings are free again, and a new record can be issued."""
    require_own(case, by, Action.CASE_RECORD)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.record is None:
        return locked
    if locked.record.status != PaperStatus.ANNULLED:
        raise Conflict(_("The violation record stands; annul it first, or replace it by a new one."), code="stands")
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why a new record is made.")]})
    nothing = dict.fromkeys(("record", "may_explain", "explain_writing_until", "explain_session_until"))
    steps.take(
        locked, "reopen", by=by, reason=reason.strip(), changes={**nothing, "no_explanation": ""}, version=version
    )
    for act in locked.acts.select_related("finding"):
        findings.untie(act.finding, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def replace_record(
    case: Case, *, fields: Mapping[str, Any], reason: str, by: Any, at: dt.datetime, on: dt.date, version: int
) -> IssuedDocument:
    """Issue a new record in place of the one that stands, with corrected statements; the old one says it is replaced.

    The time to explain begins anew with the new record. Raises Conflict when somebody else changed the case.
    """
    require_own(case, by, Action.CASE_RECORD)
    locked = Case.objects.select_for_update(of=("self",)).select_related("visit", "agency", "licensee").get(pk=case.pk)
    if locked.record is None:
        raise Conflict(_("There is no record yet; issue it first."), code="no_record")
    if locked.version != version:
        raise Conflict(_("Somebody else changed this case first; look at it again."), code="stale_version")
    require_short(fields)
    before = journal.snapshot(locked)
    for name in DESCRIBED:
        setattr(locked, name, fields.get(name, getattr(locked, name)))
    require_complete(locked)
    old, right = _standing(locked.record), explanations.right_of(locked, on=on)
    document = issuing.supersede(old, **_paper(locked, right, by=by, at=at, on=on), reason=reason)
    locked.record = document
    for name, value in _rights(right).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    journal.record(by, "case.record_replaced", locked, before=before, after=journal.snapshot(locked), note=reason)
    bind(locked, document, at=at, on=on, by=by)
    return document


def _standing(document: IssuedDocument) -> IssuedDocument:
    """Return the record that stands; one that was annulled is never handed out as if it were issued."""
    if document.status != PaperStatus.ISSUED:
        raise Conflict(
            _("The violation record %(number)s was annulled. Open the case again, then issue a new record.")
            % {"number": document.number},
            code="record_annulled",
        )
    return document


def _rights(right: explanations.Right) -> dict[str, Any]:
    return {
        "may_explain": right.allowed,
        "no_explanation": right.why_not,
        "explain_writing_until": right.written_until if right.allowed else None,
        "explain_session_until": right.session_until if right.allowed else None,
    }


def bind(case: Case, document: IssuedDocument, *, at: dt.datetime, on: dt.date, by: Any) -> None:
    """Fix the findings of the record, count the time to hand over, and show it to agencies that have the file."""
    for act in _acts(case):
        findings.tie(act.finding, paper=document.number, by=by)
    _set_handover(case, at=at, on=on, by=by)
    for referral in case.referrals.exclude(sent_on=None).select_related("to_agency", "letter"):
        letter = referral.letter
        basis = f"{letter.title_vi} {letter.number}" if letter else ""
        access.share(document, agency=referral.to_agency, basis=basis, by=by, on=on)


def draft(case: Case, *, by: Any, at: dt.datetime, on: dt.date) -> bytes:
    """Return the record as it would be issued now, watermarked as a draft; nothing is numbered or kept."""
    require_own(case, by, Action.CASE_RECORD)
    content = payload(case, explanations.right_of(case, on=on), by=by, at=at, on=on)
    pictures = {row.sha256: evidence.small_copy(row) for row in _photos(list(_acts(case)))}
    return violation_record.render({**content, "watermark": DRAFT}, pictures)


def _set_handover(case: Case, *, at: dt.datetime, on: dt.date, by: Any) -> None:
    due = deadlines.due_at(lookup.deadline(HANDOVER, on), at)
    for referral in case.referrals.filter(due_at=None):
        before = journal.snapshot(referral)
        referral.due_at = due
        referral.version += 1
        referral.save(update_fields=["due_at", "version"])
        journal.record(by, "referral.due", referral, before=before, after=journal.snapshot(referral))


def payload(case: Case, right: explanations.Right, *, by: Any, at: dt.datetime, on: dt.date) -> shapes.ViolationRecord:
    """Return the record's content in Vietnamese, ready to print; the page previews the same."""
    acts = list(_acts(case))
    with translation.override("vi"):
        people = list(case.visit.attendance.standing())
        return {
            "agency": wording.agency_head(case.agency),
            "issued_on": on.isoformat(),
            "made_at": wording.moment(at),
            "closed_at": "",
            "made_place": case.record_place,
            "made_elsewhere_reason": case.elsewhere_reason,
            "subject": _subject(acts),
            "basis": _basis(case),
            "recorders": [{"name": str(by), "post": by.post, "unit": case.agency.name}],
            "witnesses": _witnesses(people),
            "violator": _violator(case),
            "acts": act_words.payload(acts, confirmed=set(lookup.confirmed_ids(a.finding.penalty_id for a in acts))),
            "injured": [
                {"name": row.person, "address": row.post} for row in people if row.capacity == Capacity.INJURED
            ],
            "statements": {
                "violator": case.party_statement,
                "witness": case.witness_statement,
                "injured": case.injured_statement,
            },
            "preventive_measures": [case.preventive_measures] if case.preventive_measures else [],
            "seized": [],
            "explanation": _explanation(case, right),
            "appointment": _appointment(case),
            "copies": case.copies,
            "receiver": {"name": case.receiver, "capacity": "người vi phạm hoặc người đại diện", "at": ""}
            if case.receiver
            else None,
            "refusal": _refusal(people),
            "photos": [wording.photo(row) for row in _photos(acts)],
            "unverified": [],
            "files": [wording.enclosed(row) for row in _files(acts)]
            + [wording.enclosed_signature(row) for row in field_proof.signatures(case.visit)],
        }


def _paper(case: Case, right: explanations.Right, *, by: Any, at: dt.datetime, on: dt.date) -> dict[str, Any]:
    """Return what the paper is made of, for a first record as for one that replaces it."""
    acts = list(_acts(case))
    pictures = {row.sha256: evidence.small_copy(row) for row in _photos(acts)}
    rests_on: list[RuleRow] = list(right.rests_on)
    for act in acts:
        rests_on += [act.finding.penalty, act.finding.penalty.provision]
    return {
        "target": case,
        "payload": payload(case, right, by=by, at=at, on=on),
        "render": functools.partial(violation_record.render, photos=pictures),
        "rests_on": list(dict.fromkeys(rests_on)),
        "by": by,
        "on": on,
        "template_version": violation_record.TEMPLATE_VERSION,
    }


def require_complete(case: Case) -> None:
    """Refuse a record that lacks what the law asks for, naming the entries."""
    faults: dict[str, list[str]] = {}
    if not case.record_place.strip():
        faults["record_place"] = [_("Enter where the record is made.")]
    if case.appointment_at and not case.appointment_place.strip():
        faults["appointment_place"] = [_("Enter the place of the appointment.")]
    if faults:
        raise Invalid(_("The record cannot be issued yet."), fields=faults)


def _acts(case: Case) -> Any:
    return CaseAct.objects.filter(case=case, finding__withdrawn_at=None).select_related(
        "finding__penalty__provision__instrument",
        "finding__station",
        "finding__assignment__license",
        "referral__to_agency",
    )


def _photos(acts: list[CaseAct]) -> list[Evidence]:
    rows = Evidence.objects.standing().photos().filter(finding__in=[act.finding_id for act in acts])
    return list(rows.order_by("recorded_at", "pk"))


def _files(acts: list[CaseAct]) -> list[Evidence]:
    """Return the recordings and files that show the acts: they cannot be printed."""
    rows = Evidence.objects.standing().other_files().filter(finding__in=[act.finding_id for act in acts])
    return list(rows.order_by("recorded_at", "pk"))


def _subject(acts: list[CaseAct]) -> str:
    """Return the headings of the articles concerned: what the record is about."""
    headings = dict.fromkeys(act.finding.penalty.provision.heading_vi for act in acts)
    parts = [text[0].lower() + text[1:] for text in headings if text]
    return "; ".join(parts)


def _basis(case: Case) -> list[str]:
    found = issuing.current(case.visit, visit_record.FORM_CODE)
    if found is None:
        return []
    return [f"{found.title_vi} số {found.number} ngày {found.issued_on:%d/%m/%Y} của {case.agency.name}"]


def _violator(case: Case) -> shapes.Violator:
    party = case.licensee
    place = case.visit.establishment
    made: shapes.Violator = {
        "kind": party.kind,
        "name": party.name,
        "address": wording.party_address(party),
        "identifier": party.identifier,
        "representative": party.representative or (party.name if party.kind == LicenseeKind.INDIVIDUAL else ""),
        "representative_title": party.representative_title,
        "phone": party.phone,
    }
    if label := _LABELS.get(party.identifier_scheme):
        made["identifier_label"] = label
    if place and place.business_registration:
        made["registration"] = place.business_registration
    return made


def _witnesses(people: list[Attendance]) -> list[shapes.Witness]:
    return [
        {"capacity": _CAPACITIES[Capacity(row.capacity)], "name": row.person, "post": row.post}
        for row in people
        if row.capacity in _CAPACITIES and row.signing == Signing.SIGNED
    ]


def _refusal(people: list[Attendance]) -> shapes.Refusal | None:
    party = [row for row in people if row.capacity in IS_PARTY]
    if not party or any(row.signing == Signing.SIGNED for row in party):
        return None
    who = party[0]
    witness = next((row for row in people if row.capacity in STANDS_IN and row.signing == Signing.SIGNED), None)
    reason = who.reason if witness else "; ".join(part for part in (who.reason, who.no_witness_reason) if part)
    return {
        "who": who.person,
        "kind": who.signing,
        "reason": reason,
        "attested_by": witness.person if witness else "",
        "attested_capacity": witness.get_capacity_display().lower() if witness else "",
    }


def _explanation(case: Case, right: explanations.Right) -> shapes.Explanation:
    basis = "Điều 61 Luật Xử lý vi phạm hành chính"
    if not right.allowed:
        return {"allowed": False, "basis": basis, "reason": _WHY_NOT[NoExplanation(right.why_not)]}
    return {
        "allowed": True,
        "basis": basis,
        "written_days": right.written.number or 0,
        "written_due": right.written_until.isoformat(),
        "oral_days": right.session.number or 0,
        "oral_due": right.session_until.isoformat(),
        "body": case.agency.name,
        "address": case.agency.address,
    }


def _appointment(case: Case) -> shapes.Appointment | None:
    if case.appointment_at is None:
        return None
    return {"at": wording.moment(case.appointment_at), "place": case.appointment_place}
