"""What a licensee sees first: what runs out and until when to ask for more, what waits for them, what is under way."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import day_text
from licenses.enums import APPLICATION_WITH_APPLICANT, ApplicationStatus, LicenseStatus, PlannedStep, Purpose
from licenses.kinds import KINDS, kind_of, terms
from licenses.kinds.rules import Rules, rules_of
from licenses.models import Application, Hold, License, Licensee, PlannedChange

# A license whose end is nearer than this is worth a line of its own.
SOON_DAYS = 365
HELD = (LicenseStatus.PENDING, LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED)
SHOWN = 50


@dataclass(frozen=True)
class Expiring:
    """A license that runs out: from when and until when its renewal is taken, as far as a rule says."""

    license: License
    first_day: dt.date | None
    last_day: dt.date | None
    asked: Application | None
    on: dt.date

    @property
    def state(self) -> str:
        """`asked`, `late`, `open` or `early`: what may be done about it today."""
        if self.asked is not None:
            return "asked"
        if self.last_day is not None and self.on > self.last_day:
            return "late"
        return "early" if self.first_day is not None and self.on < self.first_day else "open"


def expiring(licensee: Licensee, on: dt.date) -> list[Expiring]:
    """Return the licenses that run out within a year, the next first, and what was already asked about each.

    One that is given back or revoked before is left out: nobody renews it.
    """
    rows = list(
        License.objects.filter(holder=licensee, status__in=HELD, valid_until__isnull=False)
        .filter(valid_until__lte=on + dt.timedelta(days=SOON_DAYS))
        .exclude(planned__in=PlannedChange.objects.announced().ending())
        .order_by("valid_until", "number")[:SHOWN]
    )
    asked = {
        row.license_id: row
        for row in Application.objects.pending().filter(license__in=rows, licensee=licensee, purpose=Purpose.RENEW)
    }
    held: dict[str, Rules] = {}
    found = []
    for row in rows:
        if row.kind in KINDS and row.kind not in held:
            held[row.kind] = rules_of(kind_of(row.kind), Purpose.RENEW, on)
        window = held[row.kind].window(row.valid_until) if row.kind in held and row.valid_until else (None, None)
        found.append(Expiring(row, *window, asked=asked.get(row.pk), on=on))
    return found


def holds(licensee: Licensee, on: dt.date) -> list[Hold]:
    """Return the holds that stand on the day against what the licensee has, also by a record merged into it."""
    theirs = Hold.objects.standing(on).of_parties([licensee.pk])
    return list(theirs.select_related("license", "establishment", "agency")[:SHOWN])


def waiting_for_applicant(licensee: Licensee) -> list[Application]:
    """Return the applications whose next move is the licensee's, the first due first."""
    rows = Application.objects.filter(licensee=licensee, status__in=APPLICATION_WITH_APPLICANT)
    return list(rows.select_related("agency").order_by("answer_due_on", "pk")[:SHOWN])


def drafts(licensee: Licensee) -> list[Application]:
    """Return what is being filled in, the newest first."""
    rows = Application.objects.filter(licensee=licensee, status=ApplicationStatus.DRAFT)
    return list(rows.select_related("license", "prepared_by").order_by("-created_at")[:SHOWN])


ABOUT_A_LICENSE = (Purpose.RENEW, Purpose.AMEND, Purpose.TRANSFER, Purpose.DUPLICATE, Purpose.SURRENDER)


@dataclass(frozen=True)
class Offer:
    """One thing that may be asked about a license, and what speaks against asking it today."""

    purpose: str
    label: str
    against: str = ""


def offers(license: License, on: dt.date) -> list[Offer]:
    """Return what the kind lets its holder ask about this license, in the order of the form."""
    if license.kind not in KINDS or license.status not in HELD:
        return []
    kind = kind_of(license.kind)
    found = []
    for purpose in ABOUT_A_LICENSE:
        if purpose in kind.purposes:
            speaks = AGAINST.get(purpose)
            found.append(Offer(purpose, str(purpose.label), speaks(license, on) if speaks else ""))
    return found


def _against_renewal(license: License, on: dt.date) -> str:
    return terms.against_renewal(rules_of(kind_of(license.kind), Purpose.RENEW, on), license, on)


def _against_giving_back(license: License, on: dt.date) -> str:
    planned = license.planned.pending().filter(step=PlannedStep.SURRENDER, effective_on__gt=on).first()
    if planned is None:
        return ""
    return _("It is given back from %(day)s; ask the office to change that.") % {"day": day_text(planned.effective_on)}


AGAINST = {Purpose.RENEW: _against_renewal, Purpose.SURRENDER: _against_giving_back}
