"""Numbers without gaps: one row per series, moved under its lock, with a row for every number taken."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from issuing.enums import NumberUse
from issuing.models import IssuedNumber, NumberSeries


@transaction.atomic
def take(*, agency: Agency, form_code: str, suffix: str, on: dt.date, by: Any) -> IssuedNumber:
    """Take the next number of the form's series for a paper issued in the same transaction.

    If that transaction fails the number goes back with it, so no gap can arise. `suffix` follows the number
    ("BB-VPHC" gives "07/BB-VPHC"); the year's first number is 1.
    """
    return _next(agency, form_code, suffix, on, by, use=NumberUse.PAPER, reason="")


@transaction.atomic
def void(*, agency: Agency, form_code: str, suffix: str, on: dt.date, by: Any, reason: str) -> IssuedNumber:
    """Take the next number and mark it void, with the reason: a number given by hand, a spoilt form."""
    access.require(by, Action.PAPER_ANNUL)
    if not reason.strip():
        raise Invalid(_("Say why the number is void."), fields={"reason": [_("Give a reason.")]})
    number = _next(agency, form_code, suffix, on, by, use=NumberUse.VOID, reason=reason.strip())
    journal.record(by, "number.voided", number, after=journal.snapshot(number), note=reason, agency=agency)
    return number


@transaction.atomic
def lease(
    *, agency: Agency, form_code: str, suffix: str, on: dt.date, by: Any, count: int, reason: str
) -> list[IssuedNumber]:
    """Take the next `count` numbers for somebody who will write them by hand; the series explains each by the lease."""
    return [_next(agency, form_code, suffix, on, by, use=NumberUse.LEASED, reason=reason) for _each in range(count)]


def leased_and_free(agency: Agency, form_code: str) -> QuerySet[IssuedNumber]:
    """Return the leased numbers of a form that no paper bears yet, in their order."""
    rows: QuerySet[IssuedNumber] = IssuedNumber.objects.filter(
        series__agency=agency, series__form_code=form_code, use=NumberUse.LEASED, document=None
    )
    return rows.select_related("series").order_by("series__year", "value")


@transaction.atomic
def claim(number: IssuedNumber, *, agency: Agency, form_code: str) -> IssuedNumber:
    """Return a leased number, locked, for the paper that transcribes the form written by hand under it.

    Raises Conflict when it was never leased for this form of this agency, or a paper bears it already.
    """
    locked = IssuedNumber.objects.select_for_update(of=("self",)).get(pk=number.pk)
    if not leased_and_free(agency, form_code).filter(pk=locked.pk).exists():
        raise Conflict(
            _("Number %(number)s is not a leased number that is still free.") % {"number": locked.text},
            code="number_not_leased",
        )
    return locked


def locked_series(agency: Agency, form_code: str, year: int) -> NumberSeries:
    """Return the series, its row locked until the transaction ends (SQLite: the whole file, by IMMEDIATE)."""
    NumberSeries.objects.get_or_create(agency=agency, form_code=form_code, year=year)
    return NumberSeries.objects.select_for_update().get(agency=agency, form_code=form_code, year=year)


def unexplained_gaps(series: NumberSeries) -> list[int]:
    """Return the numbers up to the last that no row explains: always empty unless the database was tampered with."""
    taken = set(series.numbers.values_list("value", flat=True))
    return [value for value in range(1, series.last_value + 1) if value not in taken]


def _next(
    agency: Agency, form_code: str, suffix: str, on: dt.date, by: Any, *, use: NumberUse, reason: str
) -> IssuedNumber:
    series = locked_series(agency, form_code, on.year)
    series.last_value += 1
    series.save(update_fields=["last_value"])
    # Decree 30/2020: numbers below 10 take a leading zero.
    text = f"{series.last_value:02d}/{suffix}"
    return IssuedNumber.objects.create(
        series=series, value=series.last_value, text=text, use=use, reason=reason, taken_by=by
    )
