"""Bank statements: read in, and the report of each with every row it had."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from licenses.enums import LineOutcome
from licenses.importers import bank_problems
from licenses.models import BankStatement, BeneficiaryAccount, StatementLine
from licenses.services.fees import statements
from web.access import allow
from web.desk.fees.forms import UploadForm
from web.desk.fees.tabs import tabs
from web.listing import Listing

SORTS = {"at": "created_at", "first": "first_on"}
LINES = {"row": "row", "amount": "amount_vnd", "day": "booked_on"}
MATCHED = (LineOutcome.PAID, LineOutcome.PARTLY, LineOutcome.OVERPAID)
MOST = 500


@allow(Action.FEE_VIEW)
def statement_list(request: HttpRequest) -> HttpResponse:
    """Show the statements read in, and the form to read another in."""
    return _page(request, None)


@allow(Action.FEE_RECEIVE)
def read_in(request: HttpRequest) -> HttpResponse:
    """Read a statement in."""
    if request.method != "POST":
        return redirect("desk:statements")
    form = UploadForm(request.POST, request.FILES, accounts=_accounts(request))
    if not form.is_valid():
        return _page(request, form, 422)
    given = form.cleaned_data["file"]
    try:
        report = statements.read_in(
            form.cleaned_data["account"], file_name=given.name, data=given.read(), by=request.user, on=today()
        )
    except DomainError as error:
        form.refuse(error)
        return _page(request, form, error.status)
    if report.again:
        messages.info(request, _("This very file was read in before; nothing was done. Here is its report."))
    else:
        messages.success(request, _("The statement is read in."))
    return redirect("desk:statement", report.statement.pk)


@allow(Action.FEE_VIEW)
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what became of every row of a statement."""
    row = access.visible(BankStatement.objects.select_related("account", "imported_by"), request.user, pk=pk)
    lines = StatementLine.objects.filter(statement=row).select_related("payment__licensee")
    context = {
        "statement": row,
        "counts": _counts(row),
        "listing": Listing(request, lines, sorts=LINES, default="row"),
        "matched": MATCHED,
        "problems": _problems(row, expected=False),
        "expected": _problems(row, expected=True),
    }
    return render(request, "desk/fees/statement.html", context)


def _counts(row: BankStatement) -> list[tuple[Any, int]]:
    found = Counter(row.lines.values_list("outcome", flat=True))
    return [(outcome.label, found[outcome]) for outcome in LineOutcome if found[outcome]]


def _problems(row: BankStatement, *, expected: bool) -> dict[str, Any]:
    """Return the rows left out: those to mend, or those that are no payment or known; cut at MOST, and saying so."""
    rows = [each for each in row.problems if bank_problems.is_expected(each["code"]) == expected]
    shown = []
    for each in rows[:MOST]:
        text, mend = bank_problems.in_words(each["code"], each["params"])
        shown.append({"row": each["row"], "text": text, "mend": mend})
    return {"rows": shown, "count": len(rows), "left": max(len(rows) - MOST, 0)}


def _accounts(request: HttpRequest) -> Any:
    held = access.agencies_of(request.user, Action.FEE_RECEIVE)
    return BeneficiaryAccount.objects.confirmed().filter(agency__in=held).order_by("-valid_from", "pk")


def _page(request: HttpRequest, form: UploadForm | None, status: int = 200) -> HttpResponse:
    may = access.can(request.user, Action.FEE_RECEIVE)
    accounts = _accounts(request) if may else BeneficiaryAccount.objects.none()
    rows = BankStatement.objects.visible_to(request.user).select_related("account", "imported_by")
    context = {
        "form": form or (UploadForm(accounts=accounts) if may else None),
        "no_account": may and not accounts,
        "listing": Listing(request, rows, sorts=SORTS, default="-at"),
        "tabs": tabs(request, "statements"),
    }
    return render(request, "desk/fees/statements.html", context, status=status)
