"""Whose emission is this? Ranks the licenses an unknown emission could belong to, and says when none fits.

The score is a sum of named parts, so that an officer can see why one license stands before another; it ranks, it
proves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radio.measurement import GROUND_REFLECTION_DB
from radio.units import FREE_SPACE_ERP_CONSTANT

FAR_KM = 10.0  # a distance of this many km weighs as much as an offset of half the licensed bandwidth
OTHER_CLASS = 1.0  # weight of another class of emission (FM for digital, say)
EXCESS_DB = 20.0  # more than this above free space, a licensed power cannot explain the field even if breached


@dataclass(frozen=True, slots=True)
class Heard:
    """An emission as measured; what was not measured is None. Frequencies in hertz, field in dBuV/m."""

    frequency_hz: float
    uncertainty_hz: float = 0.0
    bandwidth_hz: float | None = None
    emission_class: str = ""
    field_dbuvm: float | None = None


@dataclass(frozen=True, slots=True)
class Licensed:
    """One assignment as candidate: hertz, km from where the emission was heard, dBW ERP (None unknown), classes."""

    key: str
    tx_hz: float
    bandwidth_hz: float
    distance_km: float
    upper_hz: float | None = None
    erp_dbw: float | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with its score (0 is best) and its parts; `on_channel` and `possible` decide whether it fits."""

    key: str
    offset_hz: float
    distance_km: float
    score: float
    parts: dict[str, float]
    on_channel: bool
    possible: bool

    @property
    def fits(self) -> bool:
        """Whether the emission could be this license's: on its channel, and the field not beyond explanation."""
        return self.on_channel and self.possible


def rank(heard: Heard, candidates: Sequence[Licensed]) -> list[Match]:
    """All candidates, those that fit first, each group by ascending score; ties by key."""
    matches = [_match(heard, candidate) for candidate in candidates]
    return sorted(matches, key=lambda match: (not match.fits, match.score, match.key))


def suspected_unlicensed(matches: Sequence[Match]) -> bool:
    """Whether no license fits: the emission then is proposed for a visit, not called unlicensed."""
    return not any(match.fits for match in matches)


def _match(heard: Heard, candidate: Licensed) -> Match:
    offset = _offset_hz(heard.frequency_hz, candidate)
    half = max(candidate.bandwidth_hz / 2.0, 1.0)
    parts = {"frequency": abs(offset) / half, "distance": float(np.log1p(candidate.distance_km / FAR_KM) / np.log(2))}
    if heard.bandwidth_hz and candidate.bandwidth_hz > 0:
        parts["bandwidth"] = abs(float(np.log2(heard.bandwidth_hz / candidate.bandwidth_hz)))
    if heard.emission_class and candidate.classes:
        same = any(heard.emission_class[:3] == known[:3] for known in candidate.classes)
        parts["class"] = 0.0 if same else OTHER_CLASS
    on_channel = abs(offset) <= half + heard.uncertainty_hz
    return Match(
        candidate.key, offset, candidate.distance_km, sum(parts.values()), parts, on_channel,
        _explained(heard, candidate),
    )  # fmt: skip


def _offset_hz(frequency_hz: float, candidate: Licensed) -> float:
    if candidate.upper_hz is None:
        return frequency_hz - candidate.tx_hz
    return frequency_hz - float(np.clip(frequency_hz, candidate.tx_hz, candidate.upper_hz))


def _explained(heard: Heard, candidate: Licensed) -> bool:
    """Whether the licensed power, even exceeded a hundredfold, can give the field over the distance."""
    if heard.field_dbuvm is None or candidate.erp_dbw is None or candidate.distance_km <= 0:
        return True
    strongest = FREE_SPACE_ERP_CONSTANT + candidate.erp_dbw - 20.0 * float(np.log10(candidate.distance_km))
    return heard.field_dbuvm <= strongest + GROUND_REFLECTION_DB + EXCESS_DB
