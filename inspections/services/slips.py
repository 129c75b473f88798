"""Wrong units caught before they become a record: each quantity has values that nobody measures, and its usual slip.

What is impossible is refused. What is merely far from the license is refused once with the likely mend, and taken when
the inspector says that it was typed as measured.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inspections.enums import Quantity
from licenses.models import FrequencyAssignment, Station
from radio.units import w_to_dbm

FAR_OFF = 50  # harmonics are searched up to the tenth; a thousand times off is MHz typed as kHz or Hz
WIDE, STRONG, TALL = 20, 100, 5  # times the licensed bandwidth, power and height that call for a second look
HIGHEST_ANTENNA_M = 700.0
FIELD_DB = (-40.0, 180.0)  # dBµV/m: from below any receiver's noise to beside the antenna of a large transmitter
LEVEL_DBM = (-160.0, 80.0)
NEAREST_M, FARTHEST_M = 20.0, 300_000.0
MOST_DB = 20.0
NEAR = 0.05  # a mend is offered when it brings the value this near to the licensed one

Faults = dict[str, list[str]]


def slips(reading: Any, assignment: FrequencyAssignment | None, station: Station | None) -> Faults:
    """Return what looks like another unit, by field; `reading.confirmed` lets through what is only far off."""
    if reading.value is None:
        return {}
    station = station or (assignment.station if assignment else None)
    ways = {
        Quantity.FREQUENCY: lambda: _frequency(reading, assignment),
        Quantity.OCCUPIED_BANDWIDTH: lambda: _bandwidth(reading, assignment),
        Quantity.POWER: lambda: _power(reading, assignment),
        Quantity.FIELD_STRENGTH: lambda: _field(reading),
        Quantity.UNWANTED_EMISSION: lambda: _level(reading, assignment),
        Quantity.ANTENNA_HEIGHT: lambda: _height(reading, station),
    }
    way = ways.get(Quantity(reading.quantity))
    return (way() if way else {}) | _uncertainty(reading)


def _frequency(reading: Any, row: FrequencyAssignment | None) -> Faults:
    if row is None or row.tx_hz / FAR_OFF <= reading.value <= (row.tx_upper_hz or row.tx_hz) * FAR_OFF:
        return {}
    text = _("%(value)s MHz is far from the licensed %(licensed)s MHz. Enter the frequency in MHz.") % {
        "value": _number(reading.value / 1e6), "licensed": _number(row.tx_hz / 1e6),
    }  # fmt: skip
    return {"value": [_mended(text, reading.value, row.tx_hz, (1e-3, 1e-6, 1e3), 1e6, "MHz")]}


def _bandwidth(reading: Any, row: FrequencyAssignment | None) -> Faults:
    licensed = row.bandwidth_hz if row else None
    if not licensed or licensed / WIDE <= reading.value <= licensed * WIDE or reading.confirmed:
        return {}
    text = _("%(value)s kHz is far from the licensed %(licensed)s kHz. Enter the bandwidth in kHz.") % {
        "value": _number(reading.value / 1e3), "licensed": _number(licensed / 1e3),
    }  # fmt: skip
    return {"value": [_mended(text, reading.value, licensed, (1e-3, 1e3), 1e3, "kHz", near=1.0)]}


def _power(reading: Any, row: FrequencyAssignment | None) -> Faults:
    licensed = row.power_w if row else None
    if not licensed or reading.value <= licensed * STRONG or reading.confirmed:
        return {}
    text = _("%(value)s W is far from the licensed %(licensed)s W. Enter the power in watts.") % {
        "value": _number(reading.value), "licensed": _number(licensed),
    }  # fmt: skip
    return {"value": [_mended(text, reading.value, licensed, (1e-3,), 1.0, "W", near=1.0)]}


def _field(reading: Any) -> Faults:
    found: Faults = {}
    if not FIELD_DB[0] <= reading.value <= FIELD_DB[1]:
        found["value"] = [
            _("A field strength lies between %(low)s and %(high)s dBµV/m. Was it read in dBm, or in µV/m?")
            % {"low": _number(FIELD_DB[0]), "high": _number(FIELD_DB[1])}
        ]
    away = reading.distance_m
    if away and away > FARTHEST_M:
        found["distance_m"] = [_("The distance is entered in metres; %(km)s km is too far.") % {"km": away / 1000}]
    elif away and away < NEAREST_M and not reading.confirmed:
        found["distance_m"] = [
            _(
                "%(m)s m is beside the antenna, where this comparison does not hold. "
                "Enter metres: %(km)s km is %(there)s m."
            )
            % {"m": _number(away), "km": _number(away), "there": _number(away * 1000)}
        ]
    return found


def _level(reading: Any, row: FrequencyAssignment | None) -> Faults:
    if not LEVEL_DBM[0] <= reading.value <= LEVEL_DBM[1]:
        return {"value": [_("A level in dBm lies between %(low)s and %(high)s.")
                          % {"low": _number(LEVEL_DBM[0]), "high": _number(LEVEL_DBM[1])}]}  # fmt: skip
    if row and row.power_w and reading.value > w_to_dbm(row.power_w) and not reading.confirmed:
        text = _("An unwanted emission above the licensed carrier (%(dbm)s dBm) is unlikely. Enter its level in dBm.")
        return {"value": [text % {"dbm": _number(w_to_dbm(row.power_w))}]}
    far = row and reading.emission_hz and not row.tx_hz / 1000 <= reading.emission_hz <= row.tx_hz * 1000
    return {"emission_hz": [_("Enter the frequency of the unwanted emission in MHz.")]} if far else {}


def _height(reading: Any, station: Station | None) -> Faults:
    licensed = station.antenna_height_m if station else None
    far = bool(licensed) and reading.value > (licensed or 0) * TALL and not reading.confirmed
    if reading.value <= HIGHEST_ANTENNA_M and not far:
        return {}
    text = _("%(value)s m is no likely height of an antenna. Enter the height above ground in metres.") % {
        "value": _number(reading.value)
    }
    return {"value": [_mended(text, reading.value, licensed or 0, (1e-2, 1e-3), 1.0, "m", near=1.0)]}


def _uncertainty(reading: Any) -> Faults:
    doubt = reading.uncertainty
    if doubt is None:
        return {}
    if reading.quantity in (Quantity.POWER, Quantity.FIELD_STRENGTH, Quantity.UNWANTED_EMISSION):
        if doubt > MOST_DB:
            return {
                "uncertainty": [_("The uncertainty is entered in dB; %(db)s dB is too much.") % {"db": _number(doubt)}]
            }
    elif reading.quantity in (Quantity.FREQUENCY, Quantity.OCCUPIED_BANDWIDTH) and doubt >= reading.value:
        return {"uncertainty": [_("The uncertainty is entered in Hz and cannot be as large as the value.")]}
    return {}


def _mended(
    text: str, value: float, licensed: float, factors: Iterable[float], scale: float, unit: str, *, near: float = NEAR
) -> str:
    """Add the mend that brings the value near the licensed one, where there is one."""
    for factor in factors:
        if licensed and abs(value * factor - licensed) <= near * licensed:
            return f"{text} " + _("Likely meant: %(value)s %(unit)s.") % {
                "value": _number(value * factor / scale), "unit": unit,
            }  # fmt: skip
    return text


def _number(value: float) -> str:
    """Return a number as it can be typed back into the field: not grouped."""
    text = f"{float(f'{value:.9g}'):.6f}"
    return str(number_format(float(text), len(text.partition(".")[2].rstrip("0"))))
