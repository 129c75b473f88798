"""The public check and the officers' page of a paper, through HTTP."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from issuing import scans, services
from tests.issuing.test_scans import picture
from web.public import papers_limit

pytestmark = pytest.mark.django_db


def upload(data: bytes, name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def test_the_address_in_the_qr_code_leads_to_the_answer(issue, client, settings) -> None:
    paper = issue()
    address = f"/check/{paper.verify_code}"
    assert f'{settings.SITE_URL}{address}"' in paper.payload
    page = client.get(address).content.decode()
    for part in ("Hợp lệ", "Biên bản vi phạm hành chính", paper.number, "18/11/2026", paper.agency.name):
        assert part in page
    assert "không có giá trị pháp lý" in page


def test_the_page_names_nobody(issue, client, inspector) -> None:
    paper = issue()
    assert inspector.full_name not in client.get(f"/check/{paper.verify_code}").content.decode()


def test_annulled_and_superseded_papers_say_so(issue, client, decider) -> None:
    paper = services.annul(issue(), by=decider, reason="Bí mật: ghi sai")
    page = client.get(f"/check/{paper.verify_code}").content.decode()
    assert "Đã hủy bỏ" in page
    assert "Bí mật" not in page


@pytest.mark.parametrize("code", ["ABCDEFGHJKMN", "0000", "x", "1-1-1", "ABCDEFGHJKMNPQRSTVWXYZ"])
def test_unknown_and_malformed_codes_get_the_same_page(issue, client, code) -> None:
    issue()
    answer = client.get(f"/check/{code}")
    other = client.get("/check/ZZZZZZZZZZZZ")
    assert answer.status_code == other.status_code == 404
    assert answer.context["answers"] == other.context["answers"]
    assert len(answer.content) - 3 * len(code) == len(other.content) - 3 * len("ZZZZZZZZZZZZ")


def test_a_number_may_be_asked(issue, client) -> None:
    paper = issue()
    assert paper.agency.name in client.get("/check/", {"q": paper.number}).content.decode()
    assert client.get("/check/", {"q": "99/BB-VPHC"}).status_code == 404


def test_a_number_alone_does_not_make_a_paper_valid(issue, client) -> None:
    """A forger needs only to have seen one real number."""
    paper = issue()
    page = client.get("/check/", {"q": paper.number}).content.decode()
    assert "Có văn bản mang số này" in page
    assert "notice-good" not in page
    assert "Hợp lệ" not in page
    assert "notice-good" in client.get(f"/check/{paper.verify_code}").content.decode()


def test_a_signed_scan_says_who_attached_it_and_when(issue, client, inspector) -> None:
    paper, data = issue(), picture("PNG")
    scan = scans.attach_scan(paper, file_name="a.png", data=data, by=inspector)
    page = client.post("/check/", {"file": upload(data)}).content.decode()
    moment = timezone.localtime(scan.uploaded_at)
    assert f"do {paper.agency.name} đính kèm lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}" in page
    assert inspector.full_name not in page


def test_a_code_may_be_typed_with_spaces_and_small_letters(issue, client) -> None:
    paper = issue()
    assert "Hợp lệ" in client.get("/check/", {"q": paper.shown_code.lower().replace("-", " ")}).content.decode()


def test_an_uploaded_file_is_compared_byte_by_byte(issue, client) -> None:
    pdf = bytearray(issue().file.pdf)
    assert "không thay đổi một byte nào" in client.post("/check/", {"file": upload(bytes(pdf))}).content.decode()
    pdf[-20] ^= 1
    answer = client.post("/check/", {"file": upload(bytes(pdf))})
    assert answer.status_code == 404
    assert "Không xác định" in answer.content.decode()


def test_a_file_that_is_missing_or_too_large_is_explained(client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    assert client.post("/check/", {}).status_code == 422
    large = client.post("/check/", {"file": upload(bytes(1024 * 1024 + 1))})
    assert large.status_code == 422
    assert "1 MB" in large.content.decode()


def test_guessing_is_slowed_down(issue, client) -> None:
    paper = issue()
    for _ in range(papers_limit.QUESTIONS):
        assert client.get("/check/ABCDEFGHJKMN").status_code == 404
    slowed = client.get(f"/check/{paper.verify_code}")
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == str(papers_limit.SECONDS)
    assert paper.number not in slowed.content.decode()
    assert client.get(f"/check/{paper.verify_code}", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_asking_on_does_not_lengthen_the_wait(issue, client, monkeypatch) -> None:
    """An office that keeps asking slowly is not shut out for ever."""
    clock = [1_000_000 * papers_limit.SECONDS]
    monkeypatch.setattr(papers_limit.time, "time", lambda: clock[0])
    for _ in range(papers_limit.QUESTIONS + 1):
        answer = client.get("/check/ABCDEFGHJKMN")
        clock[0] += papers_limit.SECONDS // (papers_limit.QUESTIONS + 2)
    assert answer.status_code == 429
    clock[0] = 1_000_001 * papers_limit.SECONDS
    assert client.get("/check/ABCDEFGHJKMN").status_code == 404


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(rf, settings) -> None:
    asked = rf.get("/check/", REMOTE_ADDR="10.1.1.1", headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8"})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert papers_limit.client_address(asked) == "10.1.1.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert papers_limit.client_address(asked) == "5.6.7.8"


def test_the_check_speaks_english(issue, client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get(f"/check/{issue().verify_code}").content.decode()
    assert "Record of administrative violation" in page
    assert "Valid" in page


def test_officers_open_the_paper_and_its_file(issue, as_user, inspector) -> None:
    paper = issue()
    browser = as_user(inspector)
    page = browser.get(reverse("desk:paper", args=[paper.pk])).content.decode()
    assert paper.sha256 in page
    file = browser.get(reverse("desk:paper_pdf", args=[paper.pk]))
    assert file.content == bytes(paper.file.pdf)
    assert file["Content-Disposition"] == 'inline; filename="01-BB-VPHC.pdf"'


def test_who_may_not_read_personal_data_sees_the_page_and_not_the_file(issue, as_user, inspector, official) -> None:
    paper = issue()
    scan = scans.attach_scan(paper, file_name="a.png", data=picture("PNG"), by=inspector)
    browser = as_user(official)
    page = browser.get(reverse("desk:paper", args=[paper.pk]))
    addresses = [reverse("desk:paper_pdf", args=[paper.pk]), reverse("desk:paper_scan", args=[paper.pk, scan.pk])]
    assert page.status_code == 200
    assert not [address for address in addresses if address in page.content.decode()]
    for address in addresses:
        refused = browser.get(address)
        assert refused.status_code == 403
        assert "dữ liệu cá nhân" in refused.content.decode()
        assert as_user(inspector).get(address).status_code == 200


def test_people_without_the_right_get_nothing(issue, client, as_user, culture, licensee) -> None:
    address = reverse("desk:paper_pdf", args=[issue().pk])
    assert client.get(address).status_code == 302
    assert as_user(culture).get(address).status_code == 404
    assert as_user(licensee).get(address).status_code == 403


def test_a_scan_is_attached_shown_and_handed_out(issue, as_user, inspector) -> None:
    paper, data = issue(), picture("JPEG")
    browser = as_user(inspector)
    sent = browser.post(
        reverse("desk:paper_attach", args=[paper.pk]), {"file": upload(data, "trang 1.jpg"), "note": "Trang 1"}
    )
    assert sent.status_code == 302
    scan = paper.scans.get()
    page = browser.get(reverse("desk:paper", args=[paper.pk])).content.decode()
    assert "trang 1.jpg" in page
    assert "1 trang" in page
    handed = browser.get(reverse("desk:paper_scan", args=[paper.pk, scan.pk]))
    assert handed.content == data
    assert handed["Content-Disposition"].startswith("attachment")


def test_what_is_no_scan_is_explained_at_its_field(issue, as_user, inspector) -> None:
    paper = issue()
    answer = as_user(inspector).post(reverse("desk:paper_attach", args=[paper.pk]), {"file": upload(b"hello", "a.pdf")})
    assert answer.status_code == 422
    assert "Tệp không phải là PDF, JPEG hay PNG" in answer.content.decode()


def test_a_scan_of_another_paper_is_not_found(issue, as_user, inspector) -> None:
    one, other = issue(), issue()
    scan = scans.attach_scan(one, file_name="a.jpg", data=picture("JPEG"), by=inspector)
    assert as_user(inspector).get(reverse("desk:paper_scan", args=[other.pk, scan.pk])).status_code == 404


def test_the_decision_maker_annuls_with_a_reason(issue, as_user, decider) -> None:
    paper = issue()
    address = reverse("desk:paper_annul", args=[paper.pk])
    browser = as_user(decider)
    assert browser.post(address, {"version": 1, "reason": ""}).status_code == 422
    assert browser.post(address, {"version": 1, "reason": "Sai tên"}).status_code == 302
    paper.refresh_from_db()
    assert paper.status == "annulled"
    assert browser.post(address, {"version": 1, "reason": "Sai tên"}).status_code == 422


def test_the_page_asks_the_database_a_fixed_number_of_questions(
    issue, as_user, inspector, django_assert_max_num_queries
) -> None:
    paper = issue()
    for number in range(4):
        scans.attach_scan(paper, file_name=f"{number}.pdf", data=bytes(issue().file.pdf), by=inspector)
    browser = as_user(inspector)
    with django_assert_max_num_queries(22):
        browser.get(reverse("desk:paper", args=[paper.pk]))
