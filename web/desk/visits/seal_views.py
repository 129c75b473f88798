"""The review of exactly what will be sealed, the seal, and the inspection record issued from it."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.roles import Action
from common.canonical import canonical, digest
from common.clock import now, today
from common.errors import DomainError
from inspections.documents import visit_record
from inspections.models import Seal, Visit
from inspections.queries.checklists import item_states
from inspections.queries.earlier import of_visit
from inspections.queries.manifest import manifest
from inspections.queries.steps import open_steps
from inspections.services import records, sealing
from issuing import numbering
from issuing.models import IssuedNumber
from web.access import allow
from web.desk.visits.amendments import amendments_of
from web.desk.visits.evidence_views import files_of
from web.desk.visits.pages import frame, visit_of
from web.forms import DayField, PageForm


class ReplaceForm(PageForm):
    """Why the record is replaced."""

    reason = forms.CharField(
        label=gettext_lazy("Why the record is replaced"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ByHandForm(PageForm):
    """Whether the record was written by hand on a blank form first, under which leased number, and when."""

    number = forms.ModelChoiceField(
        label=gettext_lazy("Written by hand under the number"), queryset=IssuedNumber.objects.none(), required=False,
        empty_label=gettext_lazy("not written by hand"),
    )  # fmt: skip
    written_on = DayField(label=gettext_lazy("Written on"), required=False)

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["number"]
        field.queryset = numbering.leased_and_free(visit.agency, visit_record.FORM_CODE)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where a number is chosen."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("number") and not data.get("written_on") and "written_on" not in self.errors:
            self.add_error("written_on", _("Enter the day on the form."))
        return data

    @property
    def by_hand(self) -> records.ByHand | None:
        """The form written by hand, None where there is none."""
        number, day = self.cleaned_data["number"], self.cleaned_data["written_on"]
        return records.ByHand(number, day) if number else None


@allow(Action.VISIT_VIEW)
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what will be sealed and what is missing; seal it."""
    found = visit_of(request, pk)
    form = PageForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            sealing.seal_and_receive(
                found, by=request.user, at=now(), expected_sha256=request.POST.get("sha256", ""),
                version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The visit is sealed; every hash was checked."))
            return redirect("desk:visit_seal", pk)
    return _seal_page(request, found, form)


def _seal_page(request: HttpRequest, found: Visit, form: PageForm, by_hand: ByHandForm | None = None) -> HttpResponse:
    paper = records.current_record(found) if found.is_fixed else None
    may_issue = found.is_fixed and access.can(request.user, Action.PAPER_ISSUE, found)
    context = frame(found, request, "visit_seal") | _content(found) | amendments_of(found, request.user)
    context |= {
        "form": form,
        "may_seal": any(step.name == "seal" for step in open_steps(found, request.user)),
        "record": paper,
        "outdated": paper is not None and not records.agrees(paper, found),
        "transcribed": paper is not None and records.is_transcribed(paper),
        "may_issue": may_issue,
        "by_hand": by_hand or (_by_hand(found) if may_issue and paper is None else None),
    }
    refused = form.errors or (by_hand is not None and by_hand.errors)
    return render(request, "desk/visits/seal.html", context, status=422 if refused else 200)


def _by_hand(found: Visit) -> ByHandForm | None:
    """Return the form that asks for a form written by hand; None where no number is leased and free."""
    return ByHandForm(found) if numbering.leased_and_free(found.agency, visit_record.FORM_CODE).exists() else None


@allow(Action.PAPER_ISSUE)
def issue_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the inspection record."""
    found = visit_of(request, pk)
    if request.method != "POST":
        return redirect("desk:visit_seal", pk)
    known = records.current_record(found)
    form = ByHandForm(found, request.POST)
    if not form.is_valid():
        return _seal_page(request, found, PageForm(initial={"version": found.version}), form)
    paper = records.issue_record(found, by=request.user, on=today(), by_hand=form.by_hand)
    if paper == known:
        messages.info(request, _("The record was issued before; this is it."))
    else:
        text = _("Inspection record %(number)s is issued. Print two copies and sign by hand.")
        messages.success(request, text % {"number": paper.number})
    return redirect("desk:paper", paper.pk)


@allow(Action.PAPER_ISSUE)
def replace_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue a record of the visit as amended, in place of the one that no longer agrees."""
    found = visit_of(request, pk)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = records.replace_record(found, reason=form.cleaned_data["reason"], by=request.user, on=today())
        except DomainError as error:
            form.refuse(error)
        else:
            text = _("Inspection record %(number)s is issued. Print two copies and sign by hand.")
            messages.success(request, text % {"number": paper.number})
            return redirect("desk:paper", paper.pk)
    context = frame(found, request, "visit_seal") | {
        "form": form, "heading": _("Replace the inspection record"), "back": reverse("desk:visit_seal", args=[pk]),
    }  # fmt: skip
    return render(request, "desk/visits/reason.html", context, status=422 if form.errors else 200)


def _content(found: Visit) -> dict[str, Any]:
    kept = Seal.objects.filter(visit=found).select_related("sealed_by", "receipt__received_by").first()
    content = json.loads(kept.manifest) if kept else manifest(found)
    return {
        "seal": kept,
        "receipt": getattr(kept, "receipt", None),
        "faults": sealing.check(found) if kept else [],
        "sha256": kept.sha256 if kept else digest(canonical(content)),
        "lacks": [] if kept else sealing.missing(found),
        "states": item_states(found),
        "earlier": of_visit(found),
        "findings": list(found.findings.standing().select_related("penalty__provision__instrument", "station")),
        "measurements": list(found.measurements.standing().select_related("station", "assignment")),
        "people": list(found.attendance.standing()),
        **files_of(found),
        "counts": {name: len(part) for name, part in content.items() if isinstance(part, list)},
    }
