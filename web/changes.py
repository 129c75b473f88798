"""What changed, readable: keys as names, codes as words, dates the language's way; in memory, never saved."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import formats, timezone

from common.ids import key_text
from common.text import day_text
from licenses.queries.register import CONTACTS, MASK

PERSONAL = frozenset({*CONTACTS, "identifier", "reporter_name", "reporter_contact", "payer"})
Named = dict[tuple[Any, str], str]


def readable(entries: Iterable[Any]) -> list[Any]:
    """Return journal entries, of whatever kinds of record, with their values rewritten for reading.

    One query per kind of record that the changes point to, however many entries there are.
    """
    found = list(entries)
    kept = [(_fields(entry.target_type), values.changes) for entry in found if (values := values_of(entry))]
    names = _names_of_keys(kept)
    for fields, changes in kept:
        for name, pair in changes.items():
            field = fields.get(name)
            if field is not None:
                changes[name] = [_readable(field, value, names) for value in pair]
    return found


def hide_personal(entries: Iterable[Any], more: Iterable[str] = ()) -> None:
    """Mask who reported, who represents and how to reach them, for those without the right to personal data.

    `more` are fields that are personal in these entries only, such as the address of a natural person.
    """
    hidden = PERSONAL | {*more}
    for entry in entries:
        changes = values.changes if (values := values_of(entry)) else {}
        for name in hidden & changes.keys():
            changes[name] = [MASK if value else value for value in changes[name]]


def values_of(entry: Any) -> Any:
    """Return the kept values of an entry; None where retention erased them."""
    return getattr(entry, "kept", None)


def _fields(target_type: str) -> dict[str, Any]:
    try:
        model: type[Model] = apps.get_model(target_type)
    except LookupError:  # a table that no longer exists; its entries stay
        return {}
    return {field.name: field for field in model._meta.concrete_fields}


def _names_of_keys(kept: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> Named:
    wanted: dict[Any, set[str]] = {}
    for fields, changes in kept:
        for name, pair in changes.items():
            field = fields.get(name)
            if field is not None and field.is_relation:
                keys = {str(value) for value in pair if _is_key(field.related_model, value)}
                wanted.setdefault(field.related_model, set()).update(keys)
    named: Named = {}
    for model, keys in wanted.items():
        for key, related in model._base_manager.in_bulk(keys).items() if keys else ():
            named[model, key_text(key)] = str(related)
    return named


def _is_key(model: Any, value: Any) -> bool:
    """Tell a key from what some services write instead because it reads better, such as an agency's code."""
    try:
        return model._meta.pk.to_python(value) is not None and value != ""
    except ValidationError:
        return False


def _readable(field: Any, value: Any, names: Named) -> Any:
    if value in (None, ""):
        return value
    if field.is_relation:
        return names.get((field.related_model, str(value)), value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    kind = field.get_internal_type()
    if kind == "DateField":
        return day_text(dt.date.fromisoformat(value))
    if kind == "DateTimeField":
        return formats.date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    if isinstance(value, float):
        return formats.number_format(value)
    return value
