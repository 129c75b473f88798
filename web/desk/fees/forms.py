"""Forms of the fees pages; what they read is judged by the services."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from common import payment_codes
from common.text import pick
from licenses.enums import InvoiceStatus, LicenseKind, PaymentMethod
from licenses.importers.bank_csv import dong
from licenses.importers.items import CellError
from licenses.models import BeneficiaryAccount, Invoice, Payment
from licenses.services.fees.invoices import Charged
from licenses.services.fees.tariff import Tariff
from rulebook.enums import FeeKind
from web.fee_units import UNITS
from web.forms import DayField, NumberField, PageForm, ReasonForm

ANY = ("", _("All"))
LOOKING = forms.TextInput(attrs={"type": "search"})
QUEUES = (
    ("", _("Not paid")),
    ("late", _("Overdue")),
    ("drafts", _("Drafts")),
    ("paid", _("Paid")),
    ("voided", _("Voided")),
    ("all", _("All")),
)
MONEY = (
    ("unmatched", _("Not matched: whose is it?")),
    ("credit", _("Credit of a holder")),
    ("aside", _("Set aside")),
    ("all", _("All")),
)


class DongField(forms.CharField):
    """Whole đồng, with or without points between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 25)
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Return the amount; None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = dong(text)
        except CellError as error:
            raise forms.ValidationError(_("Enter whole đồng, such as 300000 or 300.000.")) from error
        if amount < 0:
            raise forms.ValidationError(_("Enter whole đồng, such as 300000 or 300.000."))
        return amount


class InvoiceFilter(forms.Form):
    """Which invoices the list shows."""

    q = forms.CharField(
        label=_("Number, payment code or payer (diacritics not needed)"), required=False, max_length=200, widget=LOOKING
    )
    queue = forms.ChoiceField(label=_("Show"), choices=QUEUES, required=False)
    fee_kind = forms.ChoiceField(label=_("Kind of fee"), choices=[ANY, *FeeKind.choices], required=False)
    issued_from = DayField(label=_("Issued from"), required=False)
    issued_until = DayField(label=_("Issued until"), required=False)

    def __init__(self, *args: Any, user: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on

    def narrow(self) -> Any:
        """Return the invoices that match; a field that cannot be read narrows nothing."""
        found = Invoice.objects.visible_to(self.user)
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        found = found.search(data.get("q") or "")
        if data.get("fee_kind"):
            found = found.filter(fee_kind=data["fee_kind"])
        if data.get("issued_from"):
            found = found.filter(issued_on__gte=data["issued_from"])
        if data.get("issued_until"):
            found = found.filter(issued_on__lte=data["issued_until"])
        match data.get("queue"):
            case "late":
                return found.past_due(self.on)
            case "drafts":
                return found.filter(status=InvoiceStatus.DRAFTED)
            case "paid":
                return found.filter(status=InvoiceStatus.PAID)
            case "voided":
                return found.filter(status=InvoiceStatus.VOIDED)
            case "all":
                return found
        return found if data.get("q") else found.owed()


class PaymentFilter(forms.Form):
    """Which payments the list shows."""

    q = forms.CharField(label=_("Memo, payer or receipt number"), required=False, max_length=200, widget=LOOKING)
    show = forms.ChoiceField(label=_("Show"), choices=MONEY, required=False)
    paid_from = DayField(label=_("Paid from"), required=False)
    paid_until = DayField(label=_("Paid until"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def narrow(self) -> Any:
        """Return the payments that match; a field that cannot be read narrows nothing."""
        found = Payment.objects.visible_to(self.user)
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        found = found.search(data.get("q") or "")
        if data.get("paid_from"):
            found = found.filter(paid_on__gte=data["paid_from"])
        if data.get("paid_until"):
            found = found.filter(paid_on__lte=data["paid_until"])
        match data.get("show") or "unmatched":
            case "unmatched":
                return found.unmatched()
            case "credit":
                return found.credit()
            case "aside":
                return found.filter(set_aside_on__isnull=False)
        return found


class ChargeForm(PageForm):
    """How many times each fee is charged; left empty it is not."""

    def __init__(self, *args: Any, offered: list[Tariff], suggested: dict[str, int | None], ask_due: bool) -> None:
        super().__init__(*args)
        self.offered = offered
        for row in offered:
            if row.amount_vnd is None:
                continue
            self.fields[f"quantity-{row.code}"] = forms.IntegerField(
                label=row.label, required=False, min_value=1, max_value=10_000, initial=suggested.get(row.code)
            )
        if ask_due:
            self.fields["due_on"] = DayField(
                label=_("Last day to pay"), help_text=_("No source gives the period to pay; set the day.")
            )
        self.fields["note"] = forms.CharField(label=_("Note on the invoice"), required=False, max_length=400)

    def rows(self) -> list[dict[str, Any]]:
        """Return each fee with its field, for the table of the page; without a figure there is no field."""
        return [
            {"tariff": row, "field": self[f"quantity-{row.code}"] if row.amount_vnd is not None else None}
            for row in self.offered
        ]

    def others(self) -> list[Any]:
        """Return the fields below the table."""
        return [self[name] for name in ("due_on", "note") if name in self.fields]

    def charged(self) -> list[Charged]:
        """Return what is to be charged."""
        found = ((row.code, self.cleaned_data.get(f"quantity-{row.code}")) for row in self.offered)
        return [Charged(code, times) for code, times in found if times]


class IssueForm(PageForm):
    """The last day to pay, where no source gives it."""

    due_on = DayField(label=_("Last day to pay"), required=False, help_text=_("Only where no source gives the period."))


class PayForm(PageForm):
    """Money taken in otherwise than by a statement."""

    amount_vnd = DongField(label=_("Amount (VND)"))
    paid_on = DayField(label=_("Paid on"))
    method = forms.ChoiceField(label=_("How it was paid"), choices=PaymentMethod)
    receipt_number = forms.CharField(
        label=_("Number of the receipt or of the bank's transaction"), max_length=80,
        help_text=_("It keeps the same payment from being entered twice."),
    )  # fmt: skip
    payer = forms.CharField(label=_("Payer"), max_length=200, required=False)


class AllocateForm(PageForm):
    """Which invoice a payment is for."""

    code = forms.CharField(
        label=_("Payment code or number of the invoice"), max_length=60, help_text=_("As printed on the invoice.")
    )
    amount_vnd = DongField(
        label=_("Amount (VND)"), required=False, help_text=_("Left empty: as much as is owed and left.")
    )

    def invoice(self, user: Any, agency: Any) -> Invoice | None:
        """Return the invoice that is meant; None when there is none."""
        text = self.cleaned_data["code"].strip()
        codes = payment_codes.find(text).codes
        rows = Invoice.objects.visible_to(user).filter(agency=agency)
        found = rows.filter(reference=codes[0]) if codes else rows.filter(number=text).exclude(number="")
        if len(found[:2]) > 1:
            self.add_error("code", _("Several invoices bear this number, of different years: give the payment code."))
        return found.first()


class AssignForm(ReasonForm):
    """Whose a payment is."""

    identifier = forms.CharField(label=_("Identifier or exact name of the holder"), max_length=250)
    field_order = ("identifier", "reason")


class UploadForm(PageForm):
    """A statement of the bank."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=BeneficiaryAccount.objects.none())
    file = forms.FileField(label=_("CSV file of the bank"), help_text=_("UTF-8, separated by ; or , – at most 5 MB."))

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["account"]
        chosen.queryset = accounts
        if not self.is_bound and len(accounts) == 1:
            chosen.initial = accounts[0].pk


class LineForm(PageForm):
    """A fee whose figure no source of the rulebook gives."""

    code = forms.CharField(
        label=_("Code"), max_length=80, help_text=_("That of the rulebook's row it fills in, or one of your own.")
    )
    kind = forms.ChoiceField(label=_("Kind of license"), choices=LicenseKind)
    fee_kind = forms.ChoiceField(label=_("Kind of fee"), choices=FeeKind)
    label_vi = forms.CharField(label=_("Label (Vietnamese)"), max_length=300)
    label_en = forms.CharField(label=_("Label (English)"), max_length=300, required=False)
    amount_vnd = DongField(label=_("Amount each (VND)"), help_text=_("0 for an exemption."))
    per = forms.ChoiceField(label=_("Charged per"), choices=())
    power_above_w = NumberField(label=_("Power above, W"))
    power_up_to_w = NumberField(label=_("Power up to, W"))
    source = forms.CharField(
        label=_("Source"), max_length=400, help_text=_("Circular, table and row, with the address where it was read.")
    )
    effective_from = DayField(label=_("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        per: Any = self.fields["per"]
        per.choices = list(UNITS.items())


class EndForm(ReasonForm):
    """The last day of a fee line."""

    last_day = DayField(label=_("Last day in force"))
    field_order = ("last_day", "reason")


class AccountForm(PageForm):
    """The account fees are paid into."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    bank_bin = forms.CharField(
        label=_("Bank's identification number (BIN)"), max_length=12, help_text=_("Six digits, as in 970436.")
    )
    bank_name = forms.CharField(label=_("Bank"), max_length=150)
    account_number = forms.CharField(label=_("Account number"), max_length=30)
    holder_name = forms.CharField(label=_("Account holder"), max_length=150)
    valid_from = DayField(label=_("Used from"))
    note = forms.CharField(
        label=_("Source"), max_length=250, help_text=_("The decision or letter that names this account.")
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["agency"]
        chosen.queryset = agencies
        chosen.label_from_instance = lambda row: pick(row, "name")
        if not self.is_bound and len(agencies) == 1:
            chosen.initial = agencies[0].pk
