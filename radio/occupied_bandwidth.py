"""Occupied bandwidth from a measured spectrum: the band that holds 99 % of the power (Radio Regulations No. 1.153)."""

import numpy as np
from numpy.typing import ArrayLike

SHARE = 0.99


def occupied_bandwidth_hz(
    frequencies_hz: ArrayLike, levels_dbm: ArrayLike, share: float = SHARE
) -> tuple[float, float]:
    """Lower and upper end in hertz of the band outside which (1 - share) / 2 of the power lies on either side.

    Both arrays have shape (n,), n at least 3, frequencies ascending and evenly spaced. The noise floor must have been
    taken off or lie well below. Raises ValueError otherwise or when something is not a number.
    """
    hertz, levels = np.asarray(frequencies_hz, dtype=float), np.asarray(levels_dbm, dtype=float)
    if hertz.shape != levels.shape or hertz.ndim != 1 or hertz.size < 3:
        raise ValueError("a spectrum needs as many levels as frequencies, at least three")
    if not (np.isfinite(hertz).all() and np.isfinite(levels).all()):
        raise ValueError("a spectrum holds something that is not a number")
    steps = np.diff(hertz)
    if not (steps > 0).all() or not np.allclose(steps, steps[0], rtol=1e-3):
        raise ValueError("the frequencies of a spectrum ascend evenly")
    if not 0 < share < 1:
        raise ValueError("the share of the power lies between 0 and 1")
    power = 10.0 ** ((levels - levels.max()) / 10.0)
    # Each sample stands for a bin around it; inside a bin the power is spread evenly.
    edges = np.concatenate((hertz - steps[0] / 2.0, [hertz[-1] + steps[0] / 2.0]))
    below = np.concatenate(([0.0], np.cumsum(power))) / power.sum()
    outside = (1.0 - share) / 2.0
    lower, upper = np.interp([outside, 1.0 - outside], below, edges)
    return float(lower), float(upper)
