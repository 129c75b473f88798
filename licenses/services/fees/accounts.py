"""The bank account into which an agency's fees are paid: entered by the administrator, dated, never edited."""

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import NotAllowed
from licenses.models import BeneficiaryAccount
from licenses.services import checks, editing

TEXTS = ("bank_bin", "bank_name", "account_number", "holder_name", "note")
FACTS = (*TEXTS, "valid_from")
ONE_DAY = dt.timedelta(days=1)


def account_on(agency: Agency, on: dt.date) -> BeneficiaryAccount | None:
    """Return the account into which fees of the agency are paid on that day; None when nobody entered one."""
    return BeneficiaryAccount.objects.used_on(on).filter(agency=agency).order_by("-valid_from", "-id").first()


@transaction.atomic
def enter(*, by: Any, agency: Agency, **values: Any) -> BeneficiaryAccount:
    """Enter the account used from a day on; the one used until then ends on the day before.

    Invoices already issued keep the account that is printed on them.
    """
    if agency not in access.agencies_of(by, Action.FEE_ACCOUNT):
        raise NotAllowed(_("Your role does not allow this."), details={"action": str(Action.FEE_ACCOUNT)})
    facts = {**dict.fromkeys(TEXTS, ""), "valid_from": None, **editing.known(values, FACTS)}
    _check(facts, agency)
    older = BeneficiaryAccount.objects.select_for_update(of=("self",)).filter(agency=agency, valid_until__isnull=True)
    for row in older:
        before = journal.snapshot(row)
        row.valid_until = facts["valid_from"] - ONE_DAY
        row.save(update_fields=["valid_until"])
        journal.record(by, "fee_account.ended", row, before=before, after=journal.snapshot(row), agency=agency)
    return editing.create(BeneficiaryAccount(agency=agency, entered_by=by, **facts), by=by, verb="fee_account.entered")


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
    last = BeneficiaryAccount.objects.filter(agency=agency).order_by("-valid_from").first()
    if last is not None and facts["valid_from"] and facts["valid_from"] <= last.valid_from:
        problems.add(
            "valid_from",
            _("The account before it is used from %(day)s on; the new one must begin later.")
            % {"day": f"{last.valid_from:%d/%m/%Y}"},
        )
    problems.raise_if_any()
