"""Licenses: existing ones entered, facts amended, and what becomes of them in law."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.access import system_user
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.ids import uuid7
from common.text import day_text
from licenses.enums import GAME_LICENSE_KINDS, LICENSE_ENDED, LicenseKind, LicenseStatus
from licenses.kinds import search_words
from licenses.models import License
from licenses.services import checks, editing, hindrances, licensees

TEXTS = ("number", "granting_authority")
FACTS = (*TEXTS, "kind", "holder", "establishment", "unit", "valid_from", "valid_until", "conditions", "supersedes")


@transaction.atomic
def register(
    *,
    by: Any,
    on: dt.date,
    agency: Agency | None = None,
    status: str = "",
    ended_on: dt.date | None = None,
    source: str = "",
    source_key: str = "",
    key: uuid.UUID | None = None,
    handed_over: bool = False,
    **values: Any,
) -> License:
    """Enter a license that was granted on paper or kept in another register.

    One `handed_over` takes the place of another holder's license, by a granted transfer; otherwise the replaced license
    is the holder's own. Without `status` the term decides: not yet in force, in force, or expired on `on`. `key` is
    given where a paper about the license was issued before its row was written.
    """
    keeper = editing.keeper_agency(by, agency)
    cleaned = _clean(values, by=by, keeper=keeper, on=on, handed_over=handed_over)
    license = License(
        id=key or uuid7(),
        agency=keeper,
        status=status or _status_of_term(cleaned, on),
        ended_on=ended_on,
        source=source,
        source_key=source_key,
        **cleaned,
    )
    steps.enter([license], by=by, reason=source or _("Entered from an existing license"))
    return editing.create(license, by=by, verb="license.registered")


@transaction.atomic
def amend(license: License, *, by: Any, version: int, on: dt.date, reason: str = "", **values: Any) -> License:
    """Correct or supplement facts of a license; Conflict when somebody else changed it since `version`."""
    editing.require_keeper(by, Action.REGISTER_EDIT, license)
    wanted = editing.known(values, FACTS)
    checks.clean_texts(wanted, TEXTS)
    row = editing.lock(license, version=version, values=wanted)
    if row.status in LICENSE_ENDED:
        raise Conflict(_("The license has ended and is no longer amended."), code="ended")
    facts = {name: getattr(row, name) for name in FACTS}
    cleaned = _clean({**facts, **wanted}, by=by, keeper=row.agency, on=on, row=row)
    if cleaned["holder"].pk != row.holder_id or _longer(cleaned["valid_until"], row.valid_until):
        hindrances.require_free(on, license=row, holder=row.holder_id)
    editing.change(row, cleaned, by=by, verb="license.amended", note=reason)
    license.refresh_from_db()
    return license


def activate(license: License, *, by: Any, on: dt.date, version: int | None = None) -> License:
    """Put a license in force on its first day; the clock does so with the system's right."""
    if license.valid_from is None or license.valid_from > on:
        raise Invalid(_("The license is not in force before its first day."), code="too_early")
    return steps.take(license, "activate", by=by, version=version)


def suspend(license: License, *, by: Any, reason: str, version: int | None = None) -> License:
    """Record that the license was suspended by a decision named in the reason."""
    return _decide(license, "suspend", by=by, reason=reason, version=version)


def reinstate(license: License, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> License:
    """End a suspension; refused when the term has run out meanwhile."""
    if license.valid_until and license.valid_until < on:
        raise Invalid(_("The term ended on %(day)s.") % {"day": day_text(license.valid_until)}, code="term_over")
    return _decide(license, "reinstate", by=by, reason=reason, version=version)


def cancel(license: License, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> License:
    """Cancel a license that has not come into force."""
    return _decide(license, "cancel", by=by, reason=reason, version=version, ended_on=on)


def revoke(license: License, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> License:
    """Record that the license was revoked; it is not held from the day `on`."""
    return _decide(license, "revoke", by=by, reason=reason, version=version, ended_on=on)


def surrender(license: License, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> License:
    """Record that the holder gave the license back; it is not held from the day `on`.

    Refused while the license or its place itself is under a hold, which would end with it.
    """
    hindrances.require_free(on, license=license)
    return _decide(license, "surrender", by=by, reason=reason, version=version, ended_on=on)


@transaction.atomic
def supersede(license: License, *, with_: License, by: Any, on: dt.date, version: int | None = None) -> License:
    """Record that another license took the place of this one, from the day `on`: the holder's, or a transfer's."""
    if with_.supersedes_id != license.pk:
        raise Invalid(_("The new license must name this one as the one it replaces."))
    return _decide(license, "supersede", by=by, reason=with_.number, version=version, ended_on=on)


def expire(license: License, *, by: Any, on: dt.date, version: int | None = None) -> License:
    """Let a license expire; refused before its last day is over."""
    if license.valid_until is None or license.valid_until >= on:
        raise Invalid(_("The term is not over yet."), code="too_early")
    return steps.take(license, "expire", by=by, version=version)


def apply_dates(*, on: dt.date) -> dict[str, int]:
    """Do what the calendar asks for, in the system's name: begin and expire licenses; return how many of each.

    Running it twice on one day changes nothing the second time.
    """
    clock = system_user()
    begun = License.objects.filter(status=LicenseStatus.PENDING, valid_from__lte=on)
    activated = [activate(license, by=clock, on=on) for license in begun]
    over = License.objects.filter(status__in=(LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED), valid_until__lt=on)
    expired = [expire(license, by=clock, on=on) for license in over]
    return {"activated": len(activated), "expired": len(expired)}


def _decide(
    license: License, step: str, *, by: Any, reason: str, version: int | None, ended_on: dt.date | None = None
) -> License:
    """Take a step that only the keeper takes and that needs a reason."""
    editing.require_keeper(by, Action(License.lifecycle.step(step).action), license)
    reason = editing.require_reason(reason)
    if ended_on and license.valid_from and step != "cancel" and ended_on < license.valid_from:
        message = _("The day is before the license began (%(day)s).") % {"day": day_text(license.valid_from)}
        raise Invalid(message, fields={"on": [message]})
    changes = {"ended_on": ended_on} if ended_on else {}
    return steps.take(license, step, by=by, reason=reason, version=version, changes=changes)


def _longer(new: dt.date | None, old: dt.date | None) -> bool:
    return old is not None and (new is None or new > old)


def _status_of_term(facts: dict[str, Any], on: dt.date) -> str:
    if facts["valid_from"] and facts["valid_from"] > on:
        return LicenseStatus.PENDING
    if facts["valid_until"] and facts["valid_until"] < on:
        return LicenseStatus.EXPIRED
    return LicenseStatus.ACTIVE


def _clean(
    values: dict[str, Any],
    *,
    by: Any,
    keeper: Agency,
    on: dt.date,
    row: License | None = None,
    handed_over: bool = False,
) -> dict[str, Any]:
    """Return the facts as they are kept, with the search column; Invalid when something is wrong."""
    empty: dict[str, Any] = dict.fromkeys(FACTS) | dict.fromkeys((*TEXTS, "conditions"), "")
    facts = empty | editing.known(values, FACTS)
    facts["conditions"] = (facts["conditions"] or "").strip()
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    checks.fits(License, facts, problems)
    checks.required(facts, ("number", "kind", "valid_from"), problems)
    checks.choice(facts, "kind", LicenseKind.values, problems)
    checks.in_order(facts, "valid_from", "valid_until", problems)
    if row is None or row.holder_id != getattr(facts["holder"], "pk", None):
        licensees.check_usable(facts["holder"], by, "holder", problems)
    if row is None or row.unit_id != getattr(facts["unit"], "pk", None):
        checks.unit_holds(facts["unit"], on, problems)
    _check_relations(facts, problems, row=row, handed_over=handed_over)
    if not problems.errors:
        _check_number(facts, keeper, row, problems)
    problems.raise_if_any()
    return {**facts, "search_text": search_words.license(number=facts["number"])}


def _check_relations(
    facts: dict[str, Any], problems: checks.Problems, *, row: License | None, handed_over: bool
) -> None:
    """A game point's certificate names the place; the place and the replaced license belong to the same holder."""
    place, old, holder = facts["establishment"], facts["supersedes"], facts["holder"]
    if facts["kind"] in GAME_LICENSE_KINDS and place is None:
        problems.add("establishment", _("A game point's certificate is for one establishment; choose it."))
    if place is not None and holder is not None and place.licensee_id != holder.pk:
        problems.add(
            "establishment",
            _("This establishment is kept by “%(name)s”, not by the holder.") % {"name": place.licensee},
        )
    # a transfer linked them; a later correction of other facts leaves that alone
    linked = handed_over or (row is not None and old is not None and row.supersedes_id == old.pk)
    if old is not None and holder is not None and old.holder_id != holder.pk and not linked:
        problems.add("supersedes", _("The replaced license belongs to another holder."))


def _check_number(facts: dict[str, Any], keeper: Agency, row: License | None, problems: checks.Problems) -> None:
    same = License.objects.filter(agency=keeper, granting_authority=facts["granting_authority"], number=facts["number"])
    other = (same.exclude(pk=row.pk) if row else same).select_related("holder").first()
    if other is not None:
        problems.details["existing"] = {"id": str(other.pk), "name": other.number}
        problems.add(
            "number",
            _("License %(number)s of this authority is already in the register; its holder is %(holder)s.")
            % {"number": other.number, "holder": other.holder.name},
        )
