"""Radio through the pages: a frequency fails and another passes, a reading becomes a finding, a file a complaint."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from inspections.models import Complaint, MonitoringImport, Visit
from inspections.services.monitoring import runs
from licenses.models import CoordinationCheck, Station
from tests.inspections.scene import make_network
from tests.journeys.person import Person
from tests.journeys.test_inspector import text_of

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 12, 4, 2, 30, tzinfo=dt.UTC)
WISH = {
    "kind": "land_mobile_private", "tx_hz": "157,4", "emission": "11K0F3E", "power_w": "25", "power_reference": "erp",
    "lat": "12.62, 109.15", "height_m": "30", "radius_km": "8",
}  # fmt: skip
HEARD = (
    "time,frequency_mhz,level_dbuvm,bandwidth_khz,lat,lon\n"
    "2026-12-04T08:00,157.4001,41,11,12.57,109.22\n"
    "2026-12-04T08:05,171.2125,66,11,12.25,109.19\n"
)


@pytest.fixture
def network(people: dict[str, User], units: SimpleNamespace, law: None, settings: Any) -> SimpleNamespace:
    """The network of a transport company, with what an examination must know of its station."""
    settings.DEMO_MODE = True
    with time_machine.travel(MONDAY):
        made = make_network(people, units)
    Station.objects.filter(pk=made.station.pk).update(
        antenna_gain_dbi=2.15, feeder_loss_db=0.0, service_radius_km=8.0, antenna_height_m=30.0
    )
    return made


def test_an_examiner_is_refused_a_channel_takes_the_one_offered_and_hands_out_the_report(
    network: SimpleNamespace, people: dict[str, User]
) -> None:
    with time_machine.travel(FRIDAY):
        examiner = Person(people["officer"])
        examiner.open("desk:check_new").submit("emission", **WISH)
        assert "Không thể ấn định" in examiner.text, examiner.text[:1500]
        assert network.license.number in examiner.text
        offered = next(link for link in examiner.links if "/radio/new/?" in link and "tx_hz" in link)
        examiner.open(offered).submit("emission")
        passed = CoordinationCheck.objects.get(verdict="pass")
        assert str(passed.pk) in examiner.path
        assert passed.tx_hz != 157_400_000
        examiner.submit("language", at="/report/", language="vi")
        paper = examiner.path.rstrip("/").rpartition("/")[2]
        said = text_of(examiner.open("desk:paper_pdf", paper).content)
        assert "BÁO CÁO THẨM ĐỊNH" in said
        examiner.open("desk:free_channels")
        examiner.submit("plan", plan="VD-VHF-LM", **{name: value for name, value in WISH.items() if name != "tx_hz"})
        assert examiner.status == 200
        assert "156,0" in examiner.text or "146,0" in examiner.text


def test_a_reading_out_of_tolerance_becomes_a_finding_in_one_press(
    network: SimpleNamespace, people: dict[str, User]
) -> None:
    chief, person = Person(people["chief"]), Person(people["inspector"])
    with time_machine.travel(FRIDAY):
        visit = visited(chief, network, people)
        person.open("desk:visit", visit.pk).submit("version", at="/step/", step="start")
        person.open("desk:visit_measurements", visit.pk).submit(
            "quantity", quantity="frequency", assignment=str(network.assignments[0].pk), value="157,40635",
            uncertainty="50", instrument="FSH8", measured_at="04/12/2026 09:20",
        )  # fmt: skip
        assert "Vượt giới hạn" in person.text
        assert "khoản 6 Điều 66" in person.text
        make = next(link for link in person.links if link.endswith("/finding/"))
        person.open(make).submit("facts", power_basis="licensed", power_basis_reason="công suất không vượt")
        found = visit.findings.get()
        assert (found.tx_hz, found.deviation, found.penalty.code) == (157_406_350, "frequency", "ND174-2026-D66-K6-b")
        assert "lệch +6,35 kHz" in found.facts
        assert visit.answers.get(item=found.item).choice == "fail"


def test_what_a_receiver_heard_becomes_a_complaint_and_the_complaint_a_visit(
    network: SimpleNamespace, people: dict[str, User]
) -> None:
    chief, person = Person(people["chief"]), Person(people["inspector"])
    with time_machine.travel(FRIDAY):
        file = SimpleUploadedFile("xe-do.csv", HEARD.encode(), content_type="text/csv")
        person.open("desk:monitoring").submit("agency", files={"file": file})
        kept = MonitoringImport.objects.get()
        if kept.finished_at is None:  # the worker's turn
            runs.execute(kept.job_id)
        person.open("desk:monitoring_report", kept.pk)
        assert "Có giấy phép, trong dung sai" in person.text
        assert "Không tìm thấy giấy phép" in person.text
        person.submit("Lập tin báo", row="3")
        complaint = Complaint.objects.get()
        assert complaint.number in person.text
        chief.open("desk:complaint", complaint.pk).submit("to", at="/assign/", to=str(people["inspector"].pk))
        find = next(link for link in chief.links if f"complaint={complaint.pk}" in link)
        chief.open(find, query="&q=Hon Khoi")
        target = next(link for link in chief.links if "licensee=" in link and "complaint=" in link)
        chief.open(target).submit(
            "window_start", subject="radio", reason="complaint", stations=str(network.station.pk),
            window_start="04/12/2026", window_end="04/12/2026", lead=str(people["inspector"].pk),
            no_notice="interference", no_notice_reason="Nhiễu đang xảy ra",
        )  # fmt: skip
        complaint.refresh_from_db()
        assert (complaint.status, complaint.visit) == ("in_check", Visit.objects.get())
        person.open("desk:complaint", complaint.pk).submit(
            "outcome", at="/close/", outcome="confirmed", answer="Đã kiểm tra và xử lý."
        )
        complaint.refresh_from_db()
        assert complaint.status == "closed"


def visited(chief: Person, network: SimpleNamespace, people: dict[str, User]) -> Visit:
    """A visit of today, not announced for interference."""
    chief.open("desk:visit_plan", query=f"?licensee={network.holder.pk}").submit(
        "window_start", subject="radio", stations=str(network.station.pk), reason="complaint",
        reason_text="Nhiễu kênh của bến xe", window_start="04/12/2026", window_end="04/12/2026",
        lead=str(people["inspector"].pk), no_notice="interference", no_notice_reason="Nhiễu đang xảy ra",
    )  # fmt: skip
    return Visit.objects.get()
