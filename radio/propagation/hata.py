"""The default model: Okumura-Hata for suburban land in the form of ITU-R P.529, with a supplement for small times.

Outside its range (1 to 100 km, 150 MHz to 1.5 GHz) the diffraction of P.526 joins in and the link is marked for review.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from radio.propagation import free_space, smooth_earth
from radio.propagation.model import Floats, Links, Model, Range, Validity

LOWEST_MHZ, HIGHEST_MHZ = 150.0, 1500.0
FARTHEST_KM = 100.0
LEAST_HEIGHT_M = 30.0  # lower base antennas count as this high: the field is then over-, never underestimated

# How much more field is exceeded for 10 % of the time than for 50 %, in dB, over land: fitted to ITU-R P.1546.
SUPPLEMENT_KM = (0.0, 10.0, 20.0, 40.0, 60.0, 80.0, 113.0, 140.0)
SUPPLEMENT_VHF_DB = (0.0, 0.2, 0.9, 2.3, 4.2, 6.3, 8.7, 9.6)
SUPPLEMENT_UHF_DB = (0.0, 0.8, 1.0, 1.9, 3.4, 5.0, 6.9, 7.7)
SUPPLEMENT_MHZ = (160.0, 460.0)

_NORMAL = NormalDist()
Environment = Callable[[Floats], Floats]


def _urban(frequency_mhz: Floats) -> Floats:
    return np.zeros_like(frequency_mhz)


def _suburban(frequency_mhz: Floats) -> Floats:
    return 2.0 * np.log10(frequency_mhz / 28.0) ** 2 + 5.4


def _open(frequency_mhz: Floats) -> Floats:
    logarithm = np.log10(frequency_mhz)
    return 4.78 * logarithm**2 - 18.33 * logarithm + 40.94


def median_field(links: Links, gain: Environment = _suburban) -> Floats:
    """Hata's median field in dBuV/m for 1 kW ERP, not yet capped by free space (P.529 Annex 1, equations 1 to 4)."""
    frequency = np.clip(links.frequency_mhz, LOWEST_MHZ, HIGHEST_MHZ)
    height = np.maximum(links.tx_height_m, LEAST_HEIGHT_M)
    log_f, log_h = np.log10(frequency), np.log10(height)
    # Made for 1 to 10 m; above, the line would run away, so a tenfold height gains 20 dB as in extended Hata.
    receiver = (1.1 * log_f - 0.7) * np.minimum(links.rx_height_m, 10.0) - (1.56 * log_f - 0.8)
    receiver = receiver + 20.0 * np.log10(np.maximum(links.rx_height_m, 10.0) / 10.0)
    beyond = np.log10(np.maximum(links.distance_km / 20.0, 1.0)) ** 0.8
    bent = height / np.sqrt(1.0 + 7e-6 * height**2)
    exponent = 1.0 + (0.14 + 1.87e-4 * frequency + 1.07e-3 * bent) * beyond
    log_d = np.log10(links.distance_km)
    fall = np.where(links.distance_km > 20.0, np.maximum(log_d, 0.0) ** exponent, log_d)
    return np.asarray(
        69.82 - 6.16 * log_f + 13.82 * log_h + receiver - (44.9 - 6.55 * log_h) * fall + gain(frequency), dtype=float
    )


def time_supplement_db(frequency_mhz: Floats, distance_km: Floats, time_percent: Floats) -> Floats:
    """What to add to a median field for the field exceeded during a smaller part of the time, in dB.

    The 10 % values are interpolated linearly in distance and in the logarithm of frequency, held beyond their ends, and
    carried to other percentages as the normal distribution does (P.1546 Annex 5 section 7).
    """
    vhf = np.interp(distance_km, SUPPLEMENT_KM, SUPPLEMENT_VHF_DB)
    uhf = np.interp(distance_km, SUPPLEMENT_KM, SUPPLEMENT_UHF_DB)
    low, high = np.log(SUPPLEMENT_MHZ)
    share = np.clip((np.log(frequency_mhz) - low) / (high - low), 0.0, 1.0)
    kinds, where = np.unique(time_percent, return_inverse=True)
    ratios = np.array([_quantile(percent) for percent in kinds]) / _quantile(10.0)
    return np.asarray((vhf + (uhf - vhf) * share) * ratios[where].reshape(np.shape(time_percent)))


def _quantile(percent: float) -> float:
    return -_NORMAL.inv_cdf(percent / 100.0)


def _field(links: Links, gain: Environment) -> Floats:
    field = _fading_field(links, gain)
    far = links.distance_km > FARTHEST_KM
    if far.any():
        # Never more than at the edge of the range, or the field would rise where the two methods meet.
        edge = _fading_field(replace(_some(links, far), distance_km=np.full(int(far.sum()), FARTHEST_KM)), gain)
        field[far] = np.minimum(field[far], edge)
    return field


def _fading_field(links: Links, gain: Environment) -> Floats:
    ceiling = free_space.kilowatt_field(links.distance_km)
    median = median_field(links, gain)
    no_hata = (links.frequency_mhz < LOWEST_MHZ) | (links.frequency_mhz > HIGHEST_MHZ)
    outside = no_hata | (links.distance_km > FARTHEST_KM)
    if outside.any():
        median[outside] = _outside_median(_some(links, outside), median[outside], no_hata[outside])
    supplement = time_supplement_db(links.frequency_mhz, links.distance_km, links.time_percent)
    return np.asarray(np.minimum(median + supplement, ceiling))


def _outside_median(links: Links, hata: Floats, no_hata: NDArray[np.bool_]) -> Floats:
    """P.526 over free space; past 100 km the greater of it and Hata's extension.

    Diffraction alone knows no scatter and would promise some 20 dB too little interference past 100 km.
    """
    lost = smooth_earth.loss_db(links.frequency_mhz, links.distance_km, links.tx_height_m, links.rx_height_m)
    diffracted = free_space.kilowatt_field(links.distance_km) - lost
    return np.where(no_hata, diffracted, np.maximum(hata, diffracted))


def _some(links: Links, kept: NDArray[np.bool_]) -> Links:
    """Return the links of a mask, as arrays of one dimension."""
    return Links(*(getattr(links, field.name)[kept] for field in fields(links)))


def _model(name: str, place: str, gain: Environment) -> Model:
    return Model(
        name=name,
        version="P.529/1",
        source=f"ITU-R P.529 (Okumura-Hata, {place}); time supplement fitted to ITU-R P.1546; P.526 outside",
        validity=Validity(
            Range(LOWEST_MHZ, HIGHEST_MHZ),
            Range(1, FARTHEST_KM),
            Range(LEAST_HEIGHT_M, 200),
            Range(1, 10),
            Range(1, 50),
        ),
        kilowatt_field=partial(_field, gain=gain),
    )


MODEL = _model("hata", "suburban", _suburban)
URBAN = _model("hata-urban", "medium or small city", _urban)
OPEN = _model("hata-open", "open country", _open)
