"""Who acts for a licensee: given, invited, ended. A licensee always keeps a representative."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.roles import PARTY_ROLES, Action, Role
from common.errors import Conflict, Invalid, NotAllowed
from licenses.models import Invitation, Licensee, LicenseeMembership
from licenses.services import editing
from licenses.services.portal import mails

INVITED_DAYS = 30
MOST_OPEN = 20


def verified_addresses(user: Any) -> list[str]:
    """Return the e-mail addresses the person has proved to be theirs, in small letters."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [email.lower() for email in rows]


def require_verified(user: Any) -> None:
    """Raise NotAllowed for an account whose e-mail address nobody confirmed."""
    if not verified_addresses(user):
        raise NotAllowed(
            _("Confirm your e-mail address first: open the link in the mail we sent you."), code="email_unverified"
        )


@transaction.atomic
def give(licensee: Licensee, *, to: Any, role: str, by: Any, on: dt.date, basis: str) -> LicenseeMembership:
    """Let a person act for the licensee; one who acted with a lesser or greater role has the new one from now on.

    Called by what gave the ground for it: a code, an approved request, an accepted invitation.
    """
    if role not in [str(each) for each in PARTY_ROLES]:
        raise Invalid(_("Choose a role."), fields={"role": [_("Choose a role.")]})
    row = Licensee.objects.select_for_update(of=("self",)).get(pk=licensee.pk)
    held = LicenseeMembership.objects.filter(licensee=row, user=to, ended_on__isnull=True).first()
    if held is not None and held.role == role:
        return held
    if held is not None:
        _end(held, by=by, on=on, note=basis)
    made = LicenseeMembership(licensee=row, user=to, role=role, basis=basis[:250], given_by=by, valid_from=on)
    made.save(force_insert=True)
    journal.record(by, "licensee_membership.given", made, after=journal.snapshot(made), agency=row.agency)
    others = LicenseeMembership.objects.filter(licensee=row, role=Role.LICENSEE).in_force(on).exclude(user=to)
    mails.joined(made, [each.user for each in others.select_related("user")], on=on)
    return made


@transaction.atomic
def invite(licensee: Licensee, *, email: str, role: str, by: Any, on: dt.date) -> Invitation:
    """Invite the owner of an address to act for the licensee; the same invitation twice is one."""
    editing.require_keeper(by, Action.MY_PEOPLE, licensee)
    row = Licensee.objects.select_for_update(of=("self",)).get(pk=licensee.pk)
    email = email.strip().lower()
    if role not in [str(each) for each in PARTY_ROLES]:
        raise Invalid(_("Choose a role."), fields={"role": [_("Choose a role.")]})
    waiting = Invitation.objects.filter(licensee=row).open_on(on)
    known = waiting.filter(email=email, role=role).first()
    if known is not None:
        return known
    if waiting.count() >= MOST_OPEN:
        raise Conflict(_("Too many invitations wait for an answer; take some back first."), code="too_many")
    made = Invitation(licensee=row, email=email, role=role, by=by, valid_until=on + dt.timedelta(days=INVITED_DAYS))
    made.save(force_insert=True)
    journal.record(by, "invitation.made", made, after=journal.snapshot(made), agency=row.agency)
    mails.invited(made, on=on)
    return made


def invitations_to(user: Any, on: dt.date) -> list[Invitation]:
    """Return the open invitations to the person's verified addresses."""
    rows = Invitation.objects.open_on(on).filter(email__in=verified_addresses(user))
    return list(rows.select_related("licensee", "by"))


@transaction.atomic
def answer(invitation: Invitation, *, accept: bool, by: Any, on: dt.date, at: dt.datetime) -> Invitation:
    """Accept or decline an invitation sent to one of one's own verified addresses; twice changes nothing."""
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.answered_at is not None and row.answered_by_id == by.pk:
        return row
    if row.email not in verified_addresses(by) or not Invitation.objects.open_on(on).filter(pk=row.pk).exists():
        raise Conflict(_("This invitation is not open any more."), code="not_open")
    before = journal.snapshot(row)
    row.answered_at, row.answered_by, row.accepted = at, by, accept
    row.save(update_fields=["answered_at", "answered_by", "accepted"])
    journal.record(by, "invitation.answered", row, before=before, after=journal.snapshot(row))
    if accept:
        basis = _("Invited by %(name)s") % {"name": row.by}
        give(row.licensee, to=by, role=row.role, by=by, on=on, basis=basis)
    return row


@transaction.atomic
def take_back(invitation: Invitation, *, by: Any, at: dt.datetime) -> Invitation:
    """Take an invitation back that nobody answered yet."""
    editing.require_keeper(by, Action.MY_PEOPLE, invitation)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.answered_at is not None:
        raise Conflict(_("This invitation was answered already; remove the person instead."), code="answered")
    if row.withdrawn_at is None:
        before = journal.snapshot(row)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        journal.record(by, "invitation.withdrawn", row, before=before, after=journal.snapshot(row))
    return row


@transaction.atomic
def remove(membership: LicenseeMembership, *, by: Any, on: dt.date) -> LicenseeMembership:
    """End a person's standing from today; refused for the last representative. Anybody may end their own."""
    if membership.user_id != by.pk:
        editing.require_keeper(by, Action.MY_PEOPLE, membership)
    Licensee.objects.select_for_update(of=("self",)).get(pk=membership.licensee_id)
    row = LicenseeMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.ended_on is not None:
        return row
    others = LicenseeMembership.objects.filter(licensee=row.licensee_id, role=Role.LICENSEE).in_force(on)
    if row.role == Role.LICENSEE and not others.exclude(pk=row.pk).exists():
        raise Conflict(
            _("The licensee would have no representative left. Invite another one first."), code="last_representative"
        )
    _end(row, by=by, on=on, note="")
    mails.left(row, [row.user, *(each.user for each in others.exclude(pk=row.pk).select_related("user"))], by=by, on=on)
    return row


def _end(row: LicenseeMembership, *, by: Any, on: dt.date, note: str) -> None:
    editing.change(row, {"ended_on": on}, by=by, verb="licensee_membership.ended", note=note)
