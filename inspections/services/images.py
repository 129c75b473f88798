"""Reads pictures as they come from cameras: by content and not by name, never blown up, never changed."""

import datetime as dt
import io
import warnings
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pillow_heif
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from common.errors import Invalid

pillow_heif.register_heif_opener()

MAX_PIXELS = 120_000_000  # the largest telephones take 108 megapixels
THUMBNAIL_EDGE = 1600
THUMBNAIL_BYTES = 300_000
_MAGIC = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
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
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return ""


def read(data: bytes) -> Picture:
    """Return what the picture says; Invalid when it is none, is broken, or would unpack to an absurd size."""
    mime = sniff(data)
    if not mime:
        raise _refusal(_("This is not a photo. Send a JPEG, PNG, WebP or HEIC picture."), "not_a_photo")
    image = _open(data)
    exif = image.getexif()
    lat, lon, accuracy = _position(exif)
    return Picture(
        mime=mime,
        width=image.width,
        height=image.height,
        taken_at=_taken_at(exif),
        lat=lat,
        lon=lon,
        accuracy_m=accuracy,
        device=" ".join(str(exif.get(tag, "")).strip("\x00 ") for tag in (271, 272)).strip()[:120],
    )


def thumbnail(data: bytes) -> bytes:
    """Return an upright JPEG of at most 300 kB for pages and papers; the original is not touched."""
    image: Image.Image = ImageOps.exif_transpose(_open(data))
    image.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    image = image.convert("RGB")
    for quality in (82, 70, 58, 45, 30, 15):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= THUMBNAIL_BYTES:
            break
    return buffer.getvalue()


def _open(data: bytes) -> Image.Image:
    """Open and decode; the size is looked at before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            raise _refusal(
                _("The picture would unpack to %(width)d × %(height)d pixels, which is too large.")
                % {"width": image.width, "height": image.height},
                "too_many_pixels",
            )
        image.load()
    except Image.DecompressionBombError as error:
        raise _refusal(_("The picture would unpack to far too many pixels."), "too_many_pixels") from error
    except _BROKEN as error:
        raise _refusal(_("The picture is damaged and cannot be opened. Take or send it again."), "damaged") from error
    return image


def _refusal(message: str, code: str) -> Invalid:
    return Invalid(message, code=code, fields={"file": [message]})


def _taken_at(exif: Image.Exif) -> dt.datetime | None:
    """Return the camera's moment; without an offset of its own it is taken as the office's local time."""
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    text = str(inner.get(36867) or exif.get(306) or "").strip("\x00 ")
    try:
        naive = dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
        offset = str(inner.get(36881) or "").strip("\x00 ")
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
        accuracy = float(gps[31]) if 31 in gps else None
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None, None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None, None, None
    return round(lat, 6), round(lon, 6), accuracy


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
