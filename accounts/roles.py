"""The one permission table: which role may do what. Nothing else in the product mentions a role.

Add an action under the heading of its app, then name it in the roles that hold it.
"""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Action(StrEnum):
    """What a person may be allowed to do."""

    # everyone signed in
    HOME_VIEW = "home.view"
    # accounts
    JOURNAL_VIEW = "journal.view"
    USERS_MANAGE = "users.manage"
    MEMBERSHIP_CONFIRM = "membership.confirm"
    PERSONAL_DATA_VIEW = "personal_data.view"
    # places
    PLACES_VIEW = "places.view"
    PLACES_IMPORT = "places.import"
    # rulebook
    RULEBOOK_VIEW = "rulebook.view"
    RULEBOOK_VERIFY = "rulebook.verify"
    # issuing
    PAPER_VIEW = "paper.view"
    PAPER_ISSUE = "paper.issue"
    PAPER_ANNUL = "paper.annul"
    PAPER_SCAN_ATTACH = "paper.scan_attach"
    MAIL_VIEW = "mail.view"
    MAIL_SETTLE = "mail.settle"
    # licenses
    REGISTER_VIEW = "register.view"
    REGISTER_EDIT = "register.edit"
    REGISTER_VERIFY = "register.verify"
    REGISTER_MERGE = "register.merge"
    REGISTER_IMPORT = "register.import"
    REGISTER_EXPORT = "register.export"
    LICENSE_DECIDE = "license.decide"
    LICENSE_EXPIRE = "license.expire"
    LICENSE_PLAN = "license.plan"
    QUALITY_VIEW = "quality.view"
    QUALITY_SETTLE = "quality.settle"
    APPLICATION_VIEW = "application.view"
    APPLICATION_ENTER = "application.enter"
    APPLICATION_PREPARE = "application.prepare"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_RECEIVE = "application.receive"
    APPLICATION_EXAMINE = "application.examine"
    APPLICATION_COUNTERSIGN = "application.countersign"
    APPLICATION_ISSUE = "application.issue"
    APPLICATION_LAPSE = "application.lapse"
    FEE_VIEW = "fee.view"
    FEE_INVOICE = "fee.invoice"
    FEE_RECEIVE = "fee.receive"
    FEE_VOID = "fee.void"
    FEE_LINE_ENTER = "fee.line_enter"
    FEE_LINE_CONFIRM = "fee.line_confirm"
    FEE_ACCOUNT = "fee.account"
    FEE_CLOCK = "fee.clock"
    COORDINATION_VIEW = "coordination.view"
    COORDINATION_CHECK = "coordination.check"
    CLAIM_DECIDE = "claim.decide"
    # licensees' own pages
    MY_VIEW = "my.view"
    MY_PREPARE = "my.prepare"
    MY_SUBMIT = "my.submit"
    MY_PEOPLE = "my.people"
    # inspections
    VISIT_VIEW = "visit.view"
    VISIT_PLAN = "visit.plan"
    VISIT_OVERRIDE_APPROVE = "visit.override_approve"
    VISIT_ANNOUNCE = "visit.announce"
    VISIT_CONDUCT = "visit.conduct"
    VISIT_SEAL = "visit.seal"
    VISIT_RECEIVE = "visit.receive"
    VISIT_REVIEW = "visit.review"
    VISIT_AMEND = "visit.amend"
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_RECORD = "complaint.record"
    COMPLAINT_HANDLE = "complaint.handle"
    # fieldwork
    TABLET_VIEW = "tablet.view"
    TABLET_MANAGE = "tablet.manage"
    TABLET_USE = "tablet.use"
    QUARANTINE_VIEW = "quarantine.view"
    QUARANTINE_SETTLE = "quarantine.settle"
    # enforcement
    CASE_VIEW = "case.view"
    CASE_OPEN = "case.open"
    CASE_RECORD = "case.record"
    CASE_REFER = "case.refer"
    # operations
    OPERATIONS_VIEW = "operations.view"
    # reporting
    REPORT_VIEW = "report.view"
    REPORT_EXPORT = "report.export"


# Reading, or reckoning beside a record: all that a territory or a share gives. Whatever is not named here writes.
READING = frozenset(
    action for action in Action if action.endswith((".view", ".export")) or action is Action.COORDINATION_CHECK
)


class Role(StrEnum):
    """A role a person may hold: in an agency, for a licensee, or with an account alone."""

    OFFICER = "officer"
    INSPECTOR = "inspector"
    CHIEF = "chief"
    DECIDER = "decider"
    OFFICIAL = "official"
    AUDITOR = "auditor"
    LEGAL = "legal"
    ADMINISTRATOR = "administrator"
    LICENSEE = "licensee"
    PREPARER = "preparer"
    VISITOR = "visitor"
    SYSTEM = "system"

    @property
    def label(self) -> Any:
        """The name of the role, in the active language."""
        return _LABELS[self]


_LABELS = {
    Role.OFFICER: _("Licensing officer"),
    Role.INSPECTOR: _("Inspector"),
    Role.CHIEF: _("Chief of inspection"),
    Role.DECIDER: _("Decision maker"),
    Role.OFFICIAL: _("Official"),
    Role.AUDITOR: _("Auditor"),
    Role.LEGAL: _("Legal officer"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.LICENSEE: _("Licensee"),
    Role.PREPARER: _("Preparer for a licensee"),
    Role.VISITOR: _("Person with an account"),
    Role.SYSTEM: _("System"),
}
_A = Action
_READ = frozenset(
    {
        _A.HOME_VIEW,
        _A.PLACES_VIEW,
        _A.RULEBOOK_VIEW,
        _A.REGISTER_VIEW,
        _A.QUALITY_VIEW,
        _A.COORDINATION_VIEW,
        _A.REGISTER_EXPORT,
        _A.VISIT_VIEW,
        _A.COMPLAINT_VIEW,
        _A.CASE_VIEW,
        _A.PAPER_VIEW,
        _A.REPORT_VIEW,
        _A.REPORT_EXPORT,
    }
)
_FIELD = frozenset(
    {
        _A.PERSONAL_DATA_VIEW,
        _A.COORDINATION_CHECK,
        _A.COMPLAINT_RECORD,
        _A.TABLET_VIEW,
        _A.TABLET_USE,
        _A.VISIT_CONDUCT,
        _A.VISIT_SEAL,
        _A.VISIT_AMEND,
        _A.PAPER_SCAN_ATTACH,
    }
)
# Preparing and executing a license is the officer's, deciding is another person's.
_FILES = frozenset(
    {
        _A.APPLICATION_VIEW,
        _A.APPLICATION_ENTER,
        _A.APPLICATION_PREPARE,
        _A.APPLICATION_SUBMIT,
        _A.APPLICATION_RECEIVE,
        _A.APPLICATION_EXAMINE,
        _A.APPLICATION_ISSUE,
        _A.CLAIM_DECIDE,
    }
)
# Whoever signed up may look at their own pages, where they ask to act for a licensee.
_ACCOUNT = frozenset({_A.MY_VIEW})
_PREPARES = _ACCOUNT | {_A.MY_PREPARE, _A.APPLICATION_PREPARE}
# Asking for money and taking it in; a fee line of one's own and a voided invoice need another person.
_FEES = frozenset({_A.FEE_VIEW, _A.FEE_INVOICE, _A.FEE_RECEIVE, _A.FEE_LINE_ENTER})
_CASES = frozenset({_A.CASE_OPEN, _A.CASE_RECORD, _A.CASE_REFER, _A.PAPER_ISSUE})

GRANTS: dict[Role, frozenset[Action]] = {
    Role.OFFICER: _READ
    | _FILES
    | _FEES
    | {
        _A.PERSONAL_DATA_VIEW,
        _A.REGISTER_EDIT,
        _A.REGISTER_VERIFY,
        _A.REGISTER_MERGE,
        _A.REGISTER_IMPORT,
        _A.LICENSE_PLAN,
        _A.QUALITY_SETTLE,
        _A.MAIL_VIEW,
        _A.MAIL_SETTLE,
        _A.COORDINATION_CHECK,
        _A.PLACES_IMPORT,
        _A.TABLET_VIEW,
        _A.VISIT_PLAN,
        _A.COMPLAINT_RECORD,
        _A.PAPER_ISSUE,
    },
    Role.INSPECTOR: _READ | _FIELD | _CASES | {_A.COMPLAINT_HANDLE},
    Role.CHIEF: _READ
    | _FIELD
    | _CASES
    | {
        _A.QUARANTINE_VIEW,
        _A.QUARANTINE_SETTLE,
        _A.VISIT_PLAN,
        _A.COMPLAINT_HANDLE,
        _A.VISIT_ANNOUNCE,
        _A.VISIT_OVERRIDE_APPROVE,
        _A.VISIT_RECEIVE,
        _A.VISIT_REVIEW,
    },
    Role.DECIDER: _READ
    | {
        _A.PERSONAL_DATA_VIEW,
        _A.LICENSE_DECIDE,
        _A.MEMBERSHIP_CONFIRM,
        _A.COORDINATION_CHECK,
        _A.APPLICATION_VIEW,
        _A.APPLICATION_COUNTERSIGN,
        _A.FEE_VIEW,
        _A.FEE_VOID,
        _A.FEE_LINE_CONFIRM,
        _A.VISIT_ANNOUNCE,
        _A.VISIT_OVERRIDE_APPROVE,
        _A.CASE_REFER,
        _A.PAPER_ISSUE,
        _A.PAPER_ANNUL,
    },
    Role.OFFICIAL: _READ | {_A.FEE_VIEW, _A.APPLICATION_VIEW},
    Role.AUDITOR: _READ
    | {
        _A.TABLET_VIEW,
        _A.QUARANTINE_VIEW,
        _A.FEE_VIEW,
        _A.JOURNAL_VIEW,
        _A.OPERATIONS_VIEW,
        _A.MAIL_VIEW,
        _A.PERSONAL_DATA_VIEW,
        _A.APPLICATION_VIEW,
    },
    Role.LEGAL: _READ | {_A.RULEBOOK_VERIFY, _A.FEE_VIEW, _A.FEE_LINE_CONFIRM, _A.PERSONAL_DATA_VIEW},
    Role.ADMINISTRATOR: frozenset(
        {
            _A.HOME_VIEW,
            _A.USERS_MANAGE,
            _A.MEMBERSHIP_CONFIRM,
            _A.TABLET_VIEW,
            _A.TABLET_MANAGE,
            _A.FEE_ACCOUNT,
            _A.RULEBOOK_VIEW,
            _A.PLACES_VIEW,
            _A.PLACES_IMPORT,
            _A.JOURNAL_VIEW,
            _A.OPERATIONS_VIEW,
        }
    ),
    Role.LICENSEE: _PREPARES | {_A.MY_SUBMIT, _A.MY_PEOPLE, _A.APPLICATION_SUBMIT},
    # may fill in and attach; what binds the licensee is the licensee's
    Role.PREPARER: _PREPARES,
    Role.VISITOR: _ACCOUNT,
    Role.SYSTEM: frozenset(
        {
            _A.LICENSE_EXPIRE,
            _A.LICENSE_DECIDE,
            _A.REGISTER_EDIT,
            _A.APPLICATION_LAPSE,
            _A.FEE_CLOCK,
            _A.FEE_INVOICE,
            _A.FEE_VOID,
            _A.PAPER_ANNUL,
            _A.VISIT_RECEIVE,
            _A.PLACES_IMPORT,
            _A.USERS_MANAGE,
        }
    ),
}
# Roles held for a licensee, and the one everybody has who signed up; all others are held in an agency.
PARTY_ROLES = (Role.LICENSEE, Role.PREPARER)
AGENCY_ROLES = tuple(role for role in Role if role not in (*PARTY_ROLES, Role.VISITOR))
