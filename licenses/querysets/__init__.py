"""The filters of the register, in the words of the domain."""

from licenses.querysets.register import (
    AssignmentQuerySet,
    CoordinationQuerySet,
    EstablishmentQuerySet,
    LicenseeQuerySet,
    LicenseQuerySet,
    StationQuerySet,
)

__all__ = [
    "AssignmentQuerySet",
    "CoordinationQuerySet",
    "EstablishmentQuerySet",
    "LicenseQuerySet",
    "LicenseeQuerySet",
    "StationQuerySet",
]
