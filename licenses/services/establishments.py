"""Internet access points and game points: declared, verified, amended, closed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import clean_name, day_text, fold
from licenses.enums import EstablishmentKind, EstablishmentStatus, PositionOrigin
from licenses.kinds import search_words
from licenses.models import Establishment
from licenses.services import checks, editing, hindrances, licensees

TEXTS = ("name", "address", "isp_name", "isp_contract_number", "isp_line", "business_registration")
NUMBERS = ("lat", "lon", "precision_m", "computers", "room_area_m2", "road_distance_m")
FACTS = (
    *TEXTS,
    *NUMBERS,
    "licensee",
    "kind",
    "offers_games",
    "games",
    "unit",
    "position_origin",
    "opening_time",
    "closing_time",
    "isp_contract_until",
    "valid_from",
)
# What must be on file before an entry is verified, by kind (law.md A3: an agent, and a café or hotel that charges, need
# a business registration and a contract with a provider; a provider's own point and a free café need neither).
NEEDED_TO_VERIFY = {
    EstablishmentKind.INTERNET_AGENT: ("business_registration", "isp_name", "isp_contract_number"),
    EstablishmentKind.VENUE_PAID: ("business_registration", "isp_name", "isp_contract_number"),
    EstablishmentKind.ISP_POINT: (),
    EstablishmentKind.VENUE_FREE: (),
    EstablishmentKind.GAME_POINT: ("business_registration",),
}


@transaction.atomic
def declare(
    *,
    by: Any,
    on: dt.date,
    agency: Agency | None = None,
    source_key: str = "",
    confirmed: bool = False,
    **values: Any,
) -> Establishment:
    """Enter an establishment as declared. `confirmed` says that doubtful entries (a position at sea) are right."""
    keeper = editing.keeper_agency(by, agency)
    cleaned = _clean({"valid_from": on, **values}, by=by, on=on, confirmed=confirmed)
    establishment = Establishment(agency=keeper, source_key=source_key, **cleaned)
    return editing.create(establishment, by=by, verb="establishment.declared")


@transaction.atomic
def enter_found(
    *, by: Any, on: dt.date, agency: Agency, source_key: str, explanation: str, **values: Any
) -> Establishment:
    """Enter what an inspection met and nobody had declared: it is no declared place until its keeper declares it."""
    cleaned = _clean({"valid_from": on, **values}, by=by, on=on, confirmed=True)
    establishment = Establishment(
        agency=editing.keeper_agency(by, agency), source_key=source_key, status=EstablishmentStatus.FOUND, **cleaned
    )
    steps.enter([establishment], by=by, reason=explanation)
    return editing.create(establishment, by=by, verb="establishment.found", note=explanation)


@transaction.atomic
def record_declaration(
    establishment: Establishment, *, by: Any, on: dt.date, version: int | None = None, note: str = ""
) -> Establishment:
    """Record that the keeper of a place found by an inspection has declared it; in the register since that day."""
    editing.require_keeper(by, Action.REGISTER_EDIT, establishment)
    return steps.take(establishment, "declare", by=by, reason=note, version=version, changes={"valid_from": on})


@transaction.atomic
def verify(
    establishment: Establishment, *, by: Any, on: dt.date, version: int | None = None, note: str = ""
) -> Establishment:
    """Confirm the entry against its papers; Invalid names the papers that are missing or no longer hold."""
    editing.require_keeper(by, Action.REGISTER_VERIFY, establishment)
    _unproven(establishment, on).raise_if_any()
    return steps.take(establishment, "verify", by=by, reason=note, version=version)


def provable(establishment: Establishment, on: dt.date) -> bool:
    """Say whether a declared entry has the papers that verifying it asks for."""
    return establishment.status == EstablishmentStatus.DECLARED and not _unproven(establishment, on).errors


def _unproven(establishment: Establishment, on: dt.date) -> checks.Problems:
    problems = checks.Problems()
    for name in NEEDED_TO_VERIFY[EstablishmentKind(establishment.kind)]:
        if not getattr(establishment, name):
            field: Any = Establishment._meta.get_field(name)
            problems.add(name, _("Missing for verification: %(fact)s.") % {"fact": field.verbose_name})
    until = establishment.isp_contract_until
    if until and until < on:
        problems.add(
            "isp_contract_until", _("The contract with the provider ended on %(day)s.") % {"day": day_text(until)}
        )
    return problems


@transaction.atomic
def amend(
    establishment: Establishment,
    *,
    by: Any,
    version: int,
    on: dt.date,
    reason: str = "",
    confirmed: bool = False,
    **values: Any,
) -> Establishment:
    """Change facts about an establishment; Conflict when somebody else changed it since `version`."""
    editing.require_keeper(by, Action.REGISTER_EDIT, establishment)
    wanted = editing.known(values, FACTS)
    checks.clean_texts(wanted, TEXTS)
    row = editing.lock(establishment, version=version, values=wanted)
    if row.status in (EstablishmentStatus.CLOSED, EstablishmentStatus.GONE):
        raise Conflict(_("The entry is closed; declare the establishment anew."), code="closed")
    facts = {name: getattr(row, name) for name in FACTS}
    cleaned = _clean({**facts, **wanted}, by=by, on=on, confirmed=confirmed, row=row)
    if cleaned["licensee"].pk != row.licensee_id:
        hindrances.require_free(on, place=row, holder=row.licensee_id)
    editing.change(row, cleaned, by=by, verb="establishment.amended", note=reason)
    establishment.refresh_from_db()
    return establishment


@transaction.atomic
def close(
    establishment: Establishment, *, by: Any, on: dt.date, reason: str, version: int | None = None,
    despite_hold: bool = False,
) -> Establishment:  # fmt: skip
    """Close the entry, or record that a place found by an inspection is gone; `on` is its last day in the register.

    A hold stops rights, not what has happened: it keeps no entry open, but whoever closes it must have read the hold
    (`despite_hold`), because it does not go on to another place. Raises Invalid, Conflict, NotAllowed.
    """
    editing.require_keeper(by, Action.REGISTER_EDIT, establishment)
    reason = editing.require_reason(reason)
    held = [] if despite_hold else hindrances.on_place(establishment, on)
    if held:
        raise Invalid(" ".join(held), code="hold", fields={"despite_hold": held})
    if on < establishment.valid_from:
        message = _("The last day is before the entry began (%(day)s).") % {"day": day_text(establishment.valid_from)}
        raise Invalid(message, fields={"on": [message]})
    name = "gone" if establishment.status == EstablishmentStatus.FOUND else "close"
    return steps.take(establishment, name, by=by, reason=reason, version=version, changes={"valid_until": on})


def _clean(
    values: dict[str, Any], *, by: Any, on: dt.date, confirmed: bool, row: Establishment | None = None
) -> dict[str, Any]:
    """Return the facts as they are kept, with the folded columns; Invalid when something is wrong."""
    empty: dict[str, Any] = dict.fromkeys(FACTS) | dict.fromkeys((*TEXTS, "position_origin"), "")
    facts = empty | {"offers_games": False, "games": []} | editing.known(values, FACTS)
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    facts["games"] = [name for name in (clean_name(str(game)) for game in facts["games"] or []) if name]
    checks.fits(Establishment, facts, problems)
    checks.required(facts, ("name", "kind", "valid_from"), problems)
    checks.choice(facts, "kind", EstablishmentKind.values, problems)
    checks.choice(facts, "position_origin", PositionOrigin.values, problems)
    if row is None or row.licensee_id != getattr(facts["licensee"], "pk", None):
        licensees.check_usable(facts["licensee"], by, "licensee", problems)
    if row is None or row.unit_id != getattr(facts["unit"], "pk", None):
        checks.unit_holds(facts["unit"], on, problems)
    if row is None or (row.lat, row.lon) != (facts["lat"], facts["lon"]):
        checks.position(facts, problems)
    _check_numbers(facts, problems)
    if facts["kind"] == EstablishmentKind.GAME_POINT:
        facts["offers_games"] = True
    if facts["games"] and not facts["offers_games"]:
        problems.add("offers_games", _("Games are listed, so the establishment offers electronic games."))
    problems.raise_if_any(confirmed=confirmed)
    found_by = search_words.establishment(
        name=facts["name"], address=facts["address"], business_registration=facts["business_registration"]
    )
    return {**facts, "name_folded": fold(facts["name"]), "search_text": found_by}


def _check_numbers(facts: dict[str, Any], problems: checks.Problems) -> None:
    checks.in_range(facts, "computers", 0, 10_000, "", problems)
    checks.in_range(facts, "room_area_m2", 0.1, 100_000, "m²", problems)
    checks.in_range(facts, "road_distance_m", 0, 1_000_000, "m", problems)
    checks.in_range(facts, "precision_m", 0, 100_000, "m", problems)
    if (facts["opening_time"] is None) != (facts["closing_time"] is None):
        missing = "opening_time" if facts["opening_time"] is None else "closing_time"
        problems.add(missing, _("Opening hours need both a beginning and an end."))
