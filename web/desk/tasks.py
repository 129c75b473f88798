"""The words and addresses of the tasks on the landing page, and the first advice to each kind of reader."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import can
from accounts.roles import Action, Role
from common.money import amount_text
from common.text import day_text, pick
from reporting.tasks import Task
from web import application_parts as parts
from web.desk.quality.words import sentence
from web.desk.tablets.words import kind_of
from web.links import address, record_url

WORDS: dict[str, tuple[Any, Any]] = {
    "files_overdue": (
        _("Applications past their due day"),
        _("Decide, or ask for what is missing; the clock is over."),
    ),
    "files_due": (_("Applications due within seven days"), _("Go on with the file before its day.")),
    "files_changed": (
        _("Files that changed after their decision was proposed"),
        _("Nobody can sign them as they are: take the proposal back, examine the file, propose anew."),
    ),
    "files_answered": (_("Supplements that came in"), _("Check whether the file is complete now.")),
    "roles_to_confirm": (
        _("Roles to confirm"),
        _("A colleague gave somebody a role that decides; it holds once you confirm it."),
    ),
    "files_new": (_("New applications"), _("Take the file up, check whether it is complete.")),
    "files_mine": (_("Files you are in charge of"), _("Check or examine the file, then propose a decision.")),
    "files_to_issue": (
        _("Countersigned decisions to execute"),
        _("Ask for the fees, or issue the paper when they are paid or none are due."),
    ),
    "fee_accounts_to_confirm": (
        _("Accounts for fees to confirm"),
        _("Compare with the paper of the bank or treasury; until then no invoice names the account."),
    ),
    "fee_lines_to_confirm": (_("Fee lines to confirm"), _("Compare with the source; until then nothing is charged.")),
    "payments": (
        _("Payments nobody could match"),
        _("Find the invoice or the holder it is for, or set it aside with the reason."),
    ),
    "files_to_countersign": (
        _("Decisions for you to countersign"),
        _("Read the proposal; countersign it or send it back with the reason."),
    ),
    "plans_to_countersign": (
        _("Planned changes of licenses to countersign"),
        _("Countersign before the day, or the proposal is over."),
    ),
    "claims": (
        _("People who ask to act for a licensee"),
        _("Compare what they brought with the register, then approve or refuse."),
    ),
    "findings_mine": (
        _("Findings about the register given to you"),
        _("Correct the record, or dismiss the finding with the reason."),
    ),
    "mails": (
        _("Holders who must be told by letter, and mails that did not go out"),
        _("Open the mail: send it again, or print it and note the letter."),
    ),
    "tablets_to_settle": (
        _("Operations of tablets waiting for a decision"),
        _("Read what was recorded beside what the register says; apply it, or say why not."),
    ),
    "in_progress": (_("Visits in progress"), _("Go on recording and seal the visit when everyone has signed.")),
    "today": (_("Visits to make today"), _("Open the visit and start it on site.")),
    "returned": (
        _("Visits returned to you"),
        _("Read the reviewer's note, mend by a reasoned amendment, submit again."),
    ),
    "late": (_("Visits past their window"), _("Start the visit, or report it as not possible with the reason.")),
    "records": (_("Violation records to issue"), _("Open the case, check the record and issue it.")),
    "referrals": (
        _("Files referred to your agency"),
        _("Open the file; take the acts over, or return it with the reason."),
    ),
    "returned_files": (
        _("Referrals that were returned"),
        _("Read the reason, settle whose matter the acts are, hand the file over again."),
    ),
    "explained": (
        _("Cases whose time to explain is over"),
        _("Submit the file to the person who decides; the page says until when."),
    ),
    "complaints_mine": (_("Complaints assigned to you"), _("Check on site or settle it, then answer the reporter.")),
    "complaints_new": (
        _("Complaints nobody looks after"),
        _("Give it to an officer, or say why it is not followed up."),
    ),
    "overrides": (_("Second visits waiting for a decision"), _("Approve or refuse the second visit in the year.")),
    "to_receive": (_("Sealed visits to receive"), _("Check every hash and receive the visit.")),
    "to_review": (_("Visits to review"), _("Review the visit; close it or return it to the inspector.")),
    "to_announce": (_("Visits to announce"), _("Issue the announcement within the notice the law gives.")),
    "to_verify": (_("Register entries to verify"), _("Compare business registration and contract, then verify.")),
    "unverified": (
        _("Violations not yet compared with the official text"),
        _("Outside the demo no paper is issued on a rule nobody has confirmed. Compare and record the result."),
    ),
    "expiring": (_("Licenses that end within 60 days"), _("Remind the holder to renew.")),
    "coming": (_("Visits of the next seven days"), _("Prepare the papers and the measuring equipment.")),
}

LISTS = {
    "files_overdue": "desk:applications",
    "files_due": "desk:applications",
    "files_changed": "desk:applications",
    "files_answered": "desk:applications",
    "roles_to_confirm": "desk:memberships",
    "files_new": "desk:applications",
    "files_mine": "desk:applications",
    "files_to_issue": "desk:applications",
    "fee_accounts_to_confirm": "desk:fee_lines",
    "fee_lines_to_confirm": "desk:fee_lines",
    "payments": "desk:payments",
    "files_to_countersign": "desk:applications",
    "plans_to_countersign": "desk:planned",
    "claims": "desk:claims",
    "findings_mine": "desk:quality",
    "mails": "desk:mails",
    "overrides": "desk:overrides",
    "complaints_mine": "desk:complaints",
    "complaints_new": "desk:complaints",
    "tablets_to_settle": "desk:tablet_inbox",
    "records": "desk:cases",
    "referrals": "desk:cases",
    "returned_files": "desk:cases",
    "explained": "desk:cases",
    "to_verify": "desk:establishments",
    "expiring": "desk:licenses",
    "unverified": "desk:rulebook",
}

ADVICE: tuple[tuple[Action, Any, str], ...] = (
    (Action.JOURNAL_VIEW, _("Search the journal and check that its chain is whole."), "desk:journal"),
    (
        Action.RULEBOOK_VERIFY,
        _("Compare the rulebook rows with the official texts and record the result."),
        "desk:rulebook",
    ),
    (Action.USERS_MANAGE, _("Manage accounts, agencies and roles."), "admin:index"),
    (Action.MEMBERSHIP_CONFIRM, _("Confirm the roles that colleagues gave."), "desk:memberships"),
    (Action.QUALITY_SETTLE, _("See what the register finds wrong with itself."), "desk:quality"),
    (Action.MAIL_VIEW, _("See what licensees were told by mail."), "desk:mails"),
    (Action.LICENSE_PLAN, _("See what is planned for licenses on coming days."), "desk:planned"),
    (Action.OPERATIONS_VIEW, _("See whether the daily work ran."), "desk:daily"),
    (Action.VISIT_PLAN, _("Schedule an inspection."), "desk:visit_new"),
    (Action.REGISTER_EDIT, _("Enter or amend licensees, places, stations and licenses."), "desk:register"),
    (Action.REGISTER_IMPORT, _("Take over a register from a file."), "desk:imports"),
    (Action.VISIT_VIEW, _("See all inspections."), "desk:visits"),
    (Action.REPORT_VIEW, _("See the figures of the period and the map."), "dashboards:overview"),
    (Action.REGISTER_VIEW, _("Search the register of places, stations and licenses."), "desk:register"),
)


@dataclass(frozen=True)
class Item:
    """One record under a task."""

    title: str
    detail: str
    url: str


def shown(task: Task) -> dict[str, Any]:
    """Return a task as the page shows it."""
    label, hint = WORDS[task.code]
    return {
        "code": task.code,
        "label": label,
        "hint": hint,
        "count": task.count,
        "more": task.count - len(task.first),
        "url": address(LISTS.get(task.code, "desk:visits")),
        "items": [_item(row) for row in task.first],
    }


def advice_for(user: Any) -> list[dict[str, Any]]:
    """Return what this person may do, most particular first, each page once."""
    found: dict[str, dict[str, Any]] = {}
    for action, text, name in ADVICE:
        url = address(name) if can(user, action) else ""
        if url and url not in found:
            found[url] = {"text": text, "url": url}
    return list(found.values())


def _item(row: Any) -> Item:
    """Return a record of inspections, cases, tablets or the law; what belongs to licensing is told below."""
    match row._meta.model_name:
        case "visit":
            return Item(row.number, f"{row.establishment or row.licensee}", record_url(row))
        case "case":
            return Item(row.number, str(row.licensee), record_url(row))
        case "complaint":
            return Item(row.number, f"{row.get_matter_display()} · {row.place}", record_url(row))
        case "referral":
            return Item(row.case.number, str(row.case.licensee), record_url(row.case))
        case "quarantined":
            return Item(str(kind_of(row.kind)), f"{row.visit or row.tablet}", address("desk:tablet_kept", row.pk))
        case "penalty":
            return Item(row.code, pick(row, "title"), address("desk:rule", "penalties", row.pk))
        case "overriderequest":
            return Item(str(row.licensee), str(row.year), address("desk:overrides"))
        case _:
            return _licensing_item(row)


def _licensing_item(row: Any) -> Item:
    match row._meta.model_name:
        case "license":
            return Item(row.number, str(row.holder), record_url(row))
        case "application":
            due = parts.check_due(row) or parts.decision_due(row)
            days = f"{due.name} {due.shown} · " if due else ""
            return Item(row.number, f"{days}{row.licensee}", record_url(row))
        case "plannedchange":
            return Item(row.license.number, str(row), record_url(row))
        case "membership":
            return Item(
                str(row.user), f"{Role(row.role).label} · {pick(row.agency, 'name')}", address("desk:memberships")
            )
        case "payment":
            return Item(amount_text(row.open_vnd), row.memo or row.payer, address("desk:payment", row.pk))
        case "feeline":
            return Item(pick(row, "label"), day_text(row.effective_from), address("desk:fee_lines"))
        case "beneficiaryaccount":
            return Item(row.account_number, row.bank_name, address("desk:fee_account_step", row.pk, "confirm"))
        case "licenseeclaim":
            return Item(row.name, str(row.user), address("desk:claim", row.pk))
        case "qualityfinding":
            return Item(row.label, sentence(row.rule, row.facts), record_url(row))
        case "mail":
            return Item(row.recipient, row.subject, record_url(row))
        case _:
            return Item(str(row), "", record_url(row))
