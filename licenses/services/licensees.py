"""Right-holders: entered, amended, and duplicates merged without losing anything."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.access import require, sees
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import fold, pick
from licenses.enums import LicenseeKind
from licenses.kinds import search_words
from licenses.kinds.identifiers import SCHEMES
from licenses.models import Establishment, License, Licensee, Station
from licenses.services import checks, editing

TEXTS = ("name", "representative", "representative_title", "phone", "email", "address")
FACTS = (*TEXTS, "kind", "identifier_scheme", "identifier", "unit")


@transaction.atomic
def create(*, by: Any, on: dt.date, agency: Agency | None = None, source_key: str = "", **values: Any) -> Licensee:
    """Enter a right-holder in the register of the person's agency.

    Raises Invalid with a message per field; a holder with the same identifier is named, so that it can be used instead.
    """
    keeper = editing.keeper_agency(by, agency)
    cleaned = _clean(values, keeper=keeper, on=on)
    licensee = Licensee(agency=keeper, source_key=source_key, **cleaned)
    return editing.create(licensee, by=by, verb="licensee.created")


@transaction.atomic
def amend(licensee: Licensee, *, by: Any, version: int, on: dt.date, reason: str = "", **values: Any) -> Licensee:
    """Change facts about a right-holder; Conflict when somebody else changed it since `version`."""
    editing.require_keeper(by, Action.REGISTER_EDIT, licensee)
    wanted = editing.known(values, FACTS)
    checks.clean_texts(wanted, TEXTS)
    row = editing.lock(licensee, version=version, values=wanted)
    if row.merged_into_id:
        raise Conflict(_("This record was merged into another one; amend that one."), code="merged")
    facts = {name: getattr(row, name) for name in FACTS}
    editing.change(
        row, _clean({**facts, **wanted}, keeper=row.agency, on=on, row=row), by=by, verb="licensee.amended", note=reason
    )
    licensee.refresh_from_db()
    return licensee


@transaction.atomic
def merge(duplicate: Licensee, *, into: Licensee, by: Any, version: int, into_version: int, reason: str) -> Licensee:
    """Merge a duplicate into the record that stays, and return the latter.

    Establishments, stations and licenses are re-pointed one by one, each with its journal entry (old holder, new
    holder), so that the merger can be read back and undone by hand; the duplicate stays, pointing to the other.
    """
    reason = editing.require_reason(reason)
    for record in (duplicate, into):
        editing.require_keeper(by, Action.REGISTER_MERGE, record)
    if duplicate.pk == into.pk:
        raise Invalid(_("A record cannot be merged into itself."))
    rows = {}
    for record, seen in sorted(((duplicate, version), (into, into_version)), key=lambda pair: pair[0].pk):
        rows[record.pk] = editing.lock(record, version=seen)
    gone, kept = rows[duplicate.pk], rows[into.pk]
    if gone.merged_into_id or kept.merged_into_id:
        raise Conflict(_("One of the two records was already merged."), code="merged")
    moved = _repoint(gone, kept, by=by, reason=reason)
    for earlier in Licensee.objects.select_for_update().filter(merged_into=gone):
        editing.change(earlier, {"merged_into": kept}, by=by, verb="licensee.repointed", note=reason)
    editing.change(gone, {"merged_into": kept}, by=by, verb="licensee.merged", note=reason)
    editing_note = {"merged_from": journal.key_of(gone), "moved": moved}
    journal.record(by, "licensee.absorbed", kept, after=editing_note, note=reason, agency=kept.agency)
    duplicate.refresh_from_db()
    into.refresh_from_db()
    return into


def _repoint(gone: Licensee, kept: Licensee, *, by: Any, reason: str) -> dict[str, int]:
    """Give everything the duplicate holds to the record that stays; return how many of each."""
    moved = {}
    for model, field in ((Establishment, "licensee"), (Station, "licensee"), (License, "holder")):
        held = model._base_manager.select_for_update().filter(**{field: gone}).order_by("pk")
        verb = f"{model._meta.model_name}.repointed"
        moved[str(model._meta.model_name)] = sum(
            editing.change(row, {field: kept}, by=by, verb=verb, note=reason) for row in held
        )
    return moved


def _clean(values: dict[str, Any], *, keeper: Agency, on: dt.date, row: Licensee | None = None) -> dict[str, Any]:
    """Return the facts as they are kept, with the folded columns; Invalid when something is wrong."""
    facts: dict[str, Any] = {
        "kind": "",
        "identifier_scheme": "",
        "identifier": "",
        "unit": None,
        **dict.fromkeys(TEXTS, ""),
    }
    facts |= editing.known(values, FACTS)
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    checks.fits(Licensee, facts, problems)
    checks.required(facts, ("name", "kind"), problems)
    checks.choice(facts, "kind", LicenseeKind.values, problems)
    if row is None or row.unit != facts["unit"]:
        checks.unit_holds(facts["unit"], on, problems)
    if facts["email"]:
        _check_email(facts["email"], problems)
    if row is None or row.phone != facts["phone"]:
        checks.phone(facts, "phone", problems)
    check_identifier(facts, problems)
    if not problems.errors:
        _check_only_once(facts, keeper, row, problems)
    problems.raise_if_any()
    found_by = search_words.licensee(
        name=facts["name"], identifier_scheme=facts["identifier_scheme"], identifier=facts["identifier"]
    )
    return {**facts, "name_folded": fold(facts["name"]), "search_text": found_by}


def _check_email(email: str, problems: checks.Problems) -> None:
    try:
        validate_email(email)
    except ValidationError:
        problems.add("email", _("This is not an e-mail address; it looks like name@example.vn."))


def check_identifier(facts: dict[str, Any], problems: checks.Problems) -> None:
    """Clean the identifier by its scheme, and check form, check digit and kind of holder."""
    code, value = facts["identifier_scheme"], (facts["identifier"] or "").strip()
    if not code and not value:
        facts["identifier"] = ""
        return
    scheme = SCHEMES.get(code)
    if scheme is None:
        problems.add("identifier_scheme", _("Say which kind of identifier this is."))
        return
    facts["identifier"] = value = scheme.clean(value)
    names = {"scheme": pick(scheme, "name"), "hint": pick(scheme, "hint"), "value": value}
    if not value:
        problems.add("identifier", _("Enter the %(scheme)s (%(hint)s).") % names)
    elif not scheme.has_form(value):
        problems.add("identifier", _("“%(value)s” is not a %(scheme)s: %(hint)s.") % names)
    elif not scheme.checks(value):
        problems.add(
            "identifier",
            _("The check digit of %(scheme)s %(value)s is wrong: a digit was mistyped or two were exchanged.") % names,
        )
    if facts["kind"] and facts["kind"] not in scheme.kinds:
        problems.add("identifier_scheme", _("A %(scheme)s does not belong to this kind of licensee.") % names)


def _check_only_once(facts: dict[str, Any], keeper: Agency, row: Licensee | None, problems: checks.Problems) -> None:
    """Note an error when the agency already keeps a holder with this identifier."""
    if not facts["identifier"]:
        return
    others = Licensee.objects.current().filter(
        agency=keeper, identifier_scheme=facts["identifier_scheme"], identifier=facts["identifier"]
    )
    other = others.exclude(pk=row.pk).first() if row else others.first()
    if other is not None:
        problems.details["existing"] = {"id": str(other.pk), "name": other.name}
        problems.add(
            "identifier",
            _("The register already holds %(name)s with this identifier. Use that record, or merge the two.")
            % {"name": other.name},
        )


def check_usable(licensee: Licensee | None, by: Any, field: str, problems: checks.Problems) -> None:
    """Note an error when a holder is missing, hidden from this person, or merged into another."""
    if licensee is None:
        problems.add(field, _("Choose the licensee."))
        return
    if not getattr(by, "is_system", False) and not sees(by, licensee):
        require(by, Action.REGISTER_VIEW, licensee)
    if licensee.merged_into_id:
        problems.add(field, _("This record was merged into “%(name)s”; use that one.") % {"name": licensee.merged_into})
