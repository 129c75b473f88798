"""A wished assignment: typed or taken from the register, or as it stands in the register."""

from dataclasses import dataclass
from typing import Any

from licenses.enums import LicenseKind
from licenses.models import FrequencyAssignment, Station

LINK_KINDS = (LicenseKind.FIXED_LINK,)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to transmit, and where. Frequencies in hertz, power in watts with its reference."""

    kind: str
    tx_hz: int | None
    emission: str
    power_w: float | None
    power_reference: str
    lat: float | None
    lon: float | None
    height_m: float | None
    radius_km: float | None = None
    rx_hz: int | None = None
    gain_dbi: float | None = None
    loss_db: float | None = None
    azimuth_deg: float | None = None
    beamwidth_deg: float | None = None  # between the points 3 dB below the main beam
    pattern: str = ""  # instead of it: "degrees off the axis: dB below the main beam", several
    station_class: str = ""
    far_lat: float | None = None
    far_lon: float | None = None
    far_height_m: float | None = None
    far_gain_dbi: float | None = None
    model: str = ""  # the field model the examiner asks for; empty: the channel plan's

    @property
    def is_link(self) -> bool:
        """Whether it goes to one other station instead of serving an area."""
        return self.kind in LINK_KINDS


def of_assignment(assignment: FrequencyAssignment) -> Wish:
    """Return an assignment of the register as a wish (needs its station, license and emissions)."""
    station, far = assignment.station, assignment.rx_station
    widest = max(assignment.emissions.all(), key=lambda emission: emission.bandwidth_hz or 0, default=None)
    return Wish(
        kind=assignment.license.kind,
        tx_hz=assignment.tx_hz,
        emission=widest.designator if widest else "",
        power_w=assignment.power_w,
        power_reference=assignment.power_reference,
        rx_hz=assignment.rx_hz,
        **_site(station),
        far_lat=far.lat if far else None,
        far_lon=far.lon if far else None,
        far_height_m=far.antenna_height_m if far else None,
        far_gain_dbi=far.antenna_gain_dbi if far else None,
    )


def _site(station: Station) -> dict[str, Any]:
    return {
        "lat": station.lat,
        "lon": station.lon,
        "height_m": station.antenna_height_m,
        "radius_km": station.service_radius_km,
        "gain_dbi": station.antenna_gain_dbi,
        "loss_db": station.feeder_loss_db,
        "azimuth_deg": station.antenna_azimuth_deg,
        "station_class": station.station_class,
    }
