"""What becomes of a violation record that is wrong: replaced by a new one, or annulled and the case opened again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from enforcement.services import cases, records
from issuing.enums import PaperStatus
from web.access import allow
from web.desk.cases import views
from web.desk.cases.forms import ReopenForm, ReplaceForm


@allow(Action.CASE_RECORD)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case whose record was annulled."""
    found, form = views.found_case(request, pk), ReopenForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            records.reopen(found, reason=data["reason"], by=request.user, version=data["version"] or 0)
        except DomainError as error:
            return views.again(request, pk, form, error, reopen_form=form)
        messages.success(request, _("The case is open again; its findings may be amended, then issue a new record."))
        return redirect("desk:case", pk)
    return views.page(request, found, reopen_form=form, status=422)


@allow(Action.CASE_RECORD)
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue a new record in place of the one that stands."""
    found = views.found_case(request, pk)
    cases.require_own(found, request.user, Action.CASE_RECORD)
    if found.record is None or found.record.status != PaperStatus.ISSUED:
        return redirect("desk:case", pk)
    form = ReplaceForm(request.POST) if request.method == "POST" else ReplaceForm.of(found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            paper = records.replace_record(
                found, fields=form.values(), reason=data["reason"], by=request.user, at=now(), on=today(),
                version=data["version"] or 0,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Record %(number)s replaces the old one.") % {"number": paper.number})
            return redirect("desk:case", pk)
    context = {"case": found, "form": form}
    return render(request, "desk/cases/replace.html", context, status=422 if form.errors else 200)
