"""Payments: partial, too much, twice, taken back; what is not paid falls overdue and holds its license."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from common.errors import Conflict, Invalid, NotAllowed
from issuing.models import Mail
from licenses.enums import ApplicationStatus, InvoiceStatus, Purpose
from licenses.models import Allocation, Hold, Invoice, Payment
from licenses.queries.invoices import owed_by
from licenses.services import holds
from licenses.services.applications import clock, grants, problems
from licenses.services.fees import overdue, payments, telling
from tests.licenses.applications.scene import MONDAY
from tests.licenses.fees.scene import LATER

pytestmark = pytest.mark.django_db
AFTER = dt.date(2026, 4, 2)


def test_a_paid_fee_lets_the_application_go_on(office):
    row, invoice = office.asked()
    office.paid(invoice, 300_000)
    row.refresh_from_db()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open_vnd, invoice.settled_on) == (InvoiceStatus.PAID, 0, LATER)
    assert (row.fee_settled_on, row.fee_reference, row.waiting_since) == (LATER, invoice.number, None)
    assert clock.state(row, LATER).running
    grants.grant(row, by=office.by, on=LATER)
    assert row.status == ApplicationStatus.GRANTED


def test_a_part_payment_settles_nothing_until_the_rest_came(office):
    row, invoice = office.asked()
    office.paid(invoice, 100_000, "BL 1")
    invoice.refresh_from_db()
    row.refresh_from_db()
    assert (invoice.status, invoice.open_vnd, row.fee_settled_on) == (InvoiceStatus.PARTLY_PAID, 200_000, None)
    office.paid(invoice, 200_000, "BL 2")
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID


def test_too_much_is_kept_as_credit_and_pays_the_next_invoice(office):
    invoice = office.usage()
    payment = office.paid(invoice, 5_700_000)
    payment.refresh_from_db()
    assert (payment.open_vnd, payment.licensee) == (700_000, office.desk.holder)
    assert owed_by(office.desk.holder, LATER).credit_vnd == 700_000
    _row, other = office.asked(payload=office.desk.network(name="Đài hai"))
    payments.allocate(payment, other, by=office.by, on=LATER)
    other.refresh_from_db()
    assert (other.status, payment.open_vnd) == (InvoiceStatus.PAID, 400_000)


@pytest.mark.parametrize("again", ["BL 7", "bl 7", "ＢＬ ７"])
def test_the_same_receipt_is_recorded_once(office, again):
    invoice = office.usage()
    office.paid(invoice, 1_000_000, "BL 7")
    with pytest.raises(Conflict) as refused:
        office.paid(invoice, 1_000_000, again)
    assert refused.value.code == "recorded_already"
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount_vnd": 0}, "amount_vnd"),
        ({"amount_vnd": -5}, "amount_vnd"),
        ({"receipt_number": " "}, "receipt_number"),
        ({"method": "tien"}, "method"),
        ({"paid_on": LATER + dt.timedelta(days=1)}, "paid_on"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_by_field(office, wrong, field):
    facts = {"amount_vnd": 1, "paid_on": LATER, "method": "cash", "receipt_number": "1", **wrong}
    with pytest.raises(Invalid) as refused:
        payments.record(by=office.by, on=LATER, agency=office.by.memberships.get().agency, **facts)
    assert field in refused.value.fields


def test_a_payment_set_against_the_wrong_invoice_is_taken_back(office):
    invoice = office.usage()
    payment = office.paid(invoice, 5_000_000)
    payments.take_back(Allocation.objects.get(), reason="Nhầm hóa đơn", by=office.by, on=LATER)
    invoice.refresh_from_db()
    payment.refresh_from_db()
    assert (invoice.status, invoice.paid_vnd, payment.open_vnd) == (InvoiceStatus.ISSUED, 0, 5_000_000)
    with pytest.raises(Conflict):
        payments.take_back(Allocation.objects.get(), reason="Nhầm", by=office.by, on=LATER)
    payments.allocate(payment, invoice, by=office.by, on=LATER)
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID


def test_a_fee_an_application_relied_on_is_not_taken_back(office):
    row, invoice = office.asked()
    office.paid(invoice, 300_000)
    with pytest.raises(Conflict) as refused:
        payments.take_back(Allocation.objects.get(), reason="Nhầm", by=office.by, on=LATER)
    assert refused.value.code == "relied_on"
    row.refresh_from_db()
    assert row.fee_settled_on == LATER


def test_more_than_is_left_or_owed_is_not_allocated(office):
    invoice = office.usage()
    payment = payments.record(
        by=office.by, on=LATER, agency=invoice.agency, amount_vnd=6_000_000, paid_on=LATER, method="cash",
        receipt_number="1",
    )  # fmt: skip
    for amount in (0, -1, 5_000_001):
        with pytest.raises(Invalid):
            payments.allocate(payment, invoice, by=office.by, on=LATER, amount_vnd=amount)
    assert not Allocation.objects.exists()


def test_a_payment_of_one_holder_does_not_pay_for_another(office):
    invoice = office.usage()
    payment = office.paid(invoice, 5_500_000)
    payment.refresh_from_db()
    row, other = office.asked(licensee=office.desk.buyer)
    with pytest.raises(Conflict) as refused:
        payments.allocate(payment, other, by=office.by, on=LATER)
    assert refused.value.code == "other_holder"
    assert row.fee_settled_on is None


def test_a_payment_set_aside_is_not_used_until_it_is_brought_back(office):
    invoice = office.usage()
    payment = payments.record(
        by=office.by, on=LATER, agency=invoice.agency, amount_vnd=1, paid_on=LATER, method="cash", receipt_number="1"
    )
    payments.set_aside(payment, reason="Tiền thuê phòng", by=office.by, on=LATER)
    assert not Payment.objects.unmatched().exists()
    with pytest.raises(Conflict):
        payments.allocate(payment, invoice, by=office.by, on=LATER)
    payments.bring_back(payment, reason="Xem lại", by=office.by)
    payments.allocate(payment, invoice, by=office.by, on=LATER)


def test_money_rows_are_not_changed_behind_the_services_back(office):
    invoice = office.usage()
    payment = office.paid(invoice, 5_000_000)
    for rows, change in (
        (Payment.objects.filter(pk=payment.pk), {"amount_vnd": 1}),
        (Allocation.objects.filter(invoice=invoice), {"amount_vnd": 1}),
        (Invoice.objects.filter(pk=invoice.pk), {"paid_vnd": 5_000_001}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).delete()


def test_an_inspector_takes_no_money(office, people):
    invoice = office.usage()
    with pytest.raises(NotAllowed):
        payments.record(
            by=people["inspector2"], on=LATER, amount_vnd=1, paid_on=LATER, method="cash", receipt_number="1",
            invoice=invoice,
        )  # fmt: skip


def test_an_unpaid_usage_fee_holds_its_license_and_paying_lifts_the_hold(office):
    invoice = office.usage()
    assert overdue.fall_due(on=dt.date(2026, 4, 1)) == {"overdue": 0, "holds": 0}
    assert overdue.fall_due(on=AFTER) == {"overdue": 1, "holds": 1}
    assert overdue.fall_due(on=AFTER) == {"overdue": 0, "holds": 0}
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.OVERDUE
    hold = Hold.objects.get()
    assert (hold.license, hold.agency, hold.lifted_on) == (invoice.license, invoice.agency, None)
    assert invoice.number in hold.reason
    change = office.desk.draft(purpose=Purpose.AMEND, license=invoice.license, on=AFTER)
    held = clock.rules(change, AFTER)
    assert any(invoice.number in each for each in problems.found(change, held=held, on=AFTER))
    office.paid(invoice, 2_000_000, "1")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.open_vnd) == (InvoiceStatus.OVERDUE, 3_000_000)
    assert Hold.objects.standing(AFTER).exists()
    office.paid(invoice, 3_000_000, "2")
    hold.refresh_from_db()
    assert hold.lifted_on == LATER
    assert "1" in hold.lifted_reason
    assert not any(invoice.number in each for each in problems.found(change, held=held, on=AFTER))


def test_an_unpaid_license_fee_holds_nothing(office):
    _row, invoice = office.asked()
    assert overdue.fall_due(on=AFTER) == {"overdue": 1, "holds": 0}
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.OVERDUE


def test_each_reminder_is_told_once(office):
    invoice = office.usage()
    told = Mail.objects.filter(target_id=invoice.pk.hex)
    assert told.count() == 1
    days = [dt.date(2026, 3, 24), dt.date(2026, 3, 25), dt.date(2026, 4, 1), AFTER, dt.date(2026, 5, 1)]
    counts = [telling.remind(on=day) for day in days for _again in range(2)]
    assert sum(each["reminded"] for each in counts) == 1
    assert sum(each["warned"] for each in counts) == 1
    assert told.count() == 3
    bodies = [mail.body for mail in told.order_by("created_at")]
    assert all(invoice.reference in body and "5.000.000" in body for body in bodies)
    assert all("Phí sử dụng tần số" in body for body in bodies)
    assert all(invoice.account.account_number in body and invoice.account.bank_name in body for body in bodies)
    assert all(reverse("my:invoice", args=[invoice.pk]) in body for body in bodies)


def test_the_usage_fee_of_a_new_year_is_drafted_once_and_waits_for_an_officer(office):
    office.line()
    license = office.license()
    assert overdue.draft_usage(on=MONDAY) == {"drafted": 1, "for_a_person": 0}
    assert overdue.draft_usage(on=MONDAY) == {"drafted": 0, "for_a_person": 0}
    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.license, invoice.period_from) == (InvoiceStatus.DRAFTED, license, MONDAY)
    before = dt.date(2027, 1, 30)
    assert overdue.draft_usage(on=before) == {"drafted": 0, "for_a_person": 0}
    assert overdue.draft_usage(on=dt.date(2027, 1, 31)) == {"drafted": 1, "for_a_person": 0}
    assert set(Invoice.objects.values_list("period_from", flat=True)) == {MONDAY, dt.date(2027, 3, 2)}


def test_without_a_figure_the_usage_fee_is_left_to_a_person(office):
    office.license()
    assert overdue.draft_usage(on=MONDAY) == {"drafted": 0, "for_a_person": 1}
    assert not Invoice.objects.exists()


def test_a_hold_stands_on_its_days_and_of_one_thing_only(office):
    license = office.license()
    hold = holds.place(
        office.desk.holder, license=license, reason="Khiếu nại", by=office.by, on=MONDAY, stands_from=LATER,
        stands_until=AFTER,
    )  # fmt: skip
    days = [MONDAY, LATER, AFTER, AFTER + dt.timedelta(days=1)]
    assert [Hold.objects.standing(day).exists() for day in days] == [False, True, True, False]
    holder = office.desk.holder
    assert Hold.objects.against([holder.pk], license.pk, on=LATER).get() == hold
    assert not Hold.objects.against([holder.pk], on=LATER).exists()
    with pytest.raises(Invalid) as refused:
        holds.place(office.desk.buyer, license=license, reason="Nhầm", by=office.by, on=MONDAY)
    assert "license" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        holds.place(holder, reason="Ngược", by=office.by, on=MONDAY, stands_from=AFTER, stands_until=LATER)
    assert "stands_until" in refused.value.fields
