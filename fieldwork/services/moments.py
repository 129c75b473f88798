"""Which moment counts for an operation, and what is odd about where and when it was made; nothing is refused for it."""

import datetime as dt
from dataclasses import dataclass

from common.geo import distance_m
from fieldwork.enums import Flag
from fieldwork.services.reading import Envelope
from inspections.models import Visit

SKEW = dt.timedelta(minutes=5)
FAR_M = 2_000.0
OLD_PACKAGE = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Moment:
    """The moment the server takes for an operation, how far it moved the tablet's clock, and what it noticed."""

    at: dt.datetime
    shift: dt.timedelta
    flags: list[str]


def count(envelope: Envelope, *, received: dt.datetime, since: dt.datetime | None, visit: Visit | None) -> Moment:
    """Return the moment: the tablet's clock with its measured offset, kept between the dispatch and the arrival.

    `since` is when the tablet was given the visit. A clock that is a year off cannot lie within: then the arrival
    counts, flagged, and the tablet's own words stay in the ledger.
    """
    flags: list[str] = []
    said = envelope.client_time + dt.timedelta(seconds=envelope.clock_offset_s)
    if abs(envelope.clock_offset_s) > SKEW.total_seconds():
        flags.append(Flag.CLOCK)
    at = min(said, received)
    if said > received + SKEW or (since is not None and said < since - SKEW):
        at = received
        if Flag.CLOCK not in flags:
            flags.append(Flag.CLOCK)
    if envelope.package_at and envelope.client_time - envelope.package_at > OLD_PACKAGE:
        flags.append(Flag.OLD_PACKAGE)
    if _is_far(envelope, visit):
        flags.append(Flag.FAR_AWAY)
    return Moment(at=at, shift=at - envelope.client_time, flags=[str(flag) for flag in flags])


def _is_far(envelope: Envelope, visit: Visit | None) -> bool:
    if visit is None or envelope.position is None or visit.lat is None or visit.lon is None:
        return False
    return distance_m(visit.lat, visit.lon, *envelope.position) > FAR_M
