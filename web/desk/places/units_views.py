"""Administrative units: list, page, suggestions for forms, and the conversion of old addresses."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.clock import today
from common.text import fold
from places.conversion import Conversion, convert_address, find_today_unit
from places.enums import UnitKind
from places.models import AdminUnit
from places.querysets import AdminUnitQuerySet
from web.access import allow, public
from web.desk.places.tabs import tabs
from web.forms import DayField
from web.listing import Listing
from web.spreadsheets import table_response

MOST_SUGGESTIONS = 20


class UnitFilter(forms.Form):
    """Filters of the units, all in the address."""

    q = forms.CharField(label=_("Name or code"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *UnitKind.choices])
    province = forms.CharField(label=_("Province"), required=False)
    on = DayField(label=_("As it stood on"), required=False)


class ConversionForm(forms.Form):
    """An old address, in one line or in its parts."""

    address = forms.CharField(
        label=_("Address before July 2025"),
        required=False,
        max_length=300,
        help_text=_("For example: 12 Nguyễn Thiện Thuật, phường Lộc Thọ, thành phố Nha Trang, tỉnh Khánh Hòa"),
    )
    commune = forms.CharField(label=_("Commune, ward or township"), required=False, max_length=120)
    district = forms.CharField(label=_("District, town or city"), required=False, max_length=120)
    province = forms.CharField(label=_("Province"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """Ask for one or the other."""
        data = super().clean() or {}
        if not data.get("address") and not data.get("commune"):
            raise forms.ValidationError(_("Write the address in one line, or at least the commune."))
        return data

    def conversion(self) -> Conversion:
        """Return where the address lies today."""
        data = self.cleaned_data
        if data["address"]:
            return convert_address(data["address"])
        parts = {name: data[name] for name in ("commune", "district", "province")}
        return Conversion(rest="", candidates=find_today_unit(**parts), **parts)


@allow(Action.PLACES_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """Show the units in force on a day."""
    form = UnitFilter(request.GET or None)
    listing = Listing(
        request,
        _filtered(form),
        sorts={"name": "bare_name_folded", "code": "code", "parent": "parent__bare_name_folded"},
        default="code",
    )
    context = {"form": form, "listing": listing, "tabs": tabs(request, "desk:units")}
    return render(request, "desk/places/units.html", context)


@allow(Action.PLACES_VIEW)
def units_csv(request: HttpRequest) -> HttpResponseBase:
    """Download what is listed."""
    found = _filtered(UnitFilter(request.GET or None)).order_by("code", "pk")
    header = [_("Code"), _("Name"), _("Level"), _("Above"), _("In force from"), _("Last day in force")]
    rows = (
        [
            unit.code,
            unit.name,
            unit.get_kind_display(),
            unit.parent or "",
            unit.valid_from or "",
            unit.valid_until or "",
        ]
        for unit in found.iterator(chunk_size=2_000)
    )
    return table_response(request, "administrative-units", header, rows)


@allow(Action.PLACES_VIEW)
def unit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show one unit: what it is part of, what it was formed from or became, what lies in it."""
    found = get_object_or_404(AdminUnit.objects.select_related("parent__parent"), pk=pk)
    context = {
        "unit": found,
        "origins": found.origins.select_related("old").order_by("old_name"),
        "successions": found.successions.select_related("unit__parent").order_by("-whole", "unit__code"),
        "children": found.children.order_by("bare_name_folded"),
        "places": found.protected_places.in_force(today()).count(),
    }
    return render(request, "desk/places/unit.html", context)


@allow(Action.PLACES_VIEW)
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer a form's search for a commune of today: those that begin so first, at most twenty."""
    wanted = fold(request.GET.get("q", ""))
    if len(wanted) < 2:
        return JsonResponse({"units": []})
    found = AdminUnit.objects.in_force(today()).communes().search(wanted).select_related("parent")[:200]
    ranked = sorted(found, key=lambda unit: (not unit.bare_name_folded.startswith(wanted), unit.bare_name_folded))
    return JsonResponse(
        {
            "units": [
                {"id": str(unit.pk), "name": unit.full_name, "code": unit.code} for unit in ranked[:MOST_SUGGESTIONS]
            ]
        }
    )


@public
def convert(request: HttpRequest) -> HttpResponse:
    """Find the unit of today for an address of before July 2025; open to everybody."""
    form = ConversionForm(request.GET or None)
    conversion = form.conversion() if form.is_bound and form.is_valid() else None
    found = [(item, conversion.written(item)) for item in conversion.candidates] if conversion else []
    context = {"form": form, "conversion": conversion, "found": found, "tabs": tabs(request, "desk:unit_convert")}
    return render(request, "desk/places/convert.html", context)


def _filtered(form: UnitFilter) -> AdminUnitQuerySet:
    found = AdminUnit.objects.select_related("parent__parent")
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = found.in_force(data.get("on") or today()).search(data.get("q") or "")
    if data.get("kind"):
        found = found.filter(kind=data["kind"])
    if data.get("province"):
        wanted = fold(data["province"])
        found = found.filter(parent__name_folded__contains=wanted) | found.filter(
            parent__parent__name_folded__contains=wanted
        )
    return found
