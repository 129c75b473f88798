"""Licensees of the demo who use their own pages: a file in every state, one person who prepares, one who waits."""

import datetime as dt
from typing import Any

from accounts.models import Agency
from accounts.roles import Role
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from licenses.kinds.base import STATIONS
from licenses.models import Application, Licensee
from licenses.services import assignments, licenses, stations
from licenses.services.applications import clock, desk, filing, grants
from licenses.services.fees import asking
from licenses.services.fees.invoices import Charged
from licenses.services.portal import claims, drafts, people
from operations.demo.cast import portal_user
from operations.demo.invented import MARK
from operations.demo.licensing import YEAR, Licensing, fee_paid, page_of

ISSUE_FEE = "fee.issue.land_mobile_internal.15w"
BASIS = f"Giấy ủy quyền {MARK}"
ENDS_IN_DAYS = 75


class Portal(Licensing):
    """One haulier in every state of an application, a second holder whom an inspection was announced to."""

    def run(self) -> None:
        """Tell it, as the licensee's own people would do it."""
        by = self.users["officer7"]
        self.owner = super()._holder("Công ty TNHH Vận tải biển Cù Lao Xanh", "organisation", by)
        self._stand("licensee", self.owner, Role.LICENSEE)
        self._stand("preparer", self.owner, Role.PREPARER)
        self._expiring()
        self._granted()
        self._asked_for_supplement()
        self._owing()
        self._under_examination()
        self._draft()
        self._second_holder()
        self._somebody_asks()
        people.invite(
            self.owner, email="ke-toan@demo.invalid", role=Role.PREPARER, by=self.users["licensee"], on=self.on
        )
        count = Application.objects.filter(licensee=self.owner).count()
        self.tell(f"licensees' own pages: {count} files of {self.owner.name}")

    def _stand(self, username: str, licensee: Licensee, role: Role) -> None:
        people.give(licensee, to=self.users[username], role=role, by=self.users["officer7"], on=self.on, basis=BASIS)

    # --- what the haulier holds and asks

    def _expiring(self) -> None:
        by, until = self.users["officer7"], self.on + dt.timedelta(days=ENDS_IN_DAYS)
        since = until - 5 * YEAR
        facts = self._station(8)
        kept = {name: value for name, value in facts.items() if name not in ("ref", "frequencies", "unit")}
        station = stations.create(
            by=by, on=self.on, confirmed=True, licensee=self.owner, unit=self.ward, valid_from=since, **kept
        )
        made = licenses.register(
            by=by, on=self.on, number="19 008/GP-DEMO", kind="land_mobile_internal", holder=self.owner, unit=self.ward,
            granting_authority="Cục Tần số vô tuyến điện", valid_from=since, valid_until=until,
            source="demo, hư cấu (invented)",
        )  # fmt: skip
        for each in facts["frequencies"]:
            assignments.add(made, by=by, on=self.on, station=station, in_force_from=since, **each)

    def _granted(self) -> None:
        row = self._network("Cảng Cù Lao", 9, received=28)
        self._examined(row, 24)
        self._decided(row, 20)
        officer, day = self.users["officer7"], self._day(18)
        row.refresh_from_db()
        fee_paid(row, by=officer, asked_on=day, on=day, receipt="BL-DEMO 0002")
        grants.grant(row, by=officer, on=day)

    def _asked_for_supplement(self) -> None:
        row, officer = self._network("Kho Cù Lao", 10, received=9), self.users["officer7"]
        desk.take_up(row, by=officer)
        desk.request_supplement(
            row, codes=["declaration"], note="Sơ đồ vị trí lắp đặt anten", by=officer, on=self._day(6)
        )
        filing.write(row, text="Bản khai chưa có chữ ký ở trang 2 (demo).", by=officer, from_office=True)
        filing.write(row, text="Chúng tôi gửi lại trong tuần này (demo).", by=self.users["preparer"], from_office=False)

    def _owing(self) -> None:
        row = self._network("Bến tàu Cù Lao", 11, received=16)
        self._examined(row, 13)
        self._decided(row, 9)
        asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=self.users["officer7"], on=self._day(4))

    def _under_examination(self) -> None:
        self._examined(self._network("Xưởng Cù Lao", 12, received=7), 4)

    def _draft(self) -> None:
        draft = drafts.start(
            by=self.users["preparer"], on=self.on, licensee=self.owner, kind="land_mobile_internal", purpose="new"
        )
        station = {**self._station(13), "frequencies": []}
        payload = {"use": "Điều độ xe tại bãi (demo)", STATIONS: [station]}
        filing.save_draft(draft, payload, by=self.users["preparer"], version=draft.version)

    # --- others

    def _second_holder(self) -> None:
        visit = (
            Visit.objects.filter(status=VisitStatus.ANNOUNCED, window_end__gte=self.on).order_by("window_start").first()
        )
        if visit is not None:
            self._stand("licensee2", visit.licensee, Role.LICENSEE)

    def _somebody_asks(self) -> None:
        """Nobody acts for a licensee before an officer knows who asks."""
        newcomer = portal_user("newcomer", "Trịnh Thu Sương", "Giám đốc")
        claims.ask(
            agency=Agency.objects.get(code="SKHCN-KH"), by=newcomer, on=self.on, kind="organisation",
            name=f"Công ty TNHH Nuôi trồng Vịnh Xanh {MARK}", identifier_scheme="tax_code", identifier="0100109106",
            post="Giám đốc", phone="0258 000 000", address=f"Địa chỉ {MARK}",
            explanation="Tôi là người đại diện theo pháp luật, muốn xin giấy phép lần đầu (demo).",
        )  # fmt: skip

    # --- parts

    def _holder(self, name: str, kind: str, by: Any) -> Licensee:
        return self.owner

    def _file(self, kind: str, owner: Licensee, by: Any, payload: dict[str, Any], *, received: int) -> Application:
        """File it as the licensee does: the preparer fills in and attaches, the representative submits."""
        day, preparer = self._day(received), self.users["preparer"]
        row = drafts.start(by=preparer, on=day, licensee=owner, kind=kind, purpose="new")
        row = filing.save_draft(row, payload, by=preparer, version=row.version)
        for document in clock.rules(row, day).documents(owner.kind):
            if document.required:
                filing.attach(
                    row, data=page_of(document.code), file_name=f"{document.code}.png", code=document.code, by=preparer,
                    on=day,
                )  # fmt: skip
        return drafts.submit(row, by=self.users["licensee"], on=day)
