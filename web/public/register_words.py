"""How the public register says what it holds, what it holds back, and what happened to a license."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text import day_text
from licenses.enums import LicenseKind, LicenseStatus
from licenses.models import License
from licenses.queries import authorities
from licenses.queries.public import record
from licenses.queries.public.record import Event, PublicLicense
from places.models import AdminUnit
from web.fields import label_of

STANDINGS = {
    record.NOT_YET: (LicenseStatus.PENDING.label, "neutral"),
    record.IN_FORCE: (LicenseStatus.ACTIVE.label, "good"),
    record.SUSPENDED: (LicenseStatus.SUSPENDED.label, "warn"),
    record.ENDED: (gettext_lazy("Ended"), "neutral"),
    record.UNKNOWN: (gettext_lazy("Term not known"), "neutral"),
}
STEPS = {
    "activate": gettext_lazy("Came into force"),
    "suspend": gettext_lazy("Suspended"),
    "reinstate": gettext_lazy("Suspension lifted"),
    "revoke": gettext_lazy("Revoked"),
    "surrender": gettext_lazy("Given back by the holder"),
    "supersede": gettext_lazy("Replaced by another license"),
    "expire": gettext_lazy("Expired"),
}
HELD_BACK = gettext_lazy("held back: personal data of a natural person")


def standing(shown: PublicLicense) -> tuple[Any, str]:
    """Return the word for how the license stood on the day, and its colour; an early end says which."""
    if shown.ended_by is not None:
        return shown.ended_by.label, "bad" if shown.ended_by == LicenseStatus.REVOKED else "neutral"
    if shown.standing == record.ENDED and shown.license.ended_on and shown.on >= shown.license.ended_on:
        return LicenseStatus(shown.license.status).label, "bad" if shown.license.status == "revoked" else "neutral"
    if shown.standing == record.ENDED:
        return LicenseStatus.EXPIRED.label, "warn"
    return STANDINGS[shown.standing]


def facts(shown: PublicLicense) -> list[tuple[Any, Any]]:
    """Return the facts of a license; what is held back is said as held back."""
    then = shown.record
    unit = then.unit.full_name if then.unit else ""
    return [
        (_("Kind"), LicenseKind(then.kind).label),
        (_("Holder"), shown.holder_name or HELD_BACK),
        (_("Kind of holder"), shown.holder.get_kind_display()),
        (
            _("Granting authority"),
            authorities.names([then.granting_authority], shown.on).get(then.granting_authority, ""),
        ),
        (_("Commune and province"), unit),
        (_("Valid from"), _day(then.valid_from)),
        (_("Valid until"), _day(then.valid_until) if then.valid_until or not then.valid_from else _("without end")),
        *([(_("Ended early on"), _day(shown.license.ended_on))] if shown.license.ended_on else []),
        (_("Conditions"), then.conditions or _("none stated")),
    ]


def happenings(events: list[Event]) -> list[dict[str, Any]]:
    """Return what happened as lines: day, words, changes as (label, old, new)."""
    names = _units(events)
    return [
        {
            "on": event.on,
            "what": STEPS.get(event.step, _("Entered in the register")) if event.step else _("Facts changed"),
            "changes": [_change(name, old, new, names) for name, old, new in event.changes],
        }
        for event in events
    ]


def _change(name: str, old: Any, new: Any, units: dict[str, str]) -> tuple[str, str, str]:
    label = label_of(License._meta.get_field(name))
    if name in record.TOLD_AS_CHANGED:
        return label, "", _("changed")
    return label, _said(name, old, units), _said(name, new, units)


def _said(name: str, value: Any, units: dict[str, str]) -> str:
    if value in (None, ""):
        return "–"
    if name in ("valid_from", "valid_until", "ended_on"):
        return _day(dt.date.fromisoformat(value))
    if name == "kind":
        return str(LicenseKind(value).label) if value in LicenseKind.values else str(value)
    return units.get(str(value), "–") if name == "unit" else str(value)


def _units(events: list[Event]) -> dict[str, str]:
    keys = {
        str(value) for event in events for name, *pair in event.changes if name == "unit" for value in pair if value
    }
    return {key.hex: unit.name for key, unit in AdminUnit.objects.in_bulk(keys).items()} if keys else {}


def _day(value: dt.date | None) -> str:
    return day_text(value) if value else ""
