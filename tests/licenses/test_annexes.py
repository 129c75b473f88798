"""The annex of a license: every assignment, numbered pages, the digest on each; progress that survives anything."""

import datetime as dt
import hashlib
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import JobStatus
from accounts.models import BackgroundJob, JournalEntry
from common.errors import Conflict
from licenses.documents import annex
from licenses.enums import LicenseKind
from licenses.models import AssignmentEmission, FrequencyAssignment
from licenses.services import annexes, licenses, stations

TODAY = dt.date(2026, 11, 23)
HEAD = {
    "license_number": "77/GP", "kind": "Mạng nội bộ", "holder": "Công ty Điện lực Khánh Hòa", "agency": "Cục Tần số",
    "on": "2026-11-23", "watermark": "",
}  # fmt: skip


def make_rows(count):
    return [
        (f"Đài số {number}\n12 Trần Phú, Nha Trang", f"Phát {430 + number / 80:.4f} MHz", "16K0F3E", "25 W", "–")
        for number in range(count)
    ]


@pytest.fixture
def license(holder, officer, units):
    made = licenses.register(
        by=officer, on=TODAY, number="77/GP", kind=LicenseKind.LAND_MOBILE_INTERNAL, holder=holder,
        unit=units.nha_trang, valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    station = stations.create(by=officer, on=TODAY, licensee=holder, name="Trạm Hòn Tre", lat=12.2, lon=109.2)
    rows = FrequencyAssignment.objects.bulk_create(
        FrequencyAssignment(license=made, station=station, tx_hz=430_000_000 + number // 2 * 12_500, power_w=25)
        for number in range(1_203)
    )
    AssignmentEmission.objects.bulk_create(AssignmentEmission(assignment=row, designator="16K0F3E") for row in rows)
    return made


def texts(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_every_row_is_there_once_and_every_page_has_its_number_and_the_digest():
    rows = make_rows(500)
    pdf, pages = annex.render(HEAD, rows)
    found = texts(pdf)
    assert len(found) == pages
    together = "\n".join(found)
    for number in range(500):
        assert together.count(f"Đài số {number}\n") == 1
    for number, text in enumerate(found, start=1):
        assert f"Trang {number}/{pages}" in text
        assert annex.digest(HEAD, rows) in text


def test_the_same_rows_give_the_same_bytes_and_one_other_letter_another_digest():
    rows = make_rows(60)
    assert annex.render(HEAD, rows) == annex.render(HEAD, rows)
    other = [*rows[:-1], ("Đài số 60", *rows[-1][1:])]
    assert annex.digest(HEAD, rows) != annex.digest(HEAD, other)


def test_a_row_too_high_for_a_page_goes_on_on_the_next_and_nothing_is_cut_off():
    rows = [("\n".join(f"dòng {line}." for line in range(200)), "Phát 1 MHz", "–", "–", "–")]
    together = "\n".join(texts(annex.render(HEAD, rows)[0]))
    assert all(f"dòng {line}." in together for line in range(200))


def test_the_annex_is_drawn_kept_and_journaled_with_its_digests(license, officer):
    job = annexes.start(license, by=officer, on=TODAY)
    job = annexes.execute(job.pk)
    with annexes.open_file(job) as file:
        pdf = file.read()
    assert (job.state, job.percent) == (JobStatus.DONE, 100)
    assert job.result["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert job.result["rows"] == 1_203
    assert "1.203 ấn định" in texts(pdf)[0]
    assert job.result["content_sha256"] in texts(pdf)[-1]
    assert JournalEntry.objects.filter(verb="license.annex_drawn").count() == 1


def test_rows_of_equal_frequency_are_read_once_though_read_in_batches(license):
    assert len(list(annexes.rows(license, TODAY))) == 1_203


def test_asking_twice_draws_one(license, officer):
    assert annexes.start(license, by=officer, on=TODAY) == annexes.start(license, by=officer, on=TODAY)
    assert BackgroundJob.objects.count() == 1


def test_a_license_without_frequencies_has_no_annex(holder, officer, units):
    empty = licenses.register(
        by=officer, on=TODAY, number="1", kind=LicenseKind.AMATEUR, holder=holder, unit=units.nha_trang,
        valid_from=TODAY,
    )  # fmt: skip
    with pytest.raises(Conflict):
        annexes.start(empty, by=officer, on=TODAY)


class Killed(BaseException):
    """As by kill -9."""


def die(*args, **kwargs):
    raise Killed


def test_what_a_killed_worker_left_is_taken_up_again_and_ends_well(
    license, officer, django_capture_on_commit_callbacks
):
    job = annexes.start(license, by=officer, on=TODAY)
    silent = timezone.now() - annexes.SILENT * 2
    BackgroundJob.objects.update(state=JobStatus.RUNNING, started_at=silent, seen_at=silent)
    job.refresh_from_db()
    assert annexes.stalled(job)
    assert annexes.requeue_stale() == 1  # the queue of the tests works it off at once
    job.refresh_from_db()
    assert job.state == JobStatus.DONE


def test_a_worker_that_fails_says_so_and_a_person_may_try_again(license, officer, monkeypatch):
    job = annexes.start(license, by=officer, on=TODAY)
    with monkeypatch.context() as patch:
        patch.setattr(annexes, "render", die)
        with pytest.raises(Killed):
            annexes.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobStatus.FAILED, annexes.INTERRUPTED)
    again = annexes.start(license, by=officer, on=TODAY)
    assert again != job
    assert annexes.execute(again.pk).state == JobStatus.DONE


def test_progress_grows_while_it_is_read_and_drawn(license, officer, monkeypatch):
    seen = []
    tell = annexes._tell
    monkeypatch.setattr(annexes, "_tell", lambda job, percent: (seen.append(percent), tell(job, percent)))
    annexes.execute(annexes.start(license, by=officer, on=TODAY).pk)
    assert seen == sorted(seen)
    assert len(seen) >= 4
    assert seen[-1] == 100


def test_the_page_asks_follows_fails_and_hands_out(license, officer, as_user):
    client = as_user(officer)
    page = reverse("desk:license", args=[license.pk])
    progress = reverse("desk:annex_progress", args=[license.pk])
    assert "Lập phụ lục" in client.get(page).content.decode()
    assert client.get(progress).status_code == 404
    assert client.post(reverse("desk:annex_ask", args=[license.pk])).status_code == 302
    job = BackgroundJob.objects.get()
    BackgroundJob.objects.update(done=30, total=100)
    assert client.get(progress).json()["percent"] == 30
    assert "data-progress" in client.get(page).content.decode()
    BackgroundJob.objects.update(state=JobStatus.FAILED)
    assert "Thử lại" in client.get(page).content.decode()
    BackgroundJob.objects.update(state=JobStatus.WAITING)
    annexes.execute(job.pk)
    assert client.get(progress).json()["state"] == "done"
    answer = client.get(reverse("desk:annex_pdf", args=[license.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_page_of_a_big_license_costs_few_queries(license, officer, as_user, django_assert_max_num_queries):
    client = as_user(officer)
    annexes.start(license, by=officer, on=TODAY)
    client.get("/desk/")
    with django_assert_max_num_queries(15):
        assert client.get(reverse("desk:license", args=[license.pk])).status_code == 200


def test_another_agencys_officer_finds_no_annex(license, commune, as_user):
    assert as_user(commune).get(reverse("desk:annex_pdf", args=[license.pk])).status_code == 404
