"""The filters of the register, in the words of the domain."""

from licenses.querysets.register import (
    AssignmentQuerySet,
    EstablishmentQuerySet,
    LicenseeQuerySet,
    LicenseQuerySet,
    StationQuerySet,
)

__all__ = ["AssignmentQuerySet", "EstablishmentQuerySet", "LicenseQuerySet", "LicenseeQuerySet", "StationQuerySet"]
