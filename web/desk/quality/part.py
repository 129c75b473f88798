"""What a record page says of the record's own contradictions, as the rules find them at this moment."""

import datetime as dt
from typing import Any

from accounts.access import can
from accounts.roles import Action
from licenses.services.quality.run import hints
from web.desk.quality.words import hint


def part(user: Any, obj: Any, on: dt.date) -> list[dict[str, Any]]:
    """Return the hints for the page of a record; nothing when the rules find nothing, or to who may not see them."""
    if not can(user, Action.QUALITY_VIEW):
        return []
    found = [hint(each) for each in hints(obj, on)]
    return [{"template": "desk/quality/_part.html", "hints": found}] if found else []
