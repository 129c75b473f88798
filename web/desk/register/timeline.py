"""The journal of a record of the register: personal values only for those with the right."""

from typing import Any

from accounts import journal
from licenses.models import Licensee
from web.changes import hide_personal, readable

SHOWN = 50


def timeline(obj: Any, *, show_personal: bool) -> list[Any]:
    """Return the newest entries of a record, their values rewritten in memory for reading."""
    entries = readable(journal.changes(obj)[:SHOWN])
    if not show_personal:
        # the kind may have been another one in older entries, so the address is hidden whatever it is now
        hide_personal(entries, ("address",) if isinstance(obj, Licensee) else ())
    return entries
