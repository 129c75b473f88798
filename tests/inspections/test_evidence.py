"""Photos: told by their bytes, kept untouched, recognised when they come again; bad files are refused."""

import hashlib
import io
import struct
import zlib
from typing import Any

import pillow_heif
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed, Unavailable
from inspections.models import CustodyEvent, Evidence, Visit
from inspections.services import evidence, images, withdrawals
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


def with_gps() -> bytes:
    """A JPEG that says where and when it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Acme", "Tab 10"
    exif.get_ifd(ExifTags.IFD.Exif)[36867] = "2026:12:04 09:12:33"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[1], gps[2], gps[3], gps[4] = "N", (12.0, 14.0, 19.68), "E", (109.0, 11.0, 48.12)
    gps[31] = 6.0
    return jpeg(exif=exif)


def bomb(width: int, height: int) -> bytes:
    """A tiny PNG that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def add(visit: Visit, by: User, data: bytes, name: str = "a.jpg") -> Evidence:
    """A photo in the visit."""
    return evidence.add_photo(visit, data=data, file_name=name, by=by, at=NOW)


def test_the_original_is_kept_to_the_byte_with_its_hash(visit: Visit, people: dict[str, User]) -> None:
    data = with_gps()
    made = add(visit, people["inspector"], data)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert evidence.original(made) == data
    assert [event.verb for event in made.custody.all()] == ["received", "derived"]


def test_position_time_and_device_are_read_from_the_photo(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], with_gps())
    assert (made.lat, made.lon, made.accuracy_m, made.position_origin) == (12.2388, 109.196700, 6.0, "exif")
    assert made.taken_at is not None
    assert made.taken_at.isoformat() == "2026-12-04T09:12:33+07:00"
    assert made.device == "Acme Tab 10"


@pytest.mark.parametrize("accuracy", [IFDRational(0, 0), IFDRational(1, 0)])
def test_a_camera_that_writes_nonsense_is_still_believed_where_it_makes_sense(
    visit: Visit, people: dict[str, User], accuracy: Any
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.DateTime] = "Ac\0me", "0001:01:01 00:00:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[1], gps[2], gps[3], gps[4], gps[31] = "N", (12.0, 15.0, 0.0), "E", (109.0, 11.0, 0.0), accuracy
    made = add(visit, people["inspector"], jpeg(exif=exif))
    made.refresh_from_db()
    assert (made.lat, made.accuracy_m, made.taken_at) == (12.25, None, None)
    assert "\0" not in made.device


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("1989:12:31 23:59:59", False),
        ("1990:01:01 00:00:00", True),
        ("2027:12:31 00:00:00", True),
        ("9999:12:31 23:59:59", False),
    ],
)
def test_a_year_no_camera_can_have_is_not_believed(
    visit: Visit, people: dict[str, User], text: str, believed: bool
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = text
    assert (add(visit, people["inspector"], jpeg(exif=exif)).taken_at is not None) is believed


def test_a_picture_is_unpacked_once(visit: Visit, people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    really = Image.open
    monkeypatch.setattr(Image, "open", lambda *given, **named: opened.append(named) or really(*given, **named))
    made = add(visit, people["inspector"], jpeg())
    assert opened == [{"formats": images.FORMATS}]
    assert evidence.small_copy(made)[:3] == b"\xff\xd8\xff"


def test_the_size_of_a_large_photo_is_its_own_and_its_small_copy_upright(visit: Visit, people: dict[str, User]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    Image.new("RGB", (4000, 3000), "green").save(out, "JPEG", exif=exif)
    made = add(visit, people["inspector"], out.getvalue())
    assert (made.width, made.height) == (4000, 3000)
    assert Image.open(io.BytesIO(evidence.small_copy(made))).size == (1200, 1600)


def test_a_photo_without_position_says_so(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], jpeg())
    assert (made.lat, made.taken_at, made.position_origin) == (None, None, "")


def test_an_iphone_s_heic_is_a_photo(visit: Visit, people: dict[str, User]) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (128, 96), "green")).save(out)
    made = add(visit, people["inspector"], out.getvalue(), "IMG_1.HEIC")
    assert (made.mime, made.width, made.height) == ("image/heic", 128, 96)
    assert evidence.small_copy(made)[:3] == b"\xff\xd8\xff"


def test_the_small_copy_stays_under_300_kb(visit: Visit, people: dict[str, User]) -> None:
    out = io.BytesIO()
    Image.effect_noise((2600, 2000), 90).convert("RGB").save(out, "JPEG", quality=92)
    made = add(visit, people["inspector"], out.getvalue())
    assert len(evidence.small_copy(made)) <= images.THUMBNAIL_BYTES
    assert evidence.original(made) == out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 not a picture", "not_a_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_photo"),
        (b"GIF89a" + b"\0" * 50, "not_a_photo"),
        (jpeg()[:400], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 500, "damaged"),
        (bomb(60_000, 60_000), "too_many_pixels"),
        (bomb(15_000, 9_000), "too_many_pixels"),
        (bomb(8_000, 6_500), "too_many_pixels"),
        (b"II*\0\x10\0\0\0WEBP" + b"\0" * 500, "not_a_photo"),
        (b"%!PSxxxxWEBP\n%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n", "not_a_photo"),
        (b"RIFF\x10\0\0\0WEBP" + b"\0" * 500, "damaged"),
    ],
)
def test_what_is_no_proper_photo_is_refused_and_nothing_is_kept(
    visit: Visit, people: dict[str, User], data: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(visit, people["inspector"], data, "photo.jpg")
    assert refused.value.code == code
    assert "file" in refused.value.fields
    assert not Evidence.objects.exists()


def test_a_60_mb_file_is_refused_with_the_limit_named(visit: Visit, people: dict[str, User]) -> None:
    with pytest.raises(Invalid) as refused:
        add(visit, people["inspector"], jpeg() + b"\0" * (60 * 1024 * 1024))
    assert refused.value.code == "too_large"
    assert "60" in str(refused.value)
    assert "25" in str(refused.value)


def test_the_same_bytes_again_are_recognised(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    first = add(visit, by, jpeg())
    finding = scene.found(visit, by, "AP-09")
    again = evidence.add_photo(visit, data=jpeg(), file_name="b.jpg", by=by, at=NOW, finding=finding)
    assert (again.pk, again.finding, again.file_name) == (first.pk, finding, "a.jpg")
    assert Evidence.objects.count() == 1
    assert CustodyEvent.objects.filter(verb="received_again").count() == 1


def test_the_same_photo_in_two_visits_is_stored_once_and_noted(
    visit: Visit, radio_visit: Visit, people: dict[str, User]
) -> None:
    first, second = (add(each, people["inspector"], jpeg()) for each in (visit, radio_visit))
    assert first.original.name == second.original.name
    note = second.custody.first()
    assert note is not None
    assert first.pk.hex in note.note


def test_a_key_used_for_another_file_is_refused(visit: Visit, people: dict[str, User]) -> None:
    first = add(visit, people["inspector"], jpeg())
    with pytest.raises(Conflict):
        evidence.add_photo(
            visit, data=jpeg(colour="red"), file_name="c.jpg", by=people["inspector"], at=NOW, evidence_id=first.pk
        )


def test_a_changed_or_missing_file_is_noticed(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], jpeg(colour="teal"))
    path = default_storage.path(made.original.name)
    with open(path, "ab") as stream:
        stream.write(b"x")
    with pytest.raises(Unavailable):
        evidence.original(made)
    default_storage.delete(made.original.name)
    with pytest.raises(Unavailable):
        evidence.open_original(made, by=people["inspector"])


def test_opening_the_original_is_written_down(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], jpeg())
    evidence.open_original(made, by=people["auditor"])
    last = made.custody.last()
    assert last is not None
    assert (last.verb, last.by) == ("opened", people["auditor"])


@pytest.mark.postgres
def test_the_database_refuses_to_change_or_delete_evidence(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], jpeg())
    for attempt in (
        lambda: Evidence.objects.filter(pk=made.pk).update(sha256="0" * 64),
        lambda: Evidence.objects.filter(pk=made.pk)._raw_delete("default"),
        lambda: CustodyEvent.objects.update(note="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    withdrawals.withdraw(made, by=people["inspector"], reason="Chụp nhầm")
    assert Evidence.objects.get().is_withdrawn


def test_the_original_is_not_for_who_may_not_read_personal_data(visit: Visit, people: dict[str, User]) -> None:
    made = add(visit, people["inspector"], with_gps())
    with pytest.raises(NotAllowed):
        evidence.open_original(made, by=people["official"])
    assert not made.custody.filter(verb="opened").exists()
    assert evidence.open_original(made, by=people["auditor"]) == with_gps()
