"""Fee lines: what the rulebook gives, what the agency entered, and the accounts fees are paid into."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import Agency
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError, NotFound
from licenses.enums import FeeLineStatus
from licenses.kinds import kind_of
from licenses.models import BeneficiaryAccount, FeeLine
from licenses.services.fees import accounts, lines, tariff
from rulebook import lookup
from rulebook.models import FeeRule
from web.access import allow
from web.desk.fees.forms import AccountForm, EndForm, LineForm
from web.desk.fees.tabs import UP, tabs
from web.desk.steps import Step, do_step
from web.forms import PageForm, ReasonForm

STEPS = {
    "confirm": Step(
        gettext_lazy("Confirm the fee line"), PageForm,
        lambda row, user, on, data: lines.confirm(row, by=user, on=on, version=data["version"]),
        gettext_lazy("The fee line is confirmed and may be charged."),
    ),
    "refuse": Step(
        gettext_lazy("Do not confirm"), ReasonForm,
        lambda row, user, on, data: lines.refuse(
            row, reason=data["reason"], by=user, on=on, version=data["version"]),
        gettext_lazy("The fee line is not confirmed."),
    ),
    "end": Step(
        gettext_lazy("End the fee line"), EndForm,
        lambda row, user, on, data: lines.end(
            row, last_day=data["last_day"], reason=data["reason"], by=user, version=data["version"]),
        gettext_lazy("The fee line has its last day."),
    ),
}  # fmt: skip
ACCOUNT_STEPS = {
    "confirm": Step(
        gettext_lazy("Confirm the account"), PageForm,
        lambda row, user, on, data: accounts.confirm(row, by=user, on=on),
        gettext_lazy("The account is confirmed; new invoices name it from its first day on."),
    ),
    "refuse": Step(
        gettext_lazy("Do not confirm the account"), ReasonForm,
        lambda row, user, on, data: accounts.refuse(row, reason=data["reason"], by=user, on=on),
        gettext_lazy("The account is not confirmed; no invoice names it."),
    ),
}  # fmt: skip


@allow(Action.FEE_VIEW)
def line_list(request: HttpRequest) -> HttpResponse:
    """Show every fee: the rulebook's rows of today, and the agency's own with their state."""
    rules = list(FeeRule.objects.in_force_on(today()).order_by("kind", "fee_kind", "code"))
    confirmed = lookup.confirmed_ids(rule.pk for rule in rules)
    own = FeeLine.objects.visible_to(request.user).select_related("entered_by", "judged_by", "agency")
    rows = list(own.order_by("kind", "code", "-effective_from"))
    texts = {subject: tariff.basis_of(kind, today()) for subject, kind in _one_of_each_subject(rules).items()}
    context = {
        "rules": [
            {"row": rule, "verified": rule.pk in confirmed, "basis": texts[kind_of(rule.kind).subject]}
            for rule in rules
        ],
        "may_read_rules": access.can(request.user, Action.RULEBOOK_VIEW),
        "rows": [{"row": row, "steps": _steps(row, request.user)} for row in rows],
        "filled": {row.code for row in rows if row.status == FeeLineStatus.CONFIRMED},
        "may_enter": access.can(request.user, Action.FEE_LINE_ENTER),
        "accounts": _to_judge(request.user),
        "tabs": tabs(request, "fee_lines"),
    }
    return render(request, "desk/fees/lines.html", context)


def _one_of_each_subject(rules: list[FeeRule]) -> dict[Any, str]:
    """Return one kind of license for each subject matter: its fees rest on one text."""
    return {kind_of(rule.kind).subject: rule.kind for rule in rules}


@allow(Action.FEE_LINE_ENTER)
def line_new(request: HttpRequest) -> HttpResponse:
    """Enter a fee line."""
    form, status = LineForm(request.POST or None, initial=_of_rule(request.GET.get("rule", ""))), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                lines.enter(by=request.user, **facts)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The fee line is entered; another person must confirm it."))
                return redirect("desk:fee_lines")
    return render(request, "desk/fees/line_new.html", {"form": form}, status=status)


@allow(Action.FEE_LINE_CONFIRM)
def line_step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Confirm, refuse or end a fee line."""
    row = access.visible(FeeLine.objects.select_related("agency", "entered_by"), request.user, pk=pk)
    if name not in STEPS:
        raise NotFound(_("There is no such page."))
    first = {"version": row.version}
    return do_step(request, row, STEPS[name], first=first, back=("desk:fee_lines",), lead=row.label_vi, up=UP)


@allow(Action.FEE_LINE_CONFIRM)
def account_step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Confirm an account that somebody else entered, or refuse it."""
    along = BeneficiaryAccount.objects.select_related("agency", "entered_by")
    row = access.visible(along, request.user, pk=pk)
    if name not in ACCOUNT_STEPS:
        raise NotFound(_("There is no such page."))
    lead = f"{row.account_number} · {row.bank_name} ({row.bank_bin}) · {row.holder_name} · {row.note}"
    return do_step(request, row, ACCOUNT_STEPS[name], first={}, back=("desk:fee_lines",), lead=lead, up=UP)


@allow(Action.FEE_ACCOUNT)
def account_list(request: HttpRequest) -> HttpResponse:
    """Show the accounts fees are paid into, and enter the next one."""
    held = access.agencies_of(request.user, Action.FEE_ACCOUNT)
    agencies = Agency.objects.filter(pk__in=[agency.pk for agency in held]).order_by("name")
    form, status = AccountForm(request.POST or None, agencies=agencies), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                accounts.enter(by=request.user, **facts)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                said = _("The account is entered; another person must confirm it before invoices name it.")
                messages.success(request, said)
                return redirect("desk:fee_accounts")
    rows = BeneficiaryAccount.objects.visible_to(request.user).select_related("agency", "entered_by", "judged_by")
    context = {"form": form, "rows": rows.order_by("agency__name", "-valid_from"), "on": today(),
               "tabs": tabs(request, "fee_accounts")}  # fmt: skip
    return render(request, "desk/fees/accounts.html", context, status=status)


def _steps(row: FeeLine, user: Any) -> list[tuple[str, Any]]:
    """Return (name, label) of what this person may do with a line; not with their own."""
    if row.agency not in access.agencies_of(user, Action.FEE_LINE_CONFIRM):
        return []
    names: tuple[str, ...] = ()
    if row.status == FeeLineStatus.ENTERED and row.entered_by_id != user.pk:
        names = ("confirm", "refuse")
    elif row.status == FeeLineStatus.CONFIRMED:
        names = ("end",)
    return [(name, STEPS[name].label) for name in names]


def _to_judge(user: Any) -> list[BeneficiaryAccount]:
    """Return the accounts that wait for this person's confirmation."""
    held = access.agencies_of(user, Action.FEE_LINE_CONFIRM)
    found = BeneficiaryAccount.objects.waiting().filter(agency__in=held).exclude(entered_by=user)
    return list(found.select_related("agency", "entered_by").order_by("valid_from", "pk"))


def _of_rule(code: str) -> dict[str, Any]:
    """Return what the rulebook's row says already, when a line is to fill its gap."""
    row = FeeRule.objects.in_force_on(today()).filter(code=code).first() if code else None
    if row is None:
        return {"effective_from": today()}
    names = ("code", "kind", "fee_kind", "label_vi", "label_en", "per", "power_above_w", "power_up_to_w")
    return {**{name: getattr(row, name) for name in names}, "effective_from": today()}
