"""The way in for batches that come over the line: no more at once than are answered soon (ADR 15)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from common.seats import Seats
from fieldwork.models import Tablet
from fieldwork.services import operations, tablets
from fieldwork.services.operations import Answer

# Python judges one batch at a time, and there is a process for each core: a second would only slow down the first.
_SEATS = Seats(1)


def glance(*, returning: bool) -> None:
    """Raise Busy for who would be sent away anyway, before its proofs are looked at and its body is read."""
    if not returning:
        _SEATS.glance()


def take(
    bodies: Sequence[Any], *, tablet: Tablet, person: Any, at: dt.datetime, returning: bool = False
) -> list[Answer]:
    """Apply a batch as `operations.take` does, and note the contact; Busy, with nothing done, while others are judged.

    `returning`: the tablet was told so before, and comes when it was told to.
    """
    with _SEATS.taken(returning=returning):
        told = operations.take(bodies, tablet=tablet, person=person, at=at)
        tablets.touch(tablet, person=person, at=at)
    return told
