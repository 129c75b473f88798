"""What an earlier release entered as declared, although an inspection found it, is set right by an officer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict
from licenses.models import Establishment
from licenses.queries.found_places import SET_RIGHT, wrongly_declared
from licenses.services import editing


@transaction.atomic
def set_right(establishment: Establishment, *, by: Any, reason: str, version: int | None = None) -> Establishment:
    """Record that an inspection found this place and nobody declared it; Conflict where the journal does not say so."""
    editing.require_keeper(by, Action.REGISTER_EDIT, establishment)
    reason = editing.require_reason(reason)
    if not wrongly_declared([establishment]):
        raise Conflict(_("The journal does not show that a visit of a tablet entered this place."), code="not_proven")
    return steps.take(establishment, SET_RIGHT, by=by, reason=reason, version=version)
