"""What happens next with a file: what, by whom, by when."""

import datetime as dt
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from common.money import vnd
from common.text import pick
from licenses.enums import ApplicationStatus as S
from licenses.enums import DecisionOutcome
from licenses.kinds import kind_of
from licenses.legal_clock import ClockState
from licenses.models import Application, Decision
from licenses.services.fees import asking


def next_step(row: Application, state: ClockState, decision: Decision | None, on: dt.date) -> dict[str, Any]:
    """Return the one thing that is still to be done."""
    officer = f"{row.officer} · {pick(row.agency, 'name')}" if row.officer else pick(row.agency, "name")
    applicant = row.licensee.name
    when = _by(state.due_on) if state.running else ""
    match row.status:
        case S.DRAFT:
            return _step(_("Fill in what is asked for, attach the papers, then submit."), str(row.prepared_by), "")
        case S.SUBMITTED:
            return _step(_("Take the file up and check whether it is complete."), officer, _by(row.check_due_on))
        case S.COMPLETENESS_CHECK:
            return _step(_completeness(row), officer, _by(row.check_due_on) or when)
        case S.RETURNED:
            return _step(
                _("Send what was asked for; without an answer the file is void."), applicant, _by(row.answer_due_on)
            )
        case S.FORWARDED:
            return _step(_("Wait for the granting authority, then record what it decided."), row.authority_name, "")
        case S.EXAMINATION:
            return _step(_("Examine the file, then propose a decision."), officer, when)
        case S.PROPOSED:
            who = _("a person who decides, other than %(name)s") % {"name": decision.proposed_by if decision else ""}
            return _step(_("Read the proposal and countersign it, or send it back."), who, when)
        case S.COUNTERSIGNED:
            return _step(_countersigned(row, decision, on), officer, when)
        case S.FEE_DUE if row.fee_settled_on is None:
            return _step(_("Pay the fees; the paper is issued then."), applicant, _by(row.answer_due_on))
        case S.FEE_DUE:
            return _step(_("The fees are paid: issue the paper."), officer, when)
    return _step(_ended(row), "", "")


def _countersigned(row: Application, decision: Decision | None, on: dt.date) -> str:
    if decision is not None and decision.outcome == DecisionOutcome.REFUSE:
        return _("Issue the notice of refusal.")
    owed = asking.unasked(row, on)
    if owed:
        return _("Ask for the fee: %(fee)s, %(amount)s.") % {
            "fee": owed[0].label,
            "amount": vnd(owed[0].amount_vnd or 0),
        }
    if row.fee_settled_on is not None:
        return _("Issue what was countersigned: it is recorded why no fee is charged.")
    return _("Issue what was countersigned. No rule with a known figure asks for a fee; ask for one if it is due.")


def _completeness(row: Application) -> str:
    if kind_of(row.kind).register_only:
        return _("Compare the entry with its papers and enter it in the register, or ask for a supplement.")
    return _("Find the file complete, or ask the applicant for what is missing.")


def _ended(row: Application) -> str:
    match row.status:
        case S.GRANTED if row.granted_license is not None:
            return _("Nothing: %(number)s was granted.") % {"number": row.granted_license.number}
        case S.WITHDRAWN:
            return _("Nothing: the applicant withdrew. A new application may be made at any time.")
        case S.LAPSED:
            return _("Nothing: the file is void without an answer. A new application may be made.")
    return _("Nothing: the application has ended.")


def _step(what: str, who: str, when: str) -> dict[str, Any]:
    return {"what": what, "who": who, "when": when}


def _by(day: dt.date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""
