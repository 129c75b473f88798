"""Importing protected places: the upload, its report, and the refused rows to mend and send again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.errors import DomainError
from places.enums import PlaceKind
from places.models import ProtectedPlaceImport
from places.protected_rows import FIELDS
from places.services import protected_places
from web.access import allow
from web.desk.places.tabs import tabs
from web.exports import csv_response
from web.forms import PageForm


class ImportForm(PageForm):
    """A file, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or GeoJSON)"), widget=forms.FileInput(attrs={"accept": ".csv,.json,.geojson"})
    )
    source = forms.CharField(
        label=gettext_lazy("Where the list comes from"),
        max_length=200,
        help_text=gettext_lazy("For example: Department of Education, list of schools of 01/09/2025"),
    )


@allow(Action.PLACES_IMPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Take a file; show the imports so far."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            report = protected_places.import_file(
                upload.read(), file_name=upload.name, source=form.cleaned_data["source"], by=request.user
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The file was read; this is what became of its rows."))
            return redirect("desk:places_import_report", report.pk)
    imports = ProtectedPlaceImport.objects.select_related("by")[:20]
    context = {
        "form": form,
        "imports": imports,
        "kinds": PlaceKind.choices,
        "tabs": tabs(request, "desk:places_import"),
    }
    return render(request, "desk/places/import.html", context)


@allow(Action.PLACES_IMPORT)
def report(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what one import did."""
    found = get_object_or_404(ProtectedPlaceImport.objects.select_related("by"), pk=pk)
    context = {"report": found, "refusals": found.refusals[:200], "warnings": found.warnings[:200]}
    return render(request, "desk/places/import_report.html", context)


@allow(Action.PLACES_IMPORT)
def refused(request: HttpRequest, pk: Any) -> HttpResponseBase:
    """Download the refused rows as they stood, each with its reasons; mended, the file can be imported again."""
    found = get_object_or_404(ProtectedPlaceImport, pk=pk)
    given = {name: None for refusal in found.refusals for name in refusal["values"]}
    columns = [name for name in FIELDS if name in given] + [name for name in given if name not in FIELDS]
    rows = (
        [
            refusal["row"],
            "; ".join(f"{reason['field']}: {reason['message']}" for reason in refusal["reasons"]),
            *(refusal["values"].get(name, "") for name in columns),
        ]
        for refusal in found.refusals
    )
    return csv_response(f"refused-{found.at:%Y%m%d-%H%M}", ["row", "reasons", *columns], rows)
