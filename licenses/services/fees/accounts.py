"""The bank account into which an agency's fees are paid: entered by one person, confirmed by another, never edited."""

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, NotAllowed
from common.text import day_text
from licenses.models import BeneficiaryAccount
from licenses.services import checks, editing

TEXTS = ("bank_bin", "bank_name", "account_number", "holder_name", "note")
FACTS = (*TEXTS, "valid_from")
ONE_DAY = dt.timedelta(days=1)


def account_on(agency: Agency, on: dt.date) -> BeneficiaryAccount | None:
    """Return the account into which fees of the agency are paid on that day; None when none is confirmed."""
    rows = BeneficiaryAccount.objects.confirmed().used_on(on).filter(agency=agency)
    return rows.order_by("-valid_from", "-id").first()


@transaction.atomic
def enter(*, by: Any, agency: Agency, **values: Any) -> BeneficiaryAccount:
    """Enter the account to be used from a day on; no invoice names it before another person has confirmed it."""
    if agency not in access.agencies_of(by, Action.FEE_ACCOUNT):
        raise NotAllowed(_("Your role does not allow this."), details={"action": str(Action.FEE_ACCOUNT)})
    facts = {**dict.fromkeys(TEXTS, ""), "valid_from": None, **editing.known(values, FACTS)}
    _check(facts, agency)
    made = BeneficiaryAccount(agency=agency, entered_by=by, by_two=True, **facts)
    return editing.create(made, by=by, verb="fee_account.entered")


@transaction.atomic
def confirm(account: BeneficiaryAccount, *, by: Any, on: dt.date) -> BeneficiaryAccount:
    """Confirm an account that somebody else entered, after comparing it with the bank's paper.

    The one used until then ends on the day before it. Invoices already issued keep the account printed on them.
    """
    row = _judged(account, by)
    older = BeneficiaryAccount.objects.select_for_update(of=("self",)).confirmed()
    for old in older.filter(agency=row.agency, valid_until__isnull=True):
        if old.valid_from >= row.valid_from:
            raise Conflict(
                _("The account before it is used from %(day)s on; the new one must begin later.")
                % {"day": day_text(old.valid_from)}, code="begins_before",
            )  # fmt: skip
        _set(old, {"valid_until": row.valid_from - ONE_DAY}, by=by, verb="fee_account.ended")
    return _set(row, {"judged_by": by, "judged_on": on}, by=by, verb="fee_account.confirmed")


@transaction.atomic
def refuse(account: BeneficiaryAccount, *, reason: str, by: Any, on: dt.date) -> BeneficiaryAccount:
    """Do not confirm an account, with the reason; no invoice ever names it."""
    row = _judged(account, by)
    changes = {"judged_by": by, "judged_on": on, "refused": editing.require_reason(reason)[:400]}
    return _set(row, changes, by=by, verb="fee_account.refused")


def _judged(account: BeneficiaryAccount, by: Any) -> BeneficiaryAccount:
    row = BeneficiaryAccount.objects.select_for_update(of=("self",)).select_related("agency").get(pk=account.pk)
    editing.require_keeper(by, Action.FEE_LINE_CONFIRM, row)
    if not row.waits:
        raise Conflict(_("Somebody judged this account already."), code="judged")
    if row.entered_by_id == by.pk:
        raise NotAllowed(_("Nobody confirms an account they entered; another person must."), code="two_people")
    return row


def _set(row: BeneficiaryAccount, changes: dict[str, Any], *, by: Any, verb: str) -> BeneficiaryAccount:
    journal.change(row, changes, by=by, verb=verb, agency=row.agency)
    return row


def _check(facts: dict[str, Any], agency: Agency) -> None:
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    for name in ("bank_bin", "account_number"):
        facts[name] = re.sub(r"[\s.-]", "", facts[name])
    checks.fits(BeneficiaryAccount, facts, problems)
    checks.required(facts, FACTS, problems)
    if facts["bank_bin"] and not re.fullmatch(r"\d{6}", facts["bank_bin"], re.ASCII):
        problems.add("bank_bin", _("The bank's number has six digits, as in 970436."))
    if facts["account_number"] and not re.fullmatch(r"[0-9A-Za-z]{4,19}", facts["account_number"], re.ASCII):
        problems.add("account_number", _("An account number has 4 to 19 letters and digits."))
    last = BeneficiaryAccount.objects.filter(agency=agency, refused="").order_by("-valid_from").first()
    if last is not None and facts["valid_from"] and facts["valid_from"] <= last.valid_from:
        problems.add(
            "valid_from",
            _("The account before it is used from %(day)s on; the new one must begin later.")
            % {"day": day_text(last.valid_from)},
        )
    problems.raise_if_any()
