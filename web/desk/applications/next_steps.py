"""What happens next with a file: what, by whom, by when."""

import datetime as dt

from django.utils.translation import gettext as _

from common.money import amount_text
from common.text import day_text, pick
from licenses.enums import ApplicationStatus as S
from licenses.enums import DecisionOutcome, Purpose
from licenses.kinds import content, kind_of
from licenses.models import Application, Decision
from licenses.services.applications import decisions
from licenses.services.fees import asking
from web import application_parts as parts


def next_step(row: Application, decision: Decision | None, on: dt.date, *, outdated: bool) -> dict[str, str]:
    """Return the one thing that is still to be done; `outdated` when the file is no longer what was proposed."""
    officer = f"{row.officer} · {pick(row.agency, 'name')}" if row.officer else pick(row.agency, "name")
    when = parts.decision_due(row)
    match row.status:
        case S.DRAFT:
            return parts.step(_("Fill in what is asked for, attach the papers, then submit."), str(row.prepared_by))
        case S.SUBMITTED:
            return parts.step(_("Take the file up and check whether it is complete."), officer, parts.check_due(row))
        case S.COMPLETENESS_CHECK:
            return parts.step(_completeness(row), officer, parts.check_due(row) or when)
        case S.RETURNED:
            return parts.step(
                _("Send what was asked for; without an answer the file is void."),
                row.licensee.name,
                parts.answer_due(row),
            )
        case S.FORWARDED:
            return parts.step(_("Wait for the granting authority, then record what it decided."), row.authority_name)
        case S.EXAMINATION:
            return parts.step(_examination(row), officer, when)
        case S.PROPOSED | S.COUNTERSIGNED | S.FEE_DUE:
            return _decided(row, decision, on, officer, outdated=outdated)
    return parts.step(_ended(row), "")


def _decided(
    row: Application, decision: Decision | None, on: dt.date, officer: str, *, outdated: bool
) -> dict[str, str]:
    when = parts.decision_due(row)
    if outdated:
        what = _("The file changed after the decision was proposed: take the proposal back, examine, propose anew.")
        return parts.step(what, officer, when)
    if row.status == S.PROPOSED:
        who = _("a person who decides, other than %(name)s") % {"name": decision.proposed_by if decision else ""}
        return parts.step(_("Read the proposal and countersign it, or send it back."), who, when)
    if row.status == S.COUNTERSIGNED:
        return parts.step(_countersigned(row, decision, on), officer, when)
    return _fee_due(row, officer)


def _countersigned(row: Application, decision: Decision | None, on: dt.date) -> str:
    if decision is not None and decision.outcome == DecisionOutcome.REFUSE:
        return _("Issue the notice of refusal.")
    if row.purpose == Purpose.SURRENDER:
        return _("Issue the notice that it is given back.")
    owed = asking.unasked(row, on)
    if owed:
        return _("Ask for the fee: %(fee)s, %(amount)s.") % {
            "fee": owed[0].label,
            "amount": amount_text(owed[0].amount_vnd or 0),
        }
    if row.fee_settled_on is not None:
        return _("Issue what was countersigned: it is recorded why no fee is charged.")
    return _("Issue what was countersigned. No rule with a known figure asks for a fee; ask for one if it is due.")


def _fee_due(row: Application, officer: str) -> dict[str, str]:
    if row.fee_settled_on is not None:
        return parts.step(_("The fees are paid: issue the paper."), officer, parts.decision_due(row))
    if row.invoices.exists() and not row.invoices.standing().exists():
        return parts.step(_("The fee notice was voided: ask for the fees anew, or write why none is charged."), officer)
    return parts.step(_("Pay the fees; the paper is issued then."), row.licensee.name, parts.answer_due(row))


def _examination(row: Application) -> str:
    if decisions.examined(row) is not None:
        return _("The file is examined: propose a decision.")
    return _("Examine the file, then propose a decision.")


def _completeness(row: Application) -> str:
    if kind_of(row.kind).register_only:
        return _("Compare the entry with its papers and enter it in the register, or ask for a supplement.")
    return _("Find the file complete, or ask the applicant for what is missing.")


def _ended(row: Application) -> str:
    match row.status:
        case S.GRANTED if row.granted_license is not None and row.purpose == Purpose.SURRENDER:
            day = content.day(row.payload, "given_back_on") or row.ended_on
            words = {"number": row.granted_license.number, "day": day_text(day) if day else ""}
            return _("Nothing: %(number)s is given back from %(day)s on.") % words
        case S.GRANTED if row.granted_license is not None:
            return _("Nothing: %(number)s was granted.") % {"number": row.granted_license.number}
        case S.WITHDRAWN:
            return _("Nothing: the applicant withdrew. A new application may be made at any time.")
        case S.LAPSED:
            return _("Nothing: the file is void without an answer. A new application may be made.")
    return _("Nothing: the application has ended.")
