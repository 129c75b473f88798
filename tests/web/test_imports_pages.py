"""The pages of imports: upload, progress, report, downloads, cancel; and the register as a file."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from accounts.models import BackgroundJob
from common.clock import now
from licenses.models import Licensee
from licenses.services.imports import jobs
from tests.licenses.imports.conftest import license, licensee, table

pytestmark = pytest.mark.django_db

FILE = table(licensee(), licensee("BAD", kind="x"), license(), licensee("L  2")).encode()


@pytest.fixture
def browser(as_user, officer):
    return as_user(officer)


def upload(browser, content=FILE, **data):
    file = SimpleUploadedFile("sổ đăng ký.csv", content)
    return browser.post(reverse("desk:imports"), {"file": file, "agency": "SKHCN-KH", "code": "", **data})


def test_a_file_is_uploaded_run_and_reported(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(browser)
    job = BackgroundJob.objects.get()
    assert answer["Location"] == reverse("desk:import", args=[job.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "sổ đăng ký.csv" in page
    assert "không thuộc các giá trị" in page
    refused = browser.get(reverse("desk:import_refused", args=[job.pk]))
    assert "BAD" in b"".join(refused.streaming_content).decode()
    assert b"".join(browser.get(reverse("desk:import_warnings", args=[job.pk])).streaming_content)
    assert "sổ đăng ký.csv" in browser.get(reverse("desk:imports")).content.decode()


def test_the_report_is_read_in_english_too(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(browser)
    page = browser.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "every one is accounted for" in page
    assert "is not one of the values known here" in page


def test_progress_survives_a_reload_and_ends_at_the_report(browser):
    upload(browser)
    job = BackgroundJob.objects.get()
    address = reverse("desk:import_progress", args=[job.pk])
    assert browser.get(address).json()["state"] == "waiting"
    assert "data-progress" in browser.get(reverse("desk:import", args=[job.pk])).content.decode()
    BackgroundJob.objects.update(state="running", done=1, total=4)
    assert browser.get(address).json() | {"text": ""} == {"percent": 25, "state": "running", "text": "", "url": ""}
    BackgroundJob.objects.update(state="waiting")
    jobs.execute(job.pk)
    answer = browser.get(address).json()
    assert (answer["state"], answer["percent"]) == ("done", 100)
    assert answer["url"] == reverse("desk:import", args=[job.pk])


def test_a_waiting_import_is_cancelled(browser):
    upload(browser)
    job = BackgroundJob.objects.get()
    browser.post(reverse("desk:import_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "chưa lưu gì" in browser.get(reverse("desk:import", args=[job.pk])).content.decode()


LONG_ROW = FILE + b"licensee,L9," + b"x" * 1_000_000 + b"\n"
WIDE_ROW = FILE + b"licensee,L9," + b"x," * 500_000 + b"\n"
HEADER = FILE.split(b"\n", 1)[0] + b"\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ("Hãy chọn tệp có chứa các dòng dữ liệu", "Choose the file that holds the rows")),
        (b"PK\x03\x04rest", ("XLSX", "XLSX")),
        (b"name;address\nA;B\n", ("Thiếu các cột", "Columns are missing")),
        ("record,key,name\nlicensee,L1,Đư\n".encode("cp1258"), ("1258", "1258")),
        (FILE.decode().encode("utf-16-le"), ("UTF-16", "UTF-16")),
        (b"record,key\x00,name\n", ("NUL", "NUL")),
        (b"\x7fELF\x00\xff\x00", ("không phải là văn bản", "no text at all")),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_mend_in_both_languages(browser, content, words):
    for language, word in zip(("vi", "en"), words, strict=True):
        file = SimpleUploadedFile("a.csv", content)
        sent = {"file": file, "agency": "SKHCN-KH", "code": ""}
        answer = browser.post(reverse("desk:imports"), sent, headers={"accept-language": language})
        assert answer.status_code in (200, 422)
        assert word in answer.content.decode()
    assert not BackgroundJob.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (FILE + b"\n" * 70_000 + b"licensee,L9,a\x00b\n", ("ký tự NUL", "NUL character")),
        (LONG_ROW, ("không đọc được", "cannot be read as CSV")),
        (FILE + b"\n" * 70_000 + "licensee,L9,Cà phê\n".encode("cp1252"), ("Windows-1252", "Windows-1252")),
    ],
)
def test_what_is_wrong_deep_in_a_file_stops_it_before_anything_is_stored(
    browser, django_capture_on_commit_callbacks, content, words
):
    with django_capture_on_commit_callbacks(execute=True):
        address = upload(browser, content)["Location"]
    for language, word in zip(("vi", "en"), words, strict=True):
        assert word.lower() in browser.get(address, headers={"accept-language": language}).content.decode().lower()
    assert BackgroundJob.objects.get().state == "failed"
    assert not Licensee.objects.exists()


def test_a_row_with_a_million_cells_is_refused_and_the_others_are_taken(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(browser, WIDE_ROW)
    job = BackgroundJob.objects.get()
    assert (job.state, job.result["outcomes"]["refused"], Licensee.objects.count()) == ("done", 2, 2)
    assert len(browser.get(reverse("desk:import", args=[job.pk])).content) < 100_000


def test_a_form_sent_twice_starts_one_import_and_the_same_file_again_is_told_why_not(browser):
    first, second = upload(browser, submit_token="a" * 32), upload(browser, submit_token="a" * 32)
    assert first["Location"] == second["Location"]
    assert "đang được nhập" in upload(browser, submit_token="b" * 32).content.decode()
    assert BackgroundJob.objects.count() == 1


def test_an_interrupted_import_says_so_and_is_taken_up_again(browser, django_capture_on_commit_callbacks):
    upload(browser)
    job = BackgroundJob.objects.get()
    seen = now() - dt.timedelta(minutes=6)
    BackgroundJob.objects.update(state="running", started_at=seen, seen_at=seen, done=2, total=4)
    address = reverse("desk:import", args=[job.pk])
    answer = browser.get(reverse("desk:import_progress", args=[job.pk])).json()
    assert (answer["state"], answer["percent"], answer["url"]) == ("failed", 50, address)
    page = browser.get(address).content.decode()
    assert "bị gián đoạn sau 2 trên 4 dòng" in page
    assert "data-progress" not in page
    assert "interrupted after 2 of 4 rows" in browser.get(address, headers={"accept-language": "en"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("desk:import_take_up", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, Licensee.objects.count()) == ("done", 2)


def test_what_is_no_table_is_refused_at_its_field(browser):
    page = upload(browser, b"%PDF-1.4").content.decode()
    assert "không phải là tệp CSV mà là tệp PDF" in page
    assert not BackgroundJob.objects.exists()


@override_settings(MAX_IMPORT_BYTES=10)
def test_a_file_that_is_too_large_is_refused(browser):
    assert "command import_register" not in upload(browser).content.decode()
    assert not BackgroundJob.objects.exists()


def test_another_agencys_import_does_not_exist(browser, as_user, commune):
    upload(browser)
    job = BackgroundJob.objects.get()
    for name in ("import", "import_progress", "import_refused"):
        assert as_user(commune).get(reverse(f"desk:{name}", args=[job.pk])).status_code == 404


def test_an_agency_that_is_not_ones_own_cannot_be_chosen(browser):
    upload(browser, agency="TTTS-7")
    assert not BackgroundJob.objects.exists()


def test_a_file_that_never_was_is_not_found(browser):
    upload(browser)
    address = reverse("desk:import_refused", args=[BackgroundJob.objects.get().pk])
    assert browser.get(address).status_code == 404


def test_lists_are_downloaded_as_filtered_and_the_register_whole(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(browser)
    assert Licensee.objects.count() == 2
    whole = b"".join(browser.get(reverse("desk:register_csv")).streaming_content).decode()
    assert whole.count("\nlicensee,") == 2
    assert whole.count("\nlicense,") == 1
    listed = b"".join(browser.get(reverse("desk:licensees_csv"), {"q": "l1"}).streaming_content).decode()
    assert listed.count("\nlicensee,") == 1
    for kind in ("establishments", "stations", "licenses", "assignments"):
        assert browser.get(reverse(f"desk:{kind}_csv")).status_code == 200


def test_the_list_of_imports_asks_a_fixed_number_of_questions(browser, django_assert_max_num_queries):
    for number in range(5):
        upload(browser, FILE + b"\n" * number)
    assert BackgroundJob.objects.count() == 5
    with django_assert_max_num_queries(14):
        browser.get(reverse("desk:imports"))


def test_the_format_page_says_every_column_and_reason_without_a_query_of_its_own(
    browser, django_assert_max_num_queries
):
    browser.get(reverse("desk:imports"))
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("desk:import_format")).content.decode()
    assert "identifier_check_digit" in page
    assert "chữ số kiểm tra" in page.lower() or "số kiểm tra" in page.lower()
    assert "at most" not in page
