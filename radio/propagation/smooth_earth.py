"""Diffraction over a smooth spherical Earth, ITU-R P.526 section 3 (residue series, first term)."""

import math

import numpy as np

from radio.propagation import free_space
from radio.propagation.model import Floats, Links, Model, Range, Validity

EFFECTIVE_RADIUS_KM = 4.0 / 3.0 * 6371.0  # median atmosphere, k = 4/3
PERMITTIVITY, CONDUCTIVITY = 22.0, 0.003  # average ground, relative and S/m (P.526, P.527)


def loss_db(frequency_mhz: Floats, distance_km: Floats, height1_m: Floats, height2_m: Floats) -> Floats:
    """Diffraction loss in dB over free space, never below 0; vertical polarisation over average ground.

    Symmetric in the two heights. P.526 section 3.2: beyond the horizon the residue series, before it the
    interpolation by the clearance of the ray.
    """
    high, low = np.maximum(height1_m, height2_m), np.minimum(height1_m, height2_m)
    horizon = math.sqrt(2.0 * EFFECTIVE_RADIUS_KM) * (np.sqrt(high / 1000) + np.sqrt(low / 1000))
    given = np.broadcast_arrays(frequency_mhz, distance_km, high, low)
    past = given[1] >= horizon
    found = np.empty(past.shape)
    far, near = ([each[mask] for each in given] for mask in (past, ~past))
    found[past] = _residue(far[0], far[1], far[2], far[3], np.full(far[0].shape, EFFECTIVE_RADIUS_KM))
    found[~past] = _within_horizon(near[0], near[1], near[2], near[3])
    return np.maximum(found, 0.0)


def _within_horizon(frequency_mhz: Floats, distance_km: Floats, high: Floats, low: Floats) -> Floats:
    """P.526 3.2: no loss with enough clearance, else interpolated from a modified effective radius."""
    shares = (high - low) / (high + low)
    bulge = 250.0 * distance_km**2 / (EFFECTIVE_RADIUS_KM * (high + low))
    angle = np.clip(3.0 * shares / 2.0 * np.sqrt(3.0 * bulge / (bulge + 1.0) ** 3), -1.0, 1.0)
    middle = 2.0 * np.sqrt((bulge + 1.0) / (3.0 * bulge)) * np.cos(math.pi / 3.0 + np.arccos(angle) / 3.0)
    first = distance_km / 2.0 * (1.0 + middle)
    second = distance_km - first
    clearance = (
        (high - 500.0 * first**2 / EFFECTIVE_RADIUS_KM) * second
        + (low - 500.0 * second**2 / EFFECTIVE_RADIUS_KM) * first
    ) / distance_km
    wavelength_m = 299.792458 / frequency_mhz
    needed = 17.456 * np.sqrt(np.maximum(first * second, 0.0) * wavelength_m / distance_km)
    radius = 500.0 * (distance_km / (np.sqrt(high) + np.sqrt(low))) ** 2
    share = np.clip(1.0 - clearance / np.maximum(needed, 1e-9), 0.0, 1.0)
    lost = np.zeros(share.shape)
    tight = share > 0.0
    some = [each[tight] for each in (frequency_mhz, distance_km, high, low, radius)]
    lost[tight] = np.maximum(_residue(some[0], some[1], some[2], some[3], some[4]), 0.0)
    return np.asarray(share * lost)


def _residue(frequency_mhz: Floats, distance_km: Floats, height1: Floats, height2: Floats, radius: Floats) -> Floats:
    """Loss in dB of P.526 section 3.1.1, equations 13 to 18; radius in km."""
    wet = (18_000.0 * CONDUCTIVITY / frequency_mhz) ** 2
    admittance = (
        0.36
        * (radius * frequency_mhz) ** (-1.0 / 3.0)
        * ((PERMITTIVITY - 1.0) ** 2 + wet) ** -0.25
        * np.sqrt(PERMITTIVITY**2 + wet)
    )
    squared = admittance**2
    beta = (1.0 + 1.6 * squared + 0.67 * squared**2) / (1.0 + 4.5 * squared + 1.53 * squared**2)
    way = 2.188 * beta * frequency_mhz ** (1.0 / 3.0) * radius ** (-2.0 / 3.0) * distance_km
    rise = 9.575e-3 * beta * frequency_mhz ** (2.0 / 3.0) * radius ** (-1.0 / 3.0)
    far = 11.0 + 10.0 * np.log10(way) - 17.6 * way
    near = -20.0 * np.log10(way) - 5.6488 * way**1.425
    gains = [_height_gain(beta * rise * height, admittance) for height in (height1, height2)]
    return np.asarray(-np.where(way >= 1.6, far, near) - gains[0] - gains[1])


def _height_gain(height: Floats, admittance: Floats) -> Floats:
    above = np.maximum(height - 1.1, 1e-9)
    high = 17.6 * np.sqrt(above) - 5.0 * np.log10(above) - 8.0
    low = 20.0 * np.log10(height + 0.1 * height**3)
    return np.asarray(np.maximum(np.where(height > 2.0, high, low), 2.0 + 20.0 * np.log10(admittance)))


def _of_links(links: Links) -> Floats:
    lost = loss_db(links.frequency_mhz, links.distance_km, links.tx_height_m, links.rx_height_m)
    return free_space.kilowatt_field(links.distance_km) - lost


MODEL = Model(
    name="smooth-earth",
    version="P.526/1",
    source="ITU-R P.526 section 3, k = 4/3, average ground, vertical polarisation",
    # 10 MHz: below it the ground wave of P.368 counts. Median only: the method knows no per cent of time.
    validity=Validity(Range(10, 100_000), Range(0.1, 1000), Range(0.5, 3000), Range(0.5, 3000), Range(50, 50)),
    kilowatt_field=_of_links,
)
