"""Findings of a visit: recorded under a failed item, changed, withdrawn with a reason."""

import uuid
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
from common.clock import now, today
from common.errors import DomainError, NotFound
from inspections.models import Attendance, Evidence, Finding, Measurement
from inspections.queries.comparisons import told
from inspections.services import findings, proposals, withdrawals
from rulebook.models import ChecklistItem
from web.access import allow
from web.desk.visits.finding_form import FindingForm
from web.desk.visits.pages import frame, visit_of
from web.forms import PageForm

WITHDRAWABLE: dict[str, Any] = {
    "finding": (Finding, "visit_checklist"),
    "measurement": (Measurement, "visit_measurements"),
    "attendance": (Attendance, "visit_people"),
    "photo": (Evidence, "visit_checklist"),
}


class WithdrawForm(PageForm):
    """Why a line is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


@allow(Action.VISIT_CONDUCT)
def new(request: HttpRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """Record a finding under a failed item."""
    found = visit_of(request, pk)
    item = ChecklistItem.objects.filter(pk=item_pk, checklist__in=found.checklists.all()).first()
    if item is None:
        raise NotFound(_("This item is not asked in this visit."))
    form = FindingForm(found, item, today(), request.POST or None, initial={"finding_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            findings.record(
                found, item=item, act=form.act(), by=request.user, at=now(),
                finding_id=form.cleaned_data["finding_id"], reason=form.why_amended,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The finding is recorded."))
            return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#item-{item_pk}")
    return _page(request, found, form, item)


@allow(Action.VISIT_CONDUCT)
def from_reading(request: HttpRequest, pk: UUID, reading_pk: UUID) -> HttpResponse:
    """Record the finding a reading gives ground for, prefilled with its numbers."""
    found = visit_of(request, pk)
    reading, breach = proposals.breach_of(found, reading_pk)
    first = {"finding_id": uuid.uuid4(), **proposals.prefilled(reading, breach)}
    form = FindingForm(found, breach.item, breach.day, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.record(
                found, reading, act=form.act(), by=request.user, at=now(),
                finding_id=form.cleaned_data["finding_id"], reason=form.why_amended,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The finding is recorded; its item is answered “fail”."))
            return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#item-{breach.item.pk}")
    return _page(request, found, form, breach.item, reading=reading)


@allow(Action.VISIT_CONDUCT)
def change(request: HttpRequest, pk: UUID, finding_pk: UUID) -> HttpResponse:
    """Change a finding that is part of no paper yet."""
    found = visit_of(request, pk)
    finding: Finding = access.visible(
        Finding.objects.select_related("item", "penalty__provision"), request.user, pk=finding_pk, visit=found
    )
    form = FindingForm(found, finding.item, today(), request.POST or None, initial=FindingForm.initial_of(finding))
    differences: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            findings.change(
                finding,
                act=form.act(),
                by=request.user,
                version=form.cleaned_data["version"] or 0,
                reason=form.why_amended,
            )
        except DomainError as error:
            form.refuse(error)
            differences = error.details.get("differences", ())
        else:
            messages.success(request, _("The finding is changed."))
            return redirect(f"{reverse('desk:visit_checklist', args=[pk])}#item-{finding.item_id}")
    return _page(request, found, form, finding.item, finding=finding, differences=differences)


@allow(Action.VISIT_CONDUCT)
def withdraw(request: HttpRequest, pk: UUID, kind: str, row_pk: UUID) -> HttpResponse:
    """Withdraw a line with a reason; it stays readable."""
    found = visit_of(request, pk)
    if kind not in WITHDRAWABLE:
        raise NotFound(_("There is no such line."))
    model, back = WITHDRAWABLE[kind]
    row = access.visible(model.objects.all(), request.user, pk=row_pk, visit=found)
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            withdrawals.withdraw(row, by=request.user, reason=data["reason"], version=data["version"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is withdrawn; it stays readable with its reason."))
            return redirect(f"desk:{back}", pk)
    context = frame(found, request, back) | {
        "form": form, "heading": _("Withdraw: %(what)s") % {"what": row}, "back": reverse(f"desk:{back}", args=[pk]),
    }  # fmt: skip
    return render(request, "desk/visits/reason.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, found: Any, form: FindingForm, item: Any, *,
    finding: Any = None, differences: Any = (), reading: Any = None,
) -> HttpResponse:  # fmt: skip
    if reading is not None:
        reading.told = told(reading)
    context = frame(found, request, "visit_checklist") | {
        "form": form, "item": item, "finding": finding, "differences": differences, "reading": reading,
    }  # fmt: skip
    return render(request, "desk/visits/finding.html", context, status=422 if form.errors else 200)
