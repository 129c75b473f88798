"""What pending applications ask for, in the shape of the register's uses, so that they are met like neighbours.

Only what is on an office's or an applicant's desk is read: a few hundred files, not the register.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from licenses.enums import APPLICATION_PENDING, RADIO_LICENSE_KINDS, LicenseKind
from licenses.models import Application, Licensee, Station
from licenses.models.spectrum import Mark, Role
from licenses.services.coordination.cull import UNKNOWN_WIDTH_HZ, reach_hz
from licenses.services.coordination.records import COLUMNS, PREFIX, Uses, packed
from licenses.services.coordination.tiles import Box, inside
from radio.correction import is_tetra
from radio.emission import DesignatorError, parse_designator

REFERENCES = {"transmitter": 1, "erp": 2, "eirp": 3}
FROM_REGISTER = ("lat", "lon", "antenna_gain_dbi", "feeder_loss_db", "antenna_height_m", "service_radius_km", "version")


def uses(on: dt.date) -> Uses:
    """Return the uses that all pending applications ask for; keys are "application:" and the application's own."""
    files = Application.objects.filter(status__in=APPLICATION_PENDING, kind__in=RADIO_LICENSE_KINDS)
    rows = list(files.values_list("pk", "version", "kind", "payload", "received_on").order_by("pk"))
    known = _stations(rows)
    found = []
    for pk, version, kind, payload, received_on in rows:
        for station in payload.get("stations") or []:
            place = {**known.get(str(station.get("station", "")).replace("-", ""), {}), **station}
            for frequency in station.get("frequencies") or []:
                since = received_on if received_on and received_on > on else None
                for use in _uses(f"{PREFIX}{pk.hex}", version, kind, place, frequency, since):
                    found.append([use[name] for name in COLUMNS])
    return packed(found)


def near(asked: Uses, *, lower_hz: int, upper_hz: int, bandwidth_hz: int, box: Box) -> Uses:
    """Return those of them that a wish between two centre frequencies and within a box of degrees may meet."""
    widths = np.where(asked["bandwidth_hz"] < 0, UNKNOWN_WIDTH_HZ, asked["bandwidth_hz"])
    window = reach_hz(np.maximum(widths, bandwidth_hz))
    hz = asked["centre_hz"]
    return asked[(hz >= lower_hz - window) & (hz <= upper_hz + window) & inside(asked, box)]


def keys_of(holder: Licensee) -> set[str]:
    """Return the keys of the holder's own pending applications: nobody is his own neighbour."""
    files = Application.objects.filter(status__in=APPLICATION_PENDING, licensee=holder)
    return {f"{PREFIX}{pk.hex}" for pk in files.values_list("pk", flat=True)}


def _stations(rows: list[Any]) -> dict[str, dict[str, Any]]:
    """Return what the register knows of stations that applications name instead of describing."""
    keys = {
        str(station["station"]) for row in rows for station in row[3].get("stations") or [] if station.get("station")
    }
    found = Station.objects.filter(pk__in=keys).values("pk", *FROM_REGISTER) if keys else []
    return {row["pk"].hex: {name: row[name] for name in FROM_REGISTER} for row in found}


def _uses(
    key: str, version: int, kind: str, place: dict[str, Any], frequency: dict[str, Any], since: dt.date | None
) -> Iterator[dict[str, Any]]:
    width, tetra = _emission(frequency)
    upper, lower = frequency.get("tx_upper_hz"), frequency.get("tx_hz")
    if not lower:
        return
    link = kind == LicenseKind.FIXED_LINK or bool(frequency.get("receiver"))
    use = {
        "assignment_id": key,
        "assignment_version": version,
        "station_version": place.get("version") or 0,
        "role": int(Role.LINK_SENDER if link else Role.AREA),
        "centre_hz": (int(lower) + int(upper)) // 2 if upper else int(lower),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "bandwidth_hz": int(upper) - int(lower) if upper else width,
        "power_w": frequency.get("power_w"),
        "power_reference": REFERENCES.get(frequency.get("power_reference", ""), 0),
        "gain_dbi": place.get("antenna_gain_dbi"),
        "loss_db": place.get("feeder_loss_db"),
        "height_m": place.get("antenna_height_m"),
        "radius_km": place.get("service_radius_km"),
        "marks": int(Mark.PENDING) | (int(Mark.TETRA) if tetra else 0) | (int(Mark.NO_RECEIVER) if link else 0),
        "since": since.isoformat() if since else None,
        "until": None,
    }
    yield use
    mate = frequency.get("rx_hz")
    if mate and mate != lower and not link:
        yield {**use, "role": int(Role.BASE_RECEIVER), "centre_hz": int(mate)}


def _emission(frequency: dict[str, Any]) -> tuple[int | None, bool]:
    """Return the widest bandwidth asked for; a designator that is none counts as unknown, and is named so."""
    widths, tetra = [frequency.get("bandwidth_hz") or 0], False
    for text in frequency.get("emissions") or []:
        try:
            emission = parse_designator(text)
        except DesignatorError:
            continue
        widths.append(int(emission.bandwidth_hz or 0))
        tetra = tetra or is_tetra(emission)
    return max(widths) or None, tetra
