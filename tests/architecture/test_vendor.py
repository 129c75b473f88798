"""Vendored files are exactly those that were looked at, and fonts know every Vietnamese letter."""

import hashlib
import json
import re
import unicodedata

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from tests.architecture.source import ROOT, templates

VENDOR = ROOT / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text(encoding="utf-8"))
TINOS = sorted((ROOT / "common" / "fonts").glob("*.ttf"))
VIETNAMESE = {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
} | set("đĐ₫")


def test_the_vendored_files_are_those_of_the_lock():
    present = {
        f"{path.parent.relative_to(VENDOR).parts[0]}/{path.relative_to(VENDOR / path.relative_to(VENDOR).parts[0])}"
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.lock.json"
    }
    locked = {f"{package}/{name}" for package, entry in LOCK.items() for name in entry["files"]}
    assert present == locked


def test_the_vendored_files_have_the_locked_hashes():
    changed = [
        f"{package}/{name}"
        for package, entry in LOCK.items()
        for name, digest in entry["files"].items()
        if hashlib.sha256((VENDOR / package / name).read_bytes()).hexdigest() != digest
    ]
    assert changed == []


def test_each_vendored_package_states_its_license():
    assert [package for package, entry in LOCK.items() if not entry["license"] or "LICENSE" not in entry["files"]] == []


def test_no_vendored_file_points_to_a_source_map():
    pointing = [
        path.name for path in VENDOR.rglob("*.*s") if path.is_file() and b"sourceMappingURL=" in path.read_bytes()
    ]
    assert pointing == []


def test_templates_name_only_vendored_files_that_exist():
    named = {
        match
        for path in templates()
        for match in re.findall(r"""["'](vendor/[^"']+|fonts/[^"']+)["']""", path.read_text(encoding="utf-8"))
    }
    assert [name for name in sorted(named) if not (ROOT / "static" / name).exists()] == []


@pytest.mark.parametrize("path", TINOS, ids=lambda path: path.stem)
def test_the_papers_face_has_every_vietnamese_letter(path):
    known = TTFontFile(str(path)).charToGlyph
    assert sorted(letter for letter in VIETNAMESE | set("–—“”…•°±²³×µ§№≤≥−") if ord(letter) not in known) == []


def test_all_four_cuts_of_the_papers_face_are_there():
    assert [path.stem for path in TINOS] == ["Tinos-Bold", "Tinos-BoldItalic", "Tinos-Italic", "Tinos-Regular"]


@pytest.mark.parametrize("weight", ["400", "500", "600", "700"])
def test_the_pages_face_covers_vietnamese_at_each_weight(weight):
    folder = ROOT / "static" / "fonts"
    faces = re.findall(r"@font-face \{.*?\}", (folder / "be-vietnam-pro.css").read_text(encoding="utf-8"), re.DOTALL)
    covered = set()
    for face in faces:
        if f"font-weight: {weight};" not in face:
            continue
        assert (folder / re.search(r"url\(([^)]+)\)", face)[1]).exists()
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
            covered |= {chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert sorted(VIETNAMESE - covered) == []
