"""Calculators for everybody: one page each, the values in the address, so that a result can be sent to a colleague."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from web.access import public
from web.public import calculator_forms, calculator_paths
from web.public.calculator_forms import Calculator


@dataclass(frozen=True)
class Page:
    """One calculator: its tab, what it is for, and its form."""

    label: Any
    lead: Any
    form: type[Calculator]


PAGES = {
    "emission": Page(
        _("Designator"), _("What an emission designator says, symbol by symbol."), calculator_forms.EmissionForm
    ),
    "bandwidth": Page(
        _("Bandwidth"), _("The necessary bandwidth of a system, beside a declared one."), calculator_paths.BandwidthForm
    ),
    "power": Page(
        _("Power"), _("Transmitter output, ERP, EIRP and the field in free space."), calculator_forms.PowerForm
    ),
    "reach": Page(
        _("Field and distance"),
        _("The field at a distance, or the distance at which a field is reached."),
        calculator_paths.ReachForm,
    ),
    "wavelength": Page(
        _("Wavelength"), _("Wavelength of a frequency, and what it is allocated to."), calculator_forms.WavelengthForm
    ),
    "distance": Page(_("Bearing"), _("Distance and bearings between two places."), calculator_paths.DistanceForm),
    "position": Page(
        _("Position"), _("Degrees, minutes and seconds into decimals and back."), calculator_paths.PositionForm
    ),
}
FIRST = "emission"


@public
def calculators(request: HttpRequest) -> HttpResponse:
    """Open the first calculator."""
    return redirect(f"calculator_{FIRST}")


@public
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a calculator, and the answer when values stand in the address."""
    page = PAGES[slug]
    asked = any(name in request.GET for name in page.form.base_fields)
    form = page.form(request.GET) if asked else page.form()
    answer = form.answer() if asked and form.is_valid() else None
    tabs = [
        {"url": reverse(f"calculator_{each}"), "label": PAGES[each].label, "current": each == slug} for each in PAGES
    ]
    context = {"page": page, "form": form, "answer": answer, "tabs": tabs, "asked": asked}
    return render(request, "public/calculators/calculator.html", context)
