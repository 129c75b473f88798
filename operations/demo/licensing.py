"""Applications in several states, told through the same services as the officers' pages."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw

from licenses.kinds.base import PLACE, STATIONS
from licenses.models import Application, Licensee
from licenses.services import licensees
from licenses.services.applications import clock, decisions, desk, grants, verdicts
from licenses.services.applications import filing as filed
from licenses.services.fees import asking, payments
from licenses.services.fees.invoices import Charged
from operations.demo.days import working_day_before
from operations.demo.invented import MARK
from places.models import AdminUnit

YEAR = dt.timedelta(days=365)
# What the proposer writes where the examination does not simply agree.
LOOKED = "Đã xem từng dòng kết quả thẩm định và đối chiếu tại hiện trường; không ảnh hưởng đài khác (demo)."
ISSUE_FEE = "fee.issue.land_mobile_internal.15w"


def _looked(row: Application) -> str:
    """Return what the proposer writes: nothing where the examination agrees."""
    return LOOKED if verdicts.doubt(row) else ""


class Licensing:
    """Files at every stage: two are granted with their papers, the others wait for somebody."""

    def __init__(self, users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
        self.users, self.on, self.tell = users, on, tell
        self.ward = AdminUnit.objects.get(name="Phường Nha Trang", valid_until=None)

    def run(self) -> None:
        """Tell it; a second run adds nothing."""
        if Application.objects.exists():
            return
        self._granted_network()
        self._granted_game_point()
        self._agent_entered()
        self._waiting()
        self._late()
        self._proposed()
        self._fee_due()
        self._refused()
        self._forwarded()
        self._fresh()
        self.tell(f"applications: {Application.objects.count()}")

    # --- the two that are granted

    def _granted_network(self) -> None:
        row = self._network("Cảng Vĩnh Trường", 0, received=24)
        self._examined(row, 21)
        self._decided(row, 18)
        officer, day = self.users["officer7"], self._day(16)
        fee_paid(row, by=officer, asked_on=self._day(17), on=day, receipt="BL-DEMO 0001")
        paper = grants.grant(row, by=officer, on=day)
        self.tell(f" 13. license {paper and paper.number} granted on application {row.number}")

    def _granted_game_point(self) -> None:
        clerk, boss = self.users["commune"], self.users["commune_chair"]
        owner = self._holder("Hộ kinh doanh Sao Mai", "household", clerk)
        facts = {
            "name": f"Điểm trò chơi Sao Mai {MARK}", "address": f"21 đường Sao Mai {MARK}", "unit": self.ward.pk.hex,
            "lat": 12.2466, "lon": 109.1889, "room_area_m2": 72.0, "computers": 32, "opening_time": "08:00",
            "closing_time": "22:00", "business_registration": "DEMO-90001", "offers_games": True, "isp_name": "VNPT",
            "isp_contract_number": "HĐ-DEMO/90001",
        }  # fmt: skip
        row = self._file("game_point", owner, clerk, {PLACE: facts}, received=14)
        desk.take_up(row, by=clerk)
        desk.accept(row, by=clerk, on=self._day(13))
        decisions.examine(row, by=clerk, on=self._day(10), opinion="Đã kiểm tra thực tế tại điểm (demo).")
        until = self._day(9) + 3 * YEAR - dt.timedelta(days=5)
        decisions.propose(row, outcome="grant", valid_until=until, by=clerk, on=self._day(9), text=_looked(row))
        self._countersigned(row, boss, 8)
        paper = grants.grant(row, by=clerk, on=self._day(7))
        self.tell(f" 14. certificate {paper and paper.number} granted by the ward on application {row.number}")

    def _agent_entered(self) -> None:
        officer = self.users["officer"]
        owner = self._holder("Hộ kinh doanh Thùy Dương", "household", officer)
        facts = {
            "name": f"Đại lý Internet Thùy Dương {MARK}", "address": f"3 đường Thùy Dương {MARK}",
            "unit": self.ward.pk.hex, "business_registration": "DEMO-90002", "isp_name": "Viettel",
            "isp_contract_number": "HĐ-DEMO/90002", "computers": 18,
        }  # fmt: skip
        row = self._file("internet_agent", owner, officer, {PLACE: facts}, received=9)
        desk.take_up(row, by=officer)
        grants.enter(row, by=officer, on=self._day(7))

    # --- those that wait for somebody

    def _waiting(self) -> None:
        row = self._network("Khu du lịch Hòn Chồng", 1, received=10)
        officer = self.users["officer7"]
        desk.take_up(row, by=officer)
        desk.request_supplement(
            row, codes=["declaration"], note="Sơ đồ vị trí lắp đặt anten", by=officer, on=self._day(7)
        )
        filed.write(row, text="Bản khai thiếu chữ ký trang 2 (demo).", by=officer, from_office=True)

    def _late(self) -> None:
        row = self._network("Bệnh viện Biển Xanh", 2, received=45)
        self._examined(row, 40)

    def _proposed(self) -> None:
        row = self._network("Siêu thị Nha Trang", 3, received=12)
        self._examined(row, 9)
        self._propose(row, 5)

    def _fee_due(self) -> None:
        row = self._network("Taxi Biển Đông", 4, received=16)
        self._examined(row, 13)
        self._decided(row, 9)
        asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=self.users["officer7"], on=self._day(6))

    def _refused(self) -> None:
        row = self._network("Công trường Đồng Đế", 5, received=26)
        self._examined(row, 20)
        officer = self.users["officer7"]
        decisions.propose(
            row, outcome="refuse", grounds=["refusal.radio.d"], by=officer, on=self._day(18),
            text="Tần số đề nghị không phù hợp phân kênh; đã hướng dẫn tần số khác nhưng không có trả lời (demo).",
        )  # fmt: skip
        self._countersigned(row, self.users["decider7"], 16)
        grants.refuse(row, by=officer, on=self._day(15))

    def _forwarded(self) -> None:
        row = self._network("Vận tải Vĩnh Hòa", 6, received=8, kind="land_mobile_private")
        officer = self.users["officer7"]
        desk.take_up(row, by=officer)
        desk.forward(row, letter="CV-DEMO 15", by=officer, on=self._day(5))

    def _fresh(self) -> None:
        self._network("Nhà máy Bình Tân", 7, received=2)
        owner = self._holder("Công ty TNHH Đầm Bấy", "organisation", self.users["officer7"])
        filed.start(
            by=self.users["officer7"], on=self.on, kind="fixed_link", purpose="new", licensee=owner,
            received_on=self._day(1),
        )  # fmt: skip

    # --- parts

    def _network(self, name: str, number: int, *, received: int, kind: str = "land_mobile_internal") -> Application:
        officer = self.users["officer7"]
        owner = self._holder(f"Công ty TNHH {name}", "organisation", officer)
        payload = {
            "use": "Liên lạc nội bộ (demo)", "wanted_until": (self.on + 5 * YEAR).isoformat(),
            STATIONS: [self._station(number, name)],
        }  # fmt: skip
        return self._file(kind, owner, officer, payload, received=received)

    def _station(self, number: int, name: str = "Cù Lao") -> dict[str, Any]:
        """Return an invented base station with two frequencies, as an application holds it."""
        return {
            "ref": f"D{number}", "name": f"Đài {name} {MARK}", "call_sign": f"XVTD{number}", "station_class": "FB",
            "site_name": f"{name} {MARK}", "address": f"{number + 11} đường Hải Âu {MARK}", "unit": self.ward.pk.hex,
            "lat": 12.2300 + number * 0.006, "lon": 109.1935, "antenna_height_m": 15.0 + number,
            "antenna_gain_dbi": 3.0, "equipment_make": "DEMO", "equipment_model": f"D-{200 + number}",
            "mobiles_count": 8 + number, "service_radius_km": 3.0, "polarisation": "V",
            "frequencies": [
                {"tx_hz": 165_000_000 + 100_000 * number + 12_500 * each, "power_w": 5.0, "power_reference": "erp",
                 "emissions": ["11K0F3E"]}
                for each in range(2)
            ],
        }  # fmt: skip

    def _file(self, kind: str, owner: Licensee, by: Any, payload: dict[str, Any], *, received: int) -> Application:
        day = self._day(received)
        row = filed.start(by=by, on=day, kind=kind, purpose="new", licensee=owner, payload=payload, received_on=day)
        for document in clock.rules(row, day).documents(owner.kind):
            if document.required:
                filed.attach(
                    row,
                    data=page_of(document.code),
                    file_name=f"{document.code}.png",
                    code=document.code,
                    by=by,
                    on=day,
                )
        return filed.submit(row, by=by, on=day)

    def _examined(self, row: Application, days: int) -> None:
        officer = self.users["officer7"]
        desk.take_up(row, by=officer)
        desk.accept(row, by=officer, on=self._day(days))
        decisions.examine(row, by=officer, on=self._day(days - 1))

    def _propose(self, row: Application, days: int) -> None:
        decisions.propose(
            row, outcome="grant", valid_until=self.on + 5 * YEAR, by=self.users["officer7"], on=self._day(days),
            conditions="Chỉ sử dụng trong phạm vi cơ sở.\nNgừng phát ngay khi có yêu cầu của cơ quan quản lý.",
            text=_looked(row),
        )  # fmt: skip

    def _decided(self, row: Application, days: int) -> None:
        self._propose(row, days)
        self._countersigned(row, self.users["decider7"], days - 1)

    def _countersigned(self, row: Application, boss: Any, days: int) -> None:
        sha256 = decisions.open_decision(row).content_sha256
        decisions.countersign(row, by=boss, on=self._day(days), seen_sha256=sha256, examination_seen=True)

    def _holder(self, name: str, kind: str, by: Any) -> Licensee:
        return licensees.create(
            by=by, on=self.on, name=f"{name} {MARK}", kind=kind, representative=f"Người đại diện {MARK}",
            address=f"Địa chỉ {MARK}", unit=self.ward,
        )  # fmt: skip

    def _day(self, days: int) -> dt.date:
        return working_day_before(self.on, days)


def fee_paid(row: Application, *, by: Any, asked_on: dt.date, on: dt.date, receipt: str) -> None:
    """Ask for the fee of an internal network and take it in cash."""
    invoice = asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=by, on=asked_on)
    payments.record(
        by=by, on=on, amount_vnd=invoice.total_vnd, paid_on=on, method="cash", receipt_number=receipt, invoice=invoice
    )
    row.refresh_from_db()


def page_of(code: str) -> bytes:
    """Return a picture that stands for a scanned page."""
    picture = Image.new("L", (420, 594), 250)
    ImageDraw.Draw(picture).text((40, 40), f"DEMO - {code}", fill=20)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
