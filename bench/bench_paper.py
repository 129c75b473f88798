"""A violation record of two pages with two photographs and a QR code, against WeasyPrint with the same content."""

import gc
import importlib.util
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bench.paper_html import html
from bench.timing import Row, row
from enforcement.documents import violation_record
from tests.enforcement.documents import samples

ROUNDS = 20
OVERHEAD_BYTES = 60_000
BASELINE_VENV = Path(tempfile.gettempdir()) / "wp"
HOW_TO_GET_IT = (
    "WeasyPrint is only the baseline and no part of the product. Get it with\n"
    f"  uv venv {BASELINE_VENV} && uv pip install --python {BASELINE_VENV}/bin/python weasyprint\n"
    "or name a Python that has it in WEASYPRINT_PYTHON."
)


def run() -> list[Row]:
    """Measure CPU time of both, in turn, in two processes."""
    payload, photos = two_pages()
    pdf = violation_record.render(payload, photos)
    size = _size_row(pdf, sum(map(len, photos.values())))
    python = baseline_python()
    if python is None:
        print(HOW_TO_GET_IT)
        missing = row("violation record PDF: WeasyPrint is missing, not compared", [_mine(payload, photos)], [0.0])
        return [{**missing, "ok": False, "must": "≥ 8 x"}, size]
    with tempfile.TemporaryDirectory(prefix="wavewarden-paper-") as name:
        mine, theirs = _measure(python, Path(name), payload, photos)
    return [row("violation record PDF, CPU against WeasyPrint", mine, theirs, at_least=8), size]


def two_pages() -> tuple[Any, dict[str, bytes]]:
    """Return the record of one act that fills two pages, and its photographs."""
    payload = samples.internet_agent()
    where = "27 Nguyễn Thiện Thuật, phường Nha Trang"
    payload["acts"] = [{**payload["acts"][0], "place": where, "verified": True}]
    payload["violator"].update(address=where, identifier_issued_by="UBND Nha Trang", phone="")
    payload["subject"] = "vi phạm quy định về điểm truy nhập Internet công cộng"
    payload["statements"] = {"violator": "Đang làm lại bảng.", "witness": "", "injured": ""}
    payload["witnesses"], payload["unverified"], payload["appointment"] = [], [], None
    payload["explanation"]["reason"] = "chỉ phạt cảnh cáo."
    payload["made_place"], payload["basis"] = where, payload["basis"][:0]
    wide = (1600, 800)
    return payload, {samples.PHOTO_1: samples.picture("1", wide), samples.PHOTO_2: samples.picture("2", wide)}


def baseline_python() -> str | None:
    """Return a Python that can import WeasyPrint, or None."""
    if importlib.util.find_spec("weasyprint"):
        return sys.executable
    for candidate in (os.environ.get("WEASYPRINT_PYTHON", ""), str(BASELINE_VENV / "bin" / "python")):
        if candidate and Path(candidate).exists():
            found = subprocess.run([candidate, "-c", "import weasyprint"], capture_output=True, check=False)
            if found.returncode == 0:
                return candidate
    return None


def _measure(python: str, folder: Path, payload: Any, photos: dict[str, bytes]) -> tuple[list[float], list[float]]:
    page, target = folder / "page.html", folder / "page.pdf"
    page.write_text(html(payload, photos, folder), encoding="utf-8")
    worker = Path(__file__).with_name("weasyprint_worker.py")
    mine, theirs = [], []
    with subprocess.Popen(
        [python, str(worker), str(page), str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as baseline:
        assert baseline.stdin is not None
        assert baseline.stdout is not None
        for number in range(ROUNDS + 2):
            own = _mine(payload, photos)
            baseline.stdin.write("go\n")
            baseline.stdin.flush()
            answer = json.loads(baseline.stdout.readline())
            if number > 1:
                mine.append(own)
                theirs.append(answer["ms"])
        baseline.stdin.close()
    pages = len(PdfReader(target).pages)
    print(f"WeasyPrint: {pages} pages, {answer['bytes']} bytes, median {statistics.median(theirs):.0f} ms CPU")
    return mine, theirs


def _mine(payload: Any, photos: dict[str, bytes]) -> float:
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        violation_record.render(payload, photos)
        return (time.process_time() - started) * 1000
    finally:
        gc.enable()


def _size_row(pdf: bytes, photos: int) -> Row:
    pages, over = len(PdfReader(io.BytesIO(pdf)).pages), len(pdf) - photos
    print(f"ours: {pages} pages, {len(pdf)} bytes, {over} more than the photographs")
    return {
        "name": f"violation record PDF: bytes beyond its photographs ({pages} pages)",
        "product_ms": 0.0,
        "p95_ms": 0.0,
        "baseline_ms": 0.0,
        "ratio": round(over / OVERHEAD_BYTES, 2),
        "must": "≤ 1 of 60 kB, 2 pages",
        "ok": over <= OVERHEAD_BYTES and pages == 2,
    }
