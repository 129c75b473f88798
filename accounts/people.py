"""People and their memberships: every change is journaled, and nobody gives a right to himself."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import Membership, User
from common.errors import NotAllowed


@transaction.atomic
def save_person(person: User, *, by: Any) -> User:
    """Store a new or changed account and journal what changed; a password appears there as a digest only."""
    before = _stored(person)
    person.save()
    verb = "user.changed" if before else "user.created"
    journal.record(by, verb, person, before=before, after=journal.snapshot(person))
    return person


@transaction.atomic
def password_was_set(person: User, *, by: Any) -> None:
    """Journal that somebody set another's password."""
    journal.record(by, "user.password_set", person, after=journal.snapshot(person))


@transaction.atomic
def save_membership(membership: Membership, *, by: Any) -> Membership:
    """Store a new or changed membership; raises NotAllowed for one's own.

    A second person is what keeps an administrator from deciding: whoever manages accounts asks a colleague for his own.
    """
    before = _stored(membership)
    owners = {membership.user_id, before.get("user_id", before.get("user"))}
    if getattr(by, "pk", None) in owners:
        raise NotAllowed(_("Nobody gives a membership to himself. Ask another administrator."))
    membership.save()
    verb = "membership.changed" if before else "membership.given"
    journal.record(by, verb, membership, before=before, after=journal.snapshot(membership))
    return membership


def _stored(row: Any) -> dict[str, Any]:
    found = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return journal.snapshot(found) if found else {}
