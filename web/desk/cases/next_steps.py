"""What happens next with a case: what, by whom, by when, on what basis."""

import datetime as dt
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.text import day_text, pick
from enforcement.enums import ReferralAnswer
from enforcement.models import Case, Referral
from enforcement.queries.decision import decide_by
from enforcement.services import explanations
from enforcement.services.records import HANDOVER
from issuing.enums import PaperStatus
from issuing.models import IssuedDocument
from rulebook import lookup
from rulebook.models import RuleRow


def day(value: dt.date | None) -> str:
    """Return a date as the reader writes it."""
    return day_text(value) if value else ""


def basis_of(row: RuleRow, on: dt.date) -> str:
    """Return the provisions a deadline rests on."""
    return "; ".join(pick(provision, "citation") for provision in lookup.provisions_of(row, on))


def next_step(
    case: Case, referrals: list[Referral], scans: list[Any], *, may_work: bool, on: dt.date
) -> dict[str, Any]:
    """Return the first thing that is still to be done."""
    waiting = [row for row in referrals if row.to_send]
    if case.record is None:
        return _to_issue(case)
    if case.record.status == PaperStatus.ANNULLED:
        return _annulled(case, case.record)
    if not may_work:
        return _taken_over(case, referrals, on)
    if not scans:
        return {
            "what": _("Print %(number)d copies, have every page signed by hand, then attach the scan.")
            % {"number": case.copies},
            "who": str(case.record.issued_by),
            "when": "",
            "basis": "",
        }
    return _to_send(case, waiting) if waiting else _afterwards(case, on)


def _annulled(case: Case, record: IssuedDocument) -> dict[str, Any]:
    return {
        "what": _("The violation record %(number)s was annulled. Open the case again, then issue a new record.")
        % {"number": record.number},
        "who": pick(case.agency, "name"),
        "when": _("before the limitation ends on %(day)s") % {"day": day(case.limitation_date)}
        if case.limitation_date
        else _("at once"),
        "basis": "",
        "late": True,
    }


def _to_issue(case: Case) -> dict[str, Any]:
    return {
        "what": _("Check the acts, enter the statements, then issue the violation record."),
        "who": f"{case.opened_by} · {pick(case.agency, 'name')}",
        "when": _("at once; the limitation ends on %(day)s") % {"day": day(case.limitation_date)}
        if case.limitation_date
        else _("at once"),
        "basis": "",
    }


def _to_send(case: Case, waiting: list[Referral]) -> dict[str, Any]:
    first = waiting[0]
    agencies = ", ".join(pick(row.to_agency, "name") for row in waiting)
    if first.answer == ReferralAnswer.RETURNED:
        return {
            "what": _("%(agency)s returned the file: %(reason)s. Settle whose matter the acts are, then hand it over "
                      "again.") % {"agency": pick(first.to_agency, "name"), "reason": first.answer_note},
            "who": pick(case.agency, "name"),
            **_decision(case, on=None, transferred=True),
        }  # fmt: skip
    due = first.due_at
    return {
        "what": _("Hand the file over to %(agency)s.") % {"agency": agencies},
        "who": pick(case.agency, "name"),
        "when": formats.date_format(timezone.localtime(due), "SHORT_DATETIME_FORMAT") if due else "",
        "basis": _basis_by_code(HANDOVER, case.record.issued_on) if case.record and due else "",
    }


def _taken_over(case: Case, referrals: list[Referral], on: dt.date) -> dict[str, Any]:
    """Say to the receiving agency what it has to do, and until when the law wants a decision."""
    answered = [row for row in referrals if row.answer]
    if not answered:
        what = _("Read the letter, the record and its evidence; then take the acts over, or return the file.")
    elif answered[0].answer == ReferralAnswer.ACCEPTED:
        what = _("Submit the file to the person who decides; deciding is not part of this version.")
    else:
        return {"what": _("Nothing: the file was returned."), "who": "", "when": "", "basis": ""}
    return {"what": what, "who": _("The receiving agency"), **_decision(case, on=on, transferred=True)}


def _afterwards(case: Case, on: dt.date) -> dict[str, Any]:
    until = case.explain_writing_until
    if case.may_explain and until and case.record and on <= until:
        return {
            "what": _("Wait for the party's explanation, then submit the file to the person who decides."),
            "who": str(case.licensee),
            "when": _("in writing until %(writing)s; request for a session until %(session)s")
            % {"writing": day(until), "session": day(case.explain_session_until)},
            "basis": _basis_by_code(explanations.WRITTEN, case.record.issued_on),
        }
    if case.may_explain and until:
        what = _("The time to explain ended on %(day)s. Submit the file to the person who decides.") % {
            "day": day(until)
        }
        return {"what": what, "who": pick(case.agency, "name"), **_decision(case, on=on), "late": True}
    what = _("Submit the file to the person who decides; deciding is not part of this version.")
    return {"what": what, "who": pick(case.agency, "name"), **_decision(case, on=on)}


def _decision(case: Case, *, on: dt.date | None, transferred: bool = False) -> dict[str, Any]:
    """Say until when the law wants the decision, that this day is over, or that no source tells it."""
    found = decide_by(case, transferred=transferred)
    if found is None:
        return {"when": _("the time for the decision is not known"), "basis": ""}
    over = on is not None and found.day < on
    text = _("the decision was due until %(day)s") if over else _("decision until %(day)s")
    basis = basis_of(found.row, case.record.issued_on) if case.record else ""
    return {"when": text % {"day": day(found.day)}, "basis": basis, "late": over}


def _basis_by_code(code: str, on: dt.date) -> str:
    try:
        return basis_of(lookup.deadline(code, on), on)
    except DomainError:
        return ""
