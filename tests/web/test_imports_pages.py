"""The pages of imports: upload, progress, report, downloads, cancel; and the register as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from accounts.models import BackgroundJob
from licenses.models import Licensee
from licenses.services import imports_jobs
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
    imports_jobs.execute(job.pk)
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
    for _ in range(5):
        upload(browser)
    with django_assert_max_num_queries(14):
        browser.get(reverse("desk:imports"))


def test_the_format_page_says_every_column_and_reason_without_a_query_of_its_own(browser, django_assert_max_num_queries):
    browser.get(reverse("desk:imports"))
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("desk:import_format")).content.decode()
    assert "identifier_check_digit" in page
    assert "chữ số kiểm tra" in page.lower() or "số kiểm tra" in page.lower()
    assert "at most" not in page
