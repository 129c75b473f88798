"""A licensing office at work: two agencies that grant, an applicant, and files in any state a test needs."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from accounts.models import Membership, User
from accounts.roles import Role
from licenses.enums import LicenseeKind, LicenseKind, Purpose
from licenses.models import Application, Licensee
from licenses.services import licensees
from licenses.services.applications import decisions, desk, grants
from licenses.services.applications import filing as applications
from licenses.services.fees import asking
from tests import cast
from tests.law import put

# Monday; Tết of 2026 is 17 February, the offices are closed from 16 to 20 February.
MONDAY = dt.date(2026, 3, 2)
# What a proposer writes where the examination does not simply agree; a school nobody entered is such a thing.
LOOKED = "Đã xem kết quả thẩm định"
UNTIL = dt.date(2030, 12, 31)


def page(colour: str = "white") -> bytes:
    """A small PNG, as a scanned page."""
    out = io.BytesIO()
    Image.new("RGB", (40, 56), colour).save(out, "PNG")
    return out.getvalue()


@dataclass
class Office:
    """The people of the scene and what they do in a file's life."""

    units: Any
    agencies: Any
    officer: User
    chief: User
    clerk: User
    chairman: User
    holder: Licensee
    shop: Licensee
    buyer: Licensee

    def network(self, **changes: Any) -> dict[str, Any]:
        """What an internal radio network asks for."""
        station = {
            "ref": "S1", "name": "Đài Cầu Đá", "call_sign": "XVT9AB", "site_name": "Cảng Cầu Đá",
            "address": "5 Trần Phú", "unit": self.units.nha_trang.pk.hex, "lat": 12.2451, "lon": 109.1943,
            "antenna_height_m": 18.0, "antenna_gain_dbi": 3.0, "equipment_model": "D-100", "mobiles_count": 12,
            "service_radius_km": 5.0, "station_class": "FB",
            "frequencies": [
                {"tx_hz": 157_400_000, "power_w": 10.0, "power_reference": "erp", "emissions": ["11K0F3E"]},
            ],
        }  # fmt: skip
        return {"use": "Liên lạc nội bộ", "wanted_until": UNTIL.isoformat(), "stations": [{**station, **changes}]}

    def place(self, **changes: Any) -> dict[str, Any]:
        """What a game point asks for."""
        facts = {
            "name": "Điểm trò chơi Sao Biển", "address": "8 Lê Lợi", "unit": self.units.nha_trang.pk.hex,
            "room_area_m2": 64.0, "computers": 30, "business_registration": "56A8001234", "lat": 12.2479,
            "lon": 109.1922, "opening_time": "08:00", "closing_time": "22:00", "offers_games": True,
        }  # fmt: skip
        return {"place": {**facts, **changes}, "wanted_until": "2029-02-20"}

    def draft(
        self, kind: str = LicenseKind.LAND_MOBILE_INTERNAL, purpose: str = Purpose.NEW, **more: Any
    ) -> Application:
        """A filled draft with every required document."""
        game = kind == LicenseKind.GAME_POINT
        by = more.pop("by", self.clerk if game else self.officer)
        on = more.pop("on", MONDAY)
        payload, day = more.pop("payload", None), more.pop("given_back_on", on)
        if payload is None and purpose == Purpose.NEW:
            payload = self.place() if game else self.network()
        made = applications.start(
            by=by, on=on, kind=kind, purpose=purpose, licensee=more.pop("licensee", self.shop if game else self.holder),
            payload=payload, **more,
        )  # fmt: skip
        if purpose == Purpose.SURRENDER:
            wanted = {**made.payload, "given_back_on": day.isoformat()}
            made = applications.save_draft(made, wanted, by=by, version=made.version)
        self.bring(made, by=by, on=on)
        return made

    def bring(self, application: Application, *, by: User, on: dt.date = MONDAY) -> None:
        """Attach every required document."""
        held = applications.application_clock.rules(application, on)
        for document in held.documents(application.licensee.kind):
            if document.required:
                applications.attach(
                    application, data=page(), file_name=f"{document.code}.png", code=document.code, by=by, on=on
                )

    def submitted(self, **more: Any) -> Application:
        """A file that was received."""
        on = more.get("on", MONDAY)
        made = self.draft(**more)
        return applications.submit(made, by=made.prepared_by, on=on)

    def examined(self, **more: Any) -> Application:
        """A file found complete and examined."""
        on = more.get("on", MONDAY)
        made = self.submitted(**more)
        desk.take_up(made, by=made.prepared_by)
        desk.accept(made, by=made.prepared_by, on=on)
        decisions.examine(made, by=made.prepared_by, on=on)
        return made

    def proposed(self, until: dt.date | None = UNTIL, **more: Any) -> Application:
        """A file proposed to be granted."""
        on = more.get("on", MONDAY)
        made = self.examined(**more)
        decisions.propose(made, outcome="grant", valid_until=until, text=LOOKED, by=made.prepared_by, on=on)
        made.refresh_from_db()
        return made

    def countersigned(self, **more: Any) -> Application:
        """A file that another person agreed to."""
        on = more.get("on", MONDAY)
        made = self.proposed(**more)
        boss = self.chairman if made.kind == LicenseKind.GAME_POINT else self.chief
        sha256 = decisions.open_decision(made).content_sha256
        decisions.countersign(made, by=boss, on=on, seen_sha256=sha256, examination_seen=True)
        made.refresh_from_db()
        return made

    def waived(self, made: Application, *, on: dt.date = MONDAY) -> None:
        """The fee, where a rule gives one, is not charged."""
        boss = self.chairman if made.kind == LicenseKind.GAME_POINT else self.chief
        if asking.unasked(made, on):
            asking.waive(made, reason="Miễn để thử", by=boss, on=on)

    def granted(self, **more: Any) -> Application:
        """A file whose license was issued."""
        on = more.get("on", MONDAY)
        made = self.countersigned(**more)
        self.waived(made, on=on)
        grants.grant(made, by=made.prepared_by, on=on)
        made.refresh_from_db()
        return made


def person(username: str, name: str, post: str, agency: Any, role: Role) -> User:
    """Somebody with a role in an agency."""
    user = User.objects.create_user(username, password=cast.PASSWORD, full_name=name, post=post)
    Membership.objects.create(user=user, agency=agency, role=role, valid_from=cast.SINCE)
    return user


def open_office(units: Any, agencies: Any) -> Office:
    """The scene, with the rulebook loaded."""
    put()
    officer = person("officer7", "Đỗ Thanh Tâm", "Chuyên viên", agencies.ttts7, Role.OFFICER)
    clerk = person("clerk", "Trương Văn Lộc", "Công chức", agencies.commune, Role.OFFICER)
    return Office(
        units=units,
        agencies=agencies,
        officer=officer,
        chief=person("decider7", "Cao Hữu Thọ", "Giám đốc", agencies.ttts7, Role.DECIDER),
        clerk=clerk,
        chairman=person("chairman", "Lê Thị Hồng", "Chủ tịch", agencies.commune, Role.DECIDER),
        holder=licensees.create(
            by=officer, on=MONDAY, name="Công ty TNHH Cảng Cầu Đá", kind=LicenseeKind.ORGANISATION,
            identifier_scheme="tax_code", identifier="0100109106", address="5 Trần Phú", unit=units.nha_trang,
            representative="Nguyễn Thị Hoa",
        ),
        shop=licensees.create(
            by=clerk, on=MONDAY, name="Hộ kinh doanh Đặng Văn Ý", kind=LicenseeKind.HOUSEHOLD, unit=units.nha_trang,
            address="8 Lê Lợi",
        ),
        buyer=licensees.create(
            by=officer, on=MONDAY, name="Công ty TNHH Bến Mới", kind=LicenseeKind.ORGANISATION,
            unit=units.nha_trang, address="9 Yersin",
        ),
    )  # fmt: skip
