"""Calculators for paths and positions: field and reach, necessary bandwidth, bearing and distance, positions."""

import math
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import geo
from licenses.services import emission_words
from places.checks import check_position
from radio import necessary_bandwidth, plausibility
from radio.emission import DesignatorError, Emission, encode_bandwidth, parse_designator
from radio.propagation import MODELS, Links, Reason, field_dbuv_m, reckoned_by
from radio.propagation.reach import reach_km
from radio.units import w_to_dbw
from web.forms import POSITION_HELP, NumberField, PositionField
from web.public.calculator_forms import Calculator
from web.public.calculator_results import NBSP, Answer, decibels, doubt_text, hertz, shown

MODEL_NAMES = (
    ("hata", gettext_lazy("Okumura–Hata, suburban (ITU-R P.529)")),
    ("hata-urban", gettext_lazy("Okumura–Hata, medium or small city (ITU-R P.529)")),
    ("hata-open", gettext_lazy("Okumura–Hata, open country (ITU-R P.529)")),
    ("free-space", gettext_lazy("free space (worst case)")),
    ("smooth-earth", gettext_lazy("smooth earth (ITU-R P.526)")),
)
REASONS = {
    Reason.FREQUENCY: gettext_lazy("the frequency"),
    Reason.TOO_NEAR: gettext_lazy("the distance (too near)"),
    Reason.TOO_FAR: gettext_lazy("the distance (too far)"),
    Reason.TX_HEIGHT: gettext_lazy("the height of the transmitting antenna"),
    Reason.RX_HEIGHT: gettext_lazy("the height of the receiving antenna"),
    Reason.TIME: gettext_lazy("the share of time"),
}


class ReachForm(Calculator):
    """Foretells a field at a distance, or the distance of a field."""

    model = forms.ChoiceField(label=gettext_lazy("Model"), choices=MODEL_NAMES, initial="hata")
    erp_w = NumberField(label=gettext_lazy("ERP (W)"), required=True)
    frequency_mhz = NumberField(label=gettext_lazy("Frequency (MHz)"), required=True)
    tx_height_m = NumberField(label=gettext_lazy("Transmitting antenna above ground (m)"), required=True, initial="30")
    rx_height_m = NumberField(
        label=gettext_lazy("Receiving antenna above ground (m)"),
        required=True,
        initial=partial(number_format, Decimal("1.5")),
    )
    time_percent = NumberField(
        label=gettext_lazy("Share of time (%)"),
        required=True,
        initial="50",
        help_text=gettext_lazy("50 for coverage, 10 for interference."),
    )
    distance_km = NumberField(label=gettext_lazy("Distance (km)"))
    field_dbuvm = NumberField(
        label=gettext_lazy("or field (dBµV/m)"),
        help_text=gettext_lazy("Fill in one of the two; the other is calculated."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse impossible values, and both or none of distance and field."""
        for name, maximum in (
            ("erp_w", 1e9), ("frequency_mhz", 3e6), ("tx_height_m", 1e5), ("rx_height_m", 1e5), ("distance_km", 1e5),
        ):  # fmt: skip
            self.put(name, 0, maximum)
        self.put("time_percent", 0.09, 99.9)
        self.put("field_dbuvm", -200, 300)
        given = [self.cleaned_data.get(name) for name in ("distance_km", "field_dbuvm")]
        if not {"distance_km", "field_dbuvm"} & set(self.errors) and (given[0] is None) == (given[1] is None):
            self.add_error("distance_km", _("Fill in the distance or the field, one of the two."))
        return self.cleaned_data

    def answer(self) -> Answer:
        """State the field or the reach, with the doubts of the model."""
        given, model = self.cleaned_data, MODELS[self.cleaned_data["model"]]
        erp, heights = w_to_dbw(given["erp_w"]), (given["tx_height_m"], given["rx_height_m"])
        distance = given["distance_km"]
        rows: list[tuple[Any, str]] = []
        if distance is None:
            distance = reach_km(
                model, erp, given["frequency_mhz"], given["field_dbuvm"], *heights, given["time_percent"]
            )
            rows.append((_("Distance"), _reach(distance)))
        if 0 < distance < math.inf:
            rows += self._fields(distance, erp, heights)
        used = self._used(distance)
        rows.append((_("Version of the model"), f"{used} {MODELS[used].version}"))
        return Answer(rows, str(dict(MODEL_NAMES)[used]), notes=self._notes(distance))

    def _used(self, distance: float) -> str:
        """Return the model whose field it is: Hata hands over to P.526 outside its frequencies."""
        given = self.cleaned_data
        model = MODELS[given["model"]]
        links = Links.of(
            given["frequency_mhz"], min(max(distance, 0.01), 1000.0), given["tx_height_m"], given["rx_height_m"],
            given["time_percent"],
        )  # fmt: skip
        return reckoned_by(model.name, int(model.reasons(links)))

    def _fields(self, distance: float, erp: float, heights: tuple[float, float]) -> list[tuple[Any, str]]:
        given = self.cleaned_data
        found = field_dbuv_m(
            given["model"], erp, given["frequency_mhz"], distance, *heights, given["time_percent"]
        ).field_dbuv_m
        free = field_dbuv_m("free-space", erp, given["frequency_mhz"], distance, *heights).field_dbuv_m
        return [
            (_("Field strength"), decibels(float(found), "dBµV/m")),
            (_("Field in free space"), decibels(float(free), "dBµV/m")),
            (_("Loss over free space"), decibels(float(free - found), "dB")),
        ]

    def _notes(self, distance: float) -> list[str]:
        given = self.cleaned_data
        doubts = [*plausibility.erp(given["erp_w"]), *plausibility.frequency(given["frequency_mhz"] * 1e6)]
        doubts += plausibility.height(given["tx_height_m"])
        notes = [doubt_text(doubt) for doubt in doubts]
        if 0 < distance < math.inf:
            found = field_dbuv_m(
                given["model"], 0, given["frequency_mhz"], distance, given["tx_height_m"], given["rx_height_m"],
                given["time_percent"],
            )  # fmt: skip
            outside = [str(text) for reason, text in REASONS.items() if int(found.reasons) & reason]
            used = self._used(distance)
            if used != given["model"]:
                notes.append(_("At this frequency %(used)s was used.") % {"used": dict(MODEL_NAMES)[used]})
            if outside:
                notes.append(
                    _("Outside the range of the model: %(what)s. A person must judge the result.")
                    % {"what": ", ".join(outside)}
                )
        return notes


class BandwidthForm(Calculator):
    """Reckons the necessary bandwidth of a system and compares it with a declared designator."""

    SYSTEMS = (
        ("fm", gettext_lazy("Frequency modulation (F3E): M, D, K")),
        ("fsk", gettext_lazy("Frequency shift keying (F1B, F1D): B, D, K")),
        ("am", gettext_lazy("Amplitude modulation, double sideband (A3E): M")),
        ("ssb", gettext_lazy("Single sideband (J3E): M, lowest frequency")),
        ("cw", gettext_lazy("Keyed carrier (A1A): B, K")),
        ("digital", gettext_lazy("Digital (G1D, D7W): R, S, K")),
    )
    NEEDED = {
        "fm": ("modulation_hz", "deviation_hz"), "fsk": ("baud", "deviation_hz"), "am": ("modulation_hz",),
        "ssb": ("modulation_hz",), "cw": ("baud",), "digital": ("bit_rate", "states"),
    }  # fmt: skip

    system = forms.ChoiceField(label=gettext_lazy("System"), choices=SYSTEMS, initial="fm")
    modulation_hz = NumberField(label=gettext_lazy("M: highest modulating frequency (Hz)"))
    lowest_hz = NumberField(label=gettext_lazy("Lowest modulating frequency (Hz)"))
    deviation_hz = NumberField(label=gettext_lazy("D: peak deviation, half the shift (Hz)"))
    baud = NumberField(label=gettext_lazy("B: keying speed (baud)"))
    bit_rate = NumberField(label=gettext_lazy("R: bit rate (bit/s)"))
    states = forms.IntegerField(label=gettext_lazy("S: states of the signal"), required=False, max_value=65_536)
    factor = NumberField(
        label=gettext_lazy("K: factor"),
        help_text=gettext_lazy("Empty: 1; 1.2 for shift keying, 5 for a keyed carrier."),
    )
    declared = forms.CharField(label=gettext_lazy("Declared designator"), required=False, max_length=20)

    def clean_declared(self) -> Emission | None:
        """Read the designator that is to be compared."""
        text = self.cleaned_data["declared"]
        try:
            return parse_designator(text, bandwidth_required=True) if text else None
        except DesignatorError as error:
            raise forms.ValidationError(emission_words.told(error)) from error

    def clean(self) -> dict[str, Any] | None:
        """Ask for what the chosen system needs."""
        for name in ("modulation_hz", "lowest_hz", "deviation_hz", "baud", "bit_rate", "factor"):
            self.put(name, 0, 1e12)
        self.put("states", 1)
        for name in self.NEEDED.get(str(self.cleaned_data.get("system")), ()):
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Needed for this system."))
        low, high = self.cleaned_data.get("lowest_hz"), self.cleaned_data.get("modulation_hz")
        if self.cleaned_data.get("system") == "ssb" and low and high and low >= high:
            self.add_error("lowest_hz", _("Must be below the highest modulating frequency."))
        return self.cleaned_data

    def answer(self) -> Answer:
        """State the bandwidth, how it is written, and whether the declared one agrees."""
        width, formula = self._reckoned()
        rows: list[tuple[Any, str]] = [
            (_("Necessary bandwidth"), hertz(width)),
            (_("Written"), encode_bandwidth(width)),
        ]
        declared: Emission | None = self.cleaned_data["declared"]
        notes = []
        if declared is not None:
            found = necessary_bandwidth.compare(declared, width)
            rows.append((_("Declared"), f"{declared.designator}: {hertz(found.declared_hz)}"))
            if not found.agrees:
                notes.append(
                    _("The declared bandwidth is %(ratio)s times the calculated one: they do not agree.")
                    % {"ratio": shown(found.ratio, figures=3)}
                )
            else:
                rows.append((_("Comparison"), _("declared and calculated bandwidth agree")))
        return Answer(rows, f"{formula} (47 CFR 2.202(g), ITU-R SM.1138)", notes=notes)

    def _reckoned(self) -> tuple[float, str]:
        given = self.cleaned_data
        system, factor = given["system"], given["factor"]
        if system == "fm":
            width = necessary_bandwidth.frequency_modulation_hz(
                given["modulation_hz"], given["deviation_hz"], factor or 1.0
            )
            return width, "Bn = 2M + 2DK"
        if system == "fsk":
            width = necessary_bandwidth.frequency_shift_hz(given["baud"], given["deviation_hz"], factor or 1.2)
            return width, "Bn = 2M + 2DK, M = B/2"
        if system == "am":
            return necessary_bandwidth.double_sideband_hz(given["modulation_hz"]), "Bn = 2M"
        if system == "ssb":
            return necessary_bandwidth.single_sideband_hz(
                given["modulation_hz"], given["lowest_hz"] or 0.0
            ), "Bn = M − L"
        if system == "cw":
            return necessary_bandwidth.keyed_carrier_hz(given["baud"], factor or 5.0), "Bn = BK"
        width = necessary_bandwidth.digital_hz(given["bit_rate"], given["states"], factor or 1.0)
        return width, "Bn = 2RK / log₂S"


class DistanceForm(Calculator):
    """Gives distance and bearings between two places."""

    first = PositionField(label=gettext_lazy("From"), help_text=POSITION_HELP, max_length=80)
    second = PositionField(label=gettext_lazy("To"), max_length=80)

    def answer(self) -> Answer:
        """State distance and bearings on the ellipsoid."""
        start, end = self.cleaned_data["first"], self.cleaned_data["second"]
        metres = geo.distance_m(*start, *end)
        rows: list[tuple[Any, str]] = [
            (_("From"), geo.dms(*start)), (_("To"), geo.dms(*end)),
            (_("Distance"), f"{shown(round(metres / 1000, 3), 'km', 9)} ({shown(round(metres), 'm', 9)})"),
        ]  # fmt: skip
        if metres > 0:
            rows.append((_("Bearing there, from true north"), f"{shown(geo.bearing_deg(*start, *end), figures=5)}°"))
            rows.append((_("Bearing back"), f"{shown(geo.bearing_deg(*end, *start), figures=5)}°"))
        return Answer(rows, _("Geodesic on the WGS84 ellipsoid"))


class PositionForm(Calculator):
    """Writes a position in degrees, minutes and seconds and in decimals."""

    position = PositionField(label=gettext_lazy("Position"), help_text=POSITION_HELP, max_length=80)

    def answer(self) -> Answer:
        """State both writings, and whether the place is a sensible one."""
        lat, lon = self.cleaned_data["position"]
        rows: list[tuple[Any, str]] = [
            (_("Degrees, minutes, seconds"), geo.dms(lat, lon)), (_("Decimal degrees"), geo.decimal_pair(lat, lon)),
            (_("Latitude"), f"{shown(lat, figures=9)}°"), (_("Longitude"), f"{shown(lon, figures=9)}°"),
        ]  # fmt: skip
        return Answer(rows, "WGS84", notes=[note.message for note in check_position(lat, lon)])


def _reach(distance_km: float) -> str:
    if distance_km == 0:
        return _("less than 10 m")
    if distance_km == math.inf:
        return _("more than 1,000 km")
    return f"{shown(distance_km, figures=4)}{NBSP}km"
