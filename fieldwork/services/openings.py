"""A visit for what an inspector met on the way: the tablet opens it, the server gives it its number and its records."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.enums import Subject
from accounts.models import User
from common.errors import Conflict, Invalid
from fieldwork.enums import SHOPS, Code, Found
from fieldwork.models import Opening, Tablet
from fieldwork.services import dispatching, tablets
from fieldwork.services.reading import Reader
from inspections.enums import NoNotice, VisitReason
from inspections.queries.checklists import kinds_of_target, suitable
from inspections.services import planning
from licenses.enums import EstablishmentKind, LicenseeKind, PositionOrigin
from licenses.models import Establishment, Licensee, Station
from licenses.queries.found_places import source_key
from licenses.services import establishments, licensees, stations
from rulebook.models import Checklist

KIND = "visit.open"
UNKNOWN_PARTY = "Chưa xác định được tổ chức, cá nhân"
UNKNOWN_SHOP = "Điểm chưa có trong sổ đăng ký"
UNKNOWN_STATION = "Nguồn phát chưa rõ giấy phép"


@dataclass(frozen=True)
class Said:
    """What the tablet says about what was found."""

    what: str
    explanation: str
    address: str
    name: str
    position: tuple[float, float] | None
    accuracy_m: float | None
    shop_kind: str
    offers_games: bool
    tx_hz: int | None
    party: dict[str, str]
    checklists: list[str]
    establishment: uuid.UUID | None
    station: uuid.UUID | None


@dataclass(frozen=True)
class Target:
    """Whom and what the visit is about, and what of it was entered for it."""

    licensee: Licensee
    place: Establishment | None
    station: Station | None
    party_entered: bool = False
    place_entered: bool = False

    @property
    def subject(self) -> str:
        """What the law on it is about."""
        if self.place is None:
            return Subject.RADIO
        return Subject.GAMES if self.place.kind == EstablishmentKind.GAME_POINT else Subject.TELECOM


@transaction.atomic
def open_visit(reader: Reader, *, key: uuid.UUID, tablet: Tablet, author: User, at: dt.datetime) -> dict[str, Any]:
    """Open the visit under the tablet's key, led by its author, of the day of `at`, and with this tablet at once.

    What is not in the register is entered as found, not as declared, and not published. Raises Invalid naming the
    values to mend, NotAllowed, NotFound (a place the author may not see), Conflict (a checklist that is not in force).
    """
    said = _read(reader)
    tablets.require_use(tablet, author)
    if Opening.objects.filter(visit=key).exists():
        raise Conflict(_("This key was already used for another record; nothing was changed."), code="key_reused")
    on = timezone.localdate(at)
    target = _target(said, key, tablet, author, on)
    plan = planning.Plan(
        agency=tablet.agency, subject=target.subject, reason=VisitReason.ON_THE_SPOT, licensee=target.licensee,
        window_start=on, window_end=on, lead=author, establishment=target.place,
        stations=[target.station] if target.station else [], checklists=_checklists(said, target, on),
        reason_text=said.explanation, no_notice=NoNotice.ON_THE_SPOT, no_notice_reason=said.explanation, visit_id=key,
    )  # fmt: skip
    visit = planning.open_found(plan, by=author, on=on)
    lat, lon = said.position or (None, None)
    made = Opening.objects.create(
        visit=visit, tablet=tablet, agency=tablet.agency, what=said.what, explanation=said.explanation,
        opened_by=author, opened_at=at, lat=lat, lon=lon, accuracy_m=said.accuracy_m, tx_hz=said.tx_hz,
        party_entered=target.party_entered, place_entered=target.place_entered,
    )  # fmt: skip
    journal.record(author, "visit.opened", made, after=journal.snapshot(made), agency=tablet.agency)
    dispatching.opened(visit, tablet=tablet, by=author, at=at)
    return {"visit": str(visit.pk), "number": visit.number, "rev": visit.version}


def _read(read: Reader) -> Said:
    party = Reader(read.data.get("party") or {})
    names = ("name", "kind", "identifier_scheme", "identifier", "representative", "phone")
    named = read.data.get("checklists", [])
    listed = isinstance(named, list) and all(isinstance(one, str) for one in named)
    if not listed:
        read.fault("checklists", _("Not a list."))
    said = Said(
        what=read.text("what", required=True, most=20),
        explanation=read.text("explanation", required=True, most=2_000).strip(),
        address=read.text("address", most=300),
        name=read.text("name", most=250),
        position=read.position(),
        accuracy_m=read.number("accuracy_m"),
        shop_kind=read.text("shop_kind", most=20),
        offers_games=read.flag("offers_games"),
        tx_hz=read.whole("tx_hz", least=1),
        party={name: party.text(name, most=250).strip() for name in names},
        checklists=named if listed else [],
        establishment=read.key("establishment", required=False),
        station=read.key("station", required=False),
    )
    for name, messages in party.faults.items():
        read.faults[f"party.{name}"] = messages
    _check(said, read)
    read.done()
    return said


def _check(said: Said, read: Reader) -> None:
    if said.what not in Found.values:
        read.fault("what", _("One of: %(kinds)s.") % {"kinds": ", ".join(Found.values)})
    if said.what == Found.REGISTERED:
        if bool(said.establishment) == bool(said.station):
            read.fault("establishment", _("Name one place or one station of the register."))
        return
    if not said.address.strip():
        read.fault("address", _("This value is needed."))
    if said.what == Found.UNREGISTERED_SHOP and said.shop_kind not in SHOPS:
        read.fault("shop_kind", _("One of: %(kinds)s.") % {"kinds": ", ".join(SHOPS)})


def _target(said: Said, key: uuid.UUID, tablet: Tablet, author: User, on: dt.date) -> Target:
    if said.establishment:
        place = access.visible(Establishment.objects.select_related("licensee"), author, pk=said.establishment)
        return Target(place.licensee, place, None)
    if said.station:
        station = access.visible(Station.objects.select_related("licensee"), author, pk=said.station)
        return Target(station.licensee, None, station)
    party, entered = _party(said, key, tablet, on)
    lat, lon = said.position or (None, None)
    facts: dict[str, Any] = {
        "by": access.system_user(), "on": on, "agency": tablet.agency, "source_key": source_key(key),
        "licensee": party, "address": said.address, "lat": lat, "lon": lon,
    }  # fmt: skip
    if said.what == Found.UNREGISTERED_SHOP:
        place = establishments.enter_found(
            **facts, name=said.name or UNKNOWN_SHOP, kind=said.shop_kind, offers_games=said.offers_games,
            position_origin=PositionOrigin.GPS if said.position else "", explanation=said.explanation,
        )  # fmt: skip
        return Target(party, place, None, party_entered=entered, place_entered=True)
    station = stations.create(**facts, confirmed=True, name=said.name or UNKNOWN_STATION)
    return Target(party, None, station, party_entered=entered, place_entered=True)


def _party(said: Said, key: uuid.UUID, tablet: Tablet, on: dt.date) -> tuple[Licensee, bool]:
    """Return the party, and whether it was entered now: one with the same identifier is that party."""
    facts = dict(said.party)
    facts["name"] = facts["name"] or UNKNOWN_PARTY
    facts["kind"] = facts["kind"] or LicenseeKind.INDIVIDUAL
    facts["address"] = said.address
    try:
        with transaction.atomic():
            made = licensees.create(
                by=access.system_user(), on=on, agency=tablet.agency, source_key=source_key(key), **facts
            )
    except Invalid as error:
        if known := error.details.get("existing"):
            return Licensee.objects.get(pk=known["id"]), False
        raise
    return made, True


def _checklists(said: Said, target: Target, on: dt.date) -> list[Checklist]:
    """Return the versions the tablet worked with; none named: all that fit on that day."""
    if not said.checklists:
        return []
    kinds = kinds_of_target(target.place, [target.station] if target.station else [])
    known = {row.version_label: row for row in suitable(kinds, target.place, subject=target.subject, on=on)}
    if unknown := [name for name in said.checklists if name not in known]:
        raise Conflict(
            _("These checklists are not in force for what was found: %(names)s") % {"names": ", ".join(unknown)},
            code=Code.OTHER_CHECKLIST,
        )
    return [known[name] for name in dict.fromkeys(said.checklists)]
