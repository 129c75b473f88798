"""The till's pages over HTTP: what they show, what they cost, what they refuse, and whom."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts.models import JournalEntry, Membership
from accounts.roles import Role
from issuing.models import IssuedDocument
from licenses.enums import InvoiceStatus
from licenses.models import Application, BeneficiaryAccount, FeeLine, Hold, Invoice, Payment
from licenses.services import holds, licensees
from licenses.services.fees import accounts, closing, overdue, tariff
from licenses.services.portal import people
from rulebook.models import FeeRule
from tests import cast
from tests.licenses.applications.scene import MONDAY
from tests.licenses.fees.scene import HEAD, ISSUE_FEE

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(office, as_user):
    """The officer at a browser, in Vietnamese."""
    client = as_user(office.by)
    client.cookies["django_language"] = "vi"
    return client


def text(answer) -> str:
    return answer.content.decode()


def paper_text(invoice: Invoice) -> str:
    pdf = bytes(IssuedDocument.objects.about(invoice).get().file.pdf)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def upload(browser, office, data: bytes, name: str = "sao-ke.csv"):
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    address = reverse("desk:statement_read_in")
    return browser.post(address, {"account": office.account.pk, "file": file}, follow=True)


def test_fees_are_asked_for_on_the_page_of_the_application(office, browser):
    row = office.desk.countersigned()
    step = browser.get(reverse("desk:application_issue", args=[row.pk, "ask_fee"]), follow=True)
    assert step.redirect_chain[-1][0] == reverse("desk:application_fees", args=[row.pk])
    assert 'value="1"' in text(step)
    empty = browser.post(reverse("desk:application_fees", args=[row.pk]), {"note": ""})
    assert (empty.status_code, "Chọn ít nhất một khoản thu." in text(empty)) == (422, True)
    made = browser.post(reverse("desk:application_fees", args=[row.pk]), {f"quantity-{ISSUE_FEE}": "1"}, follow=True)
    invoice = Invoice.objects.get()
    assert invoice.reference in text(made)
    assert "Ba trăm nghìn đồng" in text(made)
    assert "<svg" in text(made)
    again = browser.post(reverse("desk:application_fees", args=[row.pk]), {f"quantity-{ISSUE_FEE}": "1"})
    assert again.status_code == 409
    file = text(browser.get(reverse("desk:application", args=[row.pk])))
    assert invoice.number in file
    assert reverse("desk:application_issue", args=[row.pk, "ask_fee"]) not in file


def test_a_statement_is_uploaded_and_its_report_names_every_row(office, browser):
    _row, invoice = office.asked()
    data = f"{HEAD}05/03/2026;1;PHI {invoice.reference};300.000\n05/03/2026;2;KHONG MA;7\n31/02/2026;3;A;1\n"
    report = upload(browser, office, data.encode("utf-8-sig"))
    assert report.status_code == 200
    for words in ("Nộp đủ thông báo", "Nội dung chuyển khoản không có mã nộp tiền", "“31/02/2026” không phải là ngày"):
        assert words in text(report)
    again = upload(browser, office, data.encode("utf-8-sig"))
    assert "Chính tệp này đã được đọc trước đó" in text(again)
    assert Payment.objects.count() == 2
    bad = upload(browser, office, b"%PDF-1.7")
    assert (bad.status_code, "PDF" in text(bad)) == (422, True)


def test_an_unmatched_payment_is_allocated_set_aside_and_taken_back_by_hand(office, browser):
    invoice = office.usage()
    office.read_in(("QUEN MA", 5_000_000), ("TIEN NHA", 3))
    payment, other = Payment.objects.order_by("-amount_vnd")
    page = text(browser.get(reverse("desk:payment", args=[payment.pk])))
    assert invoice.number in page  # a candidate: the same amount
    step = reverse("desk:payment_step", args=[payment.pk, "allocate"])
    wrong = browser.post(step, {"code": "WW0000000000"})
    assert (wrong.status_code, "Không có thông báo nào mang mã hoặc số này." in text(wrong)) == (422, True)
    browser.post(step, {"code": invoice.reference})
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID
    browser.post(reverse("desk:payment_step", args=[other.pk, "set_aside"]), {"reason": "Tiền thuê nhà"})
    assert not Payment.objects.unmatched().exists()
    allocation = invoice.allocations.get()
    browser.post(reverse("desk:allocation_take_back", args=[allocation.pk]), {"reason": "Nhầm"})
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.ISSUED


def test_paper_and_pages_name_the_circular_and_no_page_of_the_internet(office, browser, as_user):
    row, invoice = office.asked()
    circular, seen = "Thông tư 265/2016/TT-BTC", "lawnet.vn"
    holder = as_user(_person_of(office))
    shown = {
        "desk": text(browser.get(reverse("desk:invoice", args=[invoice.pk]))),
        "lines": text(browser.get(reverse("desk:fee_lines"))),
        "my": text(holder.get(reverse("my:invoice", args=[invoice.pk]))),
        "paper": paper_text(invoice),
    }
    office.desk.countersigned(payload=office.desk.network(name="Đài hai"))
    waiting = Application.objects.exclude(pk=row.pk).get()
    shown["charge"] = text(browser.get(reverse("desk:application_fees", args=[waiting.pk])))
    assert {name for name, page in shown.items() if circular not in page or seen in page} == set()
    assert "chưa đối chiếu với văn bản chính thức" in shown["paper"]
    rule = FeeRule.objects.in_force_on(MONDAY).get(code=ISSUE_FEE)
    assert seen in text(browser.get(reverse("desk:rule", args=["fees", rule.pk])))
    with translation.override("vi"):
        assert tariff.basis_of("game_point", MONDAY) == "chưa thấy văn bản gốc"


def test_a_fee_line_is_entered_by_one_and_confirmed_by_another(office, browser, as_user):
    facts = {
        "code": "fee.usage.fixed_link", "kind": "fixed_link", "fee_kind": "usage", "label_vi": "Phí (giả định)",
        "amount_vnd": "2.500.000", "per": "frequency and year", "source": "giả định", "effective_from": "2026-01-01",
    }  # fmt: skip
    filled = browser.get(reverse("desk:fee_line_new") + "?rule=fee.usage.fixed_link")
    assert "fee.usage.fixed_link" in text(filled)
    wrong = browser.post(reverse("desk:fee_line_new"), {**facts, "amount_vnd": "hai triệu", "source": ""})
    assert wrong.status_code == 422
    assert browser.post(reverse("desk:fee_line_new"), {**facts, "amount_vnd": "1,5"}).status_code == 422
    assert browser.post(reverse("desk:fee_line_new"), {**facts, "amount_vnd": "2500000,00"}).status_code == 302
    line = FeeLine.objects.get()
    confirm = reverse("desk:fee_line_step", args=[line.pk, "confirm"])
    assert browser.post(confirm).status_code == 403
    second = as_user(office.legal)
    assert confirm in text(second.get(reverse("desk:fee_lines")))
    second.post(confirm, {"version": line.version})
    line.refresh_from_db()
    assert (line.amount_vnd, line.judged_by) == (2_500_000, office.legal)


def test_only_the_administrator_enters_the_account_and_a_wrong_one_is_refused(office, browser, as_user):
    assert browser.get(reverse("desk:fee_accounts")).status_code == 403
    admin = as_user(office.administrator)
    facts = {
        "agency": office.account.agency.pk, "bank_bin": "97043", "bank_name": "B", "account_number": "12 3456",
        "holder_name": "C", "valid_from": "2026-06-01", "note": "QĐ 1",
    }  # fmt: skip
    assert admin.post(reverse("desk:fee_accounts"), facts).status_code == 422
    assert admin.post(reverse("desk:fee_accounts"), {**facts, "bank_bin": "970436"}).status_code == 302
    entered = BeneficiaryAccount.objects.get(valid_from="2026-06-01")
    june = dt.date(2026, 6, 1)
    assert accounts.account_on(entered.agency, june) == office.account  # nobody else has looked at it yet
    confirm = reverse("desk:fee_account_step", args=[entered.pk, "confirm"])
    assert admin.post(confirm).status_code == 403
    second = as_user(office.legal)
    assert confirm in text(second.get(reverse("desk:fee_lines")))
    assert second.get(confirm).status_code == 200
    assert second.post(confirm).status_code == 302
    assert second.post(confirm).status_code == 409
    office.account.refresh_from_db()
    assert office.account.valid_until == dt.date(2026, 5, 31)
    assert accounts.account_on(entered.agency, june) == entered
    assert JournalEntry.objects.filter(verb="fee_account.confirmed", target_id=entered.pk.hex).exists()


def test_an_account_that_is_refused_is_never_named_and_nobody_confirms_their_own(office, as_user):
    agency = office.account.agency
    Membership.objects.create(user=office.administrator, agency=agency, role=Role.DECIDER, valid_from=MONDAY)
    made = accounts.enter(
        by=office.administrator, agency=agency, bank_bin="970436", bank_name="B", account_number="9999",
        holder_name="C", valid_from=dt.date(2026, 6, 1), note="QĐ 2",
    )  # fmt: skip
    own = as_user(office.administrator).post(reverse("desk:fee_account_step", args=[made.pk, "confirm"]))
    assert own.status_code == 403
    refuse, second = reverse("desk:fee_account_step", args=[made.pk, "refuse"]), as_user(office.legal)
    assert second.post(refuse, {"reason": ""}).status_code == 422
    assert second.post(refuse, {"reason": "Không phải tài khoản của Trung tâm"}).status_code == 302
    assert accounts.account_on(agency, dt.date(2026, 7, 1)) == office.account
    assert not BeneficiaryAccount.objects.confirmed().filter(pk=made.pk).exists()


def test_a_hold_is_placed_shown_and_lifted(office, browser):
    holder, license = office.desk.holder, office.license()
    place = reverse("desk:hold_place", args=[holder.pk])
    assert browser.post(place, {"stands_from": "2026-03-02"}).status_code == 422
    facts = {"license": license.pk, "reason": "Công văn 12 của Công an", "stands_from": "2026-03-02"}
    page = browser.post(place, facts, follow=True)
    hold = Hold.objects.get()
    assert "Công văn 12 của Công an" in text(page)
    assert "Gia hạn" in text(page)
    for address in ("desk:licensee", "desk:license"):
        key = holder.pk if address == "desk:licensee" else license.pk
        assert reverse("desk:hold", args=[hold.pk]) in text(browser.get(reverse(address, args=[key])))
    lift = reverse("desk:hold_lift", args=[hold.pk])
    assert browser.post(lift, {"reason": ""}).status_code == 422
    browser.post(lift, {"reason": "Đã giải quyết"})
    hold.refresh_from_db()
    assert hold.lifted_reason == "Đã giải quyết"
    assert text(browser.get(reverse("desk:holds"))).count("Công văn 12") == 0


def test_the_licensee_sees_and_pays_their_own_invoices_only(office, as_user):
    _row, invoice = office.asked()
    client = as_user(_person_of(office))
    assert invoice.number in text(client.get(reverse("my:invoices")))
    page = text(client.get(reverse("my:invoice", args=[invoice.pk])))
    assert invoice.reference in page
    assert "<svg" in page
    paper = client.get(reverse("my:paper", args=[_paper(invoice).pk]))
    assert paper["Content-Type"] == "application/pdf"
    other = office.asked(licensee=office.desk.buyer)[1]
    assert client.get(reverse("my:invoice", args=[other.pk])).status_code == 404
    assert client.get(reverse("my:paper", args=[_paper(other).pk])).status_code == 404


def test_another_agency_finds_no_money_of_this_one(office, as_user):
    invoice = office.usage()
    payment = office.paid(invoice, 1)
    clerk = as_user(office.desk.clerk)
    for name, key in (("desk:invoice", invoice.pk), ("desk:payment", payment.pk)):
        assert clerk.get(reverse(name, args=[key])).status_code == 404
    assert clerk.get(reverse("desk:invoices") + "?queue=all").context["listing"].count == 0
    void = reverse("desk:invoice_void", args=[invoice.pk, "void"])
    assert as_user(office.desk.chairman).post(void, {"reason": "x"}).status_code == 404


def test_the_list_adds_up_filters_and_goes_out_as_a_file(office, browser):
    _row, asked = office.asked(payload=office.desk.network(name="Đài hai"))
    usage = office.usage()
    office.paid(usage, 2_000_000)
    overdue.fall_due(on=asked.due_on.replace(year=2027))
    page = browser.get(reverse("desk:invoices"))
    totals = page.context["totals"]
    assert (totals.asked_vnd, totals.paid_vnd, totals.open_vnd) == (5_300_000, 2_000_000, 3_300_000)
    assert totals.overdue_vnd == 3_300_000
    found = browser.get(reverse("desk:invoices"), {"q": usage.reference.lower()}).context["listing"]
    assert [row.pk for row in found] == [usage.pk]
    csv = b"".join(browser.get(reverse("desk:invoices_file"), {"queue": "all"}).streaming_content).decode("utf-8-sig")
    assert csv.count("\n") == 3
    assert "5000000" in csv
    book = browser.get(reverse("desk:invoices_file"), {"queue": "all", "as": "xlsx"})
    assert b"".join(book.streaming_content)[:2] == b"PK"


def test_lists_ask_the_database_no_more_for_more_rows(office, browser, django_assert_max_num_queries):
    office.read_in(*((f"KHONG MA {number}", 10 + number) for number in range(4)))
    for number in range(3):
        holder = licensees.create(by=office.by, on=MONDAY, name=f"Công ty {number}", kind="organisation")
        holds.place(holder, reason="Thử", by=office.by, on=MONDAY)
    invoice = office.usage()
    closing.void(invoice, reason="Thử", by=office.desk.chief, on=MONDAY)
    for _again in range(2):
        office.usage(invoice.license)
        closing.void(Invoice.objects.get(status=InvoiceStatus.ISSUED), reason="Thử", by=office.desk.chief, on=MONDAY)
    for name, most in (
        ("invoices", 22), ("payments", 20), ("statements", 22), ("holds", 20), ("fee_lines", 22), ("usage_due", 20),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert browser.get(reverse(f"desk:{name}"), {"queue": "all", "show": "all"}).status_code == 200


def _person_of(office):
    """Somebody who acts for the holder."""
    user = type(office.by).objects.create_user("nguoi-nop", password=cast.PASSWORD, full_name="Nguyễn Thị Nộp")
    people.give(office.desk.holder, to=user, role=Role.LICENSEE, by=office.by, on=MONDAY, basis="Giấy ủy quyền")
    return user


def _paper(invoice):
    """The issued paper of an invoice."""
    return IssuedDocument.objects.about(invoice).get()
