"""What an application asks for, as JSON: read by shape, complained about by name, compared old against new.

The content holds facts of the register under the register's own names: `place` is one establishment, `stations` are
radio stations each with its `frequencies`; a frequency of a link names the station that receives it by its `ref`.
`wanted_until` is the term asked for, `use` what it is for, `conditions` what the office adds, `given_back_on` the first
day on which what is given back or closed no longer holds. Dates and times are ISO text, a unit is its key, frequencies
are whole hertz.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.errors import Conflict, Invalid
from licenses.enums import Purpose
from licenses.kinds.base import PLACE, STATIONS, Kind
from licenses.models import Establishment, FrequencyAssignment, Station

PLACE_FACTS = (
    "name", "offers_games", "address", "unit", "lat", "lon", "precision_m", "position_origin", "opening_time",
    "closing_time", "computers", "room_area_m2", "isp_name", "isp_contract_number", "isp_contract_until", "isp_line",
    "business_registration", "games", "road_distance_m",
)  # fmt: skip
STATION_FACTS = (
    "name", "call_sign", "station_class", "site_name", "address", "unit", "lat", "lon", "ground_elevation_m",
    "antenna_model", "antenna_gain_dbi", "antenna_azimuth_deg", "antenna_tilt_deg", "antenna_height_m", "polarisation",
    "feeder_loss_db", "equipment_make", "equipment_model", "equipment_serial", "conformity_mark", "mobiles_count",
    "service_radius_km",
)  # fmt: skip
FREQUENCY_FACTS = (
    "tx_hz", "tx_upper_hz", "rx_hz", "bandwidth_hz", "power_w", "power_reference", "tolerance_ppm", "path_length_km",
)  # fmt: skip
TOP = ("use", "wanted_until", "conditions", "given_back_on")
KEYS = {
    PLACE: frozenset(PLACE_FACTS),
    "station": frozenset({*STATION_FACTS, "ref", "station", "frequencies"}),
    "frequency": frozenset({*FREQUENCY_FACTS, "emissions", "receiver", "assignment"}),
}
EMPTY: tuple[Any, ...] = (None, "", [], {})


def clean(kind: Kind, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with empty values left out; Invalid for a part or a name this kind does not have."""
    strange = set(payload) - {*TOP, kind.part}
    found: dict[str, Any] = {name: payload[name] for name in TOP if payload.get(name) not in EMPTY}
    if kind.part == PLACE:
        place = payload.get(PLACE) or {}
        strange |= set(place) - KEYS[PLACE]
        found[PLACE] = _filled({**place, **dict(kind.stated_place)}) if place else {}
    else:
        found[STATIONS] = []
        for station in payload.get(STATIONS) or []:
            frequencies = station.get("frequencies") or []
            strange |= set(station) - KEYS["station"]
            strange |= {name for frequency in frequencies for name in set(frequency) - KEYS["frequency"]}
            found[STATIONS].append({**_filled(station), "frequencies": [_filled(each) for each in frequencies]})
    if strange:
        raise Invalid(f"the content has no {', '.join(sorted(strange))}", code="strange_content")
    return found


def require_shape(kind: Kind, schema: str) -> None:
    """Raise Conflict when a draft was begun in an older shape than the one the program reads now."""
    if schema != kind.schema:
        raise Conflict(
            _("This draft was begun with an older form (%(old)s). Begin a new one and copy what still holds.")
            % {"old": schema},
            code="old_shape",
        )


def missing(kind: Kind, purpose: str, payload: Mapping[str, Any]) -> list[str]:
    """Return the name of everything that must still be filled in, where it is missing."""
    return [gap.text for gap in gaps(kind, purpose, payload)]


@dataclass(frozen=True)
class Gap:
    """One fact that is missing: in words, and where it is filled in (the number of its station, the field)."""

    text: str
    station: int | None = None
    field: str = ""


def gaps(kind: Kind, purpose: str, payload: Mapping[str, Any]) -> list[Gap]:
    """Return everything that must still be filled in, with the place where it is."""
    if purpose == Purpose.SURRENDER and not payload.get("given_back_on"):
        of_entry, of_license = _("the day from which the place is closed"), _("the day from which it is given back")
        return [Gap(of_entry if kind.register_only else of_license, field="given_back_on")]
    if not kind.asks_content(purpose):
        return []
    if kind.part == PLACE:
        return list(_absent(Establishment, payload.get(PLACE) or {}, kind.required_place, ""))
    stations = payload.get(STATIONS) or []
    if not stations and (kind.required_station or kind.required_frequency):
        return [Gap(_("at least one station with its frequencies"), 0)]
    found: list[Gap] = []
    for number, station in enumerate(stations):
        name = station.get("name") or station.get("site_name") or str(number + 1)
        absent = _absent(Station, station, kind.required_station, _("station %(name)s") % {"name": name})
        found += [replace(gap, station=number) for gap in (*absent, *_absent_frequencies(kind, station, name))]
    if kind.links and not any(station["frequencies"] for station in stations):
        found.append(Gap(_("at least one frequency with the station that receives it"), 0))
    return found


def label(model: type[Any], name: str) -> str:
    """Return the readable name of a fact."""
    if name == "emissions":
        return _("emission designators")
    if name in ("lat", "lon"):
        return _("position")
    if name == "unit":
        return _("commune")
    # pages ask and say megahertz and kilohertz
    return str(model._meta.get_field(name).verbose_name).removesuffix(" (Hz)")


def day(payload: Mapping[str, Any], name: str) -> dt.date | None:
    """Return a date of the content."""
    text = payload.get(name)
    return dt.date.fromisoformat(text) if text else None


def _absent(model: type[Any], facts: Mapping[str, Any], names: tuple[str, ...], where: str) -> Iterator[Gap]:
    told = set()
    for name in names:
        words = label(model, name)
        if facts.get(name) in EMPTY and words not in told:
            told.add(words)
            yield Gap(f"{where}: {words}" if where else capfirst(words), field=name)


def _absent_frequencies(kind: Kind, station: Mapping[str, Any], name: str) -> Iterator[Gap]:
    where = _("frequency of station %(name)s") % {"name": name}
    if kind.required_frequency and not station["frequencies"] and not kind.links:
        yield Gap(where)
    for frequency in station["frequencies"]:
        yield from _absent(FrequencyAssignment, frequency, kind.required_frequency, where)
        if kind.links and not frequency.get("receiver"):
            yield Gap(_("%(where)s: receiving station") % {"where": where})


def _filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in facts.items() if value not in EMPTY}
    # a position is known to six decimals, as the register keeps it
    return found | {name: round(found[name], 6) for name in ("lat", "lon") if isinstance(found.get(name), float)}
