"""A receiver's file: each row with what it came to, kept with its hash, proposals in one press."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import BackgroundJob, JournalEntry, User
from common.errors import Conflict, Invalid
from inspections.models import Complaint, HeardRow, MonitoringImport
from inspections.services.monitoring import files, proposals, runs
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db
HEAD = "time,frequency_mhz,level_dbuvm,bandwidth_khz,lat,lon,uncertainty_hz\n"
GOOD = HEAD + (
    "2026-12-01T08:00,157.400100,40,11,12.60,109.20,50\n"  # within 5 ppm of the license
    "2026-12-01T08:01,157.404000,40,11,12.60,109.20,50\n"  # 4 kHz off
    "2026-12-01T08:02,171.250000,62,11,12.25,109.19,\n"
    "2026-12-01T08:03,171.250100,65,11,12.25,109.19,\n"
    "2026-12-01T08:04,abc,40,11,12.60,109.20,\n"
    "2026-12-01T08:05,157.4,40,11,,109.20,\n"
    "2026-12-01T08:06,157400000,40,11,12.6,109.20,\n"
    "2026-12-01T08:07,157.4,40,11,109.20,12.60,\n"
    "2026-12-01T08:07,157012.6,40,11,12.6,109.20,\n"  # kilohertz
    "2026-12-01T08:08,157.4,400,11,12.6,109.20,\n"
    "\n"
)


def take_in(people: dict[str, User], network: SimpleNamespace, text: str = GOOD, **more: Any) -> MonitoringImport:
    values: dict[str, Any] = {
        "name": "xe-do-1.csv", "by": people["inspector"], "agency": network.license.agency, "on": FRIDAY,
    }  # fmt: skip
    made = runs.start(text.encode(), **(values | more))
    runs.execute(made.job_id)
    return MonitoringImport.objects.get(pk=made.pk)


def test_every_row_comes_to_something_and_bad_rows_name_column_and_mend(
    network: SimpleNamespace, people: dict[str, User]
) -> None:
    made = take_in(people, network)
    rows = {row.number: row for row in made.rows.all()}
    assert [rows[number].result for number in range(2, 12)] == [
        "within", "out", "unlicensed", "unlicensed", "bad", "bad", "bad", "bad", "bad", "bad",
    ]  # fmt: skip
    assert made.counts == {"within": 1, "out": 1, "unlicensed": 2, "bad": 6}
    assert rows[3].assignment == network.assignments[0]
    assert rows[3].details["compared"]["frequency"]["signed"] == 4_000
    bad = {number: rows[number].details for number in range(6, 12)}
    assert [bad[number]["field"] for number in range(6, 12)] == [
        "frequency_mhz", "lat", "frequency_mhz", "lat", "frequency_mhz", "level_dbuvm",
    ]  # fmt: skip
    assert "157.4 MHz" in bad[8]["reason"]
    assert "157.0126 MHz" in bad[10]["reason"]
    verbs = list(JournalEntry.objects.filter(target_type="inspections.monitoringimport").values_list("verb", flat=True))
    assert sorted(verbs) == ["monitoring.matched", "monitoring.received"]


def test_two_licenses_that_cannot_be_told_apart_are_ranked(network: SimpleNamespace, people: dict[str, User]) -> None:
    first = network.assignments[0]
    first.pk, first._state.adding = None, True
    first.id = None
    twin = type(first)(
        license=first.license, station=network.station, tx_hz=157_401_000, bandwidth_hz=12_500, power_w=25.0,
        power_reference="transmitter",
    )  # fmt: skip
    twin.save()
    made = take_in(people, network, HEAD + "2026-12-01T08:00,157.4005,40,11,12.60,109.20,50\n")
    row = made.rows.get()
    assert row.result == "ambiguous"
    assert [each["offset_hz"] for each in row.details["ranked"]] == [500, -500]


def test_a_license_without_tolerance_goes_to_review(network: SimpleNamespace, people: dict[str, User]) -> None:
    row = network.assignments[0]
    type(row).objects.filter(pk=row.pk).update(tolerance_ppm=None)
    made = take_in(people, network, HEAD + "2026-12-01T08:00,157.4005,40,11,12.60,109.20,50\n")
    assert made.rows.get().result == "review"


def test_the_same_file_twice_says_so(network: SimpleNamespace, people: dict[str, User]) -> None:
    made = take_in(people, network)
    with pytest.raises(Conflict) as refused:
        take_in(people, network, name="khac.csv", by=people["chief"])
    assert "xe-do-1.csv" in str(refused.value.message)
    assert refused.value.details["monitoring"] == made.pk.hex
    assert MonitoringImport.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"\xff\xfe\x00", b"f,a\n1,2\n", b"frequency_mhz,lat\n1,2\n", b"frequency_mhz,lat,lon\n\n"],
)
def test_what_is_no_file_of_a_receiver_is_refused_and_nothing_is_kept(
    network: SimpleNamespace, people: dict[str, User], data: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        runs.start(data, name="x", by=people["inspector"], agency=network.license.agency, on=FRIDAY)
    assert refused.value.fields["file"]
    assert not BackgroundJob.objects.exists()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("1" * 200_000 + ",157.4,,,12.6,109.2,", ""),
        ("2026-11-20T10:00:00+99:00,157.4,,,12.6,109.2,", "time"),
        ("soon,157.4,,,12.6,109.2,", "time"),
        ('"never closed,157.4,,,12.6,109.2,', "frequency_mhz"),
    ],
)
def test_a_broken_row_is_named_and_costs_only_itself(line: str, field: str) -> None:
    good = "20/11/2026 10:00,157.4,,,12.6,109.2,\n"
    (_second, bad), (number, row) = files.rows((HEAD + line + "\n" + good).encode())
    assert isinstance(bad, files.BadRow)
    assert (bad.field, number) == (field, 3)
    assert row.hz == 157_400_000  # type: ignore[union-attr]


def test_a_file_with_semicolons_and_decimal_commas_is_read() -> None:
    text = "\ufefffrequency_mhz;lat;lon\r\n157,4;12,6;109,2\r\n"
    assert files.check(text.encode()) == 1
    ((number, row),) = files.rows(text.encode())
    assert (number, row.hz, row.lat) == (2, 157_400_000, 12.6)  # type: ignore[union-attr]


def test_an_interrupted_matching_goes_on_after_its_last_row(
    network: SimpleNamespace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "CHUNK", 2)
    calls = []
    real = runs.Matcher.row

    def dying(self: Any, number: int, found: Any) -> HeardRow:
        calls.append(number)
        if number == 5 and calls.count(5) == 1:
            raise OSError("the machine went down")
        return real(self, number, found)

    monkeypatch.setattr(runs.Matcher, "row", dying)
    made = runs.start(GOOD.encode(), name="x.csv", by=people["inspector"], agency=network.license.agency, on=FRIDAY)
    with pytest.raises(OSError, match="went down"):
        runs.execute(made.job_id)
    assert (made.rows.count(), BackgroundJob.objects.get().state) == (2, "failed")
    runs.take_up(made, by=people["inspector"])
    runs.execute(made.job_id)
    assert list(made.rows.values_list("number", flat=True)) == list(range(2, 12))
    assert calls.count(2) == 1
    with pytest.raises(Conflict):
        runs.take_up(made, by=people["inspector"])


def test_suspects_become_one_complaint_per_frequency_and_place_and_never_a_second(
    network: SimpleNamespace, people: dict[str, User]
) -> None:
    made = take_in(people, network)
    by = people["inspector"]
    first = proposals.of_rows(made, [2, 3, 4, 5, 6], by=by, at=NOW, on=FRIDAY)
    assert [(each.complaint.matter, each.new) for each in first] == [("contrary", True), ("unlicensed", True)]
    found = first[1].complaint
    assert (found.source, found.frequency_hz) == ("monitoring", 171_250_100)
    assert "171,250 MHz" in found.text or "171,2501 MHz" in found.text
    again = proposals.of_rows(made, [4], by=by, at=NOW, on=FRIDAY)
    assert [each.new for each in again] == [False]
    assert Complaint.objects.count() == 2
    with pytest.raises(Invalid):
        proposals.of_rows(made, [2, 6], by=by, at=NOW, on=FRIDAY)


def test_the_database_keeps_what_a_file_came_to(network: SimpleNamespace, people: dict[str, User]) -> None:
    made = take_in(people, network)
    for change in (
        lambda: made.rows.update(result="within"),
        lambda: MonitoringImport.objects.filter(pk=made.pk).update(sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_pages_take_a_file_report_it_row_by_row_and_hand_it_out(
    network: SimpleNamespace, people: dict[str, User], as_user: Any, django_assert_max_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    page = as_user(people["inspector"])
    upload = SimpleUploadedFile("xe-do-1.csv", GOOD.encode(), content_type="text/csv")
    with django_capture_on_commit_callbacks(execute=True):
        answered = page.post(reverse("desk:monitoring"), {"file": upload})
    made = MonitoringImport.objects.get()
    assert answered["Location"] == reverse("desk:monitoring_report", args=[made.pk])
    if made.finished_at is None:
        runs.execute(made.job_id)
    with django_assert_max_num_queries(30):
        report = page.get(answered["Location"])
    text = report.content.decode()
    assert "lệch +4 kHz" in text
    assert network.license.number in text
    assert page.get(answered["Location"], {"result": "bad"}).context["listing"].count == 6
    file = b"".join(page.get(reverse("desk:monitoring_csv", args=[made.pk])).streaming_content).decode()
    assert len(file.strip().splitlines()) == 11
    twice = page.post(reverse("desk:monitoring"), {"file": SimpleUploadedFile("b.csv", GOOD.encode())})
    assert twice.status_code == 422
    assert page.get(reverse("desk:monitoring")).context["listing"].count == 1
    assert page.get(reverse("desk:monitoring_progress", args=[made.pk])).json()["percent"] == 100
    chosen = page.post(reverse("desk:monitoring_propose", args=[made.pk]), {"row": ["4"]})
    assert chosen["Location"] == reverse("desk:complaint", args=[Complaint.objects.get().pk])


def test_another_agency_sees_neither_file_nor_rows(
    network: SimpleNamespace, people: dict[str, User], as_user: Any
) -> None:
    made = take_in(people, network)
    stranger = as_user(people["inspector_elsewhere"])
    for name in ("monitoring_report", "monitoring_csv", "monitoring_progress"):
        assert stranger.get(reverse(f"desk:{name}", args=[made.pk])).status_code == 404


def test_an_emission_that_fits_no_license_becomes_a_complaint_in_one_press(
    network: SimpleNamespace, people: dict[str, User], as_user: Any
) -> None:
    page = as_user(people["inspector"])
    asked = {"frequency": "171,250", "position": "12.25, 109.19", "field_dbuvm": "62"}
    shown = page.get(reverse("desk:identify"), asked)
    assert shown.context["answer"].suspected
    for _time in range(2):
        answered = page.post(reverse("desk:identify"), asked)
        assert answered.status_code == 302
    found = Complaint.objects.get()
    assert (found.source, found.matter, found.frequency_hz) == ("emission", "unlicensed", 171_250_000)
    licensed = asked | {"frequency": "157,400", "position": "12.56, 109.22"}
    assert page.post(reverse("desk:identify"), licensed).status_code == 200
    assert Complaint.objects.count() == 1
