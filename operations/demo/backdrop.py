"""Visits in every other state, so that each list and queue of the demo has something in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Agency
from inspections.models import Visit
from inspections.services import overrides, planning, reviews, sealing, visits
from inspections.services.planning import Plan
from licenses.models import Establishment
from operations.demo import onsite, tablets
from operations.demo.days import after_notice, moment, working_day_before
from operations.demo.onsite import Seen

STATES = ("planned", "announced", "in_progress", "sealed", "received", "under_review", "returned", "closed", "closed",
          "closed", "cancelled", "not_possible", "dispatched")  # fmt: skip
BASIS = "Kế hoạch kiểm tra demo (hư cấu)"


class Backdrop:
    """Plans one visit per state and takes it just that far."""

    def __init__(self, users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
        self.users, self.on, self.tell = users, on, tell
        self.agency = Agency.objects.get(code="SKHCN-KH")
        self.past = working_day_before(on, 16)

    def paint(self) -> None:
        """Make the visits."""
        shops = Establishment.objects.filter(agency=self.agency, status="verified", offers_games=False).order_by(
            "created_at"
        )[: len(STATES) + 1]
        for number, (state, shop) in enumerate(zip(STATES, shops, strict=False)):
            self._visit(state, shop, number)
        self._override(Visit.objects.filter(status="planned").first())
        told = Visit.objects.order_by("status").values_list("status", flat=True).distinct()
        self.tell(f" 13. visits in every state: {', '.join(told)}")

    def _visit(self, state: str, shop: Establishment, number: int) -> None:
        future = state in {"planned", "announced", "dispatched", "cancelled"}
        start = after_notice(self.on, 6 + number) if future else after_notice(self.past, 3 + number % 4)
        planned_on = self.on if future else self.past
        chief, inspector = self.users["chief"], self.users["inspector"]
        visit = onsite.plan(
            Plan(
                agency=self.agency, subject="telecom", reason="planned", licensee=shop.licensee, establishment=shop,
                window_start=start, window_end=start + dt.timedelta(days=10), lead=inspector,
                members=[self.users["inspector_b"]], legal_basis=BASIS,
            ),
            by=chief,
            on=planned_on,
        )  # fmt: skip
        if state == "planned":
            return
        if state == "cancelled":
            planning.cancel(visit, by=chief, reason="Cơ sở báo ngừng kinh doanh (demo)")
            return
        onsite.announce(visit, by=chief, on=planned_on)
        if state == "dispatched":
            tablets.hand_out(visit, users=self.users, at=moment(self.on, 8))
        elif state == "not_possible":
            visits.give_up(visit, by=inspector, reason="Cơ sở đóng cửa, không gặp chủ (demo)", at=moment(start, 9))
        elif state != "announced":
            self._on_site(state, visit, shop, moment(start, 9))

    def _on_site(self, state: str, visit: Visit, shop: Establishment, at: dt.datetime) -> None:
        chief, inspector = self.users["chief"], self.users["inspector"]
        if state == "in_progress":
            visits.start(visit, by=inspector, at=at, on=at.date())
            return
        visit = onsite.conduct(visit, Seen(party=shop.licensee.representative), by=inspector, at=at)
        if state == "sealed":
            sealing.seal(visit, by=inspector, at=at + dt.timedelta(hours=2), version=visit.version)
            return
        visit = onsite.seal(visit, by=inspector, at=at + dt.timedelta(hours=2))
        if state == "received":
            return
        reviews.take_up(visit, by=chief)
        if state == "returned":
            reviews.send_back(visit, by=chief, reason="Bổ sung ảnh biển hiệu (demo)")
        elif state == "closed":
            onsite.record_paper(visit, by=inspector, on=at.date())
            reviews.close(visit, by=chief, note="Hồ sơ đầy đủ (demo)")

    def _override(self, visit: Visit | None) -> None:
        if visit is not None:
            overrides.request(
                agency=self.agency,
                licensee=visit.licensee,
                year=self.on.year,
                reason="Có tin báo cơ sở hoạt động quá giờ (demo)",
                source="Phiếu tiếp nhận phản ánh số 12 (demo)",
                by=self.users["chief"],
            )
