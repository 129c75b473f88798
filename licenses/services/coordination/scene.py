"""Who is near a wish: read from the register and from pending applications, what stays faint left out."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Q

from common.geo import bounding_box
from licenses.models import FrequencyAssignment, License, Licensee
from licenses.models.spectrum import Role
from licenses.services.coordination import cull, pending, records
from licenses.services.coordination.fields import ITM, search_model_of
from licenses.services.coordination.loud import Loud
from licenses.services.coordination.profiles import FARTHEST_KM
from licenses.services.coordination.records import Uses
from licenses.services.coordination.rows import FLAT_ERROR, FLAT_KM, Neighbours, Whole, offset_pairs

NO_LIMIT_KM = 100.0  # how far neighbours are listed where no plan gives a limit
INNER_KM = 60.0  # where a channel's hopelessness shows first


@dataclass(frozen=True)
class Own:
    """Whose uses decide nothing: those of the holder, and of the license the wish would take the place of.

    The second differs where a license is handed over: what its present holder sends under it ends with the transfer.
    """

    holder: Licensee | None = None
    license: License | None = None


NOBODY = Own()


class Scene:
    """The surroundings of one wish on one day; `without` is the assignment being examined again."""

    def __init__(
        self, wish: dict[str, Any], rules: dict[str, Any], on: dt.date, without: FrequencyAssignment | None
    ) -> None:
        self.wish, self.rules, self.on = wish, rules, on
        self.left_out = without.pk.hex if without else ""

    @cached_property
    def shift_hz(self) -> int:
        """How far the receive frequency lies from the transmit frequency, in hertz; 0 without a duplex mate."""
        rx = self.wish["rx_hz"]
        return 0 if rx is None or self.wish["link"] is not None else rx - self.wish["tx_hz"]

    @cached_property
    def _asked(self) -> Uses:
        return pending.uses(self.on)

    @property
    def limited(self) -> bool:
        """Whether fields of service areas are judged, so that what is faint is known."""
        return self.wish["link"] is None and self.rules["protected_field_dbuvm"] is not None

    def around(self, channels: Whole) -> tuple[Uses, Uses, float]:
        """Return the uses that count near these channels, those near their mates, and the kilometres searched."""
        low, high, shift = int(channels.min()), int(channels.max()), self.shift_hz
        found = cull.extents(low, high, self.wish["bandwidth_hz"])
        mated = cull.extents(low + shift, high + shift, self.wish["bandwidth_hz"]) if shift else []
        reach = round(self._reach_km([*found, *mated], low), 3)
        near = self._counted(channels, reach, found, mates=False)
        mates = self._counted(channels + shift, reach, mated, mates=True) if shift else records.NONE
        return near, mates, reach

    def hopeful(self, channels: Whole, reach_km: float, own: Own) -> Whole:
        """Return the channels on which no service area near by surely overlaps the wish's own."""
        if not self.limited:
            return channels[:0]
        low, high = int(channels.min()), int(channels.max())
        found = cull.extents(low, high, self.wish["bandwidth_hz"])
        uses = self._found(low, high, min(reach_km, INNER_KM), found)
        uses = uses[uses["role"] == Role.AREA]
        mine = own_keys(own, uses)
        if mine:
            uses = uses[~np.isin(records.keys_of(uses), list(mine))]
        them = Neighbours(uses, self.wish["lat"], self.wish["lon"], reach_km)
        with np.errstate(invalid="ignore"):
            overlapping = them.flat_km * (1 + FLAT_ERROR) + FLAT_KM < self.wish["radius_km"] + them.radius_km
        taken = np.sort(them.centre_hz[overlapping & np.isfinite(them.bandwidth_hz) & ~them.tetra])
        half = 0 if self.wish["tetra"] else (self.wish["bandwidth_hz"] - 1) // 2  # at less than half: no relief at all
        first = np.searchsorted(taken, channels - half, side="left")
        return channels[np.searchsorted(taken, channels + half, side="right") == first]

    def _reach_km(self, found: list[cull.Extent], hz: int) -> float:
        if not self.limited:
            return NO_LIMIT_KM + max((extent.radius_km for extent in found), default=0.0)
        reach = cull.reach_km(found, self.wish, self.rules, hz, search_model_of(self.rules))
        return min(reach, FARTHEST_KM) if self.rules["model"] == ITM else reach

    def _counted(self, channels: Whole, reach_km: float, found: list[cull.Extent], *, mates: bool) -> Uses:
        low, high = int(channels.min()), int(channels.max())
        uses = self._found(low, high, reach_km, found)
        them = Neighbours(uses, self.wish["lat"], self.wish["lon"], reach_km)
        within = ~(them.flat_km > reach_km * (1 + FLAT_ERROR) + FLAT_KM)
        if self.limited:
            loud = Loud(self.wish, self.rules, search_model_of(self.rules), low, high)
            within &= loud.uses(them, channels, mates=mates)
        else:
            near = np.zeros(len(them), dtype=bool)
            near[offset_pairs(channels, self.wish["bandwidth_hz"], them).row] = True
            within &= near
        return records.ordered(uses[within])

    def _found(self, low_hz: int, high_hz: int, reach_km: float, found: list[cull.Extent]) -> Uses:
        wish = self.wish
        uses = cull.neighbours(
            lower_hz=low_hz, upper_hz=high_hz, bandwidth_hz=wish["bandwidth_hz"], lat=wish["lat"], lon=wish["lon"],
            reach=reach_km, on=self.on, found=found,
        )  # fmt: skip
        asked = pending.near(
            self._asked, lower_hz=low_hz, upper_hz=high_hz, bandwidth_hz=wish["bandwidth_hz"],
            box=bounding_box(wish["lat"], wish["lon"], reach_km * 1000),
        )  # fmt: skip
        if asked.size:
            uses = np.concatenate([uses, asked])
        if not self.left_out:
            return uses
        number = int(self.left_out, 16)
        here = (uses["key_high"] == number >> 64) & (uses["key_low"] == number & 0xFFFF_FFFF_FFFF_FFFF)
        return uses[~here]


def own_keys(own: Own, uses: Uses) -> set[str]:
    """Return the keys of the uses that are one's own: nobody is his own neighbour."""
    if (own.holder is None and own.license is None) or not uses.size:
        return set()
    half = int(uses["bandwidth_hz"].max(initial=0)) // 2 + 1  # a band is kept at its centre
    low, high = int(uses["centre_hz"].min()) - half, int(uses["centre_hz"].max()) + half
    whose = Q(license__holder=own.holder) if own.holder is not None else Q(pk__in=())
    if own.license is not None:
        whose |= Q(license=own.license)
    mine = FrequencyAssignment.objects.filter(whose)
    held = mine.filter(tx_hz__range=(low, high)) | mine.filter(rx_hz__range=(low, high))
    known = {key.hex for key in held.values_list("pk", flat=True)}
    if own.holder is not None:
        known |= pending.keys_of(own.holder)
    return known & set(records.keys_of(uses))
