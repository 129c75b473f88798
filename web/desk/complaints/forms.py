"""Forms of complaints: filters, entering one, assigning, linking a visit, closing."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.enums import Subject
from accounts.models import User
from accounts.roles import Action
from common.clock import today
from inspections.enums import ComplaintMatter, ComplaintOutcome, ComplaintSource
from inspections.lifecycle import ComplaintStatus
from inspections.models import Complaint, Visit
from web.forms import DayField, PageForm
from web.report_fields import ReportFields

ANY = ("", _("All"))
OPEN = ("open", _("All that are open"))
AREA = forms.Textarea(attrs={"rows": 4})


class ComplaintFilter(forms.Form):
    """All in the address."""

    q = forms.CharField(
        label=_("Number, place or words"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), choices=[ANY, OPEN, *ComplaintStatus.choices], required=False)
    matter = forms.ChoiceField(label=_("What it is about"), choices=[ANY, *ComplaintMatter.choices], required=False)
    source = forms.ChoiceField(label=_("Source"), choices=[ANY, *ComplaintSource.choices], required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=[ANY, *Subject.choices], required=False)
    mine = forms.ChoiceField(
        label=_("Officer"), choices=[ANY, ("mine", _("Assigned to me")), ("nobody", _("Assigned to nobody"))],
        required=False,
    )  # fmt: skip
    since = DayField(label=_("Received from"), required=False)

    def narrow(self, user: Any) -> Any:
        """Return what the person may see and the filters leave; a field that cannot be read narrows nothing."""
        found = Complaint.objects.visible_to(user)
        data = self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}
        if text := data.get("q"):
            found = found.filter(Q(number__icontains=text) | Q(place__icontains=text) | Q(text__icontains=text))
        if data.get("state") == "open":
            found = found.open()
        elif data.get("state"):
            found = found.filter(status=data["state"])
        if data.get("mine"):
            found = found.filter(assigned_to=user if data["mine"] == "mine" else None)
        exact = {"matter": "matter", "source": "source", "subject": "subject", "since": "received_at__date__gte"}
        return found.filter(**{path: data[name] for name, path in exact.items() if data.get(name)})


class EnterForm(ReportFields):
    """A complaint that reached the office by phone, by letter or from another agency."""

    source = forms.ChoiceField(
        label=_("Source"),
        choices=[(value, value.label) for value in (ComplaintSource.OFFICE, ComplaintSource.AGENCY)],
    )
    field_order = ("source",)


class AssignForm(PageForm):
    """Who looks after it."""

    to = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def __init__(self, complaint: Complaint, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = access.people_with(Action.COMPLAINT_HANDLE, complaint.agency, today())


class VisitForm(PageForm):
    """A visit already planned."""

    visit = forms.ModelChoiceField(label=_("Visit"), queryset=Visit.objects.none())

    def __init__(self, complaint: Complaint, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visit"]
        rows = Visit.objects.filter(agency=complaint.agency, window_end__gte=complaint.received_at.date())
        field.queryset = rows.select_related("licensee").order_by("-window_start")
        field.label_from_instance = lambda visit: f"{visit.number} · {visit.licensee.name}"


class CloseForm(PageForm):
    """What came of it, and the answer."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *ComplaintOutcome.choices])
    note = forms.CharField(label=_("Note for the file"), required=False, max_length=2_000, widget=AREA)
    answer = forms.CharField(
        label=_("Answer to the reporter"), max_length=5_000, widget=AREA,
        help_text=_("Read with number and code, without an account. No names, no personal data."),
    )  # fmt: skip


class DismissForm(PageForm):
    """Why it is not followed up, and the answer."""

    reason = forms.CharField(label=_("Reason, for the file"), max_length=2_000, widget=AREA)
    answer = forms.CharField(
        label=_("Answer to the reporter"), max_length=5_000, widget=AREA,
        help_text=_("Read with number and code, without an account. No names, no personal data."),
    )  # fmt: skip
