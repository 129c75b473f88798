"""Invoices: what may be charged, issued once with number and code, voided with the reason, never edited."""

import datetime as dt
import io

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from common import payment_codes, vietqr
from common.errors import Conflict, Invalid, NotAllowed
from issuing.enums import PaperStatus
from issuing.mails import Recipient
from issuing.models import IssuedDocument, Mail
from licenses import notifications
from licenses.enums import ApplicationStatus, FeeLineStatus, InvoiceStatus
from licenses.models import FeeLine, Invoice, InvoiceLine, Payment
from licenses.queries.invoices import owed_by
from licenses.services.applications import decisions, desk, grants
from licenses.services.applications import filing as applications
from licenses.services.fees import asking, closing, invoices, lines, papers
from licenses.services.fees.invoices import Charged
from licenses.services.fees.tariff import Extent, extent_of_application, suggested
from tests.licenses.applications.scene import MONDAY
from tests.licenses.fees.scene import ISSUE_FEE, LATER, USAGE

pytestmark = pytest.mark.django_db


def test_asking_for_fees_issues_an_invoice_and_stops_the_clock(office):
    row, invoice = office.asked()
    assert (invoice.status, invoice.total_vnd, invoice.open_vnd) == (InvoiceStatus.ISSUED, 300_000, 300_000)
    assert (row.status, row.fee_vnd, row.waiting_since) == (ApplicationStatus.FEE_DUE, 300_000, MONDAY)
    # thirty days after the notice (Circular 05/2015, Article 8), on invoice and file alike
    assert invoice.due_on == row.answer_due_on == dt.date(2026, 4, 1)
    assert invoice.number == "01/2026/TB-NPLP"
    assert payment_codes.is_code(invoice.reference)
    paper = IssuedDocument.objects.about(invoice).get()
    assert paper.number == invoice.number
    assert any("fee" in entry.lower() or "phí" in entry.lower() for entry in paper.unverified)


def test_the_class_of_the_greatest_power_is_suggested(office):
    row = office.desk.countersigned()
    offered = invoices.of_application(row, MONDAY).tariffs()
    assert suggested(offered, extent_of_application(row)) == {ISSUE_FEE: 1}
    assert suggested(offered, Extent(1, 1, 1.0)) == {"fee.issue.land_mobile_internal.1w": 1}
    assert suggested(offered, Extent(1, 1, 15.01)) == {"fee.issue.land_mobile_internal.over15w": 1}
    assert suggested(offered, Extent(1, 1, None)) == {}


def test_of_alternatives_none_is_suggested(office):
    row = office.desk.draft(kind="broadcasting", payload={"stations": []})
    offered = invoices.of_application(row, MONDAY).tariffs()
    assert {each.code for each in offered} == {"fee.issue.broadcasting.press", "fee.issue.broadcasting.other"}
    assert suggested(offered, Extent(1, 2, 500.0)) == {}


@pytest.mark.parametrize(
    ("charged", "words"),
    [
        ([], "fees"),
        ([Charged("fee.issue.ship", 1)], "quantity-fee.issue.ship"),
        ([Charged(ISSUE_FEE, 0)], f"quantity-{ISSUE_FEE}"),
    ],
)
def test_what_no_rule_gives_is_not_charged(office, charged, words):
    row = office.desk.countersigned()
    with pytest.raises(Invalid) as refused:
        asking.ask(row, charged=charged, by=office.by, on=MONDAY)
    assert words in refused.value.fields
    assert not Invoice.objects.exists()
    row.refresh_from_db()
    assert row.status == ApplicationStatus.COUNTERSIGNED


def test_a_fee_without_a_figure_is_not_charged_until_two_people_entered_it(office):
    license = office.license()
    subject = invoices.of_license(license, MONDAY)
    with pytest.raises(Invalid):
        invoices.draft(subject, charged=[Charged(USAGE, 1)], by=office.by)
    line = lines.enter(
        by=office.by, code=USAGE, kind="land_mobile_internal", fee_kind="usage", label_vi="Phí (giả định)",
        amount_vnd=5_000_000, per="frequency and year", source="giả định", effective_from=dt.date(2026, 1, 1),
    )  # fmt: skip
    with pytest.raises(Invalid):
        invoices.draft(subject, charged=[Charged(USAGE, 1)], by=office.by)
    lines.confirm(line, by=office.legal, on=MONDAY)
    invoice = invoices.draft(subject, charged=[Charged(USAGE, 2)], by=office.by)
    (kept,) = invoice.lines.all()
    assert (kept.amount_vnd, kept.from_agency, kept.source) == (10_000_000, True, "giả định")
    assert (invoice.period_from, invoice.period_until) == (MONDAY, dt.date(2027, 3, 1))


def test_nobody_confirms_a_line_they_entered(office, monkeypatch):
    line = lines.enter(
        by=office.by, code="rieng.1", kind="ship", fee_kind="issue", label_vi="Phí", amount_vnd=1, per="station",
        source="nguồn", effective_from=MONDAY,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        lines.confirm(line, by=office.by, on=MONDAY)
    line.entered_by = office.legal
    FeeLine.objects.filter(pk=line.pk).update(entered_by=office.legal)
    with pytest.raises(NotAllowed) as refused:
        lines.confirm(line, by=office.legal, on=MONDAY)
    assert refused.value.code == "two_people"


def test_a_figure_the_rulebook_gives_is_not_entered_again(office):
    with pytest.raises(Invalid) as refused:
        lines.enter(
            by=office.by, code=ISSUE_FEE, kind="land_mobile_internal", fee_kind="issue", label_vi="Phí", amount_vnd=1,
            per="license", source="nguồn", effective_from=MONDAY,
        )  # fmt: skip
    assert "code" in refused.value.fields


def test_a_new_figure_ends_the_one_before_it_and_old_periods_keep_theirs(office):
    first = office.line(5_000_000, dt.date(2026, 1, 1))
    second = office.line(6_000_000, dt.date(2026, 7, 1))
    first.refresh_from_db()
    assert (first.status, first.effective_until) == (FeeLineStatus.ENDED, dt.date(2026, 6, 30))
    license = office.license()
    amounts = {
        day: next(each.amount_vnd for each in invoices.of_license(license, day).tariffs() if each.code == USAGE)
        for day in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))
    }
    assert list(amounts.values()) == [5_000_000, 6_000_000]
    assert second.status == FeeLineStatus.CONFIRMED


def test_one_thing_is_invoiced_once(office):
    invoice = office.usage()
    with pytest.raises(Conflict) as refused:
        office.usage(invoice.license)
    assert refused.value.code == "invoiced_already"


def test_the_paper_names_amount_in_words_account_and_code_and_its_qr_pays_exactly_that(office):
    invoice = office.usage()
    payload = papers.payload(invoice, office.account, invoice.due_on, by=office.by, on=MONDAY)
    assert payload["total_words"] == "Năm triệu đồng"
    read = vietqr.read(payload["qr"])
    assert (read["54"], vietqr.items(read["62"])["08"]) == ("5000000", invoice.reference)
    pdf = bytes(IssuedDocument.objects.about(invoice).get().file.pdf)
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert f"Mã số: {invoice.licensee.identifier}" in text


def test_without_an_account_the_paper_has_no_qr_code(office):
    invoice = office.usage()
    assert papers.payload(invoice, None, invoice.due_on, by=office.by, on=MONDAY)["qr"] == ""


def test_an_issued_invoice_is_not_changed_even_behind_the_services_back(office):
    _row, invoice = office.asked()
    for change in ({"total_vnd": 1}, {"due_on": LATER}, {"reference": "WW0000000000"}, {"licensee": office.desk.shop}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Invoice.objects.filter(pk=invoice.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(status=InvoiceStatus.PAID)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceLine.objects.filter(invoice=invoice).update(quantity=2, amount_vnd=600_000)
    line = invoice.lines.get()
    line.pk, line.position = None, 2
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save(force_insert=True)


def test_a_voided_invoice_has_an_annulled_paper_and_its_part_payment_is_credit(office):
    invoice = office.usage()
    office.paid(invoice, 2_000_000)
    with pytest.raises(NotAllowed):
        closing.void(invoice, reason="Sai số lượng", by=office.by, on=LATER)
    closing.void(invoice, reason="Sai số lượng", by=office.desk.chief, on=LATER)
    assert (invoice.status, invoice.paid_vnd, invoice.closed_reason) == (InvoiceStatus.VOIDED, 0, "Sai số lượng")
    assert IssuedDocument.objects.about(invoice).get().status == PaperStatus.ANNULLED
    assert Payment.objects.get().open_vnd == 2_000_000
    found = owed_by(office.desk.holder, LATER)
    assert (found.total_vnd, found.credit_vnd, found.invoices) == (0, 2_000_000, [])
    again = office.usage(invoice.license)
    assert again.number == "02/2026/TB-NPLP"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ("Không phải nộp 5.000.000 đồng nữa", "Lý do: Sai số lượng", "Số tiền đã nộp 2.000.000 đồng được ghi")),
        ("en", ("VND 5,000,000 need not be paid any more", "Reason: Sai số lượng", "The VND 2,000,000 already paid")),
    ],
)
def test_a_holder_is_told_once_that_a_voided_invoice_is_not_to_be_paid(office, monkeypatch, language, said):
    monkeypatch.setattr(notifications, "recipient", lambda *_any: Recipient("Cảng", "cang@example.vn", language))
    invoice = office.usage()
    office.paid(invoice, 2_000_000)
    closing.void(invoice, reason="Sai số lượng", by=office.desk.chief, on=LATER)
    mail = Mail.objects.get(topic="fee_withdrawn")
    for part in (*said, invoice.reference, f"/my/invoices/{invoice.pk}/"):
        assert part in f"{mail.subject}\n{mail.body}"


def test_a_discarded_draft_never_had_a_number_and_leaves_no_gap(office):
    office.line()
    license = office.license()
    subject = invoices.of_license(license, MONDAY)
    draft = invoices.draft(subject, charged=[Charged(USAGE, 1)], by=office.by)
    invoices.discard(draft, reason="Nhầm", by=office.by, on=MONDAY)
    assert (draft.status, draft.number) == (InvoiceStatus.VOIDED, "")
    assert office.usage(license).number == "01/2026/TB-NPLP"


@pytest.mark.parametrize("way", ["withdraw", "lapse", "reopen"])
def test_an_application_that_does_not_go_on_owes_nothing(office, way):
    row, invoice = office.asked()
    if way == "withdraw":
        applications.withdraw(row, by=office.by, on=LATER, reason="Thôi không xin nữa")
    elif way == "lapse":
        assert [each.pk for each in desk.lapse_unanswered(on=dt.date(2026, 4, 2))] == [row.pk]
    else:
        decisions.reopen(row, by=office.by, on=LATER, reason="Sai tần số")
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.VOIDED
    assert owed_by(office.desk.holder, LATER).total_vnd == 0


def test_after_a_voided_invoice_the_waiting_file_gets_a_new_one(office):
    row, invoice = office.asked()
    with pytest.raises(Conflict):
        asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=office.by, on=LATER)
    asking.void(invoice, reason="Sai địa chỉ", by=office.desk.chief, on=LATER)
    row.refresh_from_db()
    again = asking.ask(row, charged=[Charged(ISSUE_FEE, 1)], by=office.by, on=LATER)
    assert (again.replaces, again.number) == (invoice, "02/2026/TB-NPLP")
    office.paid(again, 300_000)
    row.refresh_from_db()
    grants.grant(row, by=office.by, on=LATER)


def test_after_a_voided_invoice_the_clock_goes_on_and_the_fee_may_be_waived(office):
    row, invoice = office.asked()
    asking.void(invoice, reason="Sai đối tượng", by=office.desk.chief, on=LATER)
    row.refresh_from_db()
    assert (row.status, row.answer_due_on, row.fee_vnd) == (ApplicationStatus.COUNTERSIGNED, None, None)
    assert row.due_on == dt.date(2026, 4, 2)  # three days stood still
    assert row.clock.last().reason == "fee_voided"
    with pytest.raises(NotAllowed):
        asking.waive(row, reason="Miễn", by=office.by, on=LATER)
    asking.waive(row, reason="Đối tượng được miễn lệ phí", by=office.desk.chief, on=LATER)
    grants.grant(row, by=office.by, on=LATER)
    assert row.status == ApplicationStatus.GRANTED


def test_a_file_left_waiting_for_an_invoice_voided_earlier_is_waived_too(office, as_user):
    row, invoice = office.asked()
    closing.void(invoice, reason="Sai đối tượng", by=office.desk.chief, on=LATER)  # as it was before files came back
    with time_machine.travel(dt.datetime.combine(LATER, dt.time(3), tzinfo=dt.UTC)):
        page = as_user(office.desk.chief).get(reverse("desk:application", args=[row.pk]))
    assert "đã bị hủy" in page.context["next"]["what"]
    names = [act.name for act in (*page.context["acts"], *page.context["quiet_acts"])]
    assert "waive_fee" in names
    assert "settle_fee" not in names
    asking.waive(row, reason="Đối tượng được miễn lệ phí", by=office.desk.chief, on=LATER)
    grants.grant(row, by=office.by, on=LATER)


def test_the_commune_must_say_the_last_day_to_pay_where_no_source_gives_it(office):
    line = lines.enter(
        by=office.desk.clerk, code="fee.issue.game_point", kind="game_point", fee_kind="issue",
        label_vi="Lệ phí (giả định)", amount_vnd=100_000, per="certificate", source="giả định", effective_from=MONDAY,
    )  # fmt: skip
    lines.confirm(line, by=office.desk.chairman, on=MONDAY)
    row = office.desk.countersigned(kind="game_point", until=dt.date(2029, 2, 20))
    charged = [Charged("fee.issue.game_point", 1)]
    with pytest.raises(Invalid) as refused:
        asking.ask(row, charged=charged, by=office.desk.clerk, on=MONDAY)
    assert "due_on" in refused.value.fields
    invoice = asking.ask(row, charged=charged, by=office.desk.clerk, on=MONDAY, due_on=LATER)
    assert (invoice.due_on, invoice.account) == (LATER, None)
