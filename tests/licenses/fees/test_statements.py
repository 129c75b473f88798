"""Statements: matched by the code whatever stands around it, never twice, never guessed; the rest waits."""

import pytest

from common import payment_codes
from common.errors import Conflict, Invalid, NotAllowed
from licenses.enums import ApplicationStatus, InvoiceStatus, LineOutcome
from licenses.models import BankStatement, Payment, StatementLine
from licenses.queries.invoices import owed_by
from licenses.services.fees import closing, payments, statements
from tests.licenses.applications.scene import MONDAY
from tests.licenses.fees.scene import HEAD, LATER

pytestmark = pytest.mark.django_db


def outcomes(report) -> list[str]:
    """What each line of a statement was found to be, in the file's order."""
    return list(report.statement.lines.order_by("row").values_list("outcome", flat=True))


def mistyped(code: str) -> str:
    """The code with its last digit wrong."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_a_credit_with_the_code_pays_the_invoice_and_lets_the_application_go_on(office):
    row, invoice = office.asked()
    report = office.read_in((f"MBVCB.3278.{invoice.reference}.CT tu 0123 NGUYEN VAN A", 300_000))
    invoice.refresh_from_db()
    row.refresh_from_db()
    assert outcomes(report) == [LineOutcome.PAID]
    assert (invoice.status, row.status, row.fee_reference) == (
        InvoiceStatus.PAID, ApplicationStatus.FEE_DUE, invoice.number,
    )  # fmt: skip
    assert row.fee_settled_on == LATER
    assert Payment.objects.get().line.bank_reference == "FT1"


def test_each_line_that_cannot_be_matched_says_why_and_waits_for_a_person(office):
    invoice = office.usage()
    _row, asked = office.asked(payload=office.desk.network(name="Đài hai"))
    closing.void(asked, reason="Sai", by=office.desk.chief, on=MONDAY)
    unknown = payment_codes.make(99_999_999)
    report = office.read_in(
        (f"PHI {invoice.reference}", 2_000_000),
        (f"PHI {invoice.reference}", 3_500_000),
        (f"PHI {invoice.reference}", 100_000),
        (f"PHI {asked.reference}", 300_000),
        (f"PHI {unknown}", 1),
        (f"PHI {mistyped(invoice.reference)}", 2),
        ("NOP PHI TAN SO", 3),
        (f"{invoice.reference} {asked.reference}", 4),
    )
    assert outcomes(report) == [
        LineOutcome.PARTLY,
        LineOutcome.OVERPAID,
        LineOutcome.ALREADY_PAID,
        LineOutcome.CLOSED,
        LineOutcome.UNKNOWN,
        LineOutcome.WRONG_CODE,
        LineOutcome.NO_CODE,
        LineOutcome.SEVERAL,
    ]
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID
    assert sorted(Payment.objects.unmatched().values_list("amount_vnd", flat=True)) == [1, 2, 3, 4]
    # 500,000 too much, 100,000 on a paid invoice, 300,000 on a voided one: all of it is the holder's
    assert owed_by(office.desk.holder, LATER).credit_vnd == 900_000
    total = sum(Payment.objects.values_list("amount_vnd", flat=True))
    assert total == 2_000_000 + 3_500_000 + 100_000 + 300_000 + 10


def test_the_same_file_twice_does_nothing_the_second_time(office):
    invoice = office.usage()
    first = office.read_in((invoice.reference, 1_000_000))
    again = office.read_in((invoice.reference, 1_000_000))
    assert (first.again, again.again, again.statement) == (False, True, first.statement)
    assert (BankStatement.objects.count(), Payment.objects.count()) == (1, 1)


def test_overlapping_files_with_transaction_numbers_double_nothing(office):
    invoice = office.usage()
    office.read_in((invoice.reference, 1_000_000), ("A", 5))
    report = office.read_in((invoice.reference, 1_000_000), ("A", 5), (invoice.reference, 4_000_000), name="2.csv")
    assert [row["code"] for row in report.statement.problems] == ["known", "known"]
    invoice.refresh_from_db()
    assert (invoice.status, Payment.objects.count()) == (InvoiceStatus.PAID, 3)


def test_without_transaction_numbers_as_many_alike_are_kept_as_the_files_show(office):
    office.read_in(("PHI", 10), ("PHI", 10), first=0)
    report = office.read_in(("PHI", 10), ("PHI", 10), ("PHI", 10), first=0, name="2.csv")
    assert report.statement.lines.count() == 1
    assert Payment.objects.count() == 3
    assert [row["code"] for row in report.statement.problems] == ["known", "known"]


def test_a_file_with_numbers_after_one_without_doubles_nothing(office):
    office.read_in(("PHI", 10), ("KHAC", 20), first=0)
    report = office.read_in(("PHI", 10), ("PHI", 10), ("KHAC", 20), first=7, name="2.csv")
    assert Payment.objects.count() == 3
    assert [row["code"] for row in report.statement.problems] == ["known_alike", "known_alike"]
    after = office.read_in(("PHI", 10), ("PHI", 10), ("KHAC", 20), first=0, name="3.csv")
    assert (Payment.objects.count(), after.statement.lines.count()) == (3, 0)


def test_two_equal_payments_with_two_numbers_are_two_payments(office):
    office.read_in(("PHI", 10), ("PHI", 10))
    assert Payment.objects.count() == 2
    assert StatementLine.objects.values("key").distinct().count() == 2


def test_a_payment_entered_by_hand_under_the_banks_number_is_not_entered_again(office):
    invoice = office.usage()
    office.read_in(("PHI", 10))
    with pytest.raises(Conflict) as refused:
        payments.record(
            by=office.by, on=LATER, amount_vnd=10, paid_on=LATER, method="bank", receipt_number="FT1", invoice=invoice
        )
    assert refused.value.code == "recorded_already"


def test_bad_rows_are_named_and_the_rest_goes_in(office):
    data = f"{HEAD}32/01/2026;1;A;10\n05/03/2026;2;B;20\n05/03/2026;3;C;hai\n".encode()
    report = statements.read_in(office.account, file_name="a.csv", data=data, by=office.by, on=LATER)
    assert [(row["row"], row["code"]) for row in report.statement.problems] == [(2, "not_date"), (4, "not_amount")]
    assert Payment.objects.get().amount_vnd == 20


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"a;b\n1;2\n", b"x" * (statements.MOST_BYTES + 1)])
def test_what_is_no_statement_leaves_nothing_behind(office, data):
    with pytest.raises(Invalid) as refused:
        statements.read_in(office.account, file_name="a.csv", data=data, by=office.by, on=LATER)
    assert "file" in refused.value.fields
    assert not BankStatement.objects.exists()


def test_another_agencys_officer_reads_nothing_in_and_their_codes_are_unknown_here(office):
    with pytest.raises(NotAllowed):
        office.read_in(("PHI", 10), by=office.desk.clerk)
    assert not Payment.objects.exists()


def test_an_unmatched_payment_is_allocated_by_hand(office):
    invoice = office.usage()
    office.read_in(("QUEN GHI MA", 5_000_000))
    payment = Payment.objects.unmatched().get()
    payments.allocate(payment, invoice, by=office.by, on=LATER)
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID
    assert not Payment.objects.unmatched().exists()


def test_numbers_that_the_bank_begins_anew_each_day_lose_no_money(office):

    head = "Ngày giao dịch;Số bút toán;Nội dung;Số tiền ghi có\n"
    first = f"{head}04/03/2026;1;PHI A;10\n04/03/2026;1;PHI B;10\n04/03/2026;1;PHI B;10\n"
    report = office.read_text(first)
    assert [row["code"] for row in report.statement.problems] == ["twice"]
    report = office.read_text(
        f"{head}04/03/2026;1;PHI B;10\n05/03/2026;1;PHI A;10\n05/03/2026;1;PHI A;20\n", name="2.csv"
    )
    assert report.statement.lines.count() == 2
    assert sorted(Payment.objects.values_list("amount_vnd", flat=True)) == [10, 10, 10, 20]


def test_a_file_that_names_no_payer_and_no_number_doubles_nothing(office):
    office.read_text(
        "Ngày giao dịch;Số bút toán;Nội dung;Số tiền ghi có;Người chuyển\n05/03/2026;FT9;PHI;10;Công ty A\n"
    )
    report = office.read_text("Ngày giao dịch;Nội dung;Số tiền ghi có\n05/03/2026;PHI;10\n", name="2.csv")
    assert report.statement.lines.count() == 0
    assert Payment.objects.count() == 1
