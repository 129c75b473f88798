"""The main job, told through the same services as the pages: two inspections that end in violation records."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Agency
from inspections.services.findings import Act
from inspections.services.planning import Plan
from issuing.models import IssuedDocument
from licenses.models import Station
from operations.demo import cases, onsite, pictures, radio_check, summary
from operations.demo.backdrop import Backdrop
from operations.demo.days import after_notice, moment, working_day_before
from operations.demo.fees import Fees
from operations.demo.licensing import Licensing
from operations.demo.onsite import Seen, Wrong
from operations.demo.portal import Portal
from operations.demo.register import Built

BASIS = "Kế hoạch kiểm tra demo (hư cấu)"
LATER = dt.timedelta(minutes=85)
WITNESS = "Nguyễn Văn Chứng (hư cấu)"


class Story:
    """Tells the main job step by step and leaves visits in every state."""

    def __init__(self, users: dict[str, Any], built: Built, on: dt.date, tell: Callable[[str], None]) -> None:
        self.users, self.built, self.on, self.tell = users, built, on, tell
        self.planned = working_day_before(on, 24)
        self.announced = working_day_before(on, 21)

    def run(self) -> None:
        """Tell it."""
        self._the_agent()
        self._the_operator()
        fees = Fees(self.users, self.on, self.tell)
        fees.prepare()
        Licensing(self.users, self.on, self.tell).run()
        Backdrop(self.users, self.on, self.tell).paint()
        Portal(self.users, self.on, self.tell).run()
        fees.run()
        summary.mark_loaded()

    # --- an Internet agent that also offers games

    def _the_agent(self) -> None:
        shop, chief, inspector = self.built.agent, self.users["chief"], self.users["inspector"]
        first_day = after_notice(self.announced, 3)
        visit = onsite.plan(
            Plan(
                agency=Agency.objects.get(code="SKHCN-KH"),
                subject="telecom",
                reason="planned",
                licensee=shop.licensee,
                establishment=shop,
                window_start=first_day,
                window_end=first_day + dt.timedelta(days=7),
                lead=inspector,
                members=[self.users["inspector_b"]],
                legal_basis=BASIS,
            ),
            by=chief,
            on=self.planned,
        )
        self.tell(f"  1. visit {visit.number} to {shop.name} scheduled by {chief}")
        self._tell_paper("  2. announcement", onsite.announce(visit, by=chief, on=self.announced))
        at = moment(first_day, 22, 25)
        visit = onsite.conduct(visit, self._what_the_agent_did(at), by=inspector, at=at)
        visit = onsite.seal(visit, by=inspector, at=at + dt.timedelta(minutes=80))
        self.tell(
            f"  3. inspected by {inspector}: two acts found; sealed, every hash checked: {visit.get_status_display()}"
        )
        paper = onsite.record_paper(visit, by=inspector, on=first_day)
        self._tell_paper("  4. inspection record", paper)
        record, referrals = cases.close_with_record(visit, by=inspector, on=first_day, at=at + LATER, witness="")
        self._tell_paper("  5. violation record", record)
        for referral in referrals:
            self.tell(f"  6. referred to {referral.to_agency}: letter No {referral.letter and referral.letter.number}")
        cases.attach_signed_copy(record, by=inspector)
        onsite.review_and_close(visit, by=chief, note="Hồ sơ đầy đủ (demo)")
        self.tell("  7. signed scan attached and hashed; visit reviewed and closed by the chief")

    def _what_the_agent_did(self, at: dt.datetime) -> Seen:
        shop, day = self.built.agent, at.date()
        place = f"{shop.address}, {shop.unit}"
        rules = Act(
            violation="ND174-2026-D36-K1-d",
            facts="Không niêm yết công khai nội quy sử dụng dịch vụ Internet tại nơi dễ quan sát trong phòng máy.",
            act_started_on=day,
            detected_on=day,
            continuing=True,
            act_time=at.strftime("%H:%M"),
            detected_at=at,
            place=place,
            lat=shop.lat,
            lon=shop.lon,
        )
        hours = Act(
            violation="ND174-2026-D100-K3-dd",
            facts=f"Lúc {at:%H giờ %M phút} có 11 khách đang sử dụng dịch vụ trò chơi điện tử tại cơ sở.",
            act_started_on=day,
            act_ended_on=day,
            detected_on=day,
            act_time=at.strftime("%H:%M"),
            detected_at=at,
            place=place,
            lat=shop.lat,
            lon=shop.lon,
        )
        return Seen(
            wrong={
                "AP-09": Wrong(
                    "Không có bảng nội quy.",
                    [rules],
                    pictures.wall_without_rules(shop.lat, shop.lon, at),
                    "Tường phòng máy không có bảng nội quy",
                ),
                "GP-12": Wrong(
                    "Có khách chơi sau 22 giờ.",
                    [hours],
                    pictures.room_at_night(shop.lat, shop.lon, at + dt.timedelta(minutes=9)),
                    "Phòng máy đang hoạt động sau 22 giờ",
                ),
            },
            not_applicable=frozenset({"GP-03", "GP-16", "AP-10"}),
            outcome="both",
            party=shop.licensee.representative,
        )

    # --- a land-mobile licensee, not an internal network

    def _the_operator(self) -> None:
        centre = Agency.objects.get(code="TTTS-7")
        inspector, chief = self.users["inspector2"], self.users["chief7"]
        station = Station.objects.get(licensee=self.built.operator)
        first_day = after_notice(self.announced, 3)
        visit = onsite.plan(
            Plan(
                agency=centre,
                subject="radio",
                reason="planned",
                licensee=self.built.operator,
                stations=[station],
                window_start=first_day,
                window_end=first_day + dt.timedelta(days=9),
                lead=inspector,
                legal_basis=BASIS,
            ),
            by=chief,
            on=self.planned,
        )
        self.tell(f"  8. visit {visit.number} to {self.built.operator.name} scheduled by {chief}")
        self._tell_paper("  9. announcement", onsite.announce(visit, by=chief, on=self.announced))
        at = moment(first_day, 9)
        visit = onsite.conduct(
            visit, radio_check.seen(self.built.operator, station, at, witness=WITNESS), by=inspector, at=at
        )
        visit = onsite.seal(visit, by=inspector, at=at + dt.timedelta(minutes=95))
        self.tell(f" 10. measured by {inspector}: one line per frequency; sealed and received")
        self._tell_paper(" 11. inspection record", onsite.record_paper(visit, by=inspector, on=first_day))
        record, _referrals = cases.close_with_record(visit, by=inspector, on=first_day, at=at + LATER, witness=WITNESS)
        self._tell_paper(" 12. violation record", record)
        self.radio_visit = visit

    def _tell_paper(self, label: str, paper: IssuedDocument) -> None:
        self.tell(f"{label}: No {paper.number}, {paper.pages} page(s), code {paper.verify_code}")
