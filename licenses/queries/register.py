"""Reads across the register that no single queryset answers: how a record stood on a day, what comes next."""

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal, steps
from accounts.access import agencies_of
from accounts.models import JournalEntry
from common.lifecycle import Step
from common.text import pick
from licenses.enums import LICENSE_ENDED, EstablishmentKind, EstablishmentStatus, LicenseeKind, LicenseStatus
from licenses.kinds.identifiers import is_personal
from licenses.models import Establishment, License, Licensee, Station
from licenses.queries.found_places import SET_RIGHT, wrongly_declared
from rulebook.models import TermRule

# What only people with the right to personal data see; an organisation's own address and number are public.
CONTACTS = ("representative", "representative_title", "phone", "email")
MASK = "•••"


@dataclass(frozen=True)
class AsOf:
    """A record as it stood at the end of a day.

    `record` is an unsaved copy with the values of that day. `held` is False when the register did not hold the record
    yet; the copy then shows it as first entered. `erased` names entries whose values retention has removed, so that
    their part of the way back is not known.
    """

    record: Any
    on: dt.date
    held: bool
    entered_on: dt.date
    changed_since: int
    erased: int


def as_of(obj: models.Model, on: dt.date, *, day_of: Callable[[JournalEntry], dt.date] | None = None) -> AsOf:
    """Return the record as it stood at the end of that day, by undoing what the journal says was changed since.

    `day_of` tells the day an entry took effect where that is not the day it was written.
    """
    midnight = timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time.min))
    then: Any = copy.copy(obj)
    then._state = copy.copy(obj._state)
    then._state.fields_cache = {}
    columns = {field.name: field for field in obj._meta.concrete_fields}
    changed = erased = 0
    for entry in journal.changes(obj).filter(at__gte=midnight):
        if day_of is not None and day_of(entry) <= on:
            continue
        values = entry.kept
        if values is None:
            erased += bool(entry.digests)
            continue
        if not _is_birth(values.changes):
            changed += 1
            for name, (old, _new) in values.changes.items():
                if name in columns:
                    setattr(then, columns[name].attname, _restored(columns[name], old))
    created = timezone.localtime(then.created_at).date()
    return AsOf(then, on, created <= on, created, changed, erased)


def _is_birth(changes: dict[str, Any]) -> bool:
    """Say whether an entry is the record's first: everything came from nothing, its key included."""
    return "id" in changes and changes["id"][0] is None


def _restored(field: Any, value: Any) -> Any:
    """Return a journaled value as the model holds it."""
    return field.target_field.to_python(value) if field.is_relation else field.to_python(value)


def masked(licensee: Licensee, show_personal: bool) -> dict[str, str]:
    """Return the holder's contacts, identifier and address; hidden what the person has no right to."""
    hidden = set() if show_personal else {*CONTACTS, *personal_fields(licensee)}
    names = (*CONTACTS, "identifier", "address")
    return {name: MASK if name in hidden and getattr(licensee, name) else getattr(licensee, name) for name in names}


def personal_fields(licensee: Licensee) -> set[str]:
    """Return the fields that are personal data of this holder beyond the contacts."""
    found = set()
    if is_personal(licensee.identifier_scheme):
        found.add("identifier")
    if licensee.kind == LicenseeKind.INDIVIDUAL:
        found.add("address")
    return found


def steps_for(user: Any, obj: Any) -> list[Step]:
    """Return the steps this person may take on a record now; only the agency that keeps it takes any."""
    held = {agency.pk for agency in agencies_of(user)}
    found = steps.open_to(user, obj) if obj.agency_id in held else []
    return [step for step in found if step.name != SET_RIGHT or wrongly_declared([obj])]


@dataclass(frozen=True)
class Next:
    """What happens next with a record: what, who, and by when; empty where nothing is due or known."""

    what: str
    who: str = ""
    when: dt.date | None = None
    basis: str = ""


def next_for(obj: Any, on: dt.date) -> Next:
    """Return what happens next with a record of the register."""
    match obj:
        case Establishment():
            return _next_for_establishment(obj, on)
        case License():
            return _next_for_license(obj, on)
        case Licensee(merged_into=Licensee()):
            return Next(_("Nothing: use the record this one was merged into."))
        case Station(valid_until=dt.date()):
            return Next(_("Nothing: the station has ended."))
    return Next(_("Nothing is due. Amend the record when a fact changes."), _("Licensing officer"))


def _next_for_establishment(place: Establishment, on: dt.date) -> Next:
    if place.status == EstablishmentStatus.CLOSED:
        return Next(_("Nothing: the entry is closed."))
    if place.status == EstablishmentStatus.GONE:
        return Next(_("Nothing: the place is no longer there."))
    if place.status == EstablishmentStatus.FOUND:
        return Next(
            _("Nobody has declared this place: an inspection found it. Record the keeper's declaration when it comes."),
            _("Licensing officer"),
        )
    if place.status == EstablishmentStatus.DECLARED:
        return Next(
            _("Compare the declaration with business registration and provider's contract, then verify it."),
            _("Licensing officer"),
        )
    if place.kind == EstablishmentKind.GAME_POINT and not _has_certificate(place):
        return Next(
            _("No certificate is in force here: find out whether the place still works, and close the entry if not."),
            _("Licensing officer"),
        )
    until = place.isp_contract_until
    if until and until < on:
        return Next(_("Ask for the new contract with the provider: the known one has ended."), _("Licensing officer"))
    if until:
        return Next(
            _("Ask for the new contract with the provider when the known one ends."), _("Licensing officer"), until
        )
    return Next(_("Nothing is due. Amend the record when a fact changes."), _("Licensing officer"))


def _has_certificate(place: Establishment) -> bool:
    return License.objects.filter(establishment=place.pk).exclude(status__in=LICENSE_ENDED).exists()


def _next_for_license(license: License, on: dt.date) -> Next:
    until = license.valid_until
    match license.status:
        case LicenseStatus.PENDING:
            return Next(_("Comes into force by itself on its first day."), _("The system"), license.valid_from)
        case LicenseStatus.SUSPENDED:
            return Next(_("Decide whether the suspension ends or the license is revoked."), _("Decision maker"), until)
        case LicenseStatus.ACTIVE if until is None:
            return Next(_("Nothing is due: the license has no last day."))
        case LicenseStatus.ACTIVE if until and until < on:
            return Next(_("The term is over; the license expires with the next daily run."), _("The system"), on)
        case LicenseStatus.ACTIVE if until:
            return _next_renewal(license, until, on)
    return Next(_("Nothing: the license has ended."))


def _next_renewal(license: License, until: dt.date, on: dt.date) -> Next:
    """The law asks for renewal some days before the end; where it was not seen, the end itself is shown."""
    rule = TermRule.objects.in_force_on(on).filter(kind=license.kind).first()
    if rule is None or rule.renew_days_before is None:
        return Next(_("The holder applies for renewal, or the license expires."), license.holder.name, until)
    last_day = until - dt.timedelta(days=rule.renew_days_before)
    if last_day < on:
        return Next(_("The day to apply for renewal has passed; the license expires."), _("The system"), until)
    return Next(
        _("The holder applies for renewal, or the license expires."), license.holder.name, last_day, pick(rule, "text")
    )
