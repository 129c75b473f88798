"""Journal entries in words: what a verb means, and what the changed fields are called."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from web.fields import NAMES, label_of

VERBS: dict[str, Any] = {
    "fee_line.entered": _("Fee line entered"),
    "feeline.confirm": _("Fee line confirmed"),
    "feeline.refuse": _("Fee line not confirmed"),
    "feeline.end": _("Fee line ended"),
    "fee_account.entered": _("Account for fees entered"),
    "fee_account.ended": _("Account for fees ended"),
    "invoice.drafted": _("Invoice drafted"),
    "invoice.line_added": _("Line of the invoice"),
    "invoice.issue": _("Invoice issued"),
    "invoice.discard": _("Draft of the invoice discarded"),
    "invoice.pay_part": _("Invoice partly paid"),
    "invoice.settle": _("Invoice paid"),
    "invoice.unpay": _("Payment of the invoice taken back"),
    "invoice.fall_due": _("Invoice overdue"),
    "invoice.void": _("Invoice voided"),
    "invoice.counted": _("Payment of the invoice counted"),
    "payment.recorded": _("Payment recorded"),
    "payment.allocated": _("Payment set against an invoice"),
    "payment.used": _("Payment used"),
    "payment.freed": _("Payment set free"),
    "payment.taken_back": _("Payment taken back"),
    "payment.assigned": _("Payment assigned to a holder"),
    "payment.set_aside": _("Payment set aside"),
    "payment.brought_back": _("Payment taken up again"),
    "statement.read_in": _("Bank statement read in"),
    "complaint.received": _("Complaint received"),
    "complaint.assign": _("Complaint assigned to an officer"),
    "complaint.check": _("Visit linked to the complaint"),
    "complaint.close": _("Complaint closed"),
    "complaint.dismiss": _("Complaint not followed up"),
    "monitoring.received": _("Monitoring file received"),
    "monitoring.matched": _("Monitoring file matched with the register"),
    "license.annex_drawn": _("Annex drawn"),
    "quality.assigned": _("Finding assigned"),
    "quality.dismissed": _("Finding dismissed"),
    "plannedchange.proposed": _("Change planned"),
    "plannedchange.approve": _("Planned change countersigned"),
    "plannedchange.withdraw": _("Planned change taken back"),
    "plannedchange.revert": _("Planned change undone"),
    "plannedchange.apply": _("Planned change took effect"),
    "plannedchange.overtake": _("Planned change overtaken"),
    "mail.send_again": _("Mail to be sent again"),
    "mail.told_by_letter": _("Told by letter instead of by mail"),
    "mail.dropped": _("Mail not to be sent"),
    "record.shared": _("Shared with another agency"),
    "register.rows_stored": _("Rows of an import stored"),
    "journal.values_erased": _("Values erased under the retention rules"),
    "coordination.checked": _("Frequency examined"),
    "case.reopen": _("Case opened again"),
    "case.record_replaced": _("Violation record replaced"),
    "finding.untied": _("Finding taken out of the annulled record"),
    "user.created": _("Account made"),
    "user.changed": _("Account changed"),
    "user.password_set": _("Password set by an administrator"),
    "membership.given": _("Role given"),
    "membership.changed": _("Role changed or ended"),
    "licensee_membership.given": _("Acts for the licensee from now on"),
    "licensee_membership.ended": _("Does not act for the licensee any more"),
    "invitation.made": _("Invited to act for the licensee"),
    "invitation.answered": _("Invitation answered"),
    "invitation.withdrawn": _("Invitation taken back"),
    "secret_code.made": _("Secret code made"),
    "secret_code.used": _("Secret code used"),
    "secret_code.withdrawn": _("Secret code taken back"),
    "claim.asked": _("Request to act for a licensee"),
    "claim.withdrawn": _("Request taken back"),
    "claim.approved": _("Request approved"),
    "claim.refused": _("Request refused"),
    "application.prechecked": _("Checked by the applicant before filing"),
    "licensee.created": _("Licensee entered"),
    "licensee.amended": _("Licensee amended"),
    "licensee.merged": _("Merged into another record"),
    "licensee.absorbed": _("A duplicate was merged into this record"),
    "licensee.repointed": _("Its record was merged again"),
    "establishment.declared": _("Establishment declared"),
    "establishment.amended": _("Establishment amended"),
    "establishment.verify": _("Entry verified"),
    "establishment.close": _("Entry closed"),
    "establishment.repointed": _("Went over to the merged licensee"),
    "station.created": _("Station entered"),
    "station.amended": _("Station amended"),
    "station.ended": _("Station ended"),
    "station.repointed": _("Went over to the merged licensee"),
    "register.imported": _("Register file imported"),
    "license.registered": _("License entered"),
    "license.amended": _("License amended"),
    "license.activate": _("License came into force"),
    "license.cancel": _("License cancelled"),
    "license.suspend": _("License suspended"),
    "license.reinstate": _("License reinstated"),
    "license.revoke": _("License revoked"),
    "license.surrender": _("License surrendered"),
    "license.supersede": _("License replaced by a new one"),
    "license.expire": _("License expired"),
    "license.repointed": _("Went over to the merged licensee"),
    "assignment.added": _("Frequency assigned"),
    "assignment.amended": _("Assignment amended"),
    "assignment.ended": _("Assignment ended"),
    "places.loaded": _("Administrative units were loaded"),
    "application.started": _("Application begun"),
    "application.saved": _("What is asked for was changed"),
    "application.document_added": _("Document added"),
    "application.document_removed": _("Document taken out"),
    "application.submit": _("Application submitted"),
    "application.take_up": _("File taken up"),
    "application.assigned": _("File given to another officer"),
    "application.request_supplement": _("Supplement asked for"),
    "application.answer": _("Supplement sent"),
    "application.accept": _("File found complete"),
    "application.enter": _("Entered in the register"),
    "application.handed_over": _("File handed over to the granting agency"),
    "application.forward": _("File forwarded to the granting authority"),
    "application.record_grant": _("Grant of another authority recorded"),
    "application.record_refusal": _("Refusal of another authority recorded"),
    "application.examined": _("Technical examination made"),
    "application.propose": _("Proposal handed in"),
    "application.countersign": _("Decision countersigned"),
    "application.send_back": _("Proposal sent back"),
    "application.reopen": _("Proposal taken back"),
    "application.ask_fee": _("Fees asked for"),
    "application.fee_settled": _("Payment recorded"),
    "application.grant": _("Paper issued, application granted"),
    "application.refuse": _("Application refused"),
    "application.withdraw": _("Application withdrawn"),
    "application.lapse": _("Application declared void"),
    "application.message": _("Message written"),
    "clock.started": _("Clock started"),
    "clock.stopped": _("Clock stopped"),
    "clock.restarted": _("Clock restarted"),
    "clock.ended": _("Clock ended"),
    "decision.proposed": _("Proposal written"),
    "decision.countersigned": _("Proposal countersigned"),
    "decision.dropped": _("Proposal dropped"),
    "supplement.asked": _("Request to supplement written"),
    "supplement.answered": _("Answer to the request recorded"),
    "hold.placed": _("Hold placed"),
    "hold.lifted": _("Hold lifted"),
    "rulebook.loaded": _("The rulebook was loaded"),
    "rulebook.verified": _("A row was compared with the official text"),
    "paper.issued": _("Paper issued"),
    "paper.scan_attached": _("Signed scan attached"),
    "issueddocument.supersede": _("Replaced by a new paper"),
    "issueddocument.annul": _("Paper annulled"),
    "number.voided": _("Number declared void"),
    "visit.opened": _("Visit opened on the way"),
    "visit.scheduled": _("Visit scheduled"),
    "visit.team_changed": _("Team changed"),
    "visit.announce": _("Announcement issued"),
    "visit.dispatch": _("Dispatched to a tablet"),
    "visit.recall": _("Recalled from the tablet"),
    "visit.recall_announced": _("Recalled from the tablet"),
    "tablet.invited": _("Tablet entered"),
    "tablet.code_renewed": _("New code made"),
    "tablet.enrol": _("Tablet enrolled"),
    "tablet.revoke": _("Tablet revoked"),
    "tablet.export_taken": _("Emergency export taken in"),
    "tablet.key_given_back": _("Key given back after a forgotten PIN"),
    "numbers.leased": _("Numbers leased"),
    "numbers.lease_ended": _("Lease of numbers ended"),
    "dispatch.sent": _("Given to the tablet"),
    "dispatch.finish": _("Brought back and received"),
    "dispatch.recall": _("Recalled from the tablet"),
    "dispatch.reassign": _("Given to another tablet"),
    "quarantine.kept": _("Kept for a decision"),
    "quarantined.assign": _("Given to a person"),
    "quarantined.apply": _("Applied after a decision"),
    "quarantined.explain": _("Not applied, with the reason"),
    "evidence.original_declared": _("Original announced"),
    "evidence.original_received": _("Original received"),
    "visit.start": _("Visit started"),
    "visit.amended": _("Amended after sealing"),
    "visit.concluded": _("Outcome stated"),
    "visit.seal": _("Visit sealed"),
    "visit.sealed": _("Seal computed"),
    "visit.receipt_given": _("Receipt given: every hash is right"),
    "visit.receive": _("Visit received"),
    "visit.review": _("Taken up for review"),
    "visit.send_back": _("Returned to the inspector"),
    "visit.resubmit": _("Submitted again"),
    "visit.close": _("Visit closed"),
    "visit.cancel": _("Visit cancelled"),
    "visit.give_up": _("Reported as not possible"),
    "amendment.written": _("Amendment written"),
    "answer.recorded": _("Checklist item answered"),
    "finding.recorded": _("Finding recorded"),
    "finding.changed": _("Finding changed"),
    "finding.tied": _("Finding tied to the case"),
    "finding.withdrawn": _("Finding withdrawn"),
    "measurement.recorded": _("Measurement recorded"),
    "measurement.withdrawn": _("Measurement withdrawn"),
    "evidence.received": _("Evidence received"),
    "evidence.linked": _("Evidence linked"),
    "evidence.withdrawn": _("Evidence withdrawn"),
    "evidence.blurred": _("Privacy copy made"),
    "attendance.recorded": _("Person present recorded"),
    "attendance.withdrawn": _("Person present withdrawn"),
    "override.requested": _("Second visit in the year requested"),
    "overriderequest.approve": _("Second visit approved"),
    "overriderequest.refuse": _("Second visit refused"),
    "overriderequest.use": _("Second visit scheduled"),
    "case.opened": _("Case opened"),
    "case.described": _("Case described"),
    "case.act_added": _("Act added to the case"),
    "case.issue_record": _("The violation record was issued"),
    "referral.due": _("Referral due"),
    "referral.prepared": _("Referral prepared"),
    "referral.sent": _("File referred"),
    "protected_places.imported": _("Protected places imported"),
    "territory.assigned": _("Territory assigned"),
    "territory.ended": _("Territory ended"),
    "demo.loaded": _("Demo data loaded"),
}
QUIET_FIELDS = frozenset(
    {"is_system", "id", "version", "name_folded", "created_at", "payload", "search_text", "source_key"}
)


def verb_label(verb: str) -> str:
    """Return the words for a verb; an unknown one is shown as it is written."""
    return str(VERBS.get(verb) or capfirst(verb.replace(".", ": ").replace("_", " ")))


def changed_fields(entry: Any) -> list[dict[str, str]]:
    """Return the changes of an entry, fields under their names; empty when the values were erased."""
    values = entry.kept
    if values is None:
        return []
    return [
        {"label": field_label(entry.target_type, name), "old": _shown(pair[0]), "new": _shown(pair[1])}
        for name, pair in values.changes.items()
        if name not in QUIET_FIELDS and _shown(pair[0]) != _shown(pair[1])
    ]


def field_label(target_type: str, name: str) -> str:
    """Return the readable name of a model's field."""
    try:
        return label_of(apps.get_model(target_type)._meta.get_field(name))
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return capfirst(str(NAMES.get(name, name.replace("_", " "))))


def _shown(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if value is True:
        return "✓"
    if value is False:
        return "✗"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 300 else f"{text[:300]}…"
