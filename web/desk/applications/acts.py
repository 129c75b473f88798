"""The acts on a file: what each is called, what it asks, the service it calls, and when a page offers it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.roles import Action
from licenses.enums import ApplicationStatus as S
from licenses.enums import Channel, DecisionOutcome, Purpose
from licenses.kinds import kind_of
from licenses.models import Application
from licenses.services.applications import decisions, desk, grants
from licenses.services.applications import filing as applications
from licenses.services.fees import asking
from web.desk.applications import forms

Run = Callable[[Application, Any, dt.date, dict[str, Any]], Any]


@dataclass(frozen=True)
class Act:
    """One button of the file page. `door` names the address, whose view asks for the right `action`."""

    name: str
    door: str
    action: Action
    label: Any
    states: tuple[str, ...]
    run: Run | None
    done: Any
    form: type[forms.ActForm] = forms.PlainForm
    confirm: Any = ""
    quiet: bool = False
    leads_to: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in."""
        return self.form is not forms.PlainForm or bool(self.leads_to)


def _words(data: dict[str, Any]) -> str:
    """Return the reason that belongs to what is proposed: each has its own field on the page."""
    return data["text"] if data["outcome"] == DecisionOutcome.REFUSE else data.get("despite", "")


CHECKING = (S.SUBMITTED, S.COMPLETENESS_CHECK)
OPEN = (
    S.SUBMITTED,
    S.COMPLETENESS_CHECK,
    S.RETURNED,
    S.FORWARDED,
    S.EXAMINATION,
    S.PROPOSED,
    S.COUNTERSIGNED,
    S.FEE_DUE,
)

ACTS = (
    Act("submit", "submit", Action.APPLICATION_ENTER, _("Submit"), (S.DRAFT,),
        lambda row, by, on, data: applications.submit(row, by=by, on=on, version=data["version"]),
        _("The application is submitted; it has its number and the clock runs.")),
    Act("answer", "submit", Action.APPLICATION_ENTER, _("Enter the applicant's supplement"), (S.RETURNED,),
        lambda row, by, on, data: applications.answer(row, by=by, on=on, text=data["text"], version=data["version"]),
        _("The supplement is on file; the clock runs again."), forms.AnswerForm),
    Act("take_up", "receive", Action.APPLICATION_RECEIVE, _("Take up"), (S.SUBMITTED,),
        lambda row, by, on, data: desk.take_up(row, by=by, version=data["version"]),
        _("You are now in charge of this file.")),
    Act("accept", "examine", Action.APPLICATION_EXAMINE, _("Find it complete"), (S.COMPLETENESS_CHECK,),
        lambda row, by, on, data: desk.accept(row, by=by, on=on, version=data["version"]),
        _("The file is complete; it is now examined.")),
    Act("enter", "verify", Action.REGISTER_VERIFY, _("Enter in the register"), (S.COMPLETENESS_CHECK,),
        lambda row, by, on, data: grants.enter(row, by=by, on=on, version=data["version"]),
        _("The register says so now.")),
    Act("letter", "issue", Action.APPLICATION_ISSUE, _("Issue the request as a letter"), (S.RETURNED,),
        lambda row, by, on, data: desk.issue_request(row, by=by, on=on, version=data["version"]),
        _("The letter is issued; print it and send it to the applicant.")),
    Act("hand_over", "receive", Action.APPLICATION_RECEIVE, _("Hand over to the granting agency"), CHECKING,
        lambda row, by, on, data: desk.hand_over(row, to=data["to"], by=by, on=on, version=data["version"]),
        _("The file was handed over."), forms.HandOverForm),
    Act("forward", "receive", Action.APPLICATION_RECEIVE, _("Forward to the granting authority"), CHECKING,
        lambda row, by, on, data: desk.forward(row, letter=data["letter"], by=by, on=on, version=data["version"]),
        _("It is recorded that the file was forwarded."), forms.LetterForm),
    Act("record_grant", "receive", Action.APPLICATION_RECEIVE, _("Record what was granted"), (S.FORWARDED,),
        lambda row, by, on, data: grants.record_grant(
            row, license=data["license"], letter=data["letter"], by=by, on=on, version=data["version"]),
        _("What the granting authority granted is recorded."), forms.GrantedElsewhereForm),
    Act("record_refusal", "receive", Action.APPLICATION_RECEIVE, _("Record the refusal"), (S.FORWARDED,),
        lambda row, by, on, data: desk.record_refusal(
            row, letter=data["letter"], by=by, on=on, version=data["version"]),
        _("The refusal is recorded."), forms.LetterForm),
    Act("propose", "examine", Action.APPLICATION_EXAMINE, _("Propose a decision"), (S.EXAMINATION,),
        lambda row, by, on, data: decisions.propose(
            row, outcome=data["outcome"], valid_until=data.get("valid_until"),
            conditions=data.get("conditions"),
            grounds=data["grounds"], text=_words(data), by=by, on=on, version=data["version"]),
        _("The decision is proposed; another person must countersign it."), forms.ProposeForm),
    Act("examine", "examine", Action.APPLICATION_EXAMINE, _("Examine"), (S.EXAMINATION,),
        lambda row, by, on, data: decisions.examine(
            row, by=by, on=on, opinion=data["opinion"], version=data["version"]),
        _("The file was examined; what was found is below."), forms.OpinionForm),
    Act("supplement", "receive", Action.APPLICATION_RECEIVE, _("Ask for a supplement"),
        (S.COMPLETENESS_CHECK, S.EXAMINATION),
        lambda row, by, on, data: desk.request_supplement(
            row, codes=data["codes"], note=data["note"], answer_by=data.get("answer_by"), by=by, on=on,
            version=data["version"]),
        _("The applicant is asked; the clock stands still."), forms.SupplementForm),
    Act("countersign", "decide", Action.APPLICATION_COUNTERSIGN, _("Countersign"), (S.PROPOSED,),
        lambda row, by, on, data: decisions.countersign(
            row, by=by, on=on, seen_sha256=data["seen_sha256"], version=data["version"],
            examination_seen=data.get("examination_seen", False)),
        _("The decision is countersigned."), forms.CountersignForm),
    Act("send_back", "decide", Action.APPLICATION_COUNTERSIGN, _("Send back to the examination"), (S.PROPOSED,),
        lambda row, by, on, data: decisions.send_back(
            row, by=by, on=on, reason=data["reason"], version=data["version"]),
        _("The file went back to the examination."), forms.ReasonForm, quiet=True),
    Act("grant", "issue", Action.APPLICATION_ISSUE, _("Issue the paper"), (S.COUNTERSIGNED, S.FEE_DUE),
        lambda row, by, on, data: grants.grant(row, by=by, on=on, version=data["version"]),
        _("Done: the register is changed and the paper issued."),
        confirm=_("Issue what was countersigned? The paper gets its number.")),
    Act("refuse", "issue", Action.APPLICATION_ISSUE, _("Issue the refusal"), (S.COUNTERSIGNED,),
        lambda row, by, on, data: grants.refuse(row, by=by, on=on, version=data["version"]),
        _("The notice of refusal is issued."), confirm=_("Issue the notice of refusal?")),
    Act("ask_fee", "issue", Action.APPLICATION_ISSUE, _("Ask for the fees"), (S.COUNTERSIGNED, S.FEE_DUE), None, "",
        leads_to="desk:application_fees"),
    Act("waive_fee", "waive", Action.FEE_VOID, _("Charge no fee"), (S.COUNTERSIGNED, S.FEE_DUE),
        lambda row, by, on, data: asking.waive(
            row, reason=data["reason"], by=by, on=on, version=data["version"]),
        _("It is recorded that no fee is charged; the paper may be issued."), forms.ReasonForm, quiet=True),
    Act("settle_fee", "issue", Action.APPLICATION_ISSUE, _("Record the payment"), (S.FEE_DUE,),
        lambda row, by, on, data: decisions.settle_fee(
            row, reference=data["reference"], by=by, on=on, version=data["version"]),
        _("The payment is recorded; the paper may be issued."), forms.PaidForm),
    Act("reopen", "examine", Action.APPLICATION_EXAMINE, _("Take back to propose anew"),
        (S.PROPOSED, S.COUNTERSIGNED, S.FEE_DUE),
        lambda row, by, on, data: decisions.reopen(row, by=by, on=on, reason=data["reason"], version=data["version"]),
        _("The proposal is taken back."), forms.ReasonForm, quiet=True),
    Act("assign", "receive", Action.APPLICATION_RECEIVE, _("Give to another officer"), OPEN,
        lambda row, by, on, data: desk.assign(row, officer=data["officer"], by=by, on=on, version=data["version"]),
        _("The file has another officer."), forms.AssignForm, quiet=True),
    Act("message", "receive", Action.APPLICATION_RECEIVE, _("Write a message"), OPEN,
        lambda row, by, on, data: applications.write(row, text=data["text"], by=by, from_office=True),
        _("The message is on the file."), forms.MessageForm, quiet=True),
    Act("withdraw", "submit", Action.APPLICATION_ENTER, _("Record the withdrawal"), (S.DRAFT, *OPEN),
        lambda row, by, on, data: applications.withdraw(
            row, by=by, on=on, reason=data["reason"], version=data["version"]),
        _("The application is withdrawn."), forms.ReasonForm, quiet=True),
)  # fmt: skip
BY_NAME = {act.name: act for act in ACTS}


def offered(row: Application, user: Any, on: dt.date) -> list[Act]:
    """Return the acts this person may do on the file now, the most pressing first."""
    held = {action for action in {act.action for act in ACTS} if row.agency in access.agencies_of(user, action)}
    return [act for act in ACTS if row.status in act.states and act.action in held and _fits(act, row, user, on)]


def _fits(act: Act, row: Application, user: Any, on: dt.date) -> bool:
    """Leave out what the service would refuse anyway for this kind of file."""
    register_only = kind_of(row.kind).register_only
    match act.name:
        case "submit" | "answer" | "withdraw":
            return row.channel != Channel.PORTAL  # the applicant does that on their own pages
        case "accept":
            return not register_only and not row.outside and not desk.receivers_needed(row, on)
        case "enter":
            return register_only
        case "hand_over":
            return not row.outside and bool(desk.receivers(row, on)) and desk.receivers_needed(row, on)
        case "forward":
            return row.outside
        case "countersign":
            return decisions.open_decision(row).proposed_by_id != user.pk and not _outdated(row)
        case "grant":
            return _outcome(row) == "grant" and _settled(row, on) and not _outdated(row)
        case "refuse":
            return _outcome(row) == "refuse" and not _outdated(row)
        case "ask_fee":
            return row.purpose != Purpose.SURRENDER and _asks_fee(row)
        case "waive_fee":
            return _outcome(row) == "grant" and _unasked(row) and bool(asking.unasked(row, on))
        case "settle_fee":
            # only of files whose fees were asked for before there were invoices
            return _unasked(row) and not row.invoices.exists()
        case "letter":
            return desk.unprinted(row) is not None
        case "propose":
            return decisions.examined(row) is not None
    return True


def _settled(row: Application, on: dt.date) -> bool:
    return (row.status != S.FEE_DUE or row.fee_settled_on is not None) and not asking.unasked(row, on)


def _unasked(row: Application) -> bool:
    return row.fee_settled_on is None and not row.invoices.standing().exists()


def _asks_fee(row: Application) -> bool:
    return _outcome(row) == "grant" and _unasked(row) and not _outdated(row)


def _outdated(row: Application) -> bool:
    return decisions.outdated(row, decisions.open_decision(row))


def _outcome(row: Application) -> str:
    return decisions.open_decision(row).outcome
