"""Reads what the tablet sends as a body: bounded before it is looked at, compressed or not."""

import json
import zlib
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from common.errors import Invalid
from fieldwork.services import operations

LARGEST_BATCH = 2 * 1024 * 1024
ENCODINGS = ("gzip",)  # what a batch may be compressed by; told at each contact
GZIP_ONLY = 31  # zlib's number for a gzip header and the largest window


class TooLarge(Invalid):
    """413: the client halves what it sends."""

    status = 413
    default_code = "too_large"


def raw(request: Request, most: int) -> bytes:
    """Return the body as it came, of `most` bytes."""
    try:
        data = request._request.body
    except RequestDataTooBig as error:
        raise _too_large() from error
    if len(data) > most:
        raise _too_large()
    return bytes(data)


def batch(request: Request) -> list[Any]:
    """Return the operations of a batch; what is no batch at all is refused, for it holds no operation."""
    data = raw(request, LARGEST_BATCH)
    if request.headers.get("Content-Encoding", "").strip().lower() == "gzip":
        data = _unpacked(data)
    try:
        read = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ParseError(_("This is not JSON.")) from error
    found = read.get("operations") if isinstance(read, dict) else None
    if not isinstance(found, list) or not found:
        raise Invalid(_("A batch holds a list “operations”."), code="no_batch")
    if len(found) > operations.MOST:
        raise TooLarge(_("At most %(most)d operations at a time.") % {"most": operations.MOST})
    return found


def whole_number(text: str) -> int:
    """Return the number a header tells, -1 for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _unpacked(data: bytes) -> bytes:
    """Return what was compressed; no more is unpacked than a batch may hold, however small it came."""
    unpack = zlib.decompressobj(GZIP_ONLY)
    try:
        text = unpack.decompress(data, LARGEST_BATCH + 1)
    except zlib.error as error:
        raise ParseError(_("This is not gzip.")) from error
    if len(text) > LARGEST_BATCH:
        raise _too_large()
    if not unpack.eof:
        raise ParseError(_("This is not gzip."))
    return text


def _too_large() -> TooLarge:
    return TooLarge(_("Send less at a time."))


def _no_number(text: str) -> None:
    raise ValueError(text)
