"""How every record of the register is written: right, lock, version, values, journal - in that order."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from common.text import day_text

M = TypeVar("M", bound=models.Model)


def keeper_agency(by: Any, agency: Agency | None, action: Action = Action.REGISTER_EDIT) -> Agency:
    """Return the agency that will keep a new record: the one named, or the person's own; else NotAllowed.

    What the system enters (a party met on the way, which no officer has looked at yet) names its agency.
    """
    if getattr(by, "is_system", False) and agency is not None and access.can(by, action):
        return agency
    held = access.agencies_of(by, action)
    if not held or (agency is not None and agency not in held):
        raise NotAllowed(_("Your role does not allow this."), details={"action": str(action)})
    return agency or held[0]


def require_keeper(by: Any, action: Action, obj: Any, agency: Agency | None = None) -> None:
    """Let only the agency that keeps a record, or who acts for its licensee, change it; to see it is another matter."""
    access.require(by, action, obj)
    if access.acts_for_party_of(by, action, obj):
        return
    owner: Agency = agency or obj.agency
    if not getattr(by, "is_system", False) and owner not in access.agencies_of(by, action):
        raise NotAllowed(
            _("This record is kept by %(agency)s; only that agency changes it.") % {"agency": owner.name},
            code="other_keeper",
        )


def lock(obj: M, *, version: int | None, values: Mapping[str, Any] | None = None) -> M:
    """Return the row as it is now, locked; Conflict when it is no longer the version the person saw.

    `values` are what the person wanted to save; the conflict then carries both sides of every field that differs.
    """
    row: Any = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if version is not None and row.version != version:
        raise Conflict(
            _("Somebody else changed this record first; nothing of yours was saved over it."),
            code="stale_version",
            details={"yours": version, "current": row.version, "differences": differences(row, values or {})},
        )
    return row


def differences(row: models.Model, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return both sides of every field in which the wanted values differ from the row."""
    found = []
    for name, wanted in values.items():
        field: Any = row._meta.get_field(name)
        current = getattr(row, name)
        if wanted != current:
            found.append(
                {"field": name, "label": field.verbose_name, "yours": _text(wanted), "current": _text(current)}
            )
    return found


def known(values: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """Return the values as a dictionary; TypeError for a name that is not one of the record's own facts."""
    strange = set(values) - set(allowed)
    if strange:
        raise TypeError(f"not editable: {', '.join(sorted(strange))}")
    return dict(values)


def create(obj: M, *, by: Any, verb: str, note: str = "") -> M:
    """Insert a checked record and journal it; Conflict when the same one was entered at this very moment."""
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            _("The register already holds a record with this number or identifier."), code="duplicate"
        ) from error
    journal.record(by, verb, obj, after=journal.snapshot(obj), note=note, agency=getattr(obj, "agency", None))
    return obj


def change(row: M, values: Mapping[str, Any], *, by: Any, verb: str, note: str = "") -> bool:
    """Set the values of a locked row, count its version and journal what changed; False when nothing differs."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return False
    versioned: Any = row
    written = {name: values[name] for name in changed} | {"version": versioned.version + 1}
    journal.change(row, written, by=by, verb=verb, note=note, agency=getattr(row, "agency", None))
    return True


def require_reason(reason: str) -> str:
    """Return the cleaned reason of a step that must be explained; Invalid when it is empty."""
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("State the reason."), fields={"reason": [_("State the reason.")]})
    return reason


def _text(value: Any) -> str:
    if isinstance(value, dt.date):
        return day_text(value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
