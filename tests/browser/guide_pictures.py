"""Pictures for the README and the guides: `./run pictures` starts a demo of its own and takes them all."""

import argparse
import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser import walk

OUT = Path(__file__).resolve().parents[2] / "docs" / "img"
SIZE = (1024, 768)
# name of the picture, who looks, where to begin, which links to follow
PICTURES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("my-work", "inspector", "/desk/", ()),
    ("visits", "chief", "/desk/visits/", ()),
    ("visit", "inspector", "/desk/", ("a.btn-primary",)),
    ("checklist", "inspector", "/desk/", ("a.btn-primary", "a[href$='/checklist/']")),
    ("case", "inspector", "/desk/cases/", ("table tbody tr:last-child a",)),
    ("establishments", "officer", "/desk/register/establishments/", ()),
    ("applications", "officer7", "/desk/applications/", ()),
    ("application", "officer7", "/desk/applications/?queue=waiting", ("table tbody tr:first-child a",)),
    ("fees", "officer7", "/desk/fees/?queue=all", ()),
    ("invoice", "officer7", "/desk/fees/?q=04/", ("table tbody tr:first-child a",)),
    ("sign-up", "", "/accounts/signup/", ()),
    ("my-claims", "licensee", "/my/claims/", ()),
    ("my-new", "licensee", "/my/applications/new/", ()),
    ("my-file", "licensee", "/my/", ("a[href^='/my/applications/0']",)),
    ("my-license", "licensee", "/my/licenses/", ("table tbody tr:last-child a",)),
    ("my-invoice", "licensee", "/my/invoices/", ("table tbody tr:first-child a",)),
    ("public-register", "", "/register/", ()),
    ("my-licenses", "licensee", "/my/", ()),
    ("my-draft", "preparer", "/my/applications/?sort=-begun", ("table tbody tr:first-child a",)),
    (
        "my-station",
        "preparer",
        "/my/applications/?sort=-begun",
        ("table tbody tr:first-child a", "a[href*='/stations/']"),
    ),
    ("overview", "official", "/dashboards/", ()),
    ("check", "", "/check/", ()),
    ("sign-in", "", "/accounts/login/", ()),
)


def main() -> None:
    """Take each picture in both languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="a demo that runs already; without it one is started")
    parser.add_argument("--only", default="", help="part of a picture's name")
    chosen = parser.parse_args()
    running = contextlib.nullcontext(chosen.url) if chosen.url else demo()
    with running as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**walk.CHROMIUM)
        for language in ("vi", "en"):
            for name, role, start, links in PICTURES:
                if chosen.only in name:
                    page = walk.context(browser, language, *SIZE).new_page()
                    if role:
                        walk.sign_in(page, url, role)
                    page.goto(f"{url}{start}")
                    for link in links:
                        page.locator(f"main {link}").first.click()
                        page.wait_for_load_state("networkidle")
                    _save(page, OUT / f"{language}-{name}.png")
        browser.close()


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """Load a fresh demo, serve it, and give its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = str(asked.getsockname()[1])
        asked.close()
        env = {
            **os.environ, "DEMO_MODE": "1", "HTTPS": "0", "SECRET_KEY": secrets.token_hex(32), "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "demo", "--port", port, "--out", f"{folder}/out"]
        server = subprocess.Popen(command, env=env, cwd=OUT.parents[1])
        try:
            _wait(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _second in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        if server.poll() is not None:
            raise SystemExit("The demo did not start.")
        time.sleep(1)
    raise SystemExit("The demo did not answer in ten minutes.")


def _save(page: Page, file: Path) -> None:
    """Keep the first screen, in few colours: a repository is not a photo album."""
    page.wait_for_load_state("networkidle")
    if page.locator("[data-map]").count():
        page.wait_for_timeout(1500)
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(96).save(file, optimize=True)
    print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
