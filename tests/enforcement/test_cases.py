"""Cases: opened from a sealed visit, split by whose matter each act is, recorded and referred."""

import datetime as dt
import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from accounts import journal
from accounts.models import User
from common.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Unavailable
from enforcement.models import Case
from enforcement.services import cases, records, referrals
from inspections.models import Evidence, Finding, Visit
from inspections.services import evidence, withdrawals
from issuing.models import IssuedDocument
from tests.fieldwork.test_kinds_of_file import WEBM
from tests.inspections.scene import FRIDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def case(sealed: Visit, people: dict[str, User]) -> Case:
    """Its case."""
    return cases.open_case(sealed, by=people["inspector"], on=FRIDAY)


def test_a_case_opens_only_after_the_seal(people: dict[str, User], visit: Visit) -> None:
    with pytest.raises(Conflict):
        cases.open_case(visit, by=people["inspector"], on=FRIDAY)


def test_opening_twice_gives_one_case(case: Case, sealed: Visit, people: dict[str, User]) -> None:
    assert cases.open_case(sealed, by=people["chief"], on=FRIDAY) == case
    assert case.number == "01/2026/VV"


def test_acts_are_split_by_whose_matter_they_are(case: Case, agencies: SimpleNamespace) -> None:
    split = {act.finding.item.code: (act.position, act.subject) for act in case.acts.all()}
    assert split == {"AP-09": ("own", "telecom"), "GP-12": ("referred", "games")}
    assert case.referrals.get().to_agency == agencies.svhtt


def test_limitation_is_the_earliest_of_the_acts(case: Case) -> None:
    assert case.limitation_date == dt.date(2027, 12, 4)


def test_an_inspector_of_another_agency_sees_nothing_before_the_referral(case: Case, people: dict[str, User]) -> None:
    with pytest.raises(NotFound):
        cases.require_own(case, people["inspector_elsewhere"], "case.record")
    assert not Case.objects.visible_to(people["culture"]).exists()


def _heard_and_signed(case: Case, by: User) -> tuple[Evidence, Evidence]:
    """A recording of an act and a drawn signature, brought after the seal."""
    drawn = io.BytesIO()
    Image.new("RGBA", (300, 120)).save(drawn, "PNG")
    sent: dict[str, Any] = {"by": by, "at": NOW, "reason": "Bổ sung"}
    act = case.acts.select_related("finding").order_by("position").first()
    assert act is not None
    return (
        evidence.add(case.visit, kind="audio", data=WEBM, file_name="ghi-am.webm", finding=act.finding, **sent),
        evidence.add(case.visit, kind="signature", data=drawn.getvalue(), file_name="ky.png",
                     attendance=case.visit.attendance.get(), **sent),
    )  # fmt: skip


def test_the_record_names_everything_and_fixes_the_findings(case: Case, people: dict[str, User]) -> None:
    cases.describe(
        case,
        fields={"appointment_at": NOW + dt.timedelta(days=4), "appointment_place": "72 Thống Nhất"},
        by=people["inspector"], version=case.version,
    )  # fmt: skip
    heard, signed = _heard_and_signed(case, people["inspector"])
    paper = records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    case.refresh_from_db()
    content = json.loads(paper.payload)
    assert [(row["name"], row["sha256"]) for row in content["files"]] == [
        ("ghi-am.webm", heard.sha256), (f"{signed.attendance.person}, Đối tượng được kiểm tra", signed.sha256),
    ]  # fmt: skip
    assert (paper.number, case.status, case.record) == ("01/BB-VPHC", "record_issued", paper)
    assert [act.get("referred_to", "") for act in content["acts"]] == [
        "",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Khánh Hòa",
    ]
    assert content["acts"][0]["penalty_kind"] == "warning"
    assert "Không niêm yết" in content["acts"][0]["legal_text"]
    assert (content["acts"][1]["fine_min_vnd"], content["acts"][1]["fine_max_vnd"]) == (10_000_000, 15_000_000)
    assert content["made_place"] == "27 Nguyễn Thiện Thuật, phường Nha Trang"
    assert len(content["photos"]) == 2
    assert not any(word in paper.payload for word in ("Pass", "Fail", "Refused"))
    finding = Finding.objects.filter(visit=case.visit).first()
    assert finding is not None
    assert finding.tied_to == "01/BB-VPHC"
    with pytest.raises(Conflict):
        withdrawals.withdraw(finding, by=people["inspector"], reason="Nhầm")
    assert journal.verify().clean


def test_the_record_is_issued_once(case: Case, people: dict[str, User]) -> None:
    first = records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    assert records.issue_record(case, by=people["chief"], at=NOW, on=FRIDAY) == first
    assert IssuedDocument.objects.filter(form_code="violation_record").count() == 1


def test_nothing_is_issued_on_unverified_rules_outside_the_demo(
    case: Case, people: dict[str, User], settings: object
) -> None:
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    with pytest.raises(Unavailable):
        records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    case.refresh_from_db()
    assert (case.status, case.record) == ("open", None)


def test_explanation_follows_bracket_and_suspension(case: Case, people: dict[str, User]) -> None:
    # GP-12 may bring a suspension, which alone gives the right
    records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    case.refresh_from_db()
    suspends = any(act.finding.penalty.suspends for act in case.acts.all())
    assert case.may_explain == suspends
    if suspends:
        # five and two working days after Friday 4 December 2026
        assert (case.explain_writing_until, case.explain_session_until) == (dt.date(2026, 12, 11), dt.date(2026, 12, 8))


def test_two_officers_describing_the_case_do_not_overwrite_each_other(case: Case, people: dict[str, User]) -> None:
    version = case.version
    cases.describe(case, fields={"party_statement": "A"}, by=people["inspector"], version=version)
    with pytest.raises(Conflict) as refused:
        cases.describe(case, fields={"party_statement": "B"}, by=people["chief"], version=version)
    shown = refused.value.details["differences"][0]
    assert (shown["current"], shown["yours"]) == ("A", "B")
    case.refresh_from_db()
    assert case.party_statement == "A"


def test_a_referral_goes_after_the_record_with_its_evidence_and_nothing_else(
    case: Case, people: dict[str, User], agencies: SimpleNamespace
) -> None:
    referral = case.referrals.get()
    with pytest.raises(Conflict):
        referrals.send(referral, reason="Thuộc lĩnh vực trò chơi điện tử", by=people["chief"], on=FRIDAY)
    record = records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    with pytest.raises(Invalid):
        referrals.send(referral, reason=" ", by=people["chief"], on=FRIDAY)
    sent = referrals.send(referral, reason="Thuộc lĩnh vực trò chơi điện tử", by=people["chief"], on=FRIDAY)
    culture = people["culture"]
    assert list(Case.objects.visible_to(culture)) == [case]
    assert not Visit.objects.visible_to(culture).exists()
    assert [row.file_name for row in Evidence.objects.visible_to(culture)] == ["maroon.jpg"]
    assert [row.item.code for row in Finding.objects.visible_to(culture) if row.item] == ["GP-12"]
    assert set(IssuedDocument.objects.visible_to(culture)) == {record, sent.letter}
    assert sent.due_at == NOW + dt.timedelta(hours=24)
    with pytest.raises(NotAllowed):
        cases.describe(case, fields={"party_statement": "x"}, by=culture, version=1)
    assert referrals.send(sent, reason="lần nữa", by=people["chief"], on=FRIDAY).letter == sent.letter
    assert journal.verify().clean


def test_an_official_may_not_record(case: Case, people: dict[str, User]) -> None:
    for username in ("official", "officer", "auditor", "legal"):
        with pytest.raises(DomainError):
            records.issue_record(case, by=people[username], at=NOW, on=FRIDAY)
    assert settings.DEMO_MODE
