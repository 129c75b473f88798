"""Unwanted emissions far from the carrier: what a transmitter must keep to, and whether a measured one does.

Limits: category A of Radio Regulations Appendix 3, 43 + 10 log P or 70 dB below the carrier, whichever is less strict
(from memory, not seen in the text: docs/radio.md section 7); a channel plan may set stricter ones.
"""

from radio.measurement import Judgement, in_tolerance
from radio.units import w_to_dbm, w_to_dbw

LARGEST_ATTENUATION_DB = 70.0
BEYOND_BANDWIDTHS = 2.5  # spurious emissions begin 250 % of the necessary bandwidth from the centre
# Upper end in hertz and the bandwidth in which a spurious emission is measured there.
REFERENCE_BANDWIDTHS_HZ = ((150e3, 1e3), (30e6, 10e3), (1e9, 100e3), (float("inf"), 1e6))


def attenuation_db(power_w: float) -> float:
    """How far below the carrier's power in watts spurious emissions must lie, in dB; ValueError unless power_w > 0."""
    return min(43.0 + w_to_dbw(power_w), LARGEST_ATTENUATION_DB)


def limit_dbm(power_w: float) -> float:
    """The highest spurious level in dBm beside a carrier of this power in watts."""
    return w_to_dbm(power_w) - attenuation_db(power_w)


def reference_bandwidth_hz(frequency_hz: float) -> float:
    """The bandwidth in hertz in which a spurious emission at a frequency is measured; ValueError unless above zero."""
    if not frequency_hz > 0:
        raise ValueError("the frequency must be above zero")
    return next(width for upper, width in REFERENCE_BANDWIDTHS_HZ if frequency_hz <= upper)


def is_spurious(offset_hz: float, necessary_bandwidth_hz: float) -> bool:
    """Whether an offset from the carrier lies in the spurious domain; nearer ones belong to the mask of the channel."""
    return abs(offset_hz) >= BEYOND_BANDWIDTHS * necessary_bandwidth_hz


def check(
    level_dbm: float,
    offset_hz: float,
    *,
    power_w: float,
    necessary_bandwidth_hz: float,
    uncertainty_db: float = 0.0,
) -> Judgement:
    """Judge a spurious level in dBm, measured in the reference bandwidth, against the limit.

    The deviation is the level, the limit that of `limit_dbm`. Raises ValueError when the offset lies nearer than
    250 % of the necessary bandwidth: there this limit does not apply.
    """
    if not is_spurious(offset_hz, necessary_bandwidth_hz):
        raise ValueError("nearer than 2.5 necessary bandwidths an emission is judged by the channel's mask")
    return in_tolerance(level_dbm, limit_dbm(power_w), uncertainty_db, "dBm")
