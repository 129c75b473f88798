"""Uploaded files: told by their bytes, kept under their hash, checked for viruses where a scanner is set up."""

import hashlib
import shlex
import subprocess
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from common.errors import Invalid, Unavailable
from issuing.scans import inspect
from licenses.enums import ScanState

SCAN_SECONDS = 60
CLEAN, INFECTED = 0, 1


@dataclass(frozen=True)
class Kept:
    """A file as it was stored."""

    name: str
    mime: str
    size: int
    pages: int
    sha256: str
    scan_state: str


def keep(data: bytes) -> Kept:
    """Check the bytes and store them once under their hash.

    Raises Invalid for what is empty, too large, no readable PDF, JPEG or PNG, or infected; Unavailable when a scanner
    is set up and does not answer: then nothing is stored.
    """
    kind, pages = inspect(data)
    scanned = scan(data)
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"applications/{sha256[:2]}/{sha256}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(data))
    return Kept(name, str(kind.value), len(data), pages, sha256, scanned)


def read(name: str, sha256: str) -> bytes:
    """Return stored bytes; Unavailable when they are gone or no longer what was received."""
    try:
        with default_storage.open(name) as stream:
            data: bytes = stream.read()
    except FileNotFoundError as error:
        raise Unavailable(_("The file is missing from the store.")) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unavailable(_("The stored file is no longer what was received."), code="hash_differs")
    return data


def scan(data: bytes) -> str:
    """Hand the bytes to settings.VIRUS_SCAN_COMMAND on its standard input: exit 0 is clean, 1 infected.

    Fails closed: any other exit, a timeout or a missing program is Unavailable.
    """
    if not settings.VIRUS_SCAN_COMMAND:
        return ScanState.NOT_SCANNED
    try:
        done = subprocess.run(
            shlex.split(settings.VIRUS_SCAN_COMMAND), input=data, capture_output=True, timeout=SCAN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_answer() from error
    if done.returncode == INFECTED:
        message = _("The virus scanner refuses this file.")
        raise Invalid(message, code="infected", fields={"file": [message]})
    if done.returncode != CLEAN:
        raise _no_answer()
    return ScanState.CLEAN


def _no_answer() -> Unavailable:
    return Unavailable(_("The virus scanner does not answer, so no file is taken now."), code="no_scanner")
