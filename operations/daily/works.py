"""The works of our own floors, each brought to the shape of a daily job."""

import datetime as dt
from collections.abc import Mapping

from licenses.services import licenses
from licenses.services.applications import desk


def license_dates(*, on: dt.date) -> Mapping[str, int]:
    """Begin what begins, expire what is over."""
    return licenses.apply_dates(on=on)


def unanswered(*, on: dt.date) -> Mapping[str, int]:
    """Declare void the applications whose applicant did not answer or pay in time."""
    return {"lapsed": len(desk.lapse_unanswered(on=on))}
