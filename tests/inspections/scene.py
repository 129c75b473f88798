"""The scene inspections are tried on: the law, an Internet agent that offers games, a land-mobile licensee."""

import datetime as dt
import io
import uuid
from types import SimpleNamespace
from typing import Any

from django.test import override_settings
from django.utils import timezone
from PIL import ExifTags, Image

from accounts import journal
from accounts.models import User
from common.ids import uuid7
from inspections.enums import Capacity, Choice, Outcome, Signing, VisitReason
from inspections.models import Finding, Visit
from inspections.queries.business import visit_of_year
from inspections.queries.checklists import item_states
from inspections.queries.earlier import unanswered
from inspections.queries.shown import shown_digest
from inspections.services import (
    answers,
    attendance,
    evidence,
    findings,
    overrides,
    planning,
    rechecks,
    records,
    sealing,
    visits,
)
from licenses.enums import EstablishmentKind, LicenseeKind, LicenseKind, LicenseStatus, PowerReference
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.services import licensees
from rulebook.models import Checklist, ChecklistItem

MONDAY = dt.date(2026, 11, 30)
FRIDAY = dt.date(2026, 12, 4)
NOW = dt.datetime(2026, 12, 4, 2, 30, tzinfo=dt.UTC)


def _journaled(made: Any, people: dict[str, User]) -> Any:
    journal.record(people["officer"], "register.entered", made, after=journal.snapshot(made))
    return made


def make_agent(people: dict[str, User], units: SimpleNamespace) -> Establishment:
    """A household's Internet agent in Nha Trang that also offers games."""
    keeper = licensees.create(
        by=people["officer"], on=MONDAY, name="Hộ kinh doanh Hải Yến", kind=LicenseeKind.HOUSEHOLD,
        representative="Phạm Thị Hải Yến", address="27 Nguyễn Thiện Thuật", unit=units.nha_trang,
    )  # fmt: skip
    made = Establishment.objects.create(
        licensee=keeper, name="Đại lý Internet Hải Yến", name_folded="dai ly internet hai yen",
        kind=EstablishmentKind.INTERNET_AGENT, offers_games=True, address="27 Nguyễn Thiện Thuật, phường Nha Trang",
        unit=units.nha_trang, lat=12.2388, lon=109.1967, agency=keeper.agency, valid_from=dt.date(2025, 7, 1),
        business_registration="37A8001234",
    )  # fmt: skip
    return _journaled(made, people)


def make_network(people: dict[str, User], units: SimpleNamespace) -> SimpleNamespace:
    """A company's private land-mobile network: one base station, three frequencies, 25 W."""
    holder = licensees.create(
        by=people["officer"], on=MONDAY, name="Công ty TNHH Vận tải Hòn Khói", kind=LicenseeKind.ORGANISATION,
        identifier_scheme="tax_code", identifier="0100109106", representative="Võ Đình Phước",
        address="5 Trần Quý Cáp", unit=units.nha_trang,
    )  # fmt: skip
    station = Station.objects.create(
        licensee=holder, name="Trạm gốc Hòn Khói", address="thôn Đông Hà", unit=units.nha_trang, lat=12.56, lon=109.22,
        antenna_height_m=24, agency=holder.agency, valid_from=dt.date(2025, 7, 1), site_name="Hòn Khói",
    )  # fmt: skip
    _journaled(station, people)
    license_ = License.objects.create(
        number="214589/GP", kind=LicenseKind.LAND_MOBILE_PRIVATE, holder=holder, agency=holder.agency,
        unit=units.nha_trang, valid_from=dt.date(2025, 7, 1), valid_until=dt.date(2029, 6, 30),
        status=LicenseStatus.PENDING,
    )  # fmt: skip
    _journaled(license_, people)
    rows = [
        _journaled(
            FrequencyAssignment.objects.create(
                license=license_,
                station=station,
                tx_hz=hertz,
                bandwidth_hz=12_500,
                power_w=25.0,
                power_reference=PowerReference.TRANSMITTER,
                tolerance_ppm=5.0,
            ),
            people,
        )
        for hertz in (157_400_000, 158_150_000, 162_725_000)
    ]
    return SimpleNamespace(holder=holder, station=station, license=license_, assignments=rows)


def plan_of(people: dict[str, User], target: Any, **changes: Any) -> planning.Plan:
    """A planned visit to the agent or the network, next Friday, led by the inspector."""
    agency = target.agency if isinstance(target, Establishment) else target.station.agency
    values: dict[str, Any] = {
        "agency": agency, "subject": "telecom", "reason": VisitReason.PLANNED, "window_start": FRIDAY,
        "window_end": FRIDAY, "lead": people["inspector"],
    }  # fmt: skip
    if isinstance(target, Establishment):
        values |= {"licensee": target.licensee, "establishment": target}
    else:
        values |= {"licensee": target.holder, "stations": [target.station], "subject": "radio"}
    return planning.Plan(**(values | changes))


def scheduled(people: dict[str, User], target: Any, **changes: Any) -> Visit:
    """A visit in the plan, without announcement because announcing would defeat it."""
    changes = {"no_notice": "would_defeat", "no_notice_reason": "Dễ cất giấu tang vật"} | changes
    return planning.schedule(plan_of(people, target, **changes), by=people["chief"], on=MONDAY)


def started(people: dict[str, User], target: Any, **changes: Any) -> Visit:
    """A visit in progress."""
    return visits.start(scheduled(people, target, **changes), by=people["inspector"], at=NOW, on=FRIDAY)


def item_of(visit: Visit, code: str) -> ChecklistItem:
    """The item of that code in one of the visit's checklists."""
    return ChecklistItem.objects.get(checklist__in=visit.checklists.all(), code=code)


def answer_all(visit: Visit, by: User, failing: tuple[str, ...] = ()) -> None:
    """Answer every item: pass, or fail where named."""
    for state in item_states(visit):
        choice = Choice.FAIL if state.item.code in failing else Choice.PASS
        answers.answer(visit, item=state.item, choice=choice, by=by, at=NOW)


def act(violation: str, **changes: Any) -> findings.Act:
    """An act still going on at the agent's place."""
    values: dict[str, Any] = {
        "violation": violation, "facts": "Không có bảng nội quy tại quầy.", "act_started_on": FRIDAY,
        "detected_on": FRIDAY, "continuing": True, "place": "27 Nguyễn Thiện Thuật, phường Nha Trang",
    }  # fmt: skip
    return findings.Act(**(values | changes))


def found(visit: Visit, by: User, code: str, **changes: Any) -> Finding:
    """A finding under the item of that code; the item is answered with "fail"."""
    item = item_of(visit, code)
    answers.answer(visit, item=item, choice=Choice.FAIL, by=by, at=NOW)
    values = {"violation": item.violations[0]} | changes
    return findings.record(visit, item=item, act=act(**values), by=by, at=NOW)


def jpeg(size: tuple[int, int] = (320, 240), colour: str = "navy", exif: Any = None) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()


def phone_photo(lat: float, lon: float, colour: str = "navy") -> bytes:
    """A telephone's JPEG that says where (north and east) and when it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Acme", "Tab 10"
    exif.get_ifd(ExifTags.IFD.Exif)[36867] = "2026:12:04 09:12:33"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (int(lat), 0.0, lat % 1 * 3600), 3: "E", 4: (int(lon), 0.0, lon % 1 * 3600), 31: 6.0}
    )
    return jpeg(colour=colour, exif=exif)


def photo(visit: Visit, by: User, colour: str = "navy", **links: Any) -> Any:
    """A photo in the visit."""
    return evidence.add_photo(visit, data=jpeg(colour=colour), file_name=f"{colour}.jpg", by=by, at=NOW, **links)


def attended(visit: Visit, by: User, **changes: Any) -> Any:
    """The party was there and signed."""
    values: dict[str, Any] = {
        "person": "Phạm Thị Hải Yến", "capacity": Capacity.PARTY, "signing": Signing.SIGNED,
        "shown_sha256": shown_digest(Visit.objects.get(pk=visit.pk)), "attendance_id": uuid7(),
    } | changes  # fmt: skip
    return attendance.record(visit, by=by, at=NOW, **values)


def short_list() -> Checklist:
    """A checklist of one item, for tests that need many visits and not many answers."""
    item = ChecklistItem.objects.select_related("checklist").get(code="AP-09")
    made, item.pk = item.checklist, uuid.uuid4()
    made.pk, made.code, item.code = uuid.uuid4(), "short-list", "SL-01"
    made.save(force_insert=True)
    item.checklist = made
    item.save(force_insert=True)
    return made


def agreed(people: dict[str, User], licensee: Licensee) -> Any:
    """An agreed second visit of this business, with the sign of violation; None where it had no visit yet."""
    if visit_of_year(licensee, FRIDAY.year) is None:
        return None
    asked = overrides.request(
        agency=licensee.agency, licensee=licensee, year=FRIDAY.year, reason="Mở cửa quá giờ",
        source="Phiếu phản ánh số 7", by=people["chief"],
    )  # fmt: skip
    return overrides.approve(asked, by=people["decider"])


def sealed_act(people: dict[str, User], establishment: Establishment) -> Finding:
    """The act that a sealed visit of the agent found."""
    visit = quick(people, establishment, 1, short_list())
    sealing.seal_and_receive(visit, by=people["inspector"], at=NOW, version=visit.version)
    return Finding.objects.get(visit=visit)


def papered(visit: Visit, by: User) -> Visit:
    """The sealed visit with its inspection record, its findings part of a violation record: ready to be closed."""
    with override_settings(DEMO_MODE=True):
        records.issue_record(visit, by=by, on=FRIDAY)
    for finding in visit.findings.standing():
        findings.tie(finding, paper="01/BB-VPHC", by=by)
    return visit


def looked_again(visit: Visit, by: User) -> None:
    """Whatever was found here before still stands."""
    for row in unanswered(visit):
        rechecks.check(visit, earlier=row.pk, result="not_remedied", facts="Vẫn thế.", by=by, at=NOW)


def quick(people: dict[str, User], establishment: Establishment, number: int, checklist: Checklist) -> Visit:
    """A violation on the short list, ready to be sealed; agreed to where it is not the first."""
    by = people["inspector"]
    visit = started(
        people,
        establishment,
        reason=VisitReason.COMPLAINT,
        reason_text=f"Tin báo {number}",
        checklists=[checklist],
        override=agreed(people, establishment.licensee),
    )
    photo(visit, by, finding=found(visit, by, "SL-01"))
    looked_again(visit, by)
    visits.conclude(visit, outcome=Outcome.VIOLATION, report="", party_statement="", by=by)
    attended(visit, by)
    visit.refresh_from_db()
    return visit


def ready(people: dict[str, User], establishment: Establishment) -> Visit:
    """A visit of the agent with two acts, one of them the other department's, ready to be sealed."""
    by = people["inspector"]
    visit = started(people, establishment)
    answer_all(visit, by, failing=("AP-09", "GP-12"))
    rules = found(visit, by, "AP-09")
    hours = found(
        visit, by, "GP-12", facts="22 giờ 35 phút vẫn mở cửa, 11 khách đang chơi.", act_ended_on=FRIDAY,
        continuing=False,
    )  # fmt: skip
    photo(visit, by, "navy", finding=rules)
    photo(visit, by, "maroon", finding=hours)
    visits.conclude(visit, outcome=Outcome.VIOLATION, report="", party_statement="Sẽ treo lại nội quy.", by=by)
    attended(visit, by)
    visit.refresh_from_db()
    return visit


def sealed(people: dict[str, User], establishment: Establishment) -> Visit:
    """The same, sealed."""
    return sealing.seal(ready(people, establishment), by=people["inspector"], at=NOW)


def local_today() -> dt.date:
    """Today where the office is."""
    return timezone.localdate()


def other_licensee(people: dict[str, User], name: str, **values: Any) -> Licensee:
    """Another licensee of the department."""
    return licensees.create(by=people["officer"], on=MONDAY, name=name, kind=LicenseeKind.ORGANISATION, **values)
