"""The annex of a license of 7,363 assignments: drawn straight, against the same table through Platypus."""

import resource
import time
from typing import Any

from bench.timing import Row, row
from common.pdf.composer import Composer, esc
from common.pdf.frame import build
from licenses.documents.annex import HEAD, AnnexHead, render

ENGINES = ("sqlite",)
ROWS = 7_363  # the largest license of the FCC's microwave extract of 2015
ROUNDS = 3


def run() -> list[Row]:
    """Measure both in turn; memory is the growth of the process while the product draws."""
    rows = sample(ROWS)
    before = _peak_mb()
    started = time.process_time()
    pdf, pages = render(HEADING, rows)
    first_s = time.process_time() - started
    grown = _peak_mb() - before
    print(
        f"annex: {ROWS} rows, {pages} pages, {len(pdf) / 1e6:.1f} MB, {first_s:.1f} s CPU, {grown:.0f} MB more memory"
    )
    mine, theirs = [], []
    for _round in range(ROUNDS):
        mine.append(_cpu_ms(lambda: render(HEADING, rows)))
        theirs.append(_cpu_ms(lambda: platypus(rows)))
    return [row(f"annex of {ROWS} assignments, CPU against Platypus", mine, theirs, at_least=1)]


HEADING: AnnexHead = {
    "license_number": "WQXX123",
    "kind": "Fixed link",
    "holder": "Công ty viễn thông",
    "agency": "Cục Tần số vô tuyến điện",
    "on": "2026-11-23",
    "watermark": "",
}


def sample(count: int) -> list[tuple[str, ...]]:
    """Return rows of the length of real ones."""
    return [
        (
            f"Trạm {number:05d}\nĐường Trần Phú, phường Nha Trang, tỉnh Khánh Hòa, {12 + number / 9e4:.6f}, 109.190000",
            f"Phát {5_925 + number / 40:.4f} MHz\nThu {6_177 + number / 40:.4f} MHz",
            "30M0D7W",
            "1,26 W EIRP",
            "từ 01/01/2024\nđến 31/12/2033",
        )
        for number in range(count)
    ]


def platypus(rows: list[tuple[str, ...]]) -> bytes:
    """Return the same table as the papers of few rows draw it."""
    payload: dict[str, Any] = {"agency": {"name": HEADING["agency"]}, "number": "WQXX123"}
    paper = Composer(payload)
    lines = [[str(index), *(esc(cell).replace("\n", "<br/>") for cell in cells)] for index, cells in enumerate(rows, 1)]
    paper.table(HEAD, lines, (1.15, 5.5, 3.35, 2.2, 1.95, 2.35), (0,))
    return build(payload, paper.story, title="annex")


def _cpu_ms(work: Any) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
