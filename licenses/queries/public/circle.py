"""A place and a radius, as conditions that a database can reckon without trigonometry."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q

from common import geo
from places.models import AdminUnit


class Circle:
    """All positions within `radius_km` kilometres of a point in degrees."""

    def __init__(self, lat: float, lon: float, radius_km: float) -> None:
        self.lat, self.lon, self.radius_m = lat, lon, radius_km * 1000
        self.south, self.west, self.north, self.east = geo.bounding_box(lat, lon, self.radius_m)

    def box(self, path: str) -> Q:
        """Return the condition that a position lies in the box around the circle, for the index."""
        west, east = Q(**{f"{path}lon__gte": self.west}), Q(**{f"{path}lon__lte": self.east})
        across = west & east if self.west <= self.east else west | east
        return across & Q(**{f"{path}lat__gte": self.south, f"{path}lat__lte": self.north})

    def inside(self, path: str) -> Q:
        """Return the condition that a measured position lies in the circle."""
        return self.box(path) & Q(square_m__lte=self.radius_m**2)

    def measured(self, rows: Any, path: str) -> Any:
        """Give each row the square of its distance in metres (common.geo.flat_metres)."""
        north, east = geo.flat_metres(self.lat)
        up, right = F(f"{path}lat") - self.lat, F(f"{path}lon") - self.lon
        y, x = up * (north[0] + up * north[1]), right * (east[0] + up * (east[1] + up * east[2]))
        return rows.alias(square_m=x * x + y * y)

    def units(self) -> list[UUID]:
        """Return the units whose middle lies in the circle."""
        middles = AdminUnit.objects.filter(centre_lat__range=(self.south, self.north), centre_lon__isnull=False)
        found = list(middles.values_list("pk", "centre_lat", "centre_lon"))
        if not found:
            return []
        metres = geo.distances_m(self.lat, self.lon, [row[1] for row in found], [row[2] for row in found])
        return [row[0] for row, distance in zip(found, metres, strict=True) if distance <= self.radius_m]
