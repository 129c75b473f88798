"""A path over the terrain: side view, clearance, and the field the terrain model foretells."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.errors import DomainError
from common.geo import dms
from common.quantities import level
from licenses.services import terrain_paths
from licenses.services.terrain_paths import Crossing
from web.access import allow
from web.desk.radio.side_view import draw
from web.desk.radio.tabs import tabs
from web.forms import POSITION_HELP, NumberField, PositionField


class PathForm(forms.Form):
    """Two places, and what is sent between them."""

    first = PositionField(label=gettext_lazy("Transmitter"), help_text=POSITION_HELP, max_length=80)
    second = PositionField(label=gettext_lazy("Receiver"), max_length=80)
    frequency_mhz = NumberField(label=gettext_lazy("Frequency (MHz)"), required=True)
    erp_w = NumberField(label=gettext_lazy("ERP (W)"), required=True)
    tx_height_m = NumberField(label=gettext_lazy("Transmitting antenna above ground (m)"), required=True)
    rx_height_m = NumberField(label=gettext_lazy("Receiving antenna above ground (m)"), required=True)
    time_percent = NumberField(label=gettext_lazy("Share of time (%)"), required=True, initial="50")

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the model was not made for, each value at its field."""
        limits = {
            "frequency_mhz": (20, 20_000), "erp_w": (0.000001, 5e6), "tx_height_m": (0.5, 3000),
            "rx_height_m": (0.5, 3000), "time_percent": (1, 99),
        }  # fmt: skip
        for name, (least, most) in limits.items():
            value = self.cleaned_data.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(
                    name, _("Must lie between %(least)s and %(most)s.") % {"least": f"{least:g}", "most": f"{most:g}"}
                )
        return self.cleaned_data


@allow(Action.COORDINATION_VIEW)
def terrain_path(request: HttpRequest) -> HttpResponse:
    """Ask for a path and draw it."""
    form = PathForm(request.GET if "first" in request.GET else None)
    context: dict[str, Any] = {"tabs": tabs(request, "desk:terrain_path"), "form": form, "found": None}
    context["available"] = terrain_paths.available()
    if form.is_bound and form.is_valid():
        try:
            found = terrain_paths.cross(**form.cleaned_data)
        except DomainError as error:
            form.add_error("second" if "second" in error.fields else None, str(error.message))
        else:
            context |= {
                "found": found,
                "side": draw(found.view, found.distance_km),
                "rows": _facts(form, found),
                "loss": level(found.path.loss_db),
                "field": level(found.field_dbuvm, "dBµV/m"),
            }
    return render(request, "desk/coordination/path.html", context)


def _facts(form: PathForm, found: Crossing) -> list[tuple[Any, str]]:
    return [
        (_("Transmitter"), dms(*form.cleaned_data["first"])), (_("Receiver"), dms(*form.cleaned_data["second"])),
    ]  # fmt: skip
