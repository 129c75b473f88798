"""Links among themselves and with others: carrier to interference at the receiving end, from the geometry of paths.

Levels are dBW behind the receiving antenna. The beam's width follows from the gain (a dish: 70 wavelengths over its
diameter, gain 7.7 + 20 log D/wavelength, ITU-R F.699); behind, that recommendation's residual gain is what remains.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from common.geo import bearing_deg, distance_m
from licenses.models.spectrum import Role
from licenses.services.coordination.pairs import Margins
from licenses.services.coordination.rows import Neighbours, Pairs, Whole, wants
from radio.antenna import Pattern
from radio.correction import corrections_db
from radio.interference import verdicts

DIPOLE_GAIN_DBI = 2.15
LEAST_KM = 0.05
SPACE = "free-space"
VERSION = "P.525/1"


@lru_cache(maxsize=512)
def pattern_of(gain_dbi: float) -> Pattern:
    """Return the pattern of a dish of this gain; below 10 dBi nothing is promised about its direction."""
    if gain_dbi < 10:
        return Pattern.omnidirectional()
    wavelengths = 10 ** ((gain_dbi - 7.7) / 20.0)
    behind_dbi = -10.0 if wavelengths > 100 else 10.0 - 10.0 * float(np.log10(wavelengths))
    return Pattern.of_beamwidth(min(360.0, 70.0 / wavelengths), max(0.0, gain_dbi - behind_dbi))


def space_loss_db(distance_km: float, megahertz: float) -> float:
    """Return the free-space loss between isotropic antennas (ITU-R P.525): 32.4 + 20 log f + 20 log d."""
    return 32.4 + 20.0 * float(np.log10(megahertz)) + 20.0 * float(np.log10(max(distance_km, LEAST_KM)))


def off_axis_db(gain_dbi: float, azimuth_deg: float | None, bearing: float) -> float:
    """Return what an antenna's direction takes off towards a bearing, in dB; nothing when its azimuth is not known."""
    if azimuth_deg is None:
        return 0.0
    return float(pattern_of(round(gain_dbi, 1)).losses_db(bearing - azimuth_deg))


def path(sender: dict[str, Any], receiver: dict[str, Any], megahertz: float) -> dict[str, float]:
    """Return a path's geometry and its carrier in dBW: length in km, azimuth at the sender, level at the receiver."""
    length = distance_m(sender["lat"], sender["lon"], receiver["lat"], receiver["lon"]) / 1000.0
    azimuth = bearing_deg(sender["lat"], sender["lon"], receiver["lat"], receiver["lon"])
    level = sender["eirp_dbw"] - space_loss_db(length, megahertz) + receiver["gain_dbi"]
    return {"length_km": length, "azimuth_deg": azimuth, "carrier_dbw": level}


def geometry(wish: dict[str, Any]) -> dict[str, float] | None:
    """Return the wished link's own path: length, true azimuths of both ends, carrier behind the receiver's antenna.

    `beside_deg` is how far the antenna's stated azimuth points past the receiver, `lost_db` what that costs.
    """
    far = wish["link"]
    if far is None:
        return None
    here = path(_sender(wish), far, wish["tx_hz"] / 1e6)
    back = bearing_deg(far["lat"], far["lon"], wish["lat"], wish["lon"])
    stated = wish["azimuth_deg"]
    beside = 0.0 if stated is None else abs((stated - here["azimuth_deg"] + 180.0) % 360.0 - 180.0)
    lost = off_axis_db(wish["gain_dbi"], stated, here["azimuth_deg"])
    return {
        "length_km": round(here["length_km"], 3), "azimuth_deg": round(here["azimuth_deg"], 1),
        "back_deg": round(back, 1), "beside_deg": round(beside, 1), "lost_db": round(lost, 2) + 0.0,
        "carrier_dbw": round(here["carrier_dbw"] - lost, 2) + 0.0,
    }  # fmt: skip


def margins(inputs: dict[str, Any], them: Neighbours, near: Pairs, channels: Whole) -> list[Margins]:
    """Return the margins towards receiving ends: the wish into other links, and others into the wished link."""
    found = [_out(inputs, them, near, channels)]
    if inputs["wish"]["link"] is not None:
        found.append(_in(inputs, them, near, channels))
    return found


def _out(inputs: dict[str, Any], them: Neighbours, near: Pairs, channels: Whole) -> Margins:
    wish, ends = inputs["wish"], inputs["links"]
    mask = wants(them.role, Role.LINK_RECEIVER) & np.isfinite(them.bandwidth_hz) & them.of(set(ends))
    kept = _kept(near, mask)
    levels, carriers, distances, beside = [], [], [], []
    for channel, index in zip(kept.channel.tolist(), kept.row.tolist(), strict=True):
        sender, receiver = ends[them.value(index, "assignment_id")]
        here = path(sender, receiver, them.centre_hz[index] / 1e6)
        bearing = bearing_deg(wish["lat"], wish["lon"], receiver["lat"], receiver["lon"])
        distance = float(them.distance_km[index])
        back = (here["azimuth_deg"] + 180.0) % 360.0
        lost = off_axis_db(wish["gain_dbi"], _aim(wish, wish["link"], wish["azimuth_deg"]), bearing)
        lost += off_axis_db(receiver["gain_dbi"], back, (bearing + 180.0) % 360.0)
        beside.append(lost)
        levels.append(wish["eirp_dbw"] - space_loss_db(distance, channels[channel] / 1e6) + receiver["gain_dbi"] - lost)
        carriers.append(here["carrier_dbw"])
        distances.append(distance)
    return _judged("out_link", inputs, them, kept, levels, carriers, distances, beside)


def _in(inputs: dict[str, Any], them: Neighbours, near: Pairs, channels: Whole) -> Margins:
    wish, ends = inputs["wish"], inputs["links"]
    far = wish["link"]
    mask = wants(them.role, Role.AREA, Role.LINK_SENDER) & np.isfinite(them.bandwidth_hz) & np.isfinite(them.erp_dbw)
    kept = _kept(near, mask)
    carrier = path(_sender(wish), far, wish["tx_hz"] / 1e6)
    arriving = carrier["carrier_dbw"] - off_axis_db(wish["gain_dbi"], wish["azimuth_deg"], carrier["azimuth_deg"])
    back = (carrier["azimuth_deg"] + 180.0) % 360.0
    levels, distances, beside = [], [], []
    for index in kept.row.tolist():
        lat, lon = float(them.lat[index]), float(them.lon[index])
        distance = distance_m(lat, lon, far["lat"], far["lon"]) / 1000.0
        bearing = bearing_deg(lat, lon, far["lat"], far["lon"])
        known = ends.get(them.value(index, "assignment_id"))
        lost = off_axis_db(far["gain_dbi"], back, (bearing + 180.0) % 360.0)
        if known:
            sender, receiver = known
            lost += off_axis_db(sender["gain_dbi"], _aim(sender, receiver, sender["azimuth_deg"]), bearing)
        beside.append(lost)
        levels.append(
            float(them.erp_dbw[index]) + DIPOLE_GAIN_DBI - space_loss_db(distance, them.centre_hz[index] / 1e6)
            + far["gain_dbi"] - lost
        )  # fmt: skip
        distances.append(distance)
    return _judged("in_link", inputs, them, kept, levels, [arriving] * len(levels), distances, beside)


def _aim(sender: dict[str, Any], receiver: dict[str, Any] | None, azimuth_deg: float | None) -> float | None:
    """Return where a sender's antenna points: as registered, else along its path; None when it serves an area."""
    if azimuth_deg is not None or receiver is None:
        return azimuth_deg
    return bearing_deg(sender["lat"], sender["lon"], receiver["lat"], receiver["lon"])


def _judged(
    direction: str, inputs: dict[str, Any], them: Neighbours, kept: Pairs, levels: list[float],
    carriers: list[float], distances: list[float], beside: list[float],
) -> Margins:  # fmt: skip
    wish, rules = inputs["wish"], inputs["rules"]
    width = them.bandwidth_hz[kept.row]
    correction = corrections_db(wish["bandwidth_hz"], width, kept.offset_hz, wish["tetra"], them.tetra[kept.row])
    level = np.array(levels, dtype=float)
    limit = np.array(carriers, dtype=float) - rules["link_ratio_db"] + correction
    margin = limit - level
    none = np.zeros(level.shape, dtype=bool)
    band = rules["review_band_db"] or 3.0
    return Margins(
        direction, SPACE, VERSION, kept, correction, np.array(distances, dtype=float), level, limit, margin,
        none.astype(np.int64), none, verdicts(margin, review_band_db=band), np.full(level.shape, band), none,
        np.array(beside, dtype=float), band,
    )  # fmt: skip


def _kept(near: Pairs, mask: Any) -> Pairs:
    chosen = mask[near.row]
    return near.where(chosen)


def _sender(wish: dict[str, Any]) -> dict[str, Any]:
    return {name: wish[name] for name in ("lat", "lon", "eirp_dbw", "gain_dbi")}
