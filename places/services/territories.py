"""Where an agency is competent, and since when."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Invalid
from places.models import AdminUnit, Territory


@transaction.atomic
def assign(
    agency: Agency, units: Iterable[AdminUnit], *, by: Any, valid_from: dt.date, valid_until: dt.date | None = None
) -> list[Territory]:
    """Add units (a province stands for its communes) to an agency's territory; twice changes nothing.

    Raises Invalid when a unit was not in force on the first day or the dates are in the wrong order.
    """
    access.require(by, Action.USERS_MANAGE)
    if valid_until is not None and valid_until < valid_from:
        raise Invalid(_("The last day lies before the first."), fields={"valid_until": [_("Choose a later day.")]})
    made = []
    for unit in units:
        if not AdminUnit.objects.in_force(valid_from).filter(pk=unit.pk).exists():
            raise Invalid(_("%(unit)s did not exist on that day.") % {"unit": unit.name}, fields={"unit": [unit.name]})
        row, new = Territory.objects.get_or_create(
            agency=agency, unit=unit, valid_from=valid_from, defaults={"valid_until": valid_until}
        )
        if new:
            journal.record(by, "territory.assigned", row, after=journal.snapshot(row))
        made.append(row)
    return made


@transaction.atomic
def end(territory: Territory, *, by: Any, last_day: dt.date) -> Territory:
    """End an agency's competence for a unit with a last day; the row stays."""
    access.require(by, Action.USERS_MANAGE)
    territory = Territory.objects.select_for_update().get(pk=territory.pk)
    if last_day < territory.valid_from:
        raise Invalid(_("The last day lies before the first."), fields={"valid_until": [_("Choose a later day.")]})
    before = journal.snapshot(territory)
    territory.valid_until = last_day
    territory.save(update_fields=["valid_until"])
    journal.record(by, "territory.ended", territory, before=before, after=journal.snapshot(territory))
    return territory
