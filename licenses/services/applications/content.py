"""The content of an application as it would be for what the register holds now, and both sides of every change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.journal import key_of
from common.geo import dms
from common.quantities import mhz, spacing
from licenses.kinds import content
from licenses.kinds.base import PLACE, STATIONS, Kind
from licenses.models import Application, Establishment, FrequencyAssignment, License, Station
from places.models import AdminUnit


@dataclass(frozen=True)
class Line:
    """One fact on both sides; `where` names the station or place it belongs to."""

    where: str
    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return self.old != self.new


def of_establishment(place: Establishment) -> dict[str, Any]:
    """Return a register entry as content."""
    return {PLACE: _facts(place, content.PLACE_FACTS)}


def of_license(license: License, on: dt.date) -> dict[str, Any]:
    """Return what a license holds on that day as content: its place, or its stations with their frequencies."""
    if license.establishment is not None:
        return of_establishment(license.establishment)
    rows = license.assignments.active_on(on).select_related("station", "rx_station").prefetch_related("emissions")
    stations: dict[Any, dict[str, Any]] = {}
    for row in rows.order_by("station__name", "tx_hz", "pk"):
        for each in filter(None, (row.station, row.rx_station)):
            stations.setdefault(each.pk, {**_facts(each, content.STATION_FACTS), **_keys(each), "frequencies": []})
        frequency = {**_facts(row, content.FREQUENCY_FACTS), "assignment": key_of(row)}
        frequency["emissions"] = [emission.designator for emission in row.emissions.all()]
        if row.rx_station_id:
            frequency["receiver"] = key_of(row.rx_station)
        stations[row.station_id]["frequencies"].append(
            {name: value for name, value in frequency.items() if value not in content.EMPTY}
        )
    return {STATIONS: list(stations.values())}


def before(application: Application, on: dt.date) -> dict[str, Any]:
    """Return the content of what the application would change: of its license, of its place, or nothing."""
    if application.license is not None:
        return of_license(application.license, on)
    return of_establishment(application.establishment) if application.establishment is not None else {}


def lines(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Line]:
    """Return both sides of every fact, in the order of the form."""
    units = _units(old, new)
    if kind.part == PLACE:
        sides = (old.get(PLACE) or {}, new.get(PLACE) or {})
        return list(_pairs("", Establishment, content.PLACE_FACTS, *sides, units))
    found: list[Line] = []
    olds = {station.get("station") or station.get("ref"): station for station in old.get(STATIONS) or []}
    seen = set()
    for station in new.get(STATIONS) or []:
        key = station.get("station") or station.get("ref")
        seen.add(key)
        found += _station_lines(olds.get(key) or {}, station, units)
    for key, station in olds.items():
        if key not in seen:
            found += _station_lines(station, {}, units)
    return found


def _station_lines(old: Mapping[str, Any], new: Mapping[str, Any], units: Mapping[str, str]) -> Iterator[Line]:
    some = new or old
    where = str(some.get("name") or some.get("site_name") or some.get("call_sign") or _("station"))
    yield from _pairs(where, Station, content.STATION_FACTS, old, new, units)
    olds = {each.get("assignment") or each.get("tx_hz"): each for each in old.get("frequencies") or []}
    names = (*content.FREQUENCY_FACTS, "emissions")
    for each in new.get("frequencies") or []:
        was = olds.pop(each.get("assignment") or each.get("tx_hz"), {})
        yield from _pairs(f"{where} · {_sent(each)}", FrequencyAssignment, names, was, each, units)
    for was in olds.values():
        yield from _pairs(f"{where} · {_sent(was)}", FrequencyAssignment, names, was, {}, units)


def _pairs(
    where: str, model: Any, names: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any],
    units: Mapping[str, str],
) -> Iterator[Line]:  # fmt: skip
    for name in names:
        if name == "lon":  # told with the latitude
            continue
        left, right = (_text(model, name, side, units) for side in (old, new))
        if left or right:
            yield Line(where, content.label(model, name), left, right)


def _text(model: Any, name: str, side: Mapping[str, Any], units: Mapping[str, str]) -> str:
    """Return a fact as read: with its unit where the register's label names one in hertz, codes as words."""
    value: Any = side.get(name)
    if value in content.EMPTY:
        return ""
    if name == "lat":
        lon = side.get("lon")
        return dms(float(str(value)), lon) if lon is not None else str(value)
    if name == "unit":
        return units.get(str(value), str(value))
    if name == "bandwidth_hz":
        return spacing(value)
    if name.endswith("_hz"):
        return mhz(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int | float):
        return formats.number_format(f"{value:.6f}".rstrip("0").rstrip("."))
    choices = dict(model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def _sent(frequency: Mapping[str, Any]) -> str:
    return mhz(frequency.get("tx_hz") or None) or "–"


def _units(*sides: Mapping[str, Any]) -> dict[str, str]:
    keys = set()
    for side in sides:
        rows = [side.get(PLACE) or {}, *(side.get(STATIONS) or [])]
        keys |= {row["unit"] for row in rows if row.get("unit")}
    found = AdminUnit.objects.filter(pk__in=keys).select_related("parent") if keys else []
    return {key_of(unit): unit.full_name for unit in found}


def _keys(station: Station) -> dict[str, str]:
    return {"ref": key_of(station), "station": key_of(station)}


def _facts(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: _plain(getattr(row, f"{name}_id" if name == "unit" else name)) for name in names}
    return {name: value for name, value in found.items() if value not in content.EMPTY}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.hex if hasattr(value, "hex") and not isinstance(value, float | bytes) else value
