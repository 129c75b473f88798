"""Signed scans are told by their bytes, hashed, tied to the paper and never changed."""

import datetime as dt
import hashlib
import io

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from accounts import access
from accounts.models import Membership
from common.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from issuing import scans, services
from issuing.models import SignedScan, SignedScanFile
from tests.inspections.test_evidence import bomb
from tests.issuing.conftest import draw

pytestmark = pytest.mark.django_db


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, kind)
    return out.getvalue()


def pdf(agencies) -> bytes:
    head = {"superior": "A", "name": agencies.skhcn.name, "place": "Khánh Hòa"}
    return draw({"agency": head, "text": "Bản quét"})


def test_scans_in_three_formats_are_attached_and_hashed(issue, agencies, inspector) -> None:
    paper = issue()
    files = {"a.pdf": pdf(agencies), "b.jpg": picture("JPEG"), "c.png": picture("PNG")}
    for name, data in files.items():
        scan = scans.attach_scan(paper, file_name=name, data=data, by=inspector)
        assert scan.sha256 == hashlib.sha256(data).hexdigest()
        assert bytes(scan.file.data) == data
    assert [scan.format for scan in paper.scans.all()] == ["application/pdf", "image/jpeg", "image/png"]


def test_the_same_scan_twice_is_one(issue, inspector) -> None:
    paper, data = issue(), picture("JPEG")
    first = scans.attach_scan(paper, file_name="a.jpg", data=data, by=inspector)
    assert scans.attach_scan(paper, file_name="b.jpg", data=data, by=inspector) == first


def test_a_small_file_that_unpacks_to_hundreds_of_megabytes_is_refused(issue, inspector) -> None:
    with pytest.raises(Invalid, match="too many pixels"):
        scans.attach_scan(issue(), file_name="a.png", data=bomb(8_000, 6_500), by=inspector)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a document renamed to scan.pdf", "no PDF, JPEG or PNG"),
        (b"%PDF-1.7 and then nothing", "cannot be read"),
        (b"\xff\xd8\xff\xe0 and then nothing", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n and then nothing", "cannot be read"),
    ],
)
def test_what_is_no_scan_is_refused_with_the_reason(issue, inspector, data, said) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        scans.attach_scan(issue(), file_name="scan.pdf", data=data, by=inspector)
    assert "file" in refused.value.fields
    assert not SignedScan.objects.exists()


def test_a_picture_cut_off_in_transfer_is_refused(issue, inspector) -> None:
    noise = io.BytesIO()
    Image.effect_noise((400, 400), 60).save(noise, "JPEG")
    with pytest.raises(Invalid, match="cannot be read"):
        scans.attach_scan(issue(), file_name="a.jpg", data=noise.getvalue()[:-2000], by=inspector)


def test_a_scan_larger_than_allowed_is_refused(issue, inspector, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="1 MB"):
        scans.attach_scan(issue(), file_name="a.pdf", data=b"%PDF-" + bytes(1024 * 1024), by=inspector)


def test_a_picture_that_unpacks_to_a_hall_is_refused(issue, inspector) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Invalid, match="too many pixels"):
        scans.attach_scan(issue(), file_name="a.png", data=out.getvalue(), by=inspector)


def test_who_may_attach(issue, official, culture) -> None:
    paper, data = issue(), picture("JPEG")
    with pytest.raises(NotAllowed):
        scans.attach_scan(paper, file_name="a.jpg", data=data, by=official)
    with pytest.raises(NotFound):
        scans.attach_scan(paper, file_name="a.jpg", data=data, by=culture)


def test_nothing_is_attached_to_an_annulled_paper(issue, inspector, decider) -> None:
    paper = services.annul(issue(), by=decider, reason="Sai")
    with pytest.raises(Conflict):
        scans.attach_scan(paper, file_name="a.jpg", data=picture("JPEG"), by=inspector)


@pytest.mark.parametrize(("model", "change"), [(SignedScan, {"sha256": "0"}), (SignedScanFile, {"data": b"x"})])
def test_the_database_refuses_to_change_or_delete_a_scan(issue, inspector, model, change) -> None:
    scans.attach_scan(issue(), file_name="a.jpg", data=picture("JPEG"), by=inspector)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_refusal_is_an_error_the_doors_understand() -> None:
    with pytest.raises(DomainError):
        scans.inspect(b"x")


def test_an_agency_that_was_shown_a_paper_neither_attaches_to_it_nor_annuls_it(
    issue, inspector, culture, agencies
) -> None:
    """Whose paper it is vouches for the scan: the public check calls it the signed one."""
    paper = issue()
    access.share(paper, agency=agencies.svhtt, basis="thử", by=inspector, on=dt.date(2026, 1, 1))
    Membership.objects.create(user=culture, agency=agencies.svhtt, role="decider", valid_from=dt.date(2025, 7, 1))
    assert access.sees(culture, paper)
    with pytest.raises(NotAllowed):
        scans.attach_scan(paper, file_name="a.png", data=picture("PNG"), by=culture)
    with pytest.raises(NotAllowed):
        services.annul(paper, by=culture, reason="x")
    paper.refresh_from_db()
    assert paper.status == "issued"
    assert not SignedScan.objects.exists()
