"""People and their memberships: every change is journaled, and nobody gives a right to himself.

A role that decides, pays or gives roles is given by one person and confirmed by another before it holds.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency, Membership, User
from accounts.roles import GRANTS, Action, Role
from common.errors import Conflict, Invalid, NotAllowed

# Whoever holds one of these could by a single hand decide, send money elsewhere, or give such a right on.
WEIGHTY = frozenset(
    {
        Action.APPLICATION_COUNTERSIGN,
        Action.LICENSE_DECIDE,
        Action.FEE_LINE_CONFIRM,
        Action.FEE_ACCOUNT,
        Action.MEMBERSHIP_CONFIRM,
        Action.USERS_MANAGE,
    }
)


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
def save_membership(membership: Membership, *, by: Any, on: dt.date) -> Membership:
    """Store a new or changed membership; raises NotAllowed for one's own.

    A second person is what keeps an administrator from deciding: whoever manages accounts asks a colleague for his own,
    and a weighty role holds from the day a colleague has confirmed it. Ending one early needs nobody else.
    """
    before = _stored(membership)
    owners = {membership.user_id, before.get("user_id", before.get("user"))}
    if getattr(by, "pk", None) in owners:
        raise NotAllowed(_("Nobody gives a membership to himself. Ask another administrator."))
    if is_weighty(membership.role) and not _only_shorter(membership, before):
        membership.given_by, membership.judged_by, membership.judged_on, membership.refused = by, None, None, ""
        # the first people of an installation, or of an agency, have nobody who could confirm them
        others = confirmers(membership.agency, on).exclude(pk__in={by.pk, membership.user_id})
        membership.by_two = others.exists()
    membership.save()
    verb = "membership.changed" if before else "membership.given"
    journal.record(by, verb, membership, before=before, after=journal.snapshot(membership))
    return membership


@transaction.atomic
def confirm_membership(membership: Membership, *, by: Any, on: dt.date) -> Membership:
    """Confirm a weighty role that a colleague gave; it holds from now on."""
    return _judged(membership, {"judged_by": by, "judged_on": on}, "membership.confirmed", by=by)


@transaction.atomic
def refuse_membership(membership: Membership, *, reason: str, by: Any, on: dt.date) -> Membership:
    """Do not confirm it, with the reason; it never holds."""
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("State the reason."), fields={"reason": [_("State the reason.")]})
    changes = {"judged_by": by, "judged_on": on, "refused": reason[:400]}
    return _judged(membership, changes, "membership.refused", by=by)


def to_judge(user: Any) -> Any:
    """Return the memberships that wait for this person: an administrator's everywhere, else those of one's agencies."""
    waiting = Membership.objects.waiting().exclude(user=user.pk).exclude(given_by=user.pk)
    if not access.can(user, Action.USERS_MANAGE):
        waiting = waiting.filter(agency__in=access.agencies_of(user, Action.MEMBERSHIP_CONFIRM))
    return waiting.select_related("user", "agency", "given_by").order_by("valid_from", "pk")


def is_weighty(role: str) -> bool:
    """Say whether a role needs a second person before it holds."""
    return bool(WEIGHTY & GRANTS[Role(role)])


def confirmers(agency: Agency, on: dt.date) -> Any:
    """Return who may confirm a role in the agency on that day: administrators, and its own people with the right."""
    everywhere = [role.value for role, held in GRANTS.items() if Action.USERS_MANAGE in held]
    there = [role.value for role, held in GRANTS.items() if Action.MEMBERSHIP_CONFIRM in held]
    held = Membership.objects.filter(Q(role__in=everywhere) | Q(role__in=there, agency=agency)).in_force(on)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def _judged(membership: Membership, changes: dict[str, Any], verb: str, *, by: Any) -> Membership:
    access.require(by, Action.MEMBERSHIP_CONFIRM)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.judged_by_id is not None or not row.by_two:
        raise Conflict(_("Somebody judged this membership already."), code="judged")
    if not to_judge(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Nobody confirms a role that is their own or that they gave; another person must."))
    journal.change(row, changes, by=by, verb=verb, agency=row.agency)
    return row


def _only_shorter(membership: Membership, before: dict[str, Any]) -> bool:
    """Whether an existing membership merely ends earlier, or its document is named."""
    after = journal.snapshot(membership)
    changed = {name for name in after if before.get(name) != after[name]} if before else {"new"}
    last = before.get("valid_until")
    shorter = after["valid_until"] is not None and (last is None or after["valid_until"] <= last)
    return changed <= {"delegation"} or (changed <= {"valid_until", "delegation"} and shorter)


def _stored(row: Any) -> dict[str, Any]:
    found = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return journal.snapshot(found) if found else {}
