"""Foretells field strengths: MODELS by name, and one function that asks any of them for many links at once."""

import numpy as np
from numpy.typing import ArrayLike

from radio.propagation import free_space, hata, smooth_earth
from radio.propagation.model import KILOWATT_DBW, Links, Model, Range, Reason, Result, Validity

__all__ = [
    "DEFAULT", "MODELS", "Links", "Model", "Range", "Reason", "Result", "Validity", "field_dbuv_m", "reckoned_by",
]  # fmt: skip

DEFAULT = hata.MODEL.name
MODELS: dict[str, Model] = {
    model.name: model for model in (hata.MODEL, hata.URBAN, hata.OPEN, free_space.MODEL, smooth_earth.MODEL)
}


def field_dbuv_m(
    model: Model | str,
    erp_dbw: ArrayLike,
    frequency_mhz: ArrayLike,
    distance_km: ArrayLike,
    tx_height_m: ArrayLike,
    rx_height_m: ArrayLike,
    time_percent: ArrayLike = 50.0,
) -> Result:
    """Field strengths in dBuV/m, exceeded during time_percent of the time at half the places, of many links at once.

    The arguments (ERP over a half-wave dipole in dBW, MHz, km, metres above local ground) broadcast together; the
    result has that shape. A Model that is not in MODELS, such as a loaded P.1546 table, is given itself. Raises
    KeyError for an unknown name and ValueError naming the argument that is not a finite number above zero.
    """
    chosen = MODELS[model] if isinstance(model, str) else model
    erp = np.asarray(erp_dbw, dtype=float)
    if not np.isfinite(erp).all():
        raise ValueError("erp_dbw must be a finite number")
    shape = np.broadcast_shapes(
        erp.shape,
        *(np.shape(each) for each in (frequency_mhz, distance_km, tx_height_m, rx_height_m, time_percent)),
    )
    links = Links.of(frequency_mhz, np.broadcast_to(distance_km, shape), tx_height_m, rx_height_m, time_percent)
    field = chosen.kilowatt_field(links) + (erp - KILOWATT_DBW)
    return Result(chosen.name, chosen.version, np.asarray(field, dtype=float), chosen.reasons(links))


def reckoned_by(model: str, reasons: int) -> str:
    """The name of the model whose field a Result holds: outside its frequencies Hata's is that of the smooth earth.

    Past 100 km Hata's extension is still reckoned, beside P.526, and the name stays Hata's. `reasons`: Reason flags.
    """
    outside = model in (hata.MODEL.name, hata.URBAN.name, hata.OPEN.name) and reasons & Reason.FREQUENCY
    return smooth_earth.MODEL.name if outside else model
