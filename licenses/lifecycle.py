"""Lifecycles of the register: an establishment's entry, a license, the application for either, and its fees."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step
from licenses.enums import APPLICATION_PENDING
from licenses.enums import ApplicationStatus as A
from licenses.enums import EstablishmentStatus as E
from licenses.enums import FeeLineStatus as F
from licenses.enums import InvoiceStatus as I
from licenses.enums import LicenseStatus as L
from licenses.enums import PlannedStatus as P

ESTABLISHMENT = Lifecycle(
    name="establishment",
    initial=E.DECLARED,
    steps=(
        Step("verify", (E.DECLARED,), E.VERIFIED, Action.REGISTER_VERIFY, _("Verify the entry")),
        Step("close", (E.DECLARED, E.VERIFIED), E.CLOSED, Action.REGISTER_EDIT, _("Close the entry")),
        Step("declare", (E.FOUND,), E.DECLARED, Action.REGISTER_EDIT, _("Record the declaration")),
        # only where the journal proves it: licenses/services/found_places.py
        Step("set_right", (E.DECLARED,), E.FOUND, Action.REGISTER_EDIT, _("Set right as found by an inspection")),
        Step("gone", (E.FOUND,), E.GONE, Action.REGISTER_EDIT, _("Record that it is no longer there")),
    ),
    entries=(E.VERIFIED, E.CLOSED, E.FOUND, E.GONE),
)

LICENSE = Lifecycle(
    name="license",
    initial=L.PENDING,
    steps=(
        # the calendar begins and ends licenses; both steps need the clock's right
        Step("activate", (L.PENDING,), L.ACTIVE, Action.LICENSE_EXPIRE, _("Put in force")),
        Step("cancel", (L.PENDING,), L.CANCELLED, Action.LICENSE_DECIDE, _("Cancel")),
        Step("suspend", (L.ACTIVE,), L.SUSPENDED, Action.LICENSE_DECIDE, _("Suspend")),
        Step("reinstate", (L.SUSPENDED,), L.ACTIVE, Action.LICENSE_DECIDE, _("Reinstate")),
        Step("revoke", (L.ACTIVE, L.SUSPENDED), L.REVOKED, Action.LICENSE_DECIDE, _("Revoke")),
        Step("surrender", (L.ACTIVE, L.SUSPENDED), L.SURRENDERED, Action.REGISTER_EDIT, _("Record the surrender")),
        Step("supersede", (L.ACTIVE, L.SUSPENDED), L.SUPERSEDED, Action.LICENSE_DECIDE, _("Record a replacement")),
        Step("expire", (L.ACTIVE, L.SUSPENDED), L.EXPIRED, Action.LICENSE_EXPIRE, _("Expire")),
    ),
    entries=(L.ACTIVE, L.SUSPENDED, L.EXPIRED, L.REVOKED, L.CANCELLED, L.SURRENDERED, L.SUPERSEDED),
)

_RECEIVED = (A.SUBMITTED, A.COMPLETENESS_CHECK)

APPLICATION = Lifecycle(
    name="application",
    initial=A.DRAFT,
    steps=(
        Step("submit", (A.DRAFT,), A.SUBMITTED, Action.APPLICATION_SUBMIT, _("Submit")),
        Step("take_up", (A.SUBMITTED,), A.COMPLETENESS_CHECK, Action.APPLICATION_RECEIVE, _("Take up")),
        Step(
            "request_supplement",
            (A.COMPLETENESS_CHECK, A.EXAMINATION),
            A.RETURNED,
            Action.APPLICATION_RECEIVE,
            _("Ask for a supplement"),
        ),
        Step("answer", (A.RETURNED,), A.COMPLETENESS_CHECK, Action.APPLICATION_SUBMIT, _("Send the supplement")),
        Step("accept", (A.COMPLETENESS_CHECK,), A.EXAMINATION, Action.APPLICATION_EXAMINE, _("Find it complete")),
        # An Internet agent is a register entry: checked, entered, no decision.
        Step("enter", (A.COMPLETENESS_CHECK,), A.GRANTED, Action.REGISTER_VERIFY, _("Enter in the register")),
        Step("forward", _RECEIVED, A.FORWARDED, Action.APPLICATION_RECEIVE, _("Forward to the granting authority")),
        Step("record_grant", (A.FORWARDED,), A.GRANTED, Action.APPLICATION_RECEIVE, _("Record what was granted")),
        Step("record_refusal", (A.FORWARDED,), A.REFUSED, Action.APPLICATION_RECEIVE, _("Record the refusal")),
        Step("propose", (A.EXAMINATION,), A.PROPOSED, Action.APPLICATION_EXAMINE, _("Propose a decision")),
        Step("countersign", (A.PROPOSED,), A.COUNTERSIGNED, Action.APPLICATION_COUNTERSIGN, _("Countersign")),
        Step(
            "send_back", (A.PROPOSED,), A.EXAMINATION, Action.APPLICATION_COUNTERSIGN, _("Send back to the examination")
        ),
        Step(
            "reopen",
            (A.PROPOSED, A.COUNTERSIGNED, A.FEE_DUE),
            A.EXAMINATION,
            Action.APPLICATION_EXAMINE,
            _("Take back to propose anew"),
        ),
        Step("ask_fee", (A.COUNTERSIGNED,), A.FEE_DUE, Action.APPLICATION_ISSUE, _("Ask for the fees")),
        Step("unask_fee", (A.FEE_DUE,), A.COUNTERSIGNED, Action.FEE_VOID, _("Take the fee notice back")),
        Step("grant", (A.COUNTERSIGNED, A.FEE_DUE), A.GRANTED, Action.APPLICATION_ISSUE, _("Issue what was granted")),
        Step("refuse", (A.COUNTERSIGNED,), A.REFUSED, Action.APPLICATION_ISSUE, _("Issue the refusal")),
        Step("withdraw", (A.DRAFT, *APPLICATION_PENDING), A.WITHDRAWN, Action.APPLICATION_SUBMIT, _("Withdraw")),
        Step("lapse", (A.RETURNED, A.FEE_DUE), A.LAPSED, Action.APPLICATION_LAPSE, _("Declare void")),
    ),
)

FEE_LINE = Lifecycle(
    name="fee_line",
    initial=F.ENTERED,
    steps=(
        Step("confirm", (F.ENTERED,), F.CONFIRMED, Action.FEE_LINE_CONFIRM, _("Confirm the fee line")),
        Step("refuse", (F.ENTERED,), F.REFUSED, Action.FEE_LINE_CONFIRM, _("Do not confirm")),
        Step("end", (F.CONFIRMED,), F.ENDED, Action.FEE_LINE_CONFIRM, _("End the fee line")),
    ),
)

INVOICE = Lifecycle(
    name="invoice",
    initial=I.DRAFTED,
    steps=(
        Step("issue", (I.DRAFTED,), I.ISSUED, Action.FEE_INVOICE, _("Issue the invoice")),
        Step("discard", (I.DRAFTED,), I.VOIDED, Action.FEE_INVOICE, _("Discard the draft")),
        Step("pay_part", (I.ISSUED,), I.PARTLY_PAID, Action.FEE_RECEIVE, _("Record a part payment")),
        Step("settle", (I.ISSUED, I.PARTLY_PAID, I.OVERDUE), I.PAID, Action.FEE_RECEIVE, _("Record as paid")),
        # a payment set against it by mistake is taken back
        Step("unpay", (I.PAID, I.PARTLY_PAID), I.ISSUED, Action.FEE_RECEIVE, _("Take a payment back")),
        # the calendar makes an invoice overdue; the step needs the clock's right
        Step("fall_due", (I.ISSUED, I.PARTLY_PAID), I.OVERDUE, Action.FEE_CLOCK, _("Declare overdue")),
        Step("void", (I.ISSUED, I.PARTLY_PAID, I.OVERDUE), I.VOIDED, Action.FEE_VOID, _("Void the invoice")),
    ),
)

PLANNED_CHANGE = Lifecycle(
    name="planned_change",
    initial=P.PROPOSED,
    steps=(
        Step("approve", (P.PROPOSED,), P.APPROVED, Action.LICENSE_DECIDE, _("Countersign the planned change")),
        Step("withdraw", (P.PROPOSED, P.APPROVED), P.WITHDRAWN, Action.LICENSE_PLAN, _("Take back (planned change)")),
        Step("revert", (P.PROPOSED, P.APPROVED), P.WITHDRAWN, Action.LICENSE_DECIDE, _("Undo the planned change")),
        # the calendar puts it into effect; both steps need the clock's right
        Step("apply", (P.APPROVED,), P.APPLIED, Action.LICENSE_EXPIRE, _("Put into effect")),
        Step("overtake", (P.PROPOSED, P.APPROVED), P.OVERTAKEN, Action.LICENSE_EXPIRE, _("Note as overtaken")),
    ),
    entries=(P.APPROVED,),
)
