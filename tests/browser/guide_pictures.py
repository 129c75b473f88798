"""Pictures for the README and the guides, from a running demo: `python -m tests.browser.guide_pictures --url …`."""

import argparse
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
    ("invoice", "officer7", "/desk/fees/?q=04/TB", ("table tbody tr:first-child a",)),
    ("my-licenses", "licensee", "/my/", ()),
    ("my-draft", "preparer", "/my/applications/?sort=-begun", ("table tbody tr:first-child a",)),
    ("overview", "official", "/dashboards/", ()),
    ("check", "", "/check/", ()),
    ("sign-in", "", "/accounts/login/", ()),
)


def main() -> None:
    """Take each picture in both languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--only", default="", help="part of a picture's name")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**walk.CHROMIUM)
        for language in ("vi", "en"):
            for name, role, start, links in PICTURES:
                if chosen.only in name:
                    page = walk.context(browser, language, *SIZE).new_page()
                    if role:
                        walk.sign_in(page, chosen.url, role)
                    page.goto(f"{chosen.url}{start}")
                    for link in links:
                        page.locator(f"main {link}").first.click()
                        page.wait_for_load_state("networkidle")
                    _save(page, OUT / f"{language}-{name}.png")
        browser.close()


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
