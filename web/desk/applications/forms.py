"""Forms of the application pages; what they read is judged by the services."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import people_with
from accounts.models import Agency, User
from accounts.roles import Action
from common.text import pick
from licenses.enums import ApplicationStatus, DecisionOutcome, Purpose
from licenses.kinds import KINDS
from licenses.kinds.base import WITH_TERM
from licenses.models import Application, Establishment, License
from licenses.services.applications import clock, decisions, verdicts
from licenses.services.applications import desk as application_desk
from rulebook import lookup
from web import application_parts as parts
from web.forms import DayField, PageForm

ANY = ("", _("All"))
SOON_DAYS = 7
QUEUES = (
    ("", _("All open")),
    ("due", _("Due within 7 days")),
    ("overdue", _("Overdue")),
    ("mine", _("Mine")),
    ("waiting", _("Waiting for the applicant")),
    ("drafts", _("Drafts")),
    ("ended", _("Ended")),
)


class QueueFilter(forms.Form):
    """Which files the desk shows."""

    q = forms.CharField(
        label=_("Number or applicant (diacritics not needed)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    queue = forms.ChoiceField(label=_("Queue"), choices=QUEUES, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[ANY, *Purpose.choices], required=False)
    status = forms.ChoiceField(label=_("State"), choices=[ANY, *ApplicationStatus.choices], required=False)

    def __init__(self, *args: Any, user: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.on = user, on
        kinds: Any = self.fields["kind"]
        kinds.choices = [ANY, *((code, kind.label) for code, kind in KINDS.items())]

    def narrow(self) -> Any:
        """Return the files that match; a field that cannot be read narrows nothing."""
        found = Application.objects.visible_to(self.user)
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        found = found.search(data.get("q") or "")
        for name in ("kind", "purpose", "status"):
            if data.get(name):
                found = found.filter(**{name: data[name]})
        match data.get("queue"):
            case "due":
                return found.due_between(self.on, self.on + dt.timedelta(days=SOON_DAYS))
            case "overdue":
                return found.overdue(self.on)
            case "mine":
                return found.pending().of_officer(self.user)
            case "waiting":
                return found.waiting_for_applicant()
            case "drafts":
                return found.filter(status=ApplicationStatus.DRAFT)
            case "ended":
                return found.filter(ended_on__isnull=False)
        return found if data.get("status") or data.get("q") else found.pending()


class StartForm(PageForm):
    """An application that came in on paper."""

    kind = forms.ChoiceField(label=_("Kind"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose)
    license = forms.ModelChoiceField(
        label=_("License it is about"),
        queryset=License.objects.none(),
        required=False,
        help_text=_("For everything but a new license."),
    )
    establishment = forms.ModelChoiceField(
        label=_("Establishment"),
        queryset=Establishment.objects.none(),
        required=False,
        help_text=_("For a place that is in the register already."),
    )
    received_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, licenses: Any, establishments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(code, kind.label) for code, kind in KINDS.items()]
        chosen: Any = self.fields["license"]
        chosen.queryset = licenses
        chosen.label_from_instance = lambda row: f"{row.number} · {row.get_kind_display()} · {row.get_status_display()}"
        place: Any = self.fields["establishment"]
        place.queryset = establishments


class ActForm(PageForm):
    """What an act needs to know; `application` and `on` are there for those that offer choices."""

    def __init__(self, *args: Any, application: Application, on: dt.date, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("version", application.version)
        super().__init__(*args, **kwargs)
        self.application, self.on, self.user = application, on, user
        self.offer()

    def offer(self) -> None:
        """Fill in the choices."""


def area(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class ReasonForm(ActForm):
    """A reason."""

    reason = area(_("Reason"))


class LetterForm(ActForm):
    """A letter from or to another authority."""

    letter = forms.CharField(label=_("Number and date of the letter"), max_length=160)


class GrantedElsewhereForm(LetterForm):
    """What another authority granted: its license must be in the register first."""

    license = forms.ModelChoiceField(
        label=_("License granted"),
        queryset=License.objects.none(),
        help_text=_("Enter the license from its paper in the register first."),
    )

    def offer(self) -> None:
        """Offer the applicant's licenses of the kind."""
        field: Any = self.fields["license"]
        mine = License.objects.visible_to(self.user)
        field.queryset = mine.filter(holder=self.application.licensee_id, kind=self.application.kind)


class AnswerForm(ActForm):
    """The applicant's answer to a request to supplement."""

    text = area(_("What the applicant answered"), required=False)


class MessageForm(ActForm):
    """A message on the file."""

    text = area(_("Message"))


class AssignForm(ActForm):
    """Who works on the file."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def offer(self) -> None:
        """Offer the officers of the agency in charge."""
        field: Any = self.fields["officer"]
        field.queryset = people_with(Action.APPLICATION_EXAMINE, self.application.agency, self.on)


class HandOverForm(ActForm):
    """Which agency of this system grants the license."""

    to = forms.ModelChoiceField(label=_("To"), queryset=Agency.objects.none())

    def offer(self) -> None:
        """Offer the agencies the rulebook names."""
        field: Any = self.fields["to"]
        found = application_desk.receivers(self.application, self.on)
        field.queryset = type(self.application.agency).objects.filter(pk__in=[agency.pk for agency in found])


class OpinionForm(ActForm):
    """The examining officer's own opinion beside what the check finds."""

    opinion = area(_("Opinion of the examining officer"), required=False)


class PaidForm(ActForm):
    """What proves the payment."""

    reference = forms.CharField(label=_("Receipt: number and date"), max_length=120)


class CountersignForm(ActForm):
    """Agreement to exactly what is on the page."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I read the file and agree to what is proposed"))
    examination_seen = forms.BooleanField(
        label=_("I read the examination, which does not simply agree, and the reason of the proposal"), required=False
    )

    def offer(self) -> None:
        """Ask about the examination only where it does not simply agree to a grant."""
        proposed = self.application.decisions.filter(dropped_on__isnull=True, outcome=DecisionOutcome.GRANT)
        if not proposed.exists() or verdicts.doubt(self.application) is None:
            del self.fields["examination_seen"]


class PlainForm(ActForm):
    """Nothing but the version that was looked at."""


class SupplementForm(ActForm):
    """The checklist that writes the request."""

    codes = forms.MultipleChoiceField(
        label=_("Missing or not good enough"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = area(
        _("What else is asked"),
        required=False,
        help_text=_("One request per line, in Vietnamese: it goes to the applicant."),
    )
    answer_by = DayField(label=_("Answer by"), required=False, help_text=_("Only where the rulebook gives no period."))

    def offer(self) -> None:
        """Offer the documents of the procedure; those not in the file are ticked."""
        held = clock.rules(self.application, self.on)
        there = set(self.application.documents.filter(removed_at__isnull=True).values_list("code", flat=True))
        documents = held.documents(self.application.licensee.kind)
        codes: Any = self.fields["codes"]
        codes.choices = [(each.code, each.title) for each in documents]
        self.initial["codes"] = [each.code for each in documents if each.required and each.code not in there]
        if held.supplement is not None and held.supplement.number is not None:
            del self.fields["answer_by"]


class ProposeForm(ActForm):
    """What the officer proposes."""

    outcome = forms.ChoiceField(label=_("Proposal"), choices=DecisionOutcome, widget=forms.RadioSelect)
    valid_until = DayField(label=_("Last day of the license"), required=False)
    conditions = area(_("Conditions, one per line"), rows=4, required=False)
    despite = area(
        _("Why it is granted all the same"), required=False,
        help_text=_("The examination does not simply agree. Who countersigns reads this, and it stays on file."),
    )  # fmt: skip
    grounds = forms.MultipleChoiceField(
        label=_("Grounds for refusal"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = area(_("Why it is refused, in words"), required=False)

    def offer(self) -> None:
        """Offer the grounds of the kind and the term asked for."""
        grounds: Any = self.fields["grounds"]
        rows = lookup.refusal_grounds(self.application.kind, self.on)
        grounds.choices = [(row.code, pick(row, "text")) for row in rows]
        if verdicts.doubt(self.application) is None:
            del self.fields["despite"]
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(each, parts.outcome_word(self.application, each)) for each in DecisionOutcome.values]
        if self.application.purpose not in WITH_TERM:
            del self.fields["valid_until"]
        if self.application.purpose in verdicts.NOTHING_NEW:
            del self.fields["conditions"]
        self.initial.setdefault("conditions", decisions.standing_conditions(self.application))
        self.initial.setdefault("valid_until", self.application.payload.get("wanted_until"))
        self.initial.setdefault("outcome", DecisionOutcome.GRANT)
