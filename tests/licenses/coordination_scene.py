"""A crowded invented register for the examination, and a brute-force oracle that reads every assignment."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

from common.geo import distance_m
from licenses.models import FrequencyAssignment, License, Station
from licenses.services.coordination.cull import UNKNOWN_WIDTH_HZ, reach_hz
from licenses.services.coordination.wish import Wish
from tests.licenses.conftest import ON

CENTRE = (12.25, 109.1)
WIDTHS = (8_500, 11_000, 16_000, 16_000, 20_000, 25_000, 180_000, None)


def wish(**values: Any) -> Wish:
    """A base station near Nha Trang."""
    facts: dict[str, Any] = {
        "kind": "land_mobile_private", "tx_hz": 157_400_000, "emission": "11K0F3E", "power_w": 25.0,
        "power_reference": "erp", "lat": 12.25, "lon": 109.1, "height_m": 30.0, "radius_km": 10.0,
    }  # fmt: skip
    return Wish(**{**facts, **values})


def ridge(folder: Path) -> None:
    """Write flat land at 10 m with a ridge of 600 m at 12.4 degrees north, an ASCII grid of 0.01 degrees."""
    rows = [" ".join("600" if abs(12.95 - 0.01 * n - 12.40) < 0.015 else "10" for _ in range(140)) for n in range(140)]
    head = "ncols 140\nnrows 140\nxllcorner 108.5\nyllcorner 11.55\ncellsize 0.01\nNODATA_value -9999\n"
    (folder / "ridge.asc").write_text(head + "\n".join(rows), encoding="ascii")


def crowd(
    holder: Any, agency: Any, license_values: dict[str, Any], count: int = 800, seed: int = 7, holes: bool = True
) -> None:
    """Enter stations and assignments around the coast, some far, some ended, some with holes."""
    rnd = random.Random(seed)
    licenses = [
        License(agency=agency, **{**license_values, "number": f"{n}/GP", "valid_until": ON + dt.timedelta(days=n - 3)})
        for n in range(12)
    ]
    License.objects.bulk_create(licenses)
    stations, rows = [], []
    for number in range(count):
        at = (
            (CENTRE[0] + rnd.gauss(0, 1.2), CENTRE[1] + rnd.gauss(0, 0.9))
            if rnd.random() > 0.02 * holes
            else (None, None)
        )
        stations.append(
            Station(
                licensee=holder, agency=agency, name=f"S{number}", lat=at[0], lon=at[1], valid_from=ON,
                antenna_height_m=rnd.choice((15.0, 30.0, 60.0, None if holes else 20.0)),
                antenna_gain_dbi=rnd.choice((2.15, 6.0)),
                service_radius_km=rnd.choice((5.0, 15.0, 30.0, None if holes else 3.0)),
            )
        )  # fmt: skip
        hz = rnd.choice((157_300_000, 157_400_000, 157_400_000)) + rnd.randrange(0, 16) * 12_500
        rows.append(
            FrequencyAssignment(
                license=rnd.choice(licenses), station=stations[-1], tx_hz=hz,
                bandwidth_hz=rnd.choice(WIDTHS if holes else WIDTHS[:-2]),
                rx_hz=rnd.choice((None, hz, hz - 5_000_000, 157_400_000)),
                power_w=rnd.choice((1.0, 25.0, 100.0, None if holes else 5.0)),
                power_reference="erp", in_force_from=ON - dt.timedelta(days=400),
                in_force_until=rnd.choice((None, None, ON - dt.timedelta(days=1), ON)),
            )
        )  # fmt: skip
    Station.objects.bulk_create(stations)
    FrequencyAssignment.objects.bulk_create(rows)


def brute_force(hz: int, width: int, lat: float, lon: float, reach_km: float, on: dt.date) -> set[tuple[str, int]]:
    """Return (assignment, role) of every use that counts, by reading every assignment there is."""
    found = set()
    for row in FrequencyAssignment.objects.select_related("station", "license"):
        if row.license.status in ("expired", "revoked", "cancelled", "surrendered", "superseded"):
            continue
        ends = [day for day in (row.in_force_until, row.license.valid_until) if day]
        if ends and min(ends) < on:
            continue
        uses = [(0, row.tx_hz)] + ([(1, row.rx_hz)] if row.rx_hz and row.rx_hz != row.tx_hz else [])
        for role, centre in uses:
            wider = max(row.bandwidth_hz or UNKNOWN_WIDTH_HZ, width)
            if abs(centre - hz) > int(reach_hz(wider)):
                continue
            at = row.station
            if at.lat is None or distance_m(lat, lon, at.lat, at.lon) / 1000 <= reach_km:
                found.add((row.pk.hex, role))
    return found
