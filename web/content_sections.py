"""The forms of stations and places in the words of who asks: grouped, the needed marked, what few know folded away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

Groups = tuple[tuple[Any, tuple[str, ...]], ...]
STATION: Groups = (
    (_("The station"), ("name", "station_class", "call_sign")),
    (_("Where it stands"), ("site_name", "address", "unit", "position", "ground_elevation_m")),
    (_("Antenna"), (
        "antenna_height_m", "antenna_gain_dbi", "antenna_azimuth_deg", "polarisation", "antenna_model",
        "antenna_tilt_deg", "feeder_loss_db",
    )),
    (_("Equipment"), ("equipment_make", "equipment_model", "equipment_serial", "conformity_mark")),
    (_("What it serves"), ("mobiles_count", "service_radius_km")),
)  # fmt: skip
PLACE: Groups = (
    (_("The place"), ("name", "address", "unit", "position", "position_origin", "precision_m", "road_distance_m")),
    (_("Registration and Internet contract"), (
        "business_registration", "isp_name", "isp_contract_number", "isp_contract_until", "isp_line",
    )),
    (_("How it works"), ("computers", "room_area_m2", "opening_time", "closing_time", "offers_games", "games")),
)  # fmt: skip
# What stands in data sheets and old licenses; whoever does not have it leaves it to the office.
FOLDED = (
    "call_sign", "ground_elevation_m", "antenna_azimuth_deg", "polarisation", "antenna_model", "antenna_tilt_deg",
    "feeder_loss_db", "equipment_serial", "conformity_mark",
    "position_origin", "precision_m", "road_distance_m", "isp_name", "isp_contract_number", "isp_contract_until",
    "isp_line",
)  # fmt: skip
HELP: dict[str, Any] = {
    "name": _("A name by which you know it, such as “Base station 1”."),
    "station_class": _("Two letters, chosen from the list; empty if you do not know."),
    "call_sign": _("The office gives it; leave it empty for a new station."),
    "site_name": _("The building, hill or tower, such as “Roof of the office”."),
    "antenna_height_m": _("From the ground up to the antenna."),
    "equipment_model": _("As it stands on the device or in its data sheet."),
    "mobiles_count": _("Hand-held and vehicle sets together."),
    "service_radius_km": _("How far from the station it is used; the technical check of a network needs it."),
    "tx_hz": _("Any one you wish; the check before filing names free ones."),
    "rx_hz": _("Empty where it is the same."),
    "bandwidth_hz": _("Empty: taken from the designator."),
    "emissions": _("It stands in the data sheet; choose from the list."),
    "power_w": _("As in the data sheet."),
    "power_reference": _("A data sheet gives the transmitter's output."),
}  # fmt: skip
DESIGNATORS = _("What a designator says")
# Symbols of the Preface to the ITU's frequency list (Table 3), as far as the kinds of license need them.
CLASSES = (
    ("FB", _("base station of a land mobile network")), ("ML", _("land mobile station")),
    ("FX", _("fixed station, such as of a microwave link")), ("BC", _("sound broadcasting")),
    ("BT", _("television broadcasting")), ("FC", _("coast station")), ("MS", _("ship station")),
    ("AT", _("amateur station")),
)  # fmt: skip
# Their widths follow from Recommendation ITU-R SM.1138; 7K60FXE is what makers of DMR sets state.
EMISSIONS = (
    ("11K0F3E", _("voice, FM, channel of 12.5 kHz")), ("16K0F3E", _("voice, FM, channel of 25 kHz")),
    ("7K60FXE", _("digital voice (DMR), channel of 12.5 kHz")), ("2K70J3E", _("voice, single sideband")),
    ("180KF3E", _("sound broadcasting, FM, mono")),
)  # fmt: skip
SUGGESTIONS = {"station_class": ("station-classes", CLASSES), "emissions": ("common-emissions", EMISSIONS)}


@dataclass(frozen=True)
class Section:
    """Fields that belong together; `folded` are shown on request, at once (`open`) when one of them holds something."""

    title: Any
    fields: list[Any]
    folded: list[Any]
    open: bool


def mark_needed(form: Any, names: Iterable[str]) -> None:
    """Mark the fields that must be filled in before the application is submitted; a draft is saved without them."""
    for name in names:
        field = form.fields.get("position" if name in ("lat", "lon") else name)
        if field is not None:
            field.needed = True
            field.widget.attrs["aria-required"] = "true"


def explain(form: Any) -> None:
    """Put help in plain words, and lists to choose from, at the fields that have them."""
    for name, field in form.fields.items():
        if name in HELP:
            field.help_text = HELP[name]
        if name in SUGGESTIONS:
            field.widget.attrs["list"] = SUGGESTIONS[name][0]
    if "emissions" in form.fields:
        # a tab of its own: the form is half filled in
        link = format_html('<a href="{}" target="_blank">{}</a>', reverse("calculator_emission"), DESIGNATORS)
        form.fields["emissions"].help_text = format_html("{} {}", HELP["emissions"], link)


def sections(form: forms.Form, groups: Groups) -> list[Section]:
    """Return the fields of a form in groups."""
    found = []
    for title, names in groups:
        bound = [form[name] for name in names if name in form.fields]
        folded = [each for each in bound if each.name in FOLDED and not getattr(each.field, "needed", False)]
        shown = [each for each in bound if each not in folded]
        holds = any(each.errors or each.value() not in (None, "") for each in folded)
        found.append(Section(title, shown, folded, holds))
    return found


def parts(form: forms.Form, rows: Any) -> dict[str, Any]:
    """Return what components/station_fields.html shows of the form and its rows of frequencies."""
    return {"form": form, "rows": rows, "sections": sections(form, STATION), "suggestions": SUGGESTIONS.values()}
