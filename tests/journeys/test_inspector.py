"""An inspector's day: planned and announced by the chief, answered on site, sealed, recorded, signed, checked."""

import datetime as dt
import hashlib
import io
import re
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pypdf import PdfReader

from accounts.models import User
from enforcement.models import Case
from inspections.models import Evidence, Visit
from issuing.models import IssuedDocument, SignedScan
from licenses.models import Establishment
from tests.inspections.scene import item_of, jpeg, make_network, phone_photo
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 12, 4, 2, 30, tzinfo=dt.UTC)
DAY = "04/12/2026"
REFUSAL = "Cho rằng bảng nội quy vẫn treo"
PARTY, WITNESS = "Trần Thị Yến", "Lê Văn Khải"


def text_of(pdf: bytes) -> str:
    """The text of a PDF, in one line."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def plan(chief: Person, target: str, lead: User, **entered: Any) -> Visit:
    """The chief schedules a visit for Friday and announces it on Monday."""
    with time_machine.travel(MONDAY):
        chief.open("desk:visit_plan", query=f"?{target}").submit(
            "window_start", reason="planned", legal_basis="Quyết định số 12/QĐ-SKHCN", window_start=DAY,
            window_end=DAY, lead=str(lead.pk), **entered,
        )  # fmt: skip
        assert Visit.objects.exists(), chief.text[:1500]
        visit = Visit.objects.get()
        chief.open("desk:visit", visit.pk).submit("version", at="/announce/")
    visit.refresh_from_db()
    assert visit.status == "announced", chief.text[:1500]
    return visit


def answer_all(person: Person, visit: Visit, failing: tuple[str, ...]) -> None:
    """Go through the checklist from top to bottom, as it is on the page."""
    failed = {str(item_of(visit, code).pk) for code in failing}
    actions = [
        form.action for form in person.open("desk:visit_checklist", visit.pk).forms if "/checklist/" in form.action
    ]
    assert len(actions) > 10
    for action in actions:
        choice = "fail" if action.rstrip("/").rpartition("/")[2] in failed else "pass"
        person.submit("base_revision", at=action, choice=choice)
        assert person.status == 200
    assert not [form for form in person.forms if "/checklist/" in form.action and "choice" not in form.values]


def record(person: Person, visit: Visit, code: str, **entered: Any) -> None:
    """Record a finding under the failed item."""
    item = item_of(visit, code)
    before = visit.findings.count()
    person.open("desk:finding_new", visit.pk, item.pk).submit(
        "facts", violation=item.violations[0], act_started_on=DAY, detected_on=DAY, **entered
    )
    assert visit.findings.count() == before + 1, person.text[:2500]


def photograph(person: Person, visit: Visit, code: str, data: bytes) -> None:
    """Attach a photo to the item."""
    person.open("desk:visit_photos", visit.pk, query=f"?item={item_of(visit, code).pk}").submit(
        "caption", files={"file": upload(data, f"{code}.jpg")}, caption=f"Ảnh {code}"
    )
    assert person.status == 200, person.text[:1500]


def conclude_and_sign(person: Person, visit: Visit) -> None:
    """The outcome, the party who refuses to sign and the witness who attests it."""
    people = person.open("desk:visit_people", visit.pk)
    people.submit("party_statement", outcome="violation", party_statement="Sẽ khắc phục ngay.")
    people.open("desk:visit_people", visit.pk).submit("person", person=PARTY, capacity="party", signing="refused")
    assert visit.attendance.count() == 0, "a refusal without its reason is not taken"
    assert PARTY in str([form.values for form in people.forms])
    people.submit("person", signing="refused", reason=REFUSAL)
    people.submit("person", person=WITNESS, capacity="witness", post="Tổ trưởng", signing="signed")
    assert visit.attendance.count() == 2, people.text[:1500]


def seal(person: Person, visit: Visit) -> None:
    """Review and seal; the server checks every hash."""
    person.open("desk:visit_seal", visit.pk).submit("sha256")
    visit.refresh_from_db()
    assert visit.status == "received", person.text[:1500]


def inspection_record(person: Person, visit: Visit) -> None:
    """Issue the inspection record from the sealed visit."""
    person.open("desk:visit_seal", visit.pk).submit("submit_token", at="/record/")
    assert IssuedDocument.objects.filter(form_code="visit_record").exists(), person.text[:1500]


def review(chief: Person, visit: Visit) -> None:
    """The chief takes the visit up and closes it."""
    for name, status in (("review", "under_review"), ("close", "closed")):
        page = chief.open("desk:visit", visit.pk)
        form = next(form for form in page.forms if form.values.get("step") == name)
        chief.submit("step", at=form.action, step=name)
        visit.refresh_from_db()
        assert visit.status == status, chief.text[:1500]


def record_case(person: Person, visit: Visit, place: str) -> Case:
    """Open the case, look at the draft, say where the record is made, issue it."""
    person.open("desk:visit", visit.pk).submit("submit_token", at="/cases/open/")
    case = Case.objects.get(visit=visit)
    draft = person.open("desk:case_preview", case.pk)
    assert "BẢN DỰ THẢO" in text_of(draft.content)
    person.open("desk:case", case.pk).submit("version", at="/issue/")
    case.refresh_from_db()
    if case.record_id is None:  # the place was not filled in by the visit
        person.open("desk:case_describe", case.pk).submit("record_place", record_place=place)
        person.open("desk:case", case.pk).submit("version", at="/issue/")
    case.refresh_from_db()
    assert case.status == "record_issued", person.text[:2500]
    return case


def check_paper(paper: IssuedDocument, pdf: bytes) -> None:
    """Anybody checks the paper by its code and by its file; a flipped byte is noticed."""
    public = Person()
    printed = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(pdf))
    assert printed, "the code stands on the paper"
    by_code = public.open("paper_check_code", printed[0].replace("-", ""))
    assert by_code.status == 200
    assert paper.number in by_code.text
    by_file = public.open("/check/").submit("csrfmiddlewaretoken", at="/check/", files={"file": upload(pdf, "bb.pdf")})
    assert (by_file.status, paper.number in by_file.text) == (200, True)
    flipped = bytearray(pdf)
    flipped[len(pdf) // 2] ^= 1
    wrong = public.open("/check/").submit(
        "csrfmiddlewaretoken", at="/check/", files={"file": upload(bytes(flipped), "bb.pdf")}
    )
    assert (wrong.status, "Không xác định" in wrong.text, paper.number in wrong.text) == (404, True, False)


def attach_scan(person: Person, paper: IssuedDocument) -> None:
    """The signed pages come back as pictures; what is no scan is refused by name."""
    person.open("desk:paper", paper.pk).submit("note", at="/scans/", files={"file": upload(b"no scan", "bb.pdf")})
    assert not SignedScan.objects.exists()
    data = jpeg(size=(900, 1200), colour="white")
    person.open("desk:paper", paper.pk).submit("note", at="/scans/", files={"file": upload(data, "trang-1.jpg")})
    scan = SignedScan.objects.get(document=paper)
    assert scan.sha256 == hashlib.sha256(data).hexdigest()
    assert scan.sha256 in person.text
    assert person.open("desk:paper_scan", paper.pk, scan.pk).content == data


def test_an_inspector_visits_an_internet_agent_and_records_the_violation(
    people: dict[str, User], shop: Establishment, law: None, settings: Any, capsys: Any
) -> None:
    settings.DEMO_MODE = True
    chief, person = Person(people["chief"]), Person(people["inspector"])
    visit = plan(chief, f"establishment={shop.pk}", people["inspector"], subject="telecom")
    with time_machine.travel(FRIDAY):
        assert visit.number in person.open("desk:home").text
        person.open("desk:visit", visit.pk).submit("version", at="/step/", step="start")
        visit.refresh_from_db()
        assert visit.status == "in_progress", person.text[:1500]
        answer_all(person, visit, failing=("AP-09", "GP-12"))
        rules = "Không có bảng nội quy tại quầy thu ngân."
        record(person, visit, "AP-09", facts=rules, continuing="on")
        record(person, visit, "GP-12", facts="Mở cửa lúc 22 giờ 35 phút.", act_ended_on=DAY)
        sealed_too_early = person.open("desk:visit_seal", visit.pk)
        assert "sha256" not in str([form.values for form in sealed_too_early.forms])
        photograph(person, visit, "AP-09", phone_photo(12.2451, 109.1943))
        photograph(person, visit, "GP-12", phone_photo(12.2451, 109.1943, "maroon"))
        shot = Evidence.objects.order_by("recorded_at").first()
        assert shot is not None
        assert (shot.lat, shot.lon, shot.device) == (12.2451, 109.1943, "Acme Tab 10")
        conclude_and_sign(person, visit)
        seal(person, visit)
        inspection_record(person, visit)
        case = record_case(person, visit, "12 Hải Âu")
        assert case.record is not None
        pdf = person.open("desk:paper_pdf", case.record.pk).content
        said = text_of(pdf)
        for fact in (rules, PARTY, WITNESS, REFUSAL, case.record.number, "khoản 1 Điều 36",
                     "khoản 3 Điều 100", "Hộ kinh doanh Hải Yến",
                     "đang diễn ra khi phát hiện", "Sẽ khắc phục ngay", "Trang 1/"):  # fmt: skip
            assert fact in said, fact
        check_paper(case.record, pdf)
        attach_scan(person, case.record)
        review(chief, visit)
        assert Person(people["culture"]).open("desk:visit", visit.pk).status == 404
    call_command("verify_journal", "--seal")
    assert "journal is clean" in capsys.readouterr().out


def test_an_inspector_measures_a_radio_station_and_each_frequency_gets_its_line(
    people: dict[str, User], units: SimpleNamespace, law: None, settings: Any, capsys: Any
) -> None:
    settings.DEMO_MODE = True
    with time_machine.travel(MONDAY):
        network = make_network(people, units)
    chief, person = Person(people["chief"]), Person(people["inspector"])
    visit = plan(
        chief, f"licensee={network.holder.pk}", people["inspector"], subject="radio", stations=str(network.station.pk)
    )
    with time_machine.travel(FRIDAY):
        person.open("desk:visit", visit.pk).submit("version", at="/step/", step="start")
        answer_all(person, visit, failing=("RS-20",))
        for row, measured in zip(network.assignments, ("157,40635", "158,15712", "162,73210"), strict=True):
            reading = {
                "measurement_id": str(uuid.uuid4()), "quantity": "frequency", "item": str(item_of(visit, "RS-20").pk),
                "assignment": str(row.pk), "uncertainty": "50", "instrument": "Rohde & Schwarz FSH8",
                "instrument_serial": "105432", "measured_at": "04/12/2026 09:20",
            }  # fmt: skip
            person.open("desk:visit_measurements", visit.pk).submit("quantity", **reading, value="157.40.6")
            assert not visit.measurements.filter(assignment=row).exists()
            person.submit("quantity", value=measured)
            assert visit.measurements.get(assignment=row).verdict == "out", person.text[:2000]
            act = {
                "facts": "Phát sai tần số ấn định.", "continuing": "on", "assignment": str(row.pk), "tx_hz": measured,
                "deviation": "frequency", "power_basis": "licensed", "power_basis_reason": "công suất không vượt",
            }  # fmt: skip
            record(person, visit, "RS-20", **act)
        again = person.open("desk:finding_new", visit.pk, item_of(visit, "RS-20").pk).submit(
            "facts", **act, violation=item_of(visit, "RS-20").violations[0]
        )
        assert again.status == 422, "one line per frequency per place"
        assert visit.findings.count() == 3
        conclude_and_sign(person, visit)
        seal(person, visit)
        inspection_record(person, visit)
        case = record_case(person, visit, "thôn Đông Hà")
        assert case.record is not None
        pdf = person.open("desk:paper_pdf", case.record.pk).content
        said = text_of(pdf)
        for fact in ("157,40635", "158,15712", "162,7321", "157,4", "FSH8", "105432", "214589/GP", "khoản 6 Điều 66",
                     "công suất ghi trong giấy phép"):  # fmt: skip
            assert fact in said, fact
        check_paper(case.record, pdf)
        attach_scan(person, case.record)
        review(chief, visit)
    call_command("verify_journal", "--seal")
    assert "journal is clean" in capsys.readouterr().out
