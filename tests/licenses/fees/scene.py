"""A till at work: an account, invoices of applications and of usage years, statements of the bank."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import Role
from licenses.models import Application, BeneficiaryAccount, Invoice, License, Payment
from licenses.services.fees import accounts, asking, invoices, lines, payments, statements
from licenses.services.fees.invoices import Charged
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY, Office

LATER = MONDAY + dt.timedelta(days=3)
ISSUE_FEE = "fee.issue.land_mobile_internal.15w"
USAGE = "fee.usage.land_mobile_internal"
HEAD = "Ngày giao dịch;Số tham chiếu;Nội dung;Số tiền ghi có\n"


@dataclass
class Till:
    """The office, and what its till does."""

    desk: Office
    legal: User
    administrator: User
    account: BeneficiaryAccount

    @property
    def by(self) -> User:
        """Who asks for money and takes it in."""
        return self.desk.officer

    def asked(self, **more: Any) -> tuple[Application, Invoice]:
        """An application that waits for its fees (300,000 đ for 10 W), with its invoice."""
        row = self.desk.countersigned(**more)
        invoice = asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=self.by, on=MONDAY)
        row.refresh_from_db()
        return row, invoice

    def line(self, amount_vnd: int = 5_000_000, begins: dt.date = dt.date(2026, 1, 1)) -> Any:
        """A usage fee entered by the officer and confirmed by another person. The figure is invented."""
        made = lines.enter(
            by=self.by, code=USAGE, kind="land_mobile_internal", fee_kind="usage", label_vi="Phí sử dụng (giả định)",
            label_en="Usage (invented)", amount_vnd=amount_vnd, per="frequency and year", source="giả định để thử",
            effective_from=begins,
        )  # fmt: skip
        return lines.confirm(made, by=self.legal, on=MONDAY)

    def license(self, **more: Any) -> License:
        """A license granted to the holder, valid from Monday."""
        made = self.desk.granted(**more).granted_license
        assert made is not None
        return made

    def usage(self, license: License | None = None, on: dt.date = MONDAY) -> Invoice:
        """An issued usage invoice of 5,000,000 đ."""
        if license is None:
            self.line()
            license = self.license()
        subject = invoices.of_license(license, license.valid_from or MONDAY)
        invoice = invoices.draft(subject, charged=[Charged(USAGE, 1)], by=self.by)
        invoices.issue(invoice, by=self.by, on=on)
        return invoice

    def paid(self, invoice: Invoice, amount_vnd: int, number: str = "BL 1") -> Payment:
        """Money for an invoice, taken in by hand."""
        return payments.record(
            by=self.by, on=LATER, amount_vnd=amount_vnd, paid_on=LATER, method="cash", receipt_number=number,
            invoice=invoice,
        )  # fmt: skip

    def read_in(self, *rows: tuple[str, int], name: str = "so.csv", first: int = 1, by: Any = None) -> Any:
        """A statement of credits (memo, amount) with transaction numbers counted from `first`; 0: without numbers."""
        text = HEAD + "".join(
            f"05/03/2026;{f'FT{first + index}' if first else ''};{memo};{amount}\n"
            for index, (memo, amount) in enumerate(rows)
        )
        return self.read_text(text, name=name, by=by)

    def read_text(self, text: str, name: str = "so.csv", by: Any = None) -> Any:
        """A statement as the bank wrote it."""
        return statements.read_in(self.account, file_name=name, data=text.encode(), by=by or self.by, on=LATER)


def open_till(desk: Office) -> Till:
    """The till of the regional centre: its legal officer, its administrator, its account. Bank and number invented."""
    legal = scene.person("legal7", "Phan Thị Luật", "Pháp chế", desk.agencies.ttts7, Role.LEGAL)
    administrator = scene.person("admin7", "Ngô Quản Trị", "Quản trị", desk.agencies.ttts7, Role.ADMINISTRATOR)
    account = accounts.enter(
        by=administrator, agency=desk.agencies.ttts7, bank_bin="970436", bank_name="Ngân hàng thử (giả định)",
        account_number="0011001932418", holder_name="TRUNG TAM TAN SO KHU VUC 7", valid_from=dt.date(2026, 1, 1),
        note="giả định để thử",
    )  # fmt: skip
    accounts.confirm(account, by=legal, on=MONDAY)
    return Till(desk, legal, administrator, account)
