"""A path over the terrain: side view, clearance, and the field the terrain model foretells."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.errors import DomainError
from common.geo import dms
from licenses.services import terrain_paths
from licenses.services.terrain_paths import Crossing
from web.access import allow
from web.desk.radio.tabs import tabs
from web.forms import POSITION_HELP, NumberField, PositionField

WIDTH, HEIGHT, LEFT, BOTTOM = 720.0, 260.0, 46.0, 24.0
STATES = {
    "free": (gettext_lazy("free path"), "good"),
    "touched": (gettext_lazy("the ray passes, but the Fresnel zone is touched"), "warn"),
    "blocked": (gettext_lazy("blocked by the terrain"), "bad"),
}


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


@dataclass(frozen=True)
class Drawing:
    """The side view as points of SVG lines and the marks of its axes."""

    ground: str
    ray: str
    zone: str
    worst_x: float
    worst_y: float
    heights: list[tuple[float, float]]
    distances: list[tuple[float, float, str]]


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
            label, tone = STATES[found.view.state]
            context |= {
                "found": found,
                "drawing": draw(found),
                "state": label,
                "tone": tone,
                "rows": _facts(form, found),
            }
    return render(request, "desk/coordination/path.html", context)


def _facts(form: PathForm, found: Crossing) -> list[tuple[Any, str]]:
    return [
        (_("Transmitter"), dms(*form.cleaned_data["first"])), (_("Receiver"), dms(*form.cleaned_data["second"])),
    ]  # fmt: skip


def draw(found: Crossing) -> Drawing:
    """Return the lines of the side view in the coordinates of the picture."""
    view = found.view
    low = float(view.ground_m.min())
    high = max(float(view.ground_m.max()), float((view.ray_m + view.fresnel_m).max()))
    span = max(high - low, 10.0)

    def across(kilometres: Any) -> Any:
        return LEFT + (WIDTH - LEFT - 8) * np.asarray(kilometres) / found.distance_km

    def down(metres: Any) -> Any:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 10) * (np.asarray(metres) - low) / span

    def line(values: Any) -> list[str]:
        return [f"{x:.1f},{y:.1f}" for x, y in zip(across(view.distance_km), down(values), strict=True)]

    floor = [f"{across(found.distance_km):.1f},{HEIGHT - BOTTOM:.1f}", f"{LEFT:.1f},{HEIGHT - BOTTOM:.1f}"]
    zone = line(view.ray_m + view.fresnel_m) + line(np.maximum(view.ray_m - view.fresnel_m, low))[::-1]
    worst = view.worst
    return Drawing(
        " ".join(line(view.ground_m) + floor), " ".join(line(view.ray_m)), " ".join(zone),
        float(across(view.distance_km[worst])), float(down(view.ground_m[worst])),
        [(float(down(low + span * share)), low + span * share) for share in (0.0, 0.5, 1.0)],
        [(float(across(found.distance_km * share)), found.distance_km * share, anchor)
         for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))],
    )  # fmt: skip
