"""Calculators for emissions and powers: what they ask, and how the answer of `radio` is put into words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from licenses.services import emission_words
from radio import allocations, plausibility, units
from radio.emission import DesignatorError, Emission, parse_several
from web.forms import NumberField
from web.public.calculator_results import Answer, decibels, doubt_text, hertz, power, shown


class Calculator(forms.Form):
    """A form whose values come from the address and whose answer stands beside it."""

    def answer(self) -> Answer:
        """Return the answer to valid values."""
        raise NotImplementedError

    def put(self, name: str, minimum: float | None = None, maximum: float | None = None) -> None:
        """Refuse a number at its field when it is not above the minimum, or above the maximum."""
        value = self.cleaned_data.get(name)
        if value is None:
            return
        if minimum is not None and not value > minimum:
            self.add_error(name, _("Must be more than %(limit)s.") % {"limit": shown(minimum)})
        elif maximum is not None and value > maximum:
            self.add_error(name, _("Must be at most %(limit)s.") % {"limit": shown(maximum)})


class EmissionForm(Calculator):
    """Explains designators."""

    designator = forms.CharField(
        label=gettext_lazy("Emission designator"),
        help_text=gettext_lazy("For example 16K0F3E; several are parted by commas."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_designator(self) -> list[Emission]:
        """Read them all, or say which part of which is wrong."""
        try:
            return parse_several(self.cleaned_data["designator"])
        except DesignatorError as error:
            raise forms.ValidationError(emission_words.told(error)) from error

    def answer(self) -> Answer:
        """List each emission's bandwidth and the meaning of each symbol."""
        language = "vi" if (get_language() or "vi").startswith("vi") else "en"
        rows: list[tuple[Any, str]] = []
        table: list[tuple[str, ...]] = []
        for emission in self.cleaned_data["designator"]:
            width = _("not stated") if emission.bandwidth_hz is None else hertz(float(emission.bandwidth_hz))
            rows.append((emission.designator, _("necessary bandwidth %(width)s") % {"width": width}))
            table += [(emission.designator, symbol, meaning) for symbol, meaning in emission.meanings(language)]
        header = (_("Designator"), _("Symbol"), _("Meaning"))
        return Answer(rows, _("Radio Regulations, Appendix 1"), header, table)


class PowerForm(Calculator):
    """Restates a power as transmitter output, ERP and EIRP, and the field in free space."""

    UNITS = (("W", "W"), ("mW", "mW"), ("kW", "kW"), ("dBW", "dBW"), ("dBm", "dBm"))
    REFERENCES = (
        ("transmitter", gettext_lazy("at the transmitter's output")),
        ("erp", gettext_lazy("ERP (over a half-wave dipole)")),
        ("eirp", gettext_lazy("EIRP (over an isotropic antenna)")),
    )

    power = NumberField(label=gettext_lazy("Power"), required=True)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=UNITS, initial="W")
    reference = forms.ChoiceField(label=gettext_lazy("Stated"), choices=REFERENCES, initial="transmitter")
    gain_dbi = NumberField(
        label=gettext_lazy("Antenna gain (dBi)"), help_text=gettext_lazy("Needed to pass between output and ERP.")
    )
    loss_db = NumberField(label=gettext_lazy("Losses of feeder and filters (dB)"))
    distance_km = NumberField(
        label=gettext_lazy("Distance (km)"), help_text=gettext_lazy("If the field in free space is wanted.")
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what no power or distance can be, and a gain nobody stated."""
        if self.cleaned_data.get("unit") in ("W", "mW", "kW"):
            self.put("power", 0)
        else:
            self.put("power", -300, 300)
        self.put("distance_km", 0, 400_000)
        for name in ("gain_dbi", "loss_db"):
            self.put(name, -100, 100)
        unstated = self.cleaned_data.get("gain_dbi") is None and "gain_dbi" not in self.errors
        if unstated and self.cleaned_data.get("reference") == "transmitter":
            self.add_error("gain_dbi", _("State the gain of the antenna: it is not guessed."))
        return self.cleaned_data

    def answer(self) -> Answer:
        """State the power at each reference."""
        given = self.cleaned_data
        watts, gain, loss = _watts(given["power"], given["unit"]), given["gain_dbi"], given["loss_db"] or 0.0
        reference = given["reference"]
        erp = units.power_as(watts, reference, "erp", gain, loss)
        rows = [(_("ERP"), power(erp)), (_("EIRP"), power(units.erp_to_eirp_w(erp)))]
        if gain is not None:
            rows.insert(
                0, (_("Transmitter output"), power(units.power_as(watts, reference, "transmitter", gain, loss)))
            )
        if given["distance_km"]:
            field = units.free_space_field_dbuv_m(erp, given["distance_km"])
            rows.append(
                (_("Field in free space"), f"{decibels(field, 'dBµV/m')} · {shown(_microvolts(field), 'µV/m')}")
            )
        formula = _("ERP = P + G − L − 2.15 dB; EIRP = ERP + 2.15 dB; E = 76.9 + ERP[dBW] − 20 log d[km] (ITU-R P.525)")
        return Answer(rows, formula, notes=[doubt_text(doubt) for doubt in plausibility.erp(erp)])


class WavelengthForm(Calculator):
    """Gives the wavelength, and says which services the frequency is allocated to."""

    SIZES = (("kHz", "kHz"), ("MHz", "MHz"), ("GHz", "GHz"))
    FACTORS = {"kHz": 10**3, "MHz": 10**6, "GHz": 10**9}

    frequency = NumberField(label=gettext_lazy("Frequency"), required=True)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=SIZES, initial="MHz")

    def clean(self) -> dict[str, Any] | None:
        """Refuse what is no radio frequency."""
        factor = self.FACTORS.get(str(self.cleaned_data.get("unit")), 1)
        self.put("frequency", 0, units.HIGHEST_HZ / factor)
        return self.cleaned_data

    def answer(self) -> Answer:
        """State wavelengths and allocations."""
        value = self.cleaned_data["frequency"] * self.FACTORS[self.cleaned_data["unit"]]
        metres = units.wavelength_m(value)
        rows = [
            (_("Frequency"), hertz(value)), (_("Wavelength"), _length(metres)),
            (_("Half a wavelength"), _length(metres / 2)), (_("A quarter of a wavelength"), _length(metres / 4)),
        ]  # fmt: skip
        band = allocations.band_at(max(1, int(value)))
        table: list[tuple[str, ...]] = []
        if band:
            rows.append((_("Band of the table"), f"{hertz(band.lower_hz)} – {hertz(band.upper_hz)}"))
            table = [_service(service) for service in band.services]
            if band.footnotes:
                rows.append((_("Footnotes of the band"), ", ".join(band.footnotes)))
        notes = [doubt_text(doubt) for doubt in plausibility.frequency(value)]
        notes.append(
            _(
                "Allocations: ITU Region 3, edition of 2012, unofficial copy. "
                "What counts is the national allocation decision in force."
            )
            if band
            else _("The copy of the ITU table says nothing about this frequency.")
        )
        return Answer(rows, "λ = c / f", (_("Service"), _("Status"), _("Footnotes")), table, notes)


def _watts(value: float, unit: str) -> float:
    if unit in ("dBW", "dBm"):
        return units.dbw_to_w(value) if unit == "dBW" else units.dbm_to_w(value)
    return float(Decimal(str(value)) * {"W": Decimal(1), "mW": Decimal("0.001"), "kW": Decimal(1000)}[unit])


def _microvolts(field_dbuv_m: float) -> float:
    return units.dbuv_m_to_uv_m(field_dbuv_m)


def _length(metres: float) -> str:
    for unit, size in (("km", 1e3), ("m", 1.0), ("cm", 1e-2)):
        if metres >= size:
            return shown(metres / size, unit, 4)
    return shown(metres * 1e3, "mm", 4)


def _service(service: allocations.Service) -> tuple[str, ...]:
    vietnamese = (get_language() or "vi").startswith("vi")
    status = _("primary") if service.primary else _("secondary")
    return (service.name_vi if vietnamese else service.name_en, status, ", ".join(service.footnotes))
