"""Necessary bandwidth from what is known of a system, and whether a declared designator agrees with it.

Formulas: 47 CFR 2.202(g), which follows ITU-R SM.1138. All quantities in hertz, baud or bits per second.
"""

import math
from dataclasses import dataclass

from radio.emission import Emission, carson_bandwidth_hz

AGREEMENT = 0.10  # a declared bandwidth within a tenth of the reckoned one agrees; equipment standards round freely


def keyed_carrier_hz(baud: float, factor: float = 5.0) -> float:
    """Telegraphy by keying a carrier (A1A): Bn = B K; K is 5 with fading, 3 without. 20 baud, K 5: 100 Hz."""
    return _known(baud=baud) * _known(factor=factor)


def double_sideband_hz(highest_modulation_hz: float) -> float:
    """Double sideband amplitude modulation (A3E): Bn = 2 M. 3 kHz: 6K00."""
    return 2.0 * _known(highest_modulation_hz=highest_modulation_hz)


def single_sideband_hz(highest_modulation_hz: float, lowest_modulation_hz: float = 0.0) -> float:
    """Single sideband: Bn = M with a carrier (H3E, R3E), M less the lowest frequency without one (J3E).

    3,000 and 300 Hz: 2K70. Raises ValueError unless 0 <= lowest < highest.
    """
    if not 0 <= lowest_modulation_hz < _known(highest_modulation_hz=highest_modulation_hz):
        raise ValueError("lowest_modulation_hz must lie between 0 and highest_modulation_hz")
    return highest_modulation_hz - lowest_modulation_hz


def frequency_modulation_hz(highest_modulation_hz: float, deviation_hz: float, factor: float = 1.0) -> float:
    """Frequency modulation (F3E): Bn = 2 M + 2 D K. M 3 kHz, D 5 kHz: 16K0; FM broadcasting 15 and 75 kHz: 180K."""
    return carson_bandwidth_hz(
        _known(highest_modulation_hz=highest_modulation_hz), _known(deviation_hz=deviation_hz), _known(factor=factor)
    )


def frequency_shift_hz(baud: float, deviation_hz: float, factor: float = 1.2) -> float:
    """Frequency shift keying (F1B, F1D): Bn = 2 M + 2 D K with M = B / 2, D half the shift. 100 baud, 85 Hz: 304 Hz."""
    return carson_bandwidth_hz(_known(baud=baud) / 2.0, _known(deviation_hz=deviation_hz), _known(factor=factor))


def digital_hz(bits_per_second: float, states: int, factor: float = 1.0) -> float:
    """Digital phase or amplitude-phase modulation (G1D, D7W): Bn = 2 R K / log2 S; K of the filter, 0.5 (1 + roll-off).

    34.368 Mbit/s with 16 states and K 1: 17.2 MHz. Raises ValueError unless there are at least two states.
    """
    if states < 2:
        raise ValueError("states must be at least 2")
    return 2.0 * _known(bits_per_second=bits_per_second) * _known(factor=factor) / math.log2(states)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A declared bandwidth beside the reckoned one, in hertz, their ratio, and whether they agree."""

    declared_hz: float
    reckoned_hz: float
    agrees: bool

    @property
    def ratio(self) -> float:
        """Declared over reckoned."""
        return self.declared_hz / self.reckoned_hz


def compare(declared: Emission, reckoned_hz: float, tolerance: float = AGREEMENT) -> Agreement:
    """Whether a designator's bandwidth agrees with a reckoned one; ValueError when it has none (N0N)."""
    if declared.bandwidth_hz is None:
        raise ValueError("the designator states no bandwidth")
    hertz = float(declared.bandwidth_hz)
    return Agreement(hertz, reckoned_hz, abs(hertz - _known(reckoned_hz=reckoned_hz)) <= tolerance * reckoned_hz)


def _known(**value: float) -> float:
    ((name, number),) = value.items()
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be a finite number above zero")
    return number
