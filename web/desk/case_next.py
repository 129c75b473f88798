"""What happens next with a case: what, by whom, by when, on what basis."""

import datetime as dt
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.text import pick
from enforcement.models import Case, Referral
from enforcement.services import explanations
from enforcement.services.records import HANDOVER
from rulebook import lookup
from rulebook.models import RuleRow


def day(value: dt.date | None) -> str:
    """Return a date as the reader writes it."""
    return formats.date_format(value, "SHORT_DATE_FORMAT") if value else ""


def basis_of(row: RuleRow, on: dt.date) -> str:
    """Return the provisions a deadline rests on."""
    return "; ".join(pick(provision, "citation") for provision in lookup.provisions_of(row, on))


def next_step(case: Case, referrals: list[Referral], scans: list[Any], *, may_work: bool) -> dict[str, str]:
    """Return the first thing that is still to be done."""
    waiting = [row for row in referrals if row.sent_on is None]
    if case.record is None:
        return _to_issue(case)
    if not scans:
        return {
            "what": _("Print %(number)d copies, have every page signed by hand, then attach the scan.")
            % {"number": case.copies},
            "who": str(case.record.issued_by),
            "when": "",
            "basis": "",
        }
    if waiting:
        return _to_send(case, waiting)
    return _afterwards(case) if may_work else _taken_over(case)


def _to_issue(case: Case) -> dict[str, str]:
    return {
        "what": _("Check the acts, enter the statements, then issue the violation record."),
        "who": f"{case.opened_by} · {pick(case.agency, 'name')}",
        "when": _("at once; the limitation ends on %(day)s") % {"day": day(case.limitation_date)}
        if case.limitation_date
        else _("at once"),
        "basis": "",
    }


def _to_send(case: Case, waiting: list[Referral]) -> dict[str, str]:
    due = waiting[0].due_at
    return {
        "what": _("Hand the file over to %(agency)s.")
        % {"agency": ", ".join(pick(row.to_agency, "name") for row in waiting)},
        "who": pick(case.agency, "name"),
        "when": formats.date_format(due, "SHORT_DATETIME_FORMAT") if due else "",
        "basis": _basis_by_code(HANDOVER, case.record.issued_on) if case.record and due else "",
    }


def _taken_over(case: Case) -> dict[str, str]:
    return {
        "what": _(
            "Take over the acts that were referred to your agency: read the letter, the record and its evidence."
        ),
        "who": _("The receiving agency"),
        "when": _("before the limitation ends on %(day)s") % {"day": day(case.limitation_date)}
        if case.limitation_date
        else "",
        "basis": "",
    }


def _afterwards(case: Case) -> dict[str, str]:
    if case.may_explain and case.explain_writing_until and case.record:
        return {
            "what": _("Wait for the party's explanation, then submit the file to the person who decides."),
            "who": str(case.licensee),
            "when": _("in writing until %(writing)s; request for a session until %(session)s")
            % {"writing": day(case.explain_writing_until), "session": day(case.explain_session_until)},
            "basis": _basis_by_code(explanations.WRITTEN, case.record.issued_on),
        }
    return {
        "what": _("Submit the file to the person who decides; deciding is not part of this version."),
        "who": pick(case.agency, "name"),
        "when": _("before the limitation ends on %(day)s") % {"day": day(case.limitation_date)}
        if case.limitation_date
        else "",
        "basis": "",
    }


def _basis_by_code(code: str, on: dt.date) -> str:
    try:
        return basis_of(lookup.deadline(code, on), on)
    except DomainError:
        return ""
