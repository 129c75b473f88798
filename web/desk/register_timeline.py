"""The journal of a record, readable: keys as names, codes as words, personal values only for those with the right."""

import datetime as dt
import uuid
from typing import Any

from django.utils import formats

from accounts import journal
from licenses.models import Licensee
from licenses.queries import CONTACTS, MASK, personal_fields

SHOWN = 50


def timeline(obj: Any, *, show_personal: bool) -> list[Any]:
    """Return the newest entries of a record, their values rewritten in memory for reading."""
    entries = list(journal.changes(obj)[:SHOWN])
    changes = [entry.values.changes for entry in entries if getattr(entry, "values", None)]
    names = _names_of_keys(obj, changes)
    hidden = _hidden(obj, show_personal)
    fields = {field.name: field for field in obj._meta.concrete_fields}
    for change in changes:
        for name, pair in change.items():
            field = fields.get(name)
            if name in hidden:
                change[name] = [MASK if value else value for value in pair]
            elif field is not None:
                change[name] = [_readable(field, value, names) for value in pair]
    return entries


def _hidden(obj: Any, show_personal: bool) -> set[str]:
    if show_personal or not isinstance(obj, Licensee):
        return set()
    # the kind may have been another one in older entries, so the address is hidden for everyone but organisations
    return {*CONTACTS, *personal_fields(obj), "identifier", "address"}


def _names_of_keys(obj: Any, changes: list[dict[str, Any]]) -> dict[tuple[Any, str], str]:
    """Return what the keys in the changes are called: one query per kind of record they point to."""
    wanted: dict[Any, set[uuid.UUID | str]] = {}
    for field in obj._meta.concrete_fields:
        if field.is_relation:
            keys = {value for change in changes for value in change.get(field.name, ()) if value}
            wanted.setdefault(field.related_model, set()).update(keys)
    found = {}
    for model, keys in wanted.items():
        for key, related in model._base_manager.in_bulk(keys).items() if keys else ():
            found[model, key.hex if isinstance(key, uuid.UUID) else str(key)] = str(related)
    return found


def _readable(field: Any, value: Any, names: dict[tuple[Any, str], str]) -> Any:
    if value in (None, ""):
        return value
    if field.is_relation:
        return names.get((field.related_model, str(value)), value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateField":
        return formats.date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value
