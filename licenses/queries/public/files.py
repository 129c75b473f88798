"""The daily files of the register as they lie on disk: which days there are, and one file of a day."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST = "manifest.json"
_NAME = re.compile(r"(?:manifest\.json|[a-z]+-[0-9a-f]{16}\.csv)", re.ASCII)


def folder() -> Path:
    """Return the folder of all days."""
    return Path(settings.REGISTER_FILES_DIR)


@dataclass(frozen=True)
class Day:
    """The files of one day as their manifest lists them."""

    on: dt.date
    manifest: dict[str, Any]

    @property
    def files(self) -> list[dict[str, Any]]:
        """The listed files: name, file, sha256, bytes, rows, columns."""
        found: list[dict[str, Any]] = self.manifest["files"]
        return found

    @property
    def generated_at(self) -> dt.datetime:
        """When this edition was written."""
        return dt.datetime.fromisoformat(self.manifest["generated_at"])


def manifest_of(on: dt.date) -> dict[str, Any] | None:
    """Return the manifest of a day; None when none was published."""
    path = folder() / on.isoformat() / MANIFEST
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def days(before: dt.date | None = None, most: int = 60) -> tuple[list[Day], bool]:
    """Return the newest published days (before a day), and whether there are older ones."""
    names = sorted((path.name for path in folder().glob("????-??-??")), reverse=True) if folder().is_dir() else []
    wanted = [day for name in names if (day := _day(name)) and (before is None or day < before)]
    found = [Day(day, manifest) for day in wanted[:most] if (manifest := manifest_of(day)) is not None]
    return found, len(wanted) > most


def file_of(day: str, name: str) -> tuple[Path, str] | None:
    """Return the path of a published file and its sha256 (empty for a manifest); None for anything else.

    The name is compared with what the manifest lists, so that no address reaches another file.
    """
    on = _day(day)
    manifest = manifest_of(on) if on is not None and _NAME.fullmatch(name) else None
    if on is None or manifest is None:
        return None
    path = folder() / on.isoformat() / name
    if name == MANIFEST:
        return path, ""
    listed = {entry["file"]: entry["sha256"] for entry in manifest["files"]}
    return (path, listed[name]) if name in listed and path.is_file() else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
