"""Where a photo says it was taken, against where the visit is."""

from common.geo import distance_m
from inspections.models import Evidence

# Further than a street away, beyond what the camera itself was unsure of, is worth a word; it proves nothing.
ELSEWHERE_M = 500.0


def metres_off(row: Evidence) -> float | None:
    """Return how many metres from the visit's place the photo was taken; None when near, or when nobody knows.

    A visit of several stations is at the nearest of them.
    """
    if row.lat is None or row.lon is None:
        return None
    visit = row.visit
    places = [(visit.lat, visit.lon)]
    if visit.establishment_id is None:
        places += [(station.lat, station.lon) for station in visit.stations.all()]
    known = [distance_m(row.lat, row.lon, lat, lon) for lat, lon in places if lat is not None and lon is not None]
    off_m = min(known, default=0.0)
    return off_m if off_m > ELSEWHERE_M + (row.accuracy_m or 0.0) else None
