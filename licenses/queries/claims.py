"""What the register says of what a person named who asks to act for a licensee; the officer judges, not this."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.text import fold
from licenses.enums import LICENSE_ENDED, LicenseeKind
from licenses.models import License, Licensee, LicenseeClaim

MOST = 10


@dataclass(frozen=True)
class Fact:
    """One thing the register says: in words, how it bears on the request, and the record it is about."""

    text: str
    tone: str
    about: Any = None


def facts(claim: LicenseeClaim, user: Any) -> list[Fact]:
    """Return what the register, as far as this officer may see it, says of the number and the license that were named.

    At most MOST licenses of one number are told apart: agencies that share a register may use the same one.
    """
    return [*_of_identifier(claim, user), *_of_license(claim, user)]


def _of_identifier(claim: LicenseeClaim, user: Any) -> Iterator[Fact]:
    same = Licensee.objects.visible_to(user).current().filter(**_number(claim))
    known = list(same.order_by("name_folded")[:MOST])
    if not known:
        yield Fact(_("No record of the register carries the number that was named."), "warn")
    for row in known:
        words = {"name": row.name}
        if fold(row.name) == fold(claim.name):
            yield Fact(_("%(name)s carries the number that was named, and that name.") % words, "good", row)
        else:
            yield Fact(_("%(name)s carries the number that was named; the request gives another name.") % words,
                       "warn", row)  # fmt: skip


def _of_license(claim: LicenseeClaim, user: Any) -> Iterator[Fact]:
    if not claim.license_number:
        yield Fact(_("No license was named."), "neutral")
        return
    rows = License.objects.visible_to(user).filter(number__iexact=claim.license_number).select_related("holder")
    known = list(rows.order_by("-valid_from", "pk")[:MOST])
    if not known:
        words = {"number": claim.license_number}
        yield Fact(_("License %(number)s is not in the register, as far as you may see it.") % words, "bad")
    for row in known:
        yield from _of_known_license(claim, row)


def _of_known_license(claim: LicenseeClaim, license: License) -> Iterator[Fact]:
    holder = license.holder
    words = {"number": license.number, "kind": license.get_kind_display(), "state": license.get_status_display()}
    ended = license.status in LICENSE_ENDED
    yield Fact(_("License %(number)s exists: %(kind)s, %(state)s.") % words, "warn" if ended else "good", license)
    words = {"number": license.number, "name": holder.name, "identifier": holder.identifier}
    if not holder.identifier:
        text, tone = _("%(number)s is held by %(name)s, whose number the register does not have: compare name and "
                       "address."), "warn"  # fmt: skip
    elif {"identifier_scheme": holder.identifier_scheme, "identifier": holder.identifier} == _number(claim):
        text, tone = _("%(number)s is held by %(name)s, who carries the number that was named."), "good"
    else:
        text, tone = _("%(number)s is held by somebody else: %(name)s, %(identifier)s."), "bad"
    yield Fact(text % words, tone, holder)
    if holder.kind == LicenseeKind.INDIVIDUAL:
        told = _("%(name)s is an individual: only that person may ask, or who brings that person's authorisation.")
        yield Fact(told % {"name": holder.name}, "warn")
    if holder.kind != claim.kind:
        words = {"asked": claim.get_kind_display(), "kept": holder.get_kind_display()}
        yield Fact(_("The request says “%(asked)s”, the register says “%(kept)s”.") % words, "warn")


def _number(claim: LicenseeClaim) -> dict[str, str]:
    return {"identifier_scheme": claim.identifier_scheme, "identifier": claim.identifier}
