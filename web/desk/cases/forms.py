"""Forms of the case pages: filters of the list, what the record says, the reason of a referral."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from common.text import fold
from enforcement.enums import ReferralAnswer
from enforcement.lifecycle import CaseStatus
from enforcement.models import Case
from enforcement.services.cases import DESCRIBED
from web.forms import DayField, MomentField, PageForm

ANY = ("", _("All"))
HANDED_OVER = (ANY, ("waiting", _("Still to be handed over")), ("sent", _("Handed over")))


class CaseFilter(forms.Form):
    """Filters of the list of cases."""

    q = forms.CharField(
        label=_("Number or party (diacritics not needed)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("State"), choices=[ANY, *CaseStatus.choices], required=False)
    unit = forms.CharField(label=_("Commune or province"), required=False, max_length=100)
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=ANY[1]
    )
    referral = forms.ChoiceField(label=_("Referrals"), choices=HANDED_OVER, required=False)
    lapses = DayField(label=_("Limitation ends by"), required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.filter(pk__in=cases.order_by().values("agency")).order_by("name")

    def narrow(self) -> Any:
        """Return the cases that match what was filled in; a field that cannot be read narrows nothing."""
        if not self.is_bound:
            return self.cases
        self.is_valid()
        data, found = self.cleaned_data, self.cases
        if text := data.get("q"):
            paper = Q(number__icontains=text) | Q(record__number__icontains=text)
            found = found.filter(paper | Q(licensee__name_folded__contains=fold(text)))
        if unit := fold(data.get("unit") or ""):
            found = found.filter(Q(unit__name_folded__contains=unit) | Q(unit__parent__name_folded__contains=unit))
        if data.get("referral"):
            waiting = data["referral"] == "waiting"
            found = found.filter(referrals__isnull=False, referrals__sent_on__isnull=waiting).distinct()
        exact = {"status": "status", "agency": "agency", "lapses": "limitation_date__lte"}
        return found.filter(**{path: data[name] for name, path in exact.items() if data.get(name)})


class DescribeForm(PageForm):
    """What the record says beside the findings."""

    record_place = forms.CharField(label=_("Where the record is made"), max_length=250, required=False)
    elsewhere_reason = forms.CharField(
        label=_("Why it is not made at the place of the act"),
        help_text=_("Only where the record is made elsewhere."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    party_statement = forms.CharField(
        label=_("Statement of the party"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    witness_statement = forms.CharField(
        label=_("Statement of the witness"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    injured_statement = forms.CharField(
        label=_("Statement of the injured party"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    preventive_measures = forms.CharField(
        label=_("Preventive measures"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    appointment_at = MomentField(label=_("The party is asked to come at"), required=False)
    appointment_place = forms.CharField(label=_("Place of the appointment"), max_length=250, required=False)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=20)
    receiver = forms.CharField(label=_("Who receives a copy"), max_length=200, required=False)

    @classmethod
    def of(cls, case: Case) -> "DescribeForm":
        """Return the form as the case stands."""
        return cls(initial={name: getattr(case, name) for name in DESCRIBED} | {"version": case.version})

    def values(self) -> dict[str, Any]:
        """Return what was entered, for the service."""
        return {name: self.cleaned_data[name] for name in DESCRIBED}


class IssueForm(PageForm):
    """Nothing but the version that was looked at."""


class ReopenForm(PageForm):
    """Why a new record is made."""

    reason = forms.CharField(
        label=_("Why a new record is made"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReplaceForm(DescribeForm):
    """What the new record says, and why it replaces the old one."""

    reason = forms.CharField(
        label=_("Why the record is replaced"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(PageForm):
    """What the receiver says."""

    answer = forms.ChoiceField(label=_("Answer"), choices=ReferralAnswer.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the file is returned."),
    )  # fmt: skip


class SendForm(PageForm):
    """Why the acts are the other agency's matter."""

    reason = forms.CharField(
        label=_("Why these acts are their matter"),
        help_text=_("Stands in the letter."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
