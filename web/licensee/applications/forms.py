"""Forms of the licensees' applications; what they read is judged by the services."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.text import pick
from licenses.enums import Purpose
from licenses.kinds.base import Kind
from licenses.models import Application, Establishment, TypedDraft
from web.content_forms import GeneralForm, PlaceForm, SiteForm
from web.forms import PageForm


class BeginForm(PageForm):
    """Where to send it, and for an entry of the register what is asked about which place."""

    purpose = forms.ChoiceField(label=_("What you ask for"))
    establishment = forms.ModelChoiceField(
        label=_("Which place"), queryset=Establishment.objects.none(), required=False
    )
    agency = forms.ChoiceField(label=_("Send it to"))

    def __init__(self, *args: Any, kind: Kind, places: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in agencies}
        offered: Any = self.fields["agency"]
        offered.choices = [(code, pick(agency, "name")) for code, agency in self.agencies.items()]
        asked: Any = self.fields["purpose"]
        purposes = kind.purposes if kind.register_only else (Purpose.NEW,)
        asked.choices = [(purpose.value, purpose.label) for purpose in purposes]
        place: Any = self.fields["establishment"]
        place.queryset = places
        place.label_from_instance = lambda row: f"{row.name} · {row.address}"
        if not kind.register_only:
            del self.fields["purpose"], self.fields["establishment"]
        if len(self.agencies) == 1:
            offered.widget = forms.HiddenInput()
            offered.initial = next(iter(self.agencies))

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen under the names that the service takes."""
        data = self.cleaned_data
        return {
            "purpose": data.get("purpose") or Purpose.NEW,
            "establishment": data.get("establishment"),
            "agency": self.agencies[data["agency"]],
        }


class CodeForm(PageForm):
    """A secret code as it stands in a letter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Twelve letters and digits; dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class UseForm(GeneralForm):
    """What it is for and until when, as the applicant says it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class PartForm(PageForm):
    """One of several forms of a page; its fields have names of their own for the browser."""

    ids = "%s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = self.ids


class ReasonForm(PartForm):
    """Why an application is withdrawn."""

    ids = "withdraw_%s"
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class TextForm(PartForm):
    """A message to the office."""

    ids = "message_%s"
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(TextForm):
    """What is said with a supplement; the papers say it mostly themselves."""

    ids = "answer_%s"
    text = forms.CharField(
        label=_("What you say to it"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def with_units(form: PlaceForm | SiteForm, row: Application, on: dt.date) -> Any:
    """Offer the communes of the agencies that have the file, beside the one written down already."""
    field: Any = form.fields["unit"]
    field.offer_of([row.agency, row.received_by], on, form.initial.get("unit"))
    return form


def restored(kept: TypedDraft | None, version: int) -> QueryDict | None:
    """Return what was typed and not saved, as the form's data; it is saved onto what the person sees now."""
    if kept is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    data["version"] = str(version)
    return data


def unjudged(form: Any) -> Any:
    """Show what was typed without complaints: nobody has sent it yet."""
    if form is not None and form.is_bound:
        form._errors = ErrorDict()
    return form


def unjudged_rows(rows: Any) -> Any:
    """The same for rows."""
    if rows.is_bound:
        rows._errors, rows._non_form_errors = [], ErrorList()
        for row in rows.forms:
            row._errors = ErrorDict()
    return rows
