"""The filters of the domain: units, territories and protected places on a date."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from common.text import fold
from places.enums import UnitKind

M = TypeVar("M", bound=models.Model)


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Return the condition that a validity period holds on that day (both ends included, empty means open)."""
    began = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    lasts = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": on})
    return began & lasts


class Dated(models.QuerySet[M]):
    """Rows with a validity period."""

    def in_force(self, on: dt.date) -> Self:
        """Those that hold on that day."""
        return self.filter(in_force(on))


class AdminUnitQuerySet(Dated["AdminUnit"]):  # type: ignore[name-defined]
    """Administrative units."""

    def provinces(self) -> Self:
        """Units of the first level."""
        return self.filter(kind=UnitKind.PROVINCE)

    def communes(self) -> Self:
        """Units of the commune level: communes, wards, special zones."""
        return self.filter(kind=UnitKind.COMMUNE)

    def search(self, text: str) -> Self:
        """Those whose name contains the text, diacritics aside, or whose code is the text."""
        wanted = fold(text)
        return self.filter(Q(name_folded__contains=wanted) | Q(code=text.strip())) if wanted else self


class ProtectedPlaceQuerySet(Dated["ProtectedPlace"]):  # type: ignore[name-defined]
    """Protected places."""

    def search(self, text: str) -> Self:
        """Those whose name or address contains the text, diacritics aside."""
        wanted = fold(text)
        return self.filter(search_text__contains=wanted) if wanted else self

    def in_box(self, south: float, west: float, north: float, east: float) -> Self:
        """Those inside a box of degrees; a box over the antimeridian has west greater than east."""
        across = Q(lon__gte=west) & Q(lon__lte=east) if west <= east else Q(lon__gte=west) | Q(lon__lte=east)
        return self.filter(across, lat__gte=south, lat__lte=north)
