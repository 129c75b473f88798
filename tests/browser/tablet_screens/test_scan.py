"""The camera reads the code of a printed license, and the licensed values open without a line."""

import datetime as dt
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright

from issuing import queries, services
from licenses.documents import license_paper
from tests.browser import walk
from tests.browser.tablet_screens.conftest import Pick, give
from tests.issuing.conftest import payload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The foot of the page with its code, held before the camera: cm from the right and lower edges, 300 dots an inch.
WIDE_CM, HIGH_CM, DPI = 8.0, 6.0, 300


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees."""
    return tmp_path_factory.mktemp("camera") / "film.mjpeg"


@pytest.fixture(scope="module")
def camera_browser(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """The system's Chromium, its camera playing a film."""
    given = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = playwright.chromium.launch(
        executable_path=str(walk.CHROMIUM["executable_path"]), args=[*walk.CHROMIUM["args"], *given]
    )
    yield browser
    browser.close()


def printed(license_: Any, agency: Any, by: Any) -> bytes:
    """The paper of a license as the agency issues it."""
    content = payload(agency) | {
        "title": "Giấy phép", "title_en": "License", "holder": [("Tổ chức", "Công ty Vận tải Biển")], "facts": [],
        "valid_from": "2026-01-01", "valid_until": "2030-12-31", "basis": [], "application": "07/2026/HS",
        "conditions": [], "annex": [], "signer_post": "Giám đốc", "signer_name": "Nguyễn Thị An", "unverified": [],
    }  # fmt: skip
    paper = services.issue(
        form_code="license_paper_radio", agency=agency, target=license_, payload=content,
        render=license_paper.render, rests_on=[], by=by, on=dt.date(2026, 11, 18),
    )  # fmt: skip
    return queries.pdf_of(paper)


def shoot(pdf: bytes, film: Path) -> None:
    """Hold the foot of the first page before the camera."""
    (film.parent / "paper.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "paper.pdf", "paper"], cwd=film.parent, check=True
    )
    page = Image.open(film.parent / "paper.png").convert("RGB")
    wide, high = (round(cm / 2.54 * DPI) for cm in (WIDE_CM, HIGH_CM))
    seen = page.crop((page.width - wide, page.height - high, page.width, page.height)).resize((1280, 960))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=85)
    film.write_bytes(out.getvalue() * 10)


def test_the_code_of_a_printed_license_opens_its_licensed_values_without_a_line(
    field: SimpleNamespace, pick_up: Pick, film: Path, settings: Any
) -> None:
    settings.DEMO_MODE = True
    shoot(printed(field.network.license, field.agency, field.people["decider"]), film)
    hand = pick_up()
    give(field, field.network)
    hand.tap("Tải gói dữ liệu")
    hand.leave()
    hand.tap("Tra giấy phép", "link")
    hand.tap("Quét bằng máy ảnh")
    hand.see("Trạm gốc Hòn Khói")
    hand.see("157,400 MHz")
    assert "/check/" in hand.page.get_by_label("Số hoặc mã").input_value()
    assert hand.faults == []
