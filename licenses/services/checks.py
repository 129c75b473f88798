"""The checks that entries of the register share: each says what is wrong and how to mend it."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.text import clean_name, day_text
from places.checks import check_position
from places.models import AdminUnit, UnitSuccession

_PHONE = re.compile(r"[0-9 +().,;/-]+")  # several numbers in one field are usual
_LEAST_DIGITS = 3  # short numbers such as 113


class Problems:
    """Collects what is wrong, field by field, so that the person hears everything at once.

    A doubt (a position at sea) stops the save until the person confirms it; an error always stops it.
    """

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}
        self.doubts: dict[str, list[str]] = {}
        self.details: dict[str, Any] = {}

    def add(self, field: str, message: str) -> None:
        """Note an error."""
        self.errors.setdefault(field, []).append(message)

    def doubt(self, field: str, message: str) -> None:
        """Note something that is probably wrong."""
        self.doubts.setdefault(field, []).append(message)

    def raise_if_any(self, *, confirmed: bool = False) -> None:
        """Raise Invalid when there is an error, or a doubt that nobody confirmed."""
        if self.errors:
            fields = {**self.doubts, **self.errors}
            raise Invalid(_("Some entries need mending."), fields=fields, details=self.details)
        if self.doubts and not confirmed:
            raise Invalid(
                _("Some entries look wrong. Mend them, or confirm that they are right."),
                code="needs_confirmation",
                fields=self.doubts,
                details=self.details,
            )


def clean_texts(values: dict[str, Any], names: Iterable[str]) -> None:
    """Put every text in NFC with single spaces."""
    for name in names:
        if name in values:
            values[name] = clean_name(values[name] or "")


def required(values: Mapping[str, Any], names: Iterable[str], problems: Problems) -> None:
    """Note an error for every field that is empty."""
    for name in names:
        if values.get(name) in (None, ""):
            problems.add(name, _("This must be filled in."))


def fits(model: type[models.Model], values: Mapping[str, Any], problems: Problems) -> None:
    """Note an error for every text that is longer than its column."""
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            problems.add(
                name,
                _("This is %(length)s characters long; at most %(longest)s fit.")
                % {"length": len(value), "longest": longest},
            )


def choice(values: Mapping[str, Any], name: str, known: Iterable[str], problems: Problems) -> None:
    """Note an error for a value that is not one of the known ones."""
    value = values.get(name)
    if value not in (None, "") and value not in set(known):
        problems.add(name, _("“%(value)s” is not one of the choices.") % {"value": value})


def phone(values: Mapping[str, Any], name: str, problems: Problems) -> None:
    """Note an error for a telephone number that holds letters, or hardly a digit; an empty one is allowed."""
    value = values.get(name) or ""
    if value and not (_PHONE.fullmatch(value) and sum(sign.isdigit() for sign in value) >= _LEAST_DIGITS):
        problems.add(
            name,
            _("“%(value)s” is not a telephone number; write it with digits, such as 0258 3822 123.") % {"value": value},
        )


def in_range(values: Mapping[str, Any], name: str, low: float, high: float, unit: str, problems: Problems) -> None:
    """Note an error for a number outside what is physically or practically possible."""
    value = values.get(name)
    if value is not None and not low <= value <= high:
        problems.add(
            name,
            _("%(value)s %(unit)s is not possible; enter a value from %(low)s to %(high)s %(unit)s.")
            % {"value": f"{value:g}", "low": f"{low:g}", "high": f"{high:g}", "unit": unit},
        )


def in_order(values: Mapping[str, Any], first: str, last: str, problems: Problems) -> None:
    """Note an error when a period ends before it begins."""
    begins, ends = values.get(first), values.get(last)
    if begins and ends and ends < begins:
        problems.add(
            last,
            _("The last day (%(ends)s) is before the first day (%(begins)s). Were the two dates exchanged?")
            % {"ends": day_text(ends), "begins": day_text(begins)},
        )


def unit_holds(unit: AdminUnit | None, on: dt.date, problems: Problems) -> None:
    """Note an error when the unit did not exist on that day, with the units that took it over as candidates."""
    if unit is None:
        return
    if unit.valid_from and unit.valid_from > on:
        problems.add(
            "unit",
            _("%(unit)s exists only from %(day)s.") % {"unit": unit.full_name, "day": day_text(unit.valid_from)},
        )
    if unit.valid_until and unit.valid_until < on:
        candidates = [
            succession.unit for succession in UnitSuccession.objects.filter(old=unit).select_related("unit__parent")
        ]
        problems.details["unit_candidates"] = [
            {"id": str(candidate.pk), "name": candidate.full_name} for candidate in candidates
        ]
        problems.add(
            "unit",
            _("%(unit)s ended on %(day)s. Choose the unit of today: %(candidates)s.")
            % {
                "unit": unit.full_name,
                "day": day_text(unit.valid_until),
                "candidates": "; ".join(candidate.full_name for candidate in candidates) or _("none is known"),
            },
        )


def position(values: dict[str, Any], problems: Problems) -> None:
    """Round a position to six decimals and note what is wrong or doubtful with it."""
    lat, lon = values.get("lat"), values.get("lon")
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        problems.add("lat" if lat is None else "lon", _("A position needs both latitude and longitude."))
        return
    values["lat"], values["lon"] = round(lat, 6), round(lon, 6)
    for note in check_position(lat, lon, unit=values.get("unit")):
        (problems.add if note.level == "error" else problems.doubt)("lat", note.message)
