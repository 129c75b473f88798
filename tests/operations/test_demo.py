"""./run demo in small: the main job from an empty database to two violation records, and again without harm."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from enforcement.models import Case, Referral
from fieldwork.models import Quarantined
from inspections.lifecycle import VisitStatus
from inspections.models import Finding, Visit
from issuing.models import IssuedDocument, IssuedFile, SignedScan
from operations.demo import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    settings.DEMO_MODE = True
    monkeypatch.setattr(register, "ESTABLISHMENTS", 60)
    monkeypatch.setattr(register, "HOLDERS", 14)
    monkeypatch.setattr(register, "SCHOOL_COUNT", 12)
    call_command("demo", once=True, out=tmp_path, stdout=io.StringIO())
    return tmp_path


def text_of(paper: IssuedDocument) -> str:
    reader = PdfReader(io.BytesIO(bytes(IssuedFile.objects.get(document=paper).pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_demo_tells_the_main_job_and_telling_it_again_does_no_harm(demo: Path) -> None:
    first = json.loads((demo / "summary.json").read_text(encoding="utf-8"))
    assert first["counts"]["violation_rows"] == 191
    # two came by an import, two by applications, one was found on the way
    assert first["counts"]["establishments"] == 60 + 2 + 2 + 1
    assert set(first["counts"]["visits_by_state"]) == set(VisitStatus.values)
    assert all((demo / paper["file"]).exists() for paper in first["papers"])
    _the_agents_record()
    _the_operators_record()
    _the_tablets_day()
    call_command("demo", once=True, out=demo, stdout=io.StringIO())
    again = json.loads((demo / "summary.json").read_text(encoding="utf-8"))
    assert again == first
    call_command("verify_journal", stdout=io.StringIO())


def _the_agents_record() -> None:
    case = Case.objects.get(agency__code="SKHCN-KH")
    text = text_of(case.record)
    for needed in (
        "BIÊN BẢN VI PHẠM HÀNH CHÍNH",
        "điểm d khoản 1 Điều 36 Nghị định 174/2026/NĐ-CP",
        "điểm đ khoản 3 Điều 100 Nghị định 174/2026/NĐ-CP",
        "10.000.000 đ",
        "Sở Văn hóa, Thể thao và Du lịch",
        "BẢN DEMO - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
        "chưa đối chiếu với văn bản chính thức",
    ):
        assert needed in text, needed
    referral = Referral.objects.get(case=case)
    assert (referral.to_agency.code, referral.letter is not None) == ("SVHTT-KH", True)
    assert SignedScan.objects.filter(document=case.record).count() == case.record.pages


def _the_tablets_day() -> None:
    found = Visit.objects.get(reason="on_the_spot")
    assert (found.status, found.outcome, found.establishment.status) == ("received", "violation", "found")
    assert sorted(found.evidence.values_list("kind", flat=True)) == ["audio", "photo", "signature"]
    assert Quarantined.objects.filter(code="protocol").count() == Quarantined.objects.count() == 1


def _the_operators_record() -> None:
    case = Case.objects.get(agency__code="TTTS-7")
    lines = Finding.objects.filter(visit=case.visit)
    assert lines.count() == 3
    assert len({(line.station_id, line.tx_hz) for line in lines}) == 3
    assert {line.penalty.provision.clause for line in lines} == {"6"}
    text = text_of(case.record)
    assert "khoản 6 Điều 66 Nghị định 174/2026/NĐ-CP" in text
    assert "lấy theo công suất đo được" in text
    assert Visit.objects.filter(case=case, outcome="violation").exists()


def test_the_demo_refuses_to_run_outside_the_demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("demo", once=True, out=tmp_path, stdout=io.StringIO())


def test_a_deployment_with_the_demo_on_is_refused(settings: Any) -> None:
    settings.DEMO_MODE = True
    found = run_checks(include_deployment_checks=True)
    assert "wavewarden.E001" in {message.id for message in found}
    settings.DEMO_MODE = False
    found = run_checks(include_deployment_checks=True)
    assert "wavewarden.E001" not in {message.id for message in found}
