"""How far a field reaches: the distance at which a model's field falls to a level."""

import math

from radio.propagation import field_dbuv_m
from radio.propagation.model import Model

NEAREST_KM, FARTHEST_KM = 0.01, 1000.0
_HALVINGS = 60  # from 1,000 km to far below a millimetre


def reach_km(
    model: Model | str,
    erp_dbw: float,
    frequency_mhz: float,
    level_dbuv_m: float,
    tx_height_m: float,
    rx_height_m: float,
    time_percent: float = 50.0,
) -> float:
    """Distance in km at which the field falls to a level in dBuV/m; fields never rise with distance.

    0 when it is already below at 10 m, infinity when it is still above at 1,000 km. Raises what `field_dbuv_m` raises,
    and ValueError when the level is not a number.
    """
    if not math.isfinite(level_dbuv_m):
        raise ValueError("level_dbuv_m must be a finite number")

    def above(distance_km: float) -> bool:
        found = field_dbuv_m(model, erp_dbw, frequency_mhz, distance_km, tx_height_m, rx_height_m, time_percent)
        return float(found.field_dbuv_m) >= level_dbuv_m

    if not above(NEAREST_KM):
        return 0.0
    if above(FARTHEST_KM):
        return math.inf
    low, high = NEAREST_KM, FARTHEST_KM
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if above(middle) else (low, middle)
    return low
