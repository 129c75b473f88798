"""Two at once at the till: one file read in twice, one payment used twice, one invoice paid twice."""

from typing import Any

import pytest

from common.errors import Conflict
from issuing.models import NumberSeries
from issuing.numbering import unexplained_gaps
from licenses.enums import InvoiceStatus
from licenses.models import Allocation, BankStatement, Invoice, Payment
from licenses.services.fees import invoices, payments
from licenses.services.fees.invoices import Charged
from tests import cast, races
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY
from tests.licenses.fees import scene as money
from tests.licenses.fees.scene import LATER, USAGE

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def till(settings: Any) -> money.Till:
    """The till in the demo, with a tariff."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    made = money.open_till(scene.open_office(units, cast.make_agencies(units)))
    made.line()
    return made


def drafts(till: money.Till, count: int) -> list[Invoice]:
    """Drafts of one license's following years."""
    license = till.license()
    assert license.valid_from is not None
    first = license.valid_from
    return [
        invoices.draft(
            invoices.of_license(license, first.replace(year=first.year + number)), charged=[Charged(USAGE, 1)],
            by=till.by,
        )
        for number in range(count)
    ]  # fmt: skip


def fresh(row: Any) -> Any:
    """The row as another process reads it."""
    return type(row).objects.get(pk=row.pk)


def read_in_at_once(till: money.Till, number: int) -> list[Any]:
    """Two hands read the same file in."""
    return races.at_once(
        [lambda: till.read_in(("PHI", 1_000 + number), name=f"{number}.csv", first=10 * number + 1)] * 2
    )


def test_one_file_read_in_twice_at_once_is_read_in_once(till: money.Till) -> None:
    for number in range(races.ROUNDS):
        told = read_in_at_once(till, number)
        assert races.errors(told) == []
        assert sorted(report.again for report in told) == [False, True]
        assert (BankStatement.objects.count(), Payment.objects.count()) == (number + 1, number + 1)


def test_overlapping_files_read_in_at_once_double_nothing(till: money.Till) -> None:
    for number in range(races.ROUNDS):
        shared = (f"CHUNG {number}", 5_000)
        told = races.at_once(
            [
                lambda shared=shared, number=number: till.read_in(shared, name="a.csv", first=100 * number + 1),
                lambda shared=shared, number=number: till.read_in(
                    shared, (f"RIENG {number}", 7_000), name="b.csv", first=100 * number + 1
                ),
            ]
        )
        assert races.errors(told) == []
        assert Payment.objects.filter(memo=f"CHUNG {number}").count() == 1
        assert Payment.objects.filter(memo=f"RIENG {number}").count() == 1


def test_the_race_to_read_in_is_lost_when_the_lock_is_taken_away(till: money.Till) -> None:
    wrong = 0
    for number in range(races.LOST_ROUNDS):
        with races.without_protection():
            told = read_in_at_once(till, number)
        wrong += bool(races.errors(told)) or sorted(report.again for report in told) != [False, True]
    assert wrong


def test_one_payment_is_used_once_by_two_hands_at_once(till: money.Till) -> None:
    for number, draft in enumerate(drafts(till, races.SLOW_ROUNDS)):
        invoices.issue(draft, by=till.by, on=MONDAY)
        invoice = fresh(draft)
        payment = payments.record(
            by=till.by, on=LATER, agency=invoice.agency, amount_vnd=5_000_000, paid_on=LATER, method="cash",
            receipt_number=f"BL {number}",
        )  # fmt: skip
        told = races.at_once(
            [
                lambda payment=payment, invoice=invoice: payments.allocate(
                    fresh(payment), fresh(invoice), by=till.by, on=LATER
                )
            ]
            * 2
        )
        assert [type(one) for one in races.errors(told)] == [Conflict]
        assert Allocation.objects.filter(invoice=invoice).count() == 1
        assert fresh(invoice).status == InvoiceStatus.PAID
        assert fresh(payment).open_vnd == 0


def test_two_payments_at_once_never_pay_more_than_is_owed(till: money.Till) -> None:
    for number, draft in enumerate(drafts(till, races.SLOW_ROUNDS)):
        invoices.issue(draft, by=till.by, on=MONDAY)
        told = races.at_once(
            [
                lambda draft=draft, name=name, number=number: till.paid(fresh(draft), 3_000_000, f"{name} {number}")
                for name in ("A", "B")
            ]
        )
        assert races.errors(told) == []
        assert fresh(draft).paid_vnd == 5_000_000
        left = sum(
            Payment.objects.filter(receipt_number__in=(f"A {number}", f"B {number}")).values_list("open_vnd", flat=True)
        )
        assert left == 1_000_000


def test_one_draft_issued_twice_at_once_has_one_number_and_no_gap(till: money.Till) -> None:
    for draft in drafts(till, races.SLOW_ROUNDS):
        told = races.at_once([lambda draft=draft: invoices.issue(fresh(draft), by=till.by, on=MONDAY)] * 2)
        assert [type(one) for one in races.errors(told)] == [Conflict]
    series = NumberSeries.objects.get(form_code="fee_notice")
    assert (series.last_value, unexplained_gaps(series)) == (races.SLOW_ROUNDS, [])
