"""The form in which a visit is scheduled."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.enums import Subject
from accounts.models import User
from accounts.roles import Action
from common.text import pick
from inspections.enums import NoNotice, VisitReason
from inspections.models import Visit
from inspections.queries.business import same_business
from inspections.queries.checklists import kinds_of_target, suitable
from inspections.services import overrides
from inspections.services.planning import Plan
from licenses.models import Establishment, Licensee, Station
from rulebook.models import Checklist
from web.forms import DayField, PageForm

AREA = forms.Textarea(attrs={"rows": 2})


@dataclass(frozen=True)
class Target:
    """Whom the visit is about: an establishment, or a licensee whose stations are chosen in the form."""

    licensee: Licensee
    establishment: Establishment | None


class ChecklistChoices(forms.ModelMultipleChoiceField):
    """Checklists under their titles in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the version too: it stays with the visit to the end."""
        return f"{pick(obj, 'title')} ({obj.version_label})"


class PlanForm(PageForm):
    """Everything needed to schedule a visit."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.ChoiceField(label=_("Subject"))
    stations = forms.ModelMultipleChoiceField(
        label=_("Stations"), queryset=Station.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=VisitReason.choices)
    reason_text = forms.CharField(
        label=_("Reason in words"),
        required=False,
        max_length=2_000,
        widget=AREA,
        help_text=_("Needed unless the check is planned."),
    )
    previous = forms.ModelChoiceField(label=_("Follows the visit"), queryset=Visit.objects.none(), required=False)
    legal_basis = forms.CharField(
        label=_("Decision or plan"), required=False, max_length=250, help_text=_("Number and date, as papers quote it.")
    )
    window_start = DayField(label=_("First day"))
    window_end = DayField(label=_("Last day"))
    lead = forms.ModelChoiceField(label=_("Head of the team"), queryset=User.objects.none())
    members = forms.ModelMultipleChoiceField(
        label=_("Other members"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    checklists = ChecklistChoices(
        label=_("Checklists"),
        queryset=Checklist.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("This version stays with the visit to the end. None chosen means all of these."),
    )
    no_notice = forms.ChoiceField(
        label=_("Announcement"), required=False, choices=[("", _("The visit is announced")), *NoNotice.choices]
    )
    no_notice_reason = forms.CharField(
        label=_("Reason for not announcing"),
        required=False,
        max_length=2_000,
        widget=AREA,
        help_text=_("Kept on record."),
    )

    def __init__(self, target: Target, user: User, on: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, keeper = access.agencies_of(user, Action.VISIT_PLAN), (target.establishment or target.licensee).agency
        # Who plans for several agencies plans this visit for the one that keeps the record.
        self.target, self.agency = target, keeper if keeper in own else own[0]
        self._offer_target(user, on)
        team = access.people_with(Action.VISIT_CONDUCT, self.agency, on)
        self._field("lead").queryset = team
        self._field("members").queryset = team
        subjects = [(name, Subject(name).label) for name in self.agency.subjects]
        self._field("subject").choices = subjects
        self.fields["subject"].initial = "radio" if target.establishment is None else subjects[0][0]

    def plan(self) -> Plan:
        """Return what was entered as the service takes it."""
        data = dict(self.cleaned_data)
        data.pop("version")
        stations = list(data.pop("stations", ()))
        return Plan(
            agency=self.agency,
            licensee=self.target.licensee,
            establishment=self.target.establishment,
            stations=stations,
            members=list(data.pop("members")),
            checklists=list(data.pop("checklists")),
            override=overrides.usable(self.agency, self.target.licensee, data["window_start"].year),
            **data,
        )

    def _offer_target(self, user: User, on: dt.date) -> None:
        business = same_business(self.target.licensee)
        place = self.target.establishment
        stations = Station.objects.visible_to(user).active_on(on).filter(licensee__in=business)
        if place is None:
            self._field("stations").queryset = stations.order_by("name", "pk")
        else:
            del self.fields["stations"]
        fitting = suitable(kinds_of_target(place, stations if place is None else ()), place, subject="", on=on)
        self._field("checklists").queryset = Checklist.objects.filter(pk__in=[row.pk for row in fitting])
        earlier = Visit.objects.visible_to(user).filter(licensee__in=business).order_by("-window_start")
        self._field("previous").queryset = earlier

    def _field(self, name: str) -> Any:
        return self.fields[name]
