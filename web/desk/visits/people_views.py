"""Who was present and signed, and what the visit came to."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.canonical import digest
from common.clock import now
from common.errors import DomainError
from inspections.enums import Capacity, Outcome, Signing
from inspections.models import Visit
from inspections.queries.shown import shown_text
from inspections.services import attendance, visits
from web.access import allow
from web.desk.visits.evidence_views import files_of
from web.desk.visits.pages import AmendableForm, frame, visit_of

AREA = forms.Textarea(attrs={"rows": 2})


class PersonForm(AmendableForm):
    """One person."""

    attendance_id = forms.UUIDField(widget=forms.HiddenInput)
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    person = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    capacity = forms.ChoiceField(label=gettext_lazy("Capacity"), choices=Capacity.choices)
    post = forms.CharField(label=gettext_lazy("Post or address"), required=False, max_length=200)
    identity_number = forms.CharField(label=gettext_lazy("Identity paper number"), required=False, max_length=30)
    signing = forms.ChoiceField(label=gettext_lazy("Signature"), choices=Signing.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why the person did not sign"), required=False, max_length=2_000, widget=AREA
    )
    no_witness_reason = forms.CharField(
        label=gettext_lazy("Why there is no witness"), required=False, max_length=2_000, widget=AREA
    )
    statement = forms.CharField(label=gettext_lazy("Statement"), required=False, max_length=5_000, widget=AREA)


class ConclusionForm(AmendableForm):
    """What the visit came to."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    report = forms.CharField(
        label=gettext_lazy("Written report"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed where the outcome is unclear."),
    )  # fmt: skip
    party_statement = forms.CharField(
        label=gettext_lazy("Statement of the party"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@allow(Action.VISIT_VIEW)
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who was present, and record another person."""
    found = visit_of(request, pk)
    text = shown_text(found)
    first = {"attendance_id": uuid.uuid4(), "shown_sha256": digest(text)}
    form = PersonForm(found, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        for name in ("version", "amendment_reason"):
            data.pop(name, None)
        try:
            attendance.record(found, **data, by=request.user, at=now(), amendment_reason=form.why_amended)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The person is recorded."))
            return redirect("desk:visit_people", pk)
    return _page(request, found, person_form=form, text=text)


@allow(Action.VISIT_CONDUCT)
def conclusion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what the visit came to and what the party said."""
    found = visit_of(request, pk)
    form = ConclusionForm(found, request.POST or None)
    differences: Any = ()
    if request.method != "POST":
        return redirect("desk:visit_people", pk)
    if form.is_valid():
        data = form.cleaned_data
        try:
            visits.conclude(
                found, outcome=data["outcome"], report=data["report"], party_statement=data["party_statement"],
                by=request.user, version=data["version"], reason=form.why_amended,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            differences = error.details.get("differences", ())
        else:
            messages.success(request, _("The outcome is recorded."))
            return redirect("desk:visit_people", pk)
    return _page(request, found, conclusion_form=form, differences=differences)


def _page(
    request: HttpRequest,
    found: Visit,
    *,
    person_form: Any = None,
    conclusion_form: Any = None,
    text: str = "",
    differences: Any = (),
) -> HttpResponse:
    text = text or shown_text(found)
    said = {name: getattr(found, name) for name in ("outcome", "report", "party_statement", "version")}
    rows = list(found.attendance.standing())
    context = frame(found, request, "visit_people") | {
        "rows": rows,
        "signatures": files_of(found)["signatures"],
        "withdrawn": found.attendance.filter(withdrawn_at__isnull=False).select_related("withdrawn_by"),
        "lacking": attendance.missing(found, rows),
        "person_form": person_form
        or PersonForm(found, initial={"attendance_id": uuid.uuid4(), "shown_sha256": digest(text)}),
        "conclusion_form": conclusion_form or ConclusionForm(found, initial=said),
        "shown_text": text,
        "shown_sha256": digest(text),
        "texts_shown": list(found.shown_texts.all()),
        "differences": differences,
    }
    refused = any(form is not None and form.errors for form in (person_form, conclusion_form))
    return render(request, "desk/visits/people.html", context, status=422 if refused else 200)
