"""The FCC ULS microwave extract: one row names a holder, a license, a station, perhaps a receiving site, an assignment.

Columns and units: licenses/data/NOTICE. The parts of a row that many rows share are read once and kept.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

from common.text import fold
from licenses.enums import LicenseeKind, LicenseKind, LicenseStatus, Polarisation, PowerReference
from licenses.importers import cells
from licenses.importers.items import CellError, Item, Outcome, Problem, Record, Row
from radio.units import dbm_to_w

AUTHORITY = "Federal Communications Commission"
SCHEME = "frn"
STATUSES = {
    "A": LicenseStatus.ACTIVE,
    "C": LicenseStatus.CANCELLED,
    "E": LicenseStatus.EXPIRED,
    "T": LicenseStatus.CANCELLED,
}
FIXED = ("CF", "MG", "MW", "AS", "AI", "CT", "TI", "TS")  # point-to-point services of 47 CFR parts 74, 78 and 101
KINDS = {
    **dict.fromkeys(FIXED, LicenseKind.FIXED_LINK),
    "NN": LicenseKind.BAND,  # 3650-3700 MHz: a nationwide license under which base stations are registered
    "TP": LicenseKind.OTHER_RADIO,  # television pickup, a mobile service
}
LICENSE = (
    "call_sign", "usi", "license_status", "radio_service_code", "grant_date", "expired_date", "cancellation_date",
    "licensee_id", "licensee_name", "applicant_type_code", "licensee_city", "licensee_state", "frn",
)  # fmt: skip
STATION = (
    "usi", "location_number", "antenna_number", "call_sign", "location_type", "location_name", "location_city",
    "location_county", "location_state", "latitude", "longitude", "ground_elevation_m", "tower_registration_number",
    "antenna_make", "antenna_model", "antenna_height_m", "gain_dbi", "azimuth_deg", "tilt_deg", "polarization",
    "class_station_code", "transmitter_make", "transmitter_model",
)  # fmt: skip
RECEIVER = ("usi", "rx_location_number", "rx_latitude", "rx_longitude", "rx_call_sign")
ASSIGNMENT = (
    "location_number", "antenna_number", "frequency_mhz", "frequency_upper_mhz", "rx_location_number", "tolerance",
    "power_output_w", "erp_w", "eirp_dbm", "emission_designators", "path_length_km",
)  # fmt: skip
AS_OF = "last_action_date"
REQUIRED = tuple(dict.fromkeys((*LICENSE, *STATION, *RECEIVER, *ASSIGNMENT, AS_OF)))
# Columns the register has no place for; the report names those that hold something, so that nothing is lost unseen.
NOT_KEPT = (
    "last_action_date", "location_class", "structure_height_m", "overall_height_m", "structure_type",
    "tower_registration_number", "beamwidth_deg", "digital_rate_kbps", "modulation",
)  # fmt: skip
TOWER_PLACEHOLDERS = frozenset({"9999999", "0000000", "1234567", "N/A", "NA", "NONE"})
NO_AZIMUTH = 999.0  # written for antennas without a direction
POLARISATIONS = frozenset(Polarisation.values)
# Looking an enum's member up costs as much as reading a cell, so the loops below use names of their own.
_LICENSEE, _LICENSE, _STATION, _ASSIGNMENT = Record.LICENSEE, Record.LICENSE, Record.STATION, Record.ASSIGNMENT
_EIRP, _ERP, _TRANSMITTER = PowerReference.EIRP.value, PowerReference.ERP.value, PowerReference.TRANSMITTER.value
TALLEST_M, HIGHEST_M = 650.0, 5_000.0


@dataclass(slots=True)
class Part:
    """A part of a row that many rows share: what it becomes and what is wrong with it."""

    items: tuple[Item, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    dates: tuple[dt.date | None, dt.date | None] = (None, None)

    def warn(self, code: str, column: str, **params: Any) -> None:
        self.problems.append(Problem(code, column, params))

    def read(self, column: str, reader: Any, cell: str, *limits: float) -> Any:
        """Read an optional cell; one that cannot be read is left out with a warning."""
        if not cell:
            return None
        try:
            return reader(cell, *limits)
        except CellError as error:
            self.warn("left_out_" + error.code, column, **error.params)
            return None

    def refuse(self, code: str, column: str, **params: Any) -> None:
        self.problems.append(Problem(code, column, params))
        self.refused = True


class Reader:
    """Turns rows of the extract into items; `as_of` is the day of the extract (its latest action date)."""

    def __init__(self, header: list[str], as_of: dt.date | None) -> None:
        self.as_of = as_of
        place = {name: position for position, name in enumerate(header)}
        self.width = len(header)
        self._license, self._station, self._receiver, self._assignment = (
            itemgetter(*(place[name] for name in names)) for names in (LICENSE, STATION, RECEIVER, ASSIGNMENT)
        )
        self._names: dict[str, str] = {}
        self._equipment: dict[str, str] = {}

    def row(self, line: int, texts: list[str]) -> Row:
        """Read one row; whatever is wrong is in its problems."""
        row = Row(line, texts)
        if len(texts) != self.width:
            row.refuse("wrong_width", "", expected=self.width, found=len(texts))
            return row
        right = _license(self._license(texts), self.as_of)
        station = _station(self._station(texts), right.items[0].key if right.items else "", right.dates)
        receiver = _receiver(self._receiver(texts), right.items[0].key if right.items else "", right.dates)
        for part in (right, station, receiver):
            row.problems.extend(part.problems)
            if part.refused:
                row.outcome = Outcome.REFUSED
        if row.refused:
            return row
        row.parents = (*right.items, *station.items, *receiver.items)
        try:
            _assignment(row, self._assignment(texts), right, station, receiver)
        except CellError as error:
            row.refuse(error.code, error.params.pop("column"), **error.params)
        else:
            self._compare(row, right.items[0], station.items[0])
        return row

    def _compare(self, row: Row, holder: Item, station: Item) -> None:
        """Warn where a row states a holder's name or a station's equipment differently from the first row that did."""
        stated = holder.values["name"]
        if self._names.setdefault(holder.key, stated) != stated:
            row.warn("holder_name_varies", "licensee_name", value=stated, kept=self._names[holder.key])
        equipment = f"{station.values['equipment_make']} {station.values['equipment_model']}".strip()
        kept = self._equipment.setdefault(station.key, equipment)
        if kept != equipment:
            row.warn("equipment_varies", "transmitter_model", value=equipment, kept=kept)


def snapshot_day(header: list[str], rows: Iterable[list[str]]) -> dt.date | None:
    """The day of the extract: its latest action date, by which "past its expiry" is judged; None when it has none."""
    column = header.index(AS_OF)
    latest: dt.date | None = None
    for text in {texts[column] for texts in rows if len(texts) == len(header)}:
        try:
            found = cells.us_day(text)
        except CellError:
            continue
        latest = found if latest is None or found > latest else latest
    return latest


def _cell(column: str, reader: Any, text: str, *limits: Any) -> Any:
    """Read a cell; the error says which column it stands in."""
    try:
        return reader(text, *limits)
    except CellError as error:
        error.params["column"] = column
        raise


@lru_cache(4_096)
def _license(texts: tuple[str, ...], as_of: dt.date | None) -> Part:
    """The holder and the license of a row."""
    (call_sign, usi, status, service, granted, expires, cancelled, *holder) = texts
    part = Part()
    if not usi or not call_sign:
        part.refuse("value_missing", "call_sign" if usi else "usi")
        return part
    if status not in STATUSES:
        part.refuse("status_unknown", "license_status", value=status)
        return part
    try:
        valid_from = cells.us_day(granted) if granted else None
        valid_until = cells.us_day(expires) if expires else None
        ended = cells.us_day(cancelled) if cancelled else None
    except CellError as error:
        part.refuse(error.code, "grant_date", **error.params)
        return part
    if valid_from is None:
        part.refuse("value_missing", "grant_date")
        return part
    if valid_until and valid_until < valid_from:
        part.refuse("dates_reversed", "expired_date", first=granted, second=expires)
        return part
    if valid_until is None:
        part.warn("expiry_missing", "expired_date")
    elif status == "A" and as_of and valid_until < as_of:
        part.warn("active_past_expiry", "expired_date", value=valid_until.isoformat(), as_of=as_of.isoformat())
    if service not in KINDS:
        part.warn("service_unknown", "radio_service_code", value=service)
    if status == "T":
        part.warn("terminated_as_cancelled", "license_status")
    licensee = _holder(part, *holder)
    # An expired license ended by its own term; the date in the file is when the regulator noted it.
    early = ended if STATUSES[status] is LicenseStatus.CANCELLED else None
    values = {
        "number": call_sign,
        "kind": KINDS.get(service, LicenseKind.OTHER_RADIO).value,
        "granting_authority": AUTHORITY,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "ended_on": early,
        "status": STATUSES[status].value,
        "source": f"fcc-uls {as_of.isoformat()}" if as_of else "fcc-uls",
    }
    right = Item(_LICENSE, f"usi:{usi}", values, {"holder": (_LICENSEE, licensee.key)})
    part.items = (licensee, right)
    ends = [day for day in (early, valid_until) if day]
    part.dates = (valid_from, min(ends) if ends else None)
    return part


def _holder(part: Part, licensee_id: str, name: str, applicant: str, city: str, state: str, frn: str) -> Item:
    """The holder: known by FRN, else by the register's own number, else by name."""
    clean = cells.name(name)
    if clean != name:
        part.warn("name_cleaned", "licensee_name", value=name, kept=clean)
    if frn:
        key = f"frn:{frn}"
    elif licensee_id:
        key = f"licensee:{licensee_id}"
        part.warn("holder_without_frn", "frn", kept=licensee_id)
    else:
        key = f"name:{fold(clean)}"[:120]
        part.warn("holder_by_name", "frn", kept=clean)
    if not licensee_id and frn:
        part.warn("holder_without_id", "licensee_id", kept=frn)
    values = {
        "name": clean[:250],
        "kind": (LicenseeKind.INDIVIDUAL if applicant == "I" else LicenseeKind.ORGANISATION).value,
        "identifier_scheme": SCHEME if frn else "",
        "identifier": frn,
        "address": ", ".join(text for text in (cells.name(city), cells.name(state)) if text),
    }
    return Item(_LICENSEE, key, values)


@lru_cache(16_384)
def _station(texts: tuple[str, ...], licensee: str, dates: tuple[dt.date | None, dt.date | None]) -> Part:
    """The transmitting station: one antenna at one location of one license."""
    (usi, location, antenna, call_sign, location_type, name, city, county, state, lat, lon, ground, tower, make, model,
     height, gain, azimuth, tilt, polarisation, station_class, equipment_make, equipment_model) = texts  # fmt: skip
    part = Part()
    position = _position(
        part, lat, lon, "latitude", missing="mobile_without_position" if location_type == "M" else "position_missing"
    )
    if tower.upper() in TOWER_PLACEHOLDERS:
        part.warn("tower_placeholder", "tower_registration_number", value=tower)
    direction = part.read("azimuth_deg", cells.number, azimuth, 0, NO_AZIMUTH)
    if direction is not None and direction > 360:
        part.warn("azimuth_placeholder", "azimuth_deg", value=azimuth)
        direction = None
    above = part.read("antenna_height_m", cells.number, height, 0, 10_000)
    if above == 0 or (above or 0) > TALLEST_M:
        part.warn("height_improbable", "antenna_height_m", value=height)
    elevation = part.read("ground_elevation_m", cells.number, ground, -500, 9_000)
    if (elevation or 0) > HIGHEST_M:
        part.warn("elevation_improbable", "ground_elevation_m", value=ground)
    place = cells.name(name)
    if place != name:
        part.warn("name_cleaned", "location_name", value=name, kept=place)
    values = {
        "name": place or cells.name(city) or call_sign,
        "call_sign": call_sign,
        "station_class": station_class,
        "site_name": place,
        "address": ", ".join(text for text in map(cells.name, (city, county, state)) if text),
        "lat": position[0],
        "lon": position[1],
        "ground_elevation_m": elevation,
        "antenna_model": cells.name(f"{make} {model}"),
        "antenna_gain_dbi": part.read("gain_dbi", cells.number, gain, -50, 100),
        "antenna_azimuth_deg": None if direction is None else direction % 360,
        "antenna_tilt_deg": part.read("tilt_deg", cells.number, tilt, -90, 90),
        "antenna_height_m": above,
        "polarisation": polarisation if polarisation in POLARISATIONS else "",
        "equipment_make": cells.name(equipment_make),
        "equipment_model": cells.name(equipment_model),
        "valid_from": dates[0],
        "valid_until": None,
    }
    key = f"usi:{usi}:{location}:{antenna}"
    part.items = (Item(_STATION, key, values, {"licensee": (_LICENSEE, licensee)}),)
    return part


@lru_cache(8_192)
def _receiver(texts: tuple[str, ...], licensee: str, dates: tuple[dt.date | None, dt.date | None]) -> Part:
    """The receiving site of a link, where the row states its position."""
    usi, number, lat, lon, call_sign = texts
    part = Part()
    if not number:
        return part
    position = _position(part, lat, lon, "rx_latitude", missing="rx_position_missing")
    if part.refused or position[0] is None:
        return part
    name = f"{call_sign} · {number}" if call_sign else number
    values = {
        "name": name,
        "call_sign": call_sign,
        "station_class": "",
        "site_name": "",
        "address": "",
        "lat": position[0],
        "lon": position[1],
        "valid_from": dates[0],
        "valid_until": None,
    }
    part.items = (Item(_STATION, f"usi:{usi}:R{number}", values, {"licensee": (_LICENSEE, licensee)}),)
    return part


def _position(part: Part, lat: str, lon: str, column: str, *, missing: str) -> tuple[float | None, float | None]:
    """A position in decimal degrees, or (None, None) with a warning when both are empty."""
    if not lat and not lon:
        part.warn(missing, column)
        return None, None
    if not lat or not lon:
        part.refuse("position_incomplete", column)
        return None, None
    try:
        found = cells.number(lat, -180, 180), cells.number(lon, -180, 180)
    except CellError as error:
        part.refuse(error.code, column, **error.params)
        return None, None
    if abs(found[0]) > 90:
        part.refuse("position_swapped", column, value=f"{lat}, {lon}", suggestion=f"{lon}, {lat}")
    elif found == (0, 0):
        part.refuse("position_zero", column)
    return found


def _assignment(row: Row, texts: tuple[str, ...], right: Part, station: Part, receiver: Part) -> None:
    """The assignment itself; raises CellError when its frequency or emission cannot be read."""
    (location, antenna, lower, upper, rx_number, tolerance, output, erp, eirp, emission, path) = texts
    tx_hz = _cell("frequency_mhz", cells.hertz, lower)
    tx_upper_hz = _cell("frequency_upper_mhz", cells.hertz, upper) if upper else None
    if tx_upper_hz is not None and tx_upper_hz <= tx_hz:
        raise CellError("band_reversed", column="frequency_upper_mhz", first=lower, second=upper)
    emissions, rewritten = _cell("emission_designators", cells.emissions, emission, ";")
    if rewritten:
        row.warn("emission_normalised", "emission_designators", value=" ".join(rewritten))
    if not emissions:
        row.warn("emission_missing", "emission_designators")
    bandwidth = cells.widest(emissions)
    if tx_upper_hz and bandwidth and bandwidth > tx_upper_hz - tx_hz:
        row.warn("emission_wider_than_band", "emission_designators", value=emission)
    site, far = station.items[0], receiver.items[0] if receiver.items else None
    if far and (site.values["lat"], site.values["lon"]) == (far.values["lat"], far.values["lon"]):
        row.warn("ends_identical", "rx_latitude")
    power_w, reference = _power(row, output, erp, eirp)
    license_key = right.items[1].key
    values = {
        "tx_hz": tx_hz,
        "tx_upper_hz": tx_upper_hz,
        "rx_hz": None,
        "bandwidth_hz": bandwidth,
        "power_w": power_w,
        "power_reference": reference,
        "tolerance_ppm": _cell("tolerance", _ppm, tolerance) if tolerance else None,
        "path_length_km": _cell("path_length_km", cells.number, path, 0, 20_000) if path else None,
        "in_force_from": right.dates[0],
        "in_force_until": right.dates[1],
    }
    parents = {"license": (_LICENSE, license_key), "station": (_STATION, site.key)}
    if far:
        parents["rx_station"] = (_STATION, far.key)
    key = f"{license_key}:{location}:{antenna}:{tx_hz}:{tx_upper_hz or ''}:{rx_number}"
    row.item = Item(_ASSIGNMENT, key, values, parents, emissions)


def _power(row: Row, output: str, erp: str, eirp: str) -> tuple[float | None, str]:
    """Watts and what they are measured against; the extract states EIRP in dBm, the others where it does not."""
    if eirp:
        return _cell("eirp_dbm", _eirp_w, eirp), _EIRP
    if erp:
        return _cell("erp_w", cells.number, erp, 0, 1e9), _ERP
    if output:
        return _cell("power_output_w", cells.number, output, 0, 1e9), _TRANSMITTER
    row.warn("power_missing", "eirp_dbm")
    return None, ""


@lru_cache(1_024)
def _eirp_w(cell: str) -> float:
    return float(f"{dbm_to_w(cells.number(cell, -150, 150)):.9g}")


@lru_cache(256)
def _ppm(cell: str) -> float:
    """Parts per million of a tolerance in per cent."""
    return float(f"{cells.number(cell, 0, 100) * 10_000:.9g}")
