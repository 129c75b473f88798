"""The journal of a record of the register: personal values only for those with the right."""

from typing import Any

from accounts import journal
from licenses.models import Licensee
from licenses.queries.register import CONTACTS, MASK, personal_fields
from web.changes import readable, values_of

SHOWN = 50


def timeline(obj: Any, *, show_personal: bool) -> list[Any]:
    """Return the newest entries of a record, their values rewritten in memory for reading."""
    entries = readable(journal.changes(obj)[:SHOWN])
    hidden = _hidden(obj, show_personal)
    for entry in entries:
        changes = values.changes if (values := values_of(entry)) else {}
        for name in hidden & changes.keys():
            changes[name] = [MASK if value else value for value in changes[name]]
    return entries


def _hidden(obj: Any, show_personal: bool) -> set[str]:
    if show_personal or not isinstance(obj, Licensee):
        return set()
    # the kind may have been another one in older entries, so the address is hidden for everyone but organisations
    return {*CONTACTS, *personal_fields(obj), "identifier", "address"}
