"""How much an offset between two frequencies weakens interference: the correction of HCM Agreement Annex 3, in dB.

It follows from the two emission designators alone, so registers of mixed 25, 12.5 and 6.25 kHz equipment and TETRA
can be checked row against row. Formulas as in docs/radio.md section 3; the program of the Agreement (HCM_V7) was the
source, and every row of tests/radio/data/hcm_annex3_delta_f.csv is reproduced to 0.001 dB.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from radio.emission import Emission, parse_designator

Floats = NDArray[np.float64]

LARGEST_DB = 70.0
NARROW_HZ, WIDE_HZ = 25_000.0, 200_000.0
TETRA = "25K0G7W"
TETRA_AS_HZ = 16_000.0  # what a TETRA carrier counts as beside any other emission

# Each curve: (upper limit of W = offset / wider bandwidth, slope, constant); below the first limit it is 0 dB.
Curve = tuple[tuple[float, float, float], ...]
_END = np.inf
_NARROW_EQUAL: Curve = ((0.5, 0, 0), (1.0, 47, -24), (1.3, 80, -55), (_END, 38, 0))
_NARROW_SINE: Curve = ((0.5, 0, 0), (1.3, 88, -44), (_END, 12, 55))
_WIDE_EQUAL: Curve = ((0.5, 0, 0), (2.0, 33.3, -16.7), (_END, 10, 30))
_WIDE_SINE: Curve = ((0.5, 0, 0), (1.25, 66.7, -33.3), (1.75, 20, 25), (_END, 4.8, 51.6))
_FROM_TETRA_EQUAL: Curve = ((0.5, 0, 0), (1.0, 32, -16), (1.4, 112, -96), (_END, 41, 0))
# The published last piece, 100 - 20 W, falls without end and would turn negative; past W = 2.5, where no published
# value lies, it is held at 50 dB.
_FROM_TETRA_SINE: Curve = ((0.4, 0, 0), (0.7, 50, -21), (1.0, 225, -145), (2.5, -20, 100), (_END, 0, 50))
_TO_TETRA_EQUAL: Curve = ((0.45, 0, 0), (0.63, 55, -23), (0.93, 180, -100), (_END, 12.5, 57))
_TO_TETRA_SINE: Curve = ((0.45, 0, 0), (0.7, 225, -101), (_END, 13, 58))


def correction_db(tx: Emission | str, rx: Emission | str, delta_f_hz: float) -> float:
    """Correction in dB (0 to 70) between a transmitter's and a receiver's emission, their centres delta_f_hz apart.

    Emissions may be given as designators. Raises DesignatorError for a text that is none, ValueError when a bandwidth
    is missing (N0N, F3E) or the offset is not finite; the sign of the offset does not matter.
    """
    sender, receiver = _emission(tx), _emission(rx)
    return float(
        corrections_db(
            float(sender.bandwidth_hz or 0), float(receiver.bandwidth_hz or 0), delta_f_hz,
            is_tetra(sender), is_tetra(receiver),
        )
    )  # fmt: skip


def corrections_db(
    tx_bandwidth_hz: ArrayLike,
    rx_bandwidth_hz: ArrayLike,
    delta_f_hz: ArrayLike,
    tx_tetra: ArrayLike = False,
    rx_tetra: ArrayLike = False,
) -> Floats:
    """Corrections in dB (0 to 70) of many pairs: bandwidths and offsets in hertz, all arguments broadcast together.

    Returns float64 of the broadcast shape. Raises ValueError when a bandwidth is not above zero or anything is not a
    finite number.
    """
    tx, rx, offset, from_tetra, to_tetra = np.broadcast_arrays(
        np.asarray(tx_bandwidth_hz, dtype=float), np.asarray(rx_bandwidth_hz, dtype=float),
        np.abs(np.asarray(delta_f_hz, dtype=float)),
        np.asarray(tx_tetra, dtype=bool), np.asarray(rx_tetra, dtype=bool),
    )  # fmt: skip
    if not (np.isfinite(tx).all() and np.isfinite(rx).all() and np.isfinite(offset).all()):
        raise ValueError("bandwidths and frequency offsets must be finite numbers")
    if (tx <= 0).any() or (rx <= 0).any():
        raise ValueError("a necessary bandwidth above 0 Hz is needed on both sides; class-only designators have none")
    both = from_tetra & to_tetra
    tx = np.where(from_tetra & ~both, TETRA_AS_HZ, tx)
    rx = np.where(to_tetra & ~both, TETRA_AS_HZ, rx)
    wider, narrower = np.maximum(tx, rx), np.minimum(tx, rx)
    answer = _general(offset / wider, narrower / wider, wider)
    for mask, equal, sine in (
        (from_tetra & ~both & (rx <= NARROW_HZ), _FROM_TETRA_EQUAL, _FROM_TETRA_SINE),
        (to_tetra & ~both & (tx <= NARROW_HZ), _TO_TETRA_EQUAL, _TO_TETRA_SINE),
    ):
        if mask.any():
            answer = np.where(mask, _mixed(offset / wider, narrower / wider, equal, sine), answer)
    between = np.where(offset < 25_000.0, 0.0, np.where(offset <= 50_000.0, 45.0, LARGEST_DB))
    return np.asarray(np.where(both, between, answer), dtype=float)


def is_tetra(emission: Emission | str) -> bool:
    """Whether an emission (or designator) is TETRA, 25K0G7W, whose further symbols do not matter."""
    return _emission(emission).designator.startswith(TETRA)


def _emission(given: Emission | str) -> Emission:
    return parse_designator(given) if isinstance(given, str) else given


def _general(ratio: Floats, share: Floats, wider: Floats) -> Floats:
    narrow = _mixed(ratio, share, _NARROW_EQUAL, _NARROW_SINE)
    if (wider <= NARROW_HZ).all():
        return narrow
    wide = _mixed(ratio, share, _WIDE_EQUAL, _WIDE_SINE)
    weight = np.clip((wider - NARROW_HZ) / (WIDE_HZ - NARROW_HZ), 0.0, 1.0)
    return narrow + (wide - narrow) * weight


def _mixed(ratio: Floats, share: Floats, equal: Curve, sine: Curve) -> Floats:
    """Between a sine wave (share 0) and an interferer of equal bandwidth (share 1), capped at 70 dB."""
    pure = _read(sine, ratio)
    return np.minimum(pure - (pure - _read(equal, ratio)) * share, LARGEST_DB)


def _read(curve: Curve, ratio: Floats) -> Floats:
    limits, slopes, constants = np.array(curve, dtype=float).T
    limits[0] = np.nextafter(limits[0], 0.0)  # the first piece ends before its limit: W = 0.5 counts to the second
    piece = np.searchsorted(limits, ratio, side="left")
    return np.asarray(slopes[piece] * ratio + constants[piece])
