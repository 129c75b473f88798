"""Where a photo says it was taken and a finding was made, against where the visit is."""

from django.db.models import prefetch_related_objects

from common.geo import distance_m
from inspections.models import Evidence, Visit

# Further than a street away, beyond what the camera itself was unsure of, is worth a word; it proves nothing.
ELSEWHERE_M = 500.0


def metres_off(row: Evidence) -> float | None:
    """Return how many metres from the visit's place the photo was taken; None when near, or when nobody knows.

    A visit of several stations is at the nearest of them.
    """
    return metres_from(row.visit, row.lat, row.lon, accuracy_m=row.accuracy_m or 0.0)


def metres_from(visit: Visit, lat: float | None, lon: float | None, *, accuracy_m: float = 0.0) -> float | None:
    """Return how many metres a position in degrees (WGS 84) lies from the visit's place, as `metres_off` does."""
    if lat is None or lon is None:
        return None
    places = [(visit.lat, visit.lon)]
    if visit.establishment_id is None:
        prefetch_related_objects([visit], "stations")
        places += [(station.lat, station.lon) for station in visit.stations.all()]
    known = [distance_m(lat, lon, north, east) for north, east in places if north is not None and east is not None]
    off_m = min(known, default=0.0)
    return off_m if off_m > ELSEWHERE_M + accuracy_m else None
