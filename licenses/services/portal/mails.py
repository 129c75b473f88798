"""Mails to the people who act for licensees: invited, confirmed or refused, and that somebody new acts too."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from issuing.mails import Recipient, Telling, Topic, tell
from licenses.enums import ClaimOutcome
from licenses.models import Invitation, LicenseeClaim, LicenseeMembership

INVITED = Topic("person_invited", _("Invitation"), "emails/vi/person_invited.txt", "emails/en/person_invited.txt")
DECIDED = Topic("claim_decided", _("Request answered"), "emails/vi/claim_decided.txt", "emails/en/claim_decided.txt")
JOINED = Topic(
    "person_joined", _("Somebody new acts for you"), "emails/vi/person_joined.txt", "emails/en/person_joined.txt"
)

LEFT = Topic(
    "person_left", _("Somebody no longer acts for you"), "emails/vi/person_left.txt", "emails/en/person_left.txt"
)


def invited(invitation: Invitation, *, on: dt.date) -> None:
    """Tell the owner of the address who invites them to what; it needs no secret, only an account with this address."""
    tell(
        Telling(
            key=f"{INVITED.code}:{invitation.pk}",
            topic=INVITED,
            to=Recipient(invitation.email, invitation.email, invitation.by.language),
            agency=invitation.licensee.agency,
            about=invitation,
            context={
                "licensee": invitation.licensee.name,
                "by": str(invitation.by),
                "representative": invitation.role == Role.LICENSEE,
                "until": invitation.valid_until,
            },
        ),
        on=on,
    )


def decided(claim: LicenseeClaim, *, on: dt.date) -> None:
    """Tell a person what was answered to their request, and why."""
    tell(
        Telling(
            key=f"{DECIDED.code}:{claim.pk}",
            topic=DECIDED,
            to=_person(claim.user),
            agency=claim.agency,
            about=claim,
            context={
                "licensee": claim.name,
                "approved": claim.outcome == ClaimOutcome.APPROVED,
                "reason": claim.reason,
            },
        ),
        on=on,
    )


def joined(membership: LicenseeMembership, others: Iterable[Any], *, on: dt.date) -> None:
    """Tell the representatives there were that somebody new acts for the licensee, so that a thief is noticed."""
    for each in others:
        tell(
            Telling(
                key=f"{JOINED.code}:{membership.pk}:{each.pk}",
                topic=JOINED,
                to=_person(each),
                agency=membership.licensee.agency,
                about=membership,
                context={
                    "licensee": membership.licensee.name,
                    "person": str(membership.user),
                    "representative": membership.role == Role.LICENSEE,
                    "basis": membership.basis,
                },
            ),
            on=on,
        )


def left(membership: LicenseeMembership, told: Iterable[Any], *, by: Any, on: dt.date) -> None:
    """Tell the representatives, and the person whose standing ended, so that nobody is put out unseen."""
    for each in told:
        tell(
            Telling(
                key=f"{LEFT.code}:{membership.pk}:{each.pk}",
                topic=LEFT,
                to=_person(each),
                agency=membership.licensee.agency,
                about=membership,
                context={
                    "licensee": membership.licensee.name,
                    "person": str(membership.user),
                    "by": str(by),
                    "own": membership.user_id == by.pk,
                },
            ),
            on=on,
        )


def _person(user: Any) -> Recipient:
    return Recipient(str(user), user.email, user.language)
