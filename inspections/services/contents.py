"""What a file of evidence is: told by its bytes and never by its name, each kind with its own formats and limits."""

import datetime as dt
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from common.errors import Invalid
from inspections.enums import EvidenceKind
from inspections.services import images
from issuing.enums import ScanFormat
from issuing.scans import inspect

SIGNATURE_BYTES = 100_000
SIGNATURE_EDGES = (2_000, 1_000)
TEXT_BYTES = 1_000_000
LARGEST = {str(EvidenceKind.SIGNATURE): SIGNATURE_BYTES}  # where it is less than settings.MAX_UPLOAD_BYTES
_PNG = b"\x89PNG\r\n\x1a\n"
_MP4_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"dash", b"3gp4", b"3gp5")
_BROKEN = (OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError)


@dataclass(frozen=True)
class Content:
    """What the bytes are; `picture` and its `small` copy only for photos."""

    mime: str
    picture: images.Picture | None = None
    small: bytes = b""


def read(kind: str, data: bytes, *, at: dt.datetime) -> Content:
    """Return what the bytes of a piece of evidence are; Invalid when they are not of that kind, damaged or too large.

    `at` is now: a camera whose clock runs more than a year ahead said nothing.
    """
    match kind:
        case EvidenceKind.AUDIO:
            return Content(_audio(data))
        case EvidenceKind.FILE:
            return Content(_file(data))
        case EvidenceKind.SIGNATURE:
            return Content(_signature(data))
        case EvidenceKind.PHOTO:
            picture, small = images.take_in(data, at=at)
            return Content(picture.mime, picture, small)
    raise _refusal(_("Choose what kind of file this is."), "unknown_kind")


def sniff_audio(data: bytes) -> str:
    """Return the media type of a recording by its first bytes; empty when it is none we take."""
    if data[:4] == b"\x1aE\xdf\xa3" and b"webm" in data[:64]:
        return "audio/webm"
    if data[:4] == b"OggS":
        return "audio/ogg"
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return "audio/mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    # An MPEG frame: eleven bits set, a known version, layer III.
    frame = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2 and data[1] & 0x18 != 0x08
    return "audio/mpeg" if data[:3] == b"ID3" or frame else ""


def _audio(data: bytes) -> str:
    mime = sniff_audio(data)
    if not mime:
        raise _refusal(_("This is no recording. Send WebM, Ogg, MP4 (M4A), MP3 or WAV."), "not_audio")
    return mime


def _file(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        inspect(data)
        return str(ScanFormat.PDF.value)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_a_file() from error
    if len(data) > TEXT_BYTES or any(ord(letter) < 32 and letter not in "\t\n\r" for letter in text):
        raise _not_a_file()
    return "text/plain"


def _signature(data: bytes) -> str:
    """Return the media type of a drawn signature: a PNG that is small both packed and unpacked."""
    if not data.startswith(_PNG):
        raise _refusal(_("A drawn signature is a PNG picture."), "not_a_signature")
    if len(data) > SIGNATURE_BYTES:
        raise _refusal(_("The drawn signature has more than 100 kB."), "too_large")
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG",))
        if image.width > SIGNATURE_EDGES[0] or image.height > SIGNATURE_EDGES[1]:
            raise _refusal(_("The drawn signature has too many pixels."), "too_many_pixels")
        image.load()
    except _BROKEN as error:
        raise _refusal(_("The picture is damaged and cannot be opened. Take or send it again."), "damaged") from error
    return "image/png"


def _not_a_file() -> Invalid:
    return _refusal(_("Files are taken as PDF or plain text."), "not_a_file")


def _refusal(message: str, code: str) -> Invalid:
    return Invalid(message, code=code, fields={"file": [message]})
