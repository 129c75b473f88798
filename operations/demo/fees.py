"""Fees of the demo: an invented account and tariff, invoices paid, partly paid and overdue, a statement of the bank."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Agency, Membership
from accounts.roles import Role
from licenses.models import BeneficiaryAccount, Invoice, License
from licenses.services import assignments, licensees, licenses, stations
from licenses.services.fees import accounts, invoices, lines, overdue, statements, telling
from licenses.services.fees.invoices import Charged
from licenses.services.fees.payments import record
from operations.demo.days import working_day_before
from operations.demo.invented import MARK
from places.models import AdminUnit

USAGE = "fee.usage.land_mobile_internal"
# 12345678… is nobody's account; the six digits are a form, not a bank.
BANK = {"bank_bin": "999999", "bank_name": f"Ngân hàng Demo {MARK}", "account_number": "1234567890123",
        "holder_name": f"TRUNG TAM TAN SO KHU VUC VII {MARK}"}  # fmt: skip
AMOUNT_VND = 1_200_000
HEAD = "SAO KÊ TÀI KHOẢN DEMO;;;\n\nNgày giao dịch;Số tham chiếu;Nội dung;Số tiền ghi có;Số tiền ghi nợ\n"


class Fees:
    """`prepare` enters account and tariff before any fee is asked for; `run` tells what came of the invoices."""

    def __init__(self, users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
        self.users, self.on, self.tell = users, on, tell
        self.agency = Agency.objects.get(code="TTTS-7")
        self.officer = users["officer7"]

    def prepare(self) -> None:
        """Enter the account and the tariff; a second run adds nothing."""
        if BeneficiaryAccount.objects.exists():
            return
        since = self.on.replace(month=1, day=1) - dt.timedelta(days=365)
        Membership.objects.get_or_create(
            user=self.users["admin"], agency=self.agency, role=Role.ADMINISTRATOR, defaults={"valid_from": since}
        )
        account = accounts.enter(
            by=self.users["admin"], agency=self.agency, valid_from=since, note=f"Số liệu giả định {MARK}", **BANK
        )
        accounts.confirm(account, by=self.users["decider7"], on=self.on)
        made = lines.enter(
            by=self.officer, agency=self.agency, code=USAGE, kind="land_mobile_internal", fee_kind="usage",
            label_vi=f"Phí sử dụng tần số mạng nội bộ – MỨC GIẢ ĐỊNH {MARK}",
            label_en="Usage, internal network – INVENTED FIGURE (demo)", amount_vnd=AMOUNT_VND,
            per="frequency and year", source=f"số giả định để trình diễn, không phải mức thu thật {MARK}",
            effective_from=since,
        )  # fmt: skip
        lines.confirm(made, by=self.users["decider7"], on=self.on)
        lines.enter(
            by=self.officer, agency=self.agency, code="fee.usage.fixed_link", kind="fixed_link", fee_kind="usage",
            label_vi=f"Phí sử dụng tần số vi ba – MỨC GIẢ ĐỊNH {MARK}", label_en="Usage, microwave – INVENTED FIGURE",
            amount_vnd=2_500_000, per="frequency and year", source=f"số giả định để trình diễn {MARK}",
            effective_from=self.on,
        )  # fmt: skip

    def run(self) -> None:
        """Ask for usage fees, read a statement in, let one invoice fall overdue."""
        granted = list(License.objects.filter(granted_by__isnull=False, kind="land_mobile_internal").order_by("number"))
        paid, partly = (self._usage(license, 5) for license in granted[:2])
        late = self._usage(self._old_license(), 50, calendar=True)
        self._statement(paid, partly)
        overdue.fall_due(on=self.on)
        telling.remind(on=self.on)
        overdue.draft_usage(on=self.on)
        late.refresh_from_db()
        counts = {row.get_status_display(): 0 for row in Invoice.objects.all()}
        for row in Invoice.objects.all():
            counts[row.get_status_display()] += 1
        self.tell(f"invoices: {', '.join(f'{number} {state}' for state, number in counts.items())}")

    def _usage(self, license: License, days: int, *, calendar: bool = False) -> Invoice:
        day = self.on - dt.timedelta(days=days) if calendar else working_day_before(self.on, days)
        first = overdue.period_to_ask(license, self.on) or license.valid_from or day
        subject = invoices.of_license(license, first)
        invoice = invoices.draft(subject, charged=[Charged(USAGE, 2)], by=self.officer)
        invoices.issue(invoice, by=self.officer, on=day)
        return invoice

    def _old_license(self) -> License:
        """A license of a second year whose fee nobody paid."""
        ward = AdminUnit.objects.get(name="Phường Nha Trang", valid_until=None)
        since = self.on - dt.timedelta(days=420)
        owner = licensees.create(
            by=self.officer, on=self.on, name=f"Công ty TNHH Taxi Hòn Tằm {MARK}", kind="organisation", unit=ward,
            address=f"Địa chỉ {MARK}", representative=f"Người đại diện {MARK}",
        )  # fmt: skip
        station = stations.create(
            by=self.officer, on=self.on, confirmed=True, licensee=owner, unit=ward, valid_from=since,
            name=f"Đài Hòn Tằm {MARK}", site_name=f"Hòn Tằm {MARK}", lat=12.2011, lon=109.2103, antenna_height_m=12.0,
        )  # fmt: skip
        license = licenses.register(
            by=self.officer, on=self.on, number="25 031/GP-DEMO", kind="land_mobile_internal", holder=owner, unit=ward,
            granting_authority=self.agency.name, valid_from=since, valid_until=since + dt.timedelta(days=1825),
            source="demo, hư cấu (invented)",
        )  # fmt: skip
        for number in range(2):
            assignments.add(
                license, by=self.officer, on=self.on, station=station, in_force_from=since,
                tx_hz=168_200_000 + 12_500 * number, power_w=5.0, power_reference="erp", emissions=["11K0F3E"],
            )  # fmt: skip
        first = overdue.period_to_ask(license, self.on) or since
        self._usage_paid(license, first)
        return license

    def _usage_paid(self, license: License, first: dt.date) -> None:
        """The first year was paid, as money at the counter."""
        subject = invoices.of_license(license, first)
        invoice = invoices.draft(subject, charged=[Charged(USAGE, 2)], by=self.officer)
        day = first + dt.timedelta(days=3)
        invoices.issue(invoice, by=self.officer, on=day)
        payments_day = day + dt.timedelta(days=9)
        record(
            by=self.officer, on=payments_day, amount_vnd=invoice.total_vnd, paid_on=payments_day, method="cash",
            receipt_number="DEMO-BL 0031", invoice=invoice,
        )  # fmt: skip

    def _statement(self, paid: Invoice, partly: Invoice) -> None:
        day = f"{working_day_before(self.on, 1):%d/%m/%Y}"
        wrong = partly.reference[:-1] + str((int(partly.reference[-1]) + 1) % 10)
        rows = [
            f"{day};DEMO0001;NOP PHI TAN SO {paid.reference} CONG TY;2.650.000;",
            f"{day};DEMO0002;MBVCB.3278907687.{partly.reference}.CT tu 0123456789;1.000.000;",
            f"{day};DEMO0003;NOP PHI TAN SO NAM NAY;1.200.000;",
            f"{day};DEMO0004;nop phi {wrong};400.000;",
            f"{day};DEMO0005;PHI QUAN LY TAI KHOAN;;55.000",
            "32/13/2026;DEMO0006;chuyen tien;100.000;",
        ]
        text = HEAD + "\n".join(rows) + "\nTổng cộng;;;5.250.000;55.000\n"
        statements.read_in(
            self.account_now(), file_name="sao-ke-demo.csv", data=text.encode("utf-8-sig"), by=self.officer, on=self.on
        )

    def account_now(self) -> BeneficiaryAccount:
        """Return the account of the demo."""
        return BeneficiaryAccount.objects.get(agency=self.agency)
