"""Report interference or an unregistered shop, and ask what became of it, without an account."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import now, today
from common.errors import DomainError
from inspections.enums import ComplaintSource
from inspections.services import complaints
from web.access import public
from web.public.papers_limit import SECONDS, too_many
from web.report_fields import ReportFields

FILED = "report_filed"
MOST_REPORTS = 5  # from one address in the window of the brake


class PublicForm(ReportFields):
    """What anybody reports; the last field is seen by programs only."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)


class StatusForm(forms.Form):
    """Number and code of the receipt."""

    number = forms.CharField(label=gettext_lazy("Number of the report"), max_length=60)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Such as 7KQM-X2VD-9RTA."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


@public
def report(request: HttpRequest) -> HttpResponse:
    """Take a report in."""
    form = PublicForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    if form.cleaned_data["website"]:
        form.add_error(None, _("The report was not taken in; send it without the hidden entry."))
        return _form(request, form)
    if too_many(request, "report", MOST_REPORTS):
        return _slow_down(render(request, "public/report/new.html", {"form": form, "too_many": True}, status=429))
    try:
        made = complaints.receive(form.report(ComplaintSource.PUBLIC), at=now(), on=today())
    except DomainError as error:
        form.refuse(error)
        return _form(request, form)
    # The receipt is told on the next page, to this browser only, and never stands in an address.
    request.session[FILED] = {"number": made.complaint.number, "code": made.code}
    return redirect("report_received")


@public
def received(request: HttpRequest) -> HttpResponse:
    """Show number and code to who has just reported."""
    filed = request.session.get(FILED)
    return render(request, "public/report/received.html", {"filed": filed}) if filed else redirect("report")


@public
def status(request: HttpRequest) -> HttpResponse:
    """Answer how far a report is, to who has number and code; everybody else learns nothing."""
    form = StatusForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "answer": None, "unknown": False, "too_many": False}
    code = 200
    if request.method == "POST" and form.is_valid():
        if too_many(request, "report-status"):
            return _slow_down(render(request, "public/report/status.html", context | {"too_many": True}, status=429))
        found = complaints.by_receipt(form.cleaned_data["number"], form.cleaned_data["code"])
        context |= {"answer": found, "unknown": found is None}
        code = 200 if found else 404
    return render(request, "public/report/status.html", context, status=422 if form.errors else code)


def _form(request: HttpRequest, form: PublicForm) -> HttpResponse:
    context = {"form": form, "too_many": False}
    return render(request, "public/report/new.html", context, status=422 if form.errors else 200)


def _slow_down(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(SECONDS)
    return response
