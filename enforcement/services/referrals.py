"""Handing acts to the agency whose matter they are: a letter, and the file shown to that agency."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from enforcement.documents import referral_letter
from enforcement.enums import ReferralAnswer
from enforcement.models import CaseAct, Referral
from enforcement.services.cases import require_own
from inspections.models import Evidence
from inspections.services import wording
from issuing import services as issuing
from issuing.enums import PaperStatus
from issuing.models import IssuedDocument
from rulebook import lookup
from rulebook.models import RuleRow

# Handing over a record to whom it belongs, and the recorder's matter (Law on Handling of Administrative Violations).
BASIS = "LXLVPHC-D58"


@transaction.atomic
def send(referral: Referral, *, reason: str, by: Any, on: dt.date, version: int | None = None) -> Referral:
    """Issue the letter and show the agency the case, the record and the evidence of its acts; twice changes nothing.

    Raises Conflict before the violation record is issued: the record goes with the letter.
    """
    require_own(referral.case, by, Action.CASE_REFER)
    locked = Referral.objects.select_for_update(of=("self",)).select_related("case", "to_agency").get(pk=referral.pk)
    if not locked.to_send:
        return locked
    if version is not None and locked.version != version:
        raise Conflict(_("Somebody else changed this referral first; look at it again."), code="stale_version")
    if locked.case.record is None or locked.case.record.status != PaperStatus.ISSUED:
        raise Conflict(_("Issue the violation record first; it goes with the letter."), code="no_record")
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why these acts are their matter.")]})
    before = journal.snapshot(locked)
    locked.reason = reason.strip()
    acts = list(
        locked.acts.filter(finding__withdrawn_at=None).select_related("finding__penalty__provision__instrument")
    )
    locked.letter = _issue(locked, acts, by=by, on=on)
    locked.sent_on, locked.sent_by = on, by
    # Handed over again after it was returned: the receiver answers anew, the journal keeps the first answer.
    locked.answer, locked.answered_on, locked.answered_by, locked.answer_note = "", None, None, ""
    locked.version += 1
    locked.save()
    journal.record(
        by, "referral.sent", locked, before=before, after=journal.snapshot(locked), agency=locked.case.agency
    )
    _show(locked, acts, by=by, on=on)
    return locked


@transaction.atomic
def answer(referral: Referral, *, answer: str, note: str, by: Any, on: dt.date, version: int | None = None) -> Referral:
    """Take over the acts, or return the file with the reason; done by the agency that received it.

    The same answer twice changes nothing. Raises Conflict when it was answered otherwise, or was never handed over.
    """
    access.require(by, Action.CASE_OPEN, referral)
    locked = (
        Referral.objects.select_for_update(of=("self",)).select_related("case__agency", "to_agency").get(pk=referral.pk)
    )
    if locked.to_agency not in access.agencies_of(by, Action.CASE_OPEN):
        raise NotAllowed(_("Only the agency that received the file answers."))
    if answer not in ReferralAnswer.values:
        raise Invalid(_("Choose the answer."), fields={"answer": [_("Take the acts over, or return the file.")]})
    if locked.answer == answer:
        return locked
    if not locked.to_answer:
        raise Conflict(_("This referral is not waiting for an answer; look at it again."), code="not_waiting")
    if version is not None and locked.version != version:
        raise Conflict(_("Somebody else changed this referral first; look at it again."), code="stale_version")
    if answer == ReferralAnswer.RETURNED and not note.strip():
        raise Invalid(_("Give the reason."), fields={"note": [_("Say why the file is returned.")]})
    before = journal.snapshot(locked)
    locked.answer, locked.answer_note = answer, note.strip()
    locked.answered_on, locked.answered_by = on, by
    locked.version += 1
    locked.save()
    verb = f"referral.{answer}"
    journal.record(by, verb, locked, before=before, after=journal.snapshot(locked), agency=locked.to_agency)
    return locked


def _show(referral: Referral, acts: list[CaseAct], *, by: Any, on: dt.date) -> None:
    letter, record = referral.letter, referral.case.record
    basis = f"{letter.title_vi} {letter.number}" if letter else ""
    shown: list[Any] = [referral.case, letter, record, *(act.finding for act in acts)]
    shown += Evidence.objects.standing().filter(finding__in=[act.finding_id for act in acts])
    for obj in shown:
        access.share(obj, agency=referral.to_agency, basis=basis, by=by, on=on)


def _issue(referral: Referral, acts: list[CaseAct], *, by: Any, on: dt.date) -> IssuedDocument:
    rests_on: list[RuleRow] = [lookup.provision_on(BASIS, on)]
    for act in acts:
        rests_on += [act.finding.penalty, act.finding.penalty.provision]
    return issuing.issue(
        form_code=referral_letter.FORM_CODE,
        agency=referral.case.agency,
        target=referral.case,
        payload=_payload(referral, acts, by=by, on=on),
        render=referral_letter.render,
        rests_on=list(dict.fromkeys(rests_on)),
        by=by,
        on=on,
        template_version=referral_letter.TEMPLATE_VERSION,
    )


def _payload(referral: Referral, acts: list[CaseAct], *, by: Any, on: dt.date) -> referral_letter.ReferralLetter:
    case, record = referral.case, referral.case.record
    if record is None:
        raise Conflict(_("Issue the violation record first; it goes with the letter."), code="no_record")
    with translation.override("vi"):
        return {
            "agency": wording.agency_head(case.agency),
            "issued_on": on.isoformat(),
            "to_name": referral.to_agency.name,
            "to_address": referral.to_agency.address,
            "subject": "chuyển hồ sơ vụ việc có dấu hiệu vi phạm hành chính để xử lý theo thẩm quyền",
            "violator_name": case.licensee.name,
            "violator_address": wording.party_address(case.licensee),
            "record_number": record.number,
            "record_date": record.issued_on.isoformat(),
            "acts": [
                {"title": act.finding.penalty.title_vi, "provision": act.finding.penalty.provision.citation_vi}
                for act in acts
            ],
            "reason": referral.reason,
            "legal_basis": [lookup.provision_on(BASIS, on).citation_vi],
            "enclosures": _enclosures(referral, record, acts),
            "signer_post": by.post,
            "signer_name": str(by),
            "copies_to": ["Như trên", "Lưu: VT"],
            "unverified": [],
        }


def _enclosures(referral: Referral, record: IssuedDocument, acts: list[CaseAct]) -> list[referral_letter.EnclosedPaper]:
    found: list[referral_letter.EnclosedPaper] = [
        {
            "title": record.title_vi,
            "number": record.number,
            "date": record.issued_on.isoformat(),
            "copies": 1,
            "sha256": record.sha256,
        }
    ]
    photos = Evidence.objects.standing().filter(finding__in=[act.finding_id for act in acts])
    found += [
        {
            "title": f"{row.get_kind_display()}: {row.caption or row.file_name}",
            "number": "",
            "date": wording.day(row.taken_at.date() if row.taken_at else None),
            "sha256": row.sha256,
        }
        for row in photos.order_by("recorded_at", "pk")
    ]
    return found
