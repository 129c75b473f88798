"""Reads pictures as they come from cameras: by content and not by name, never blown up, never changed."""

import datetime as dt
import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pillow_heif
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from common.errors import Invalid

pillow_heif.register_heif_opener()

MAX_PIXELS = 50_000_000  # unpacked whole, some 200 MB
MAX_PIXELS_JPEG = (
    120_000_000  # the largest telephones take 108 megapixels; a JPEG is unpacked at a fraction of its size
)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
FIRST_YEAR = 1990  # no camera wrote the time into a picture before
THUMBNAIL_EDGE = 1600
PRIVACY_EDGE = 2400
SQUARES = 6  # a face or a number plate of six by six squares is nobody's
Area = tuple[int, int, int, int]
THUMBNAIL_BYTES = 300_000
_MAGIC = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_BROKEN = (
    OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError, RuntimeError, ZeroDivisionError, KeyError,
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """What a picture says about itself."""

    mime: str
    width: int
    height: int
    taken_at: dt.datetime | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    device: str


def sniff(data: bytes) -> str:
    """Return the media type told by the first bytes; empty when it is no picture we know."""
    for magic, offset, mime in _MAGIC:
        if data[offset : offset + len(magic)] == magic:
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return ""


def take_in(data: bytes, *, at: dt.datetime) -> tuple[Picture, bytes]:
    """Return what the picture says, and its small copy; it is unpacked once.

    `at` is now: a camera whose clock runs more than a year ahead said nothing. Invalid when it is no picture, is
    broken, or would unpack to an absurd size.
    """
    mime = sniff(data)
    if not mime:
        raise _refusal(_("This is not a photo. Send a JPEG, PNG, WebP or HEIC picture."), "not_a_photo")
    image, (width, height) = _open(data)
    exif = image.getexif()
    lat, lon, accuracy = _position(exif)
    picture = Picture(
        mime=mime,
        width=width,
        height=height,
        taken_at=_taken_at(exif, at),
        lat=lat,
        lon=lon,
        accuracy_m=accuracy,
        device=" ".join(_text(exif.get(tag)) for tag in (271, 272)).strip()[:120],
    )
    return picture, _small(image)


def thumbnail(data: bytes) -> bytes:
    """Return an upright JPEG of at most 300 kB for pages and papers; the original is not touched."""
    return _small(_open(data)[0])


def on_white(data: bytes) -> bytes:
    """Return a drawing as a JPEG on white: what is transparent prints black otherwise."""
    image = _open(data)[0].convert("RGBA")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def blurred(data: bytes, areas: Sequence[Area]) -> bytes:
    """Return an upright JPEG without any word about place or time, the areas (left, top, width, height in thousandths
    of the picture) made unreadable for good: each is reduced to a few squares before it is smoothed.
    """
    image = _open(data)[0]
    image.thumbnail((PRIVACY_EDGE, PRIVACY_EDGE))
    image = ImageOps.exif_transpose(image).convert("RGB")
    for left, top, width, height in areas:
        box = (
            image.width * left // 1000, image.height * top // 1000,
            -(-image.width * min(1000, left + width) // 1000), -(-image.height * min(1000, top + height) // 1000),
        )  # fmt: skip
        size = (box[2] - box[0], box[3] - box[1])
        squares = image.crop(box).resize((min(SQUARES, size[0]), min(SQUARES, size[1])), Image.Resampling.BOX)
        image.paste(squares.resize(size, Image.Resampling.BICUBIC), box)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _small(image: Image.Image) -> bytes:
    image.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))  # before it is turned: turning copies all of it
    image = ImageOps.exif_transpose(image).convert("RGB")
    for quality in (82, 70, 58, 45, 30, 15):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= THUMBNAIL_BYTES:
            break
    return buffer.getvalue()


def _open(data: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """Open and decode, and return the size it has; the size is looked at before anything is unpacked.

    Only the formats we name are tried: a file may begin like one and be another, which Pillow hands to a program.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        size = image.size
        if size[0] * size[1] > (MAX_PIXELS_JPEG if image.format == "JPEG" else MAX_PIXELS):
            raise _refusal(
                _("The picture would unpack to %(width)d × %(height)d pixels, which is too large.")
                % {"width": image.width, "height": image.height},
                "too_many_pixels",
            )
        image.draft(None, (THUMBNAIL_EDGE, THUMBNAIL_EDGE))
        image.load()
    except Image.DecompressionBombError as error:
        raise _refusal(_("The picture would unpack to far too many pixels."), "too_many_pixels") from error
    except _BROKEN as error:
        raise _refusal(_("The picture is damaged and cannot be opened. Take or send it again."), "damaged") from error
    return image, size


def _refusal(message: str, code: str) -> Invalid:
    return Invalid(message, code=code, fields={"file": [message]})


def _text(value: Any) -> str:
    """Return a text of the camera without the NULs that fill it up, which PostgreSQL does not store."""
    return str(value or "").replace("\x00", "").strip()


def _taken_at(exif: Image.Exif, at: dt.datetime) -> dt.datetime | None:
    """Return the camera's moment; without an offset of its own it is taken as the office's local time."""
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    text = _text(inner.get(36867) or exif.get(306))
    try:
        naive = dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
        if not FIRST_YEAR <= naive.year <= at.year + 1:
            return None
        offset = _text(inner.get(36881))
        if offset:
            return dt.datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
    except ValueError:
        return None
    return naive.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _position(exif: Image.Exif) -> tuple[float | None, float | None, float | None]:
    """Return latitude, longitude and accuracy in metres from the GPS block; nothing when it is absent or absurd."""
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lat = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
        lon = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None, None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None, None, None
    return round(lat, 6), round(lon, 6), _accuracy(gps.get(31))


def _accuracy(value: Any) -> float | None:
    """Return the stated accuracy in metres; None for what is no number, such as 0/0."""
    try:
        metres = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return metres if math.isfinite(metres) and metres >= 0 else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
