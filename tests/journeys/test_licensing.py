"""From a paper application to a license anyone can check, over HTTP: two offices' people, one supplement over Tết."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from issuing.models import IssuedDocument
from licenses.models import Application, Invoice, License
from tests.journeys.person import Person
from tests.licenses.applications import scene
from tests.licenses.fees import scene as money

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(units, agencies, settings):
    """Two agencies that grant, in the demo: their papers may rest on rules not yet verified."""
    settings.DEMO_MODE = True
    return scene.open_office(units, agencies)


def on(month, day):
    """Nine in the morning in Nha Trang."""
    return time_machine.travel(dt.datetime(2026, month, day, 2, 0, tzinfo=dt.UTC), tick=False)


def entered(office) -> Application:
    """The officer enters the paper application of 9 February: station, frequency, declaration."""
    officer = Person(office.officer)
    officer.open("desk:application_new", query=f"?licensee={office.holder.pk}")
    officer.submit("kind", kind="land_mobile_internal", purpose="new", received_on="2026-02-09")
    row = Application.objects.get()
    assert "Trước khi nộp cần" in officer.text
    officer.open("desk:application_content", row.pk)
    officer.submit("use", use="Liên lạc nội bộ cảng", wanted_until="2031-02-01")
    officer.open("desk:application_station", row.pk, 0)
    officer.submit(
        "site_name", name="Đài Cầu Đá", site_name="Cảng Cầu Đá", address="5 Trần Phú",
        unit=str(office.units.nha_trang.pk), position="12.2451, 109.1943", antenna_height_m="18",
        equipment_model="D-100", mobiles_count="12", service_radius_km="5",
        **{"f-0-tx_hz": "157,400", "f-0-emissions": "11K0F3E", "f-0-power_w": "10", "f-0-power_reference": "erp"},
    )  # fmt: skip
    file = SimpleUploadedFile("to-khai.png", scene.page(), content_type="image/png")
    officer.submit("code", files={"file": file}, at="/documents/", code="declaration")
    assert "Trước khi nộp cần" not in officer.text
    officer.submit("Nộp hồ sơ", at="/submit/submit/")
    assert "01/2026/HS-ĐN" in officer.text
    return row


def supplemented(office, row) -> None:
    """The file is asked for a site plan before Tết; the answer comes in the holidays and the clock goes on."""
    with on(2, 11):
        officer = Person(office.officer).open("desk:application", row.pk)
        officer.submit("Nhận giải quyết", at="/receive/take_up/")
        officer.open("desk:application_receive", row.pk, "supplement").submit("note", note="Sơ đồ vị trí")
        assert "tạm dừng từ ngày 11/02/2026" in officer.text
        assert "- Sơ đồ vị trí" in officer.text
    with on(2, 18):
        officer = Person(office.officer).open("desk:application_submit", row.pk, "answer")
        officer.submit("text", text="Đã gửi sơ đồ")
        assert "Ngày thứ 2 trong 28 ngày" in officer.text
        # 26 plain days are left, counted from the day of the answer
        assert "16/03/2026" in officer.text


def examined(office, row) -> None:
    """Complete, examined, proposed with a condition."""
    officer = Person(office.officer).open("desk:application", row.pk)
    officer.submit("Xác nhận hồ sơ đầy đủ", at="/examine/accept/")
    officer.open("desk:application_examine", row.pk, "examine").submit("opinion", opinion="Phù hợp")
    officer.open("desk:application_examine", row.pk, "propose")
    officer.submit("outcome", outcome="grant", valid_until="2031-02-01", conditions="Chỉ dùng trong cảng")
    assert "Đã trình quyết định" in officer.text
    assert officer.open("desk:application_decide", row.pk, "countersign").status == 403


def test_a_paper_application_becomes_a_license_that_anyone_can_check(office):
    account = money.open_till(office).account
    with on(2, 9):
        row = entered(office)
    supplemented(office, row)
    with on(2, 24):
        examined(office, row)
    with on(2, 25):
        chief = Person(office.chief).open("desk:application_decide", row.pk, "countersign")
        assert "157,400 MHz" in chief.text
        chief.submit("seen_sha256", agreed="on")
        assert "Đã ký duyệt" in chief.text
    with on(2, 26):
        officer = Person(office.officer).open("desk:application", row.pk)
        officer.open("desk:application_issue", row.pk, "ask_fee").submit("note")
        invoice = Invoice.objects.get()
        assert f"{invoice.number} " in f"{officer.text} "
        assert "28/03/2026" in officer.text  # thirty days to pay
    with on(3, 3):
        officer = Person(office.officer)
        statement = f"Ngày;Nội dung;Số tiền ghi có\n02/03/2026;CTY CANG {invoice.reference} NOP PHI;300.000\n".encode()
        officer.open("desk:statements")
        file = SimpleUploadedFile("sao-ke.csv", statement, content_type="text/csv")
        officer.submit("account", files={"file": file}, at="/read-in/", account=str(account.pk))
        assert "Nộp đủ thông báo" in officer.text
        officer.open("desk:application", row.pk)
        officer.submit("Phát hành giấy", at="/issue/grant/")
    license = License.objects.get()
    paper = IssuedDocument.objects.about(license).get()
    assert license.number == paper.number
    assert license.number in officer.text
    with on(3, 4):
        pdf = Person(office.officer).open("desk:paper_pdf", paper.pk).content
        assert pdf.startswith(b"%PDF")
        for language, valid in (("vi", "Hợp lệ"), ("en", "Valid")):
            public = Person(language=language).open(f"/check/{paper.verify_code}")
            assert valid in public.text
            assert paper.number in public.text
        stranger = Person().open("/check/", query=f"?q={license.number.replace('/', '%2F')}")
        # a number alone may be copied from another paper: the page says so and names the paper
        assert "Giấy phép sử dụng tần số" in stranger.text
        assert "chỉ có số thì chưa chứng minh" in stranger.text.lower()


def test_a_withdrawn_file_is_offered_nothing_more(office):
    with on(2, 9):
        row = entered(office)
        officer = Person(office.officer).open("desk:application_submit", row.pk, "withdraw")
        officer.submit("reason", reason="Đổi kế hoạch")
        assert "người nộp đã rút" in officer.text
        assert officer.open("desk:application_issue", row.pk, "grant").status == 200
        answer = officer.submit("Phát hành giấy", at="")
        assert answer.status == 409
    assert not License.objects.exists()
