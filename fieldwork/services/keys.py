"""A person's key on a tablet, given back after a forgotten PIN: to that person, on that tablet, and journaled."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from common.errors import Invalid
from fieldwork.models import Tablet
from fieldwork.services import recovery

FORMAT = "wavewarden-tablet-key"


@transaction.atomic
def give_back(locked: Mapping[str, Any], *, tablet: Tablet, person: Any) -> str:
    """Return the key (32 bytes, base64) that this tablet locked to the server for this person.

    Raises Invalid (not_ours) for anything else: another person's key, another tablet's, or what cannot be opened.
    """
    try:
        content = json.loads(recovery.unlock(locked))
    except (ValueError, RecursionError) as error:
        raise _refused() from error
    wanted = {"format": FORMAT, "tablet": str(tablet.pk), "person": person.pk}
    if not isinstance(content, dict) or {name: content.get(name) for name in wanted} != wanted:
        raise _refused()
    key = content.get("key")
    if not isinstance(key, str):
        raise _refused()
    journal.record(person, "tablet.key_given_back", tablet, agency=tablet.agency)
    return key


def _refused() -> Invalid:
    message = _("This key was not locked by this tablet for you.")
    return Invalid(message, code="not_ours", fields={"locked": [message]})
