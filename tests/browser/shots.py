"""Pictures of every page of a running demo: `python -m tests.browser.shots --url … --out …`."""

import argparse
import os
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

from tests.browser import walk

HEIGHTS = {360: 740, 1024: 768, 1440: 900}


def main() -> None:
    """Take them: role by role, in the languages and widths asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--out", default="/tmp/shots", type=Path)
    parser.add_argument("--roles", default="inspector,chief,officer,official,auditor,legal")
    parser.add_argument("--languages", default="vi")
    parser.add_argument("--widths", default="1024")
    parser.add_argument("--only", default="", help="part of a page's name")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("TOOLS", "1")
    django.setup()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**walk.CHROMIUM)
        for language in chosen.languages.split(","):
            for width in map(int, chosen.widths.split(",")):
                done: set[str] = set()
                for role in chosen.roles.split(","):
                    window = walk.context(browser, language, width, HEIGHTS.get(width, 800))
                    page = window.new_page()
                    page.on("console", lambda message: message.type == "error" and print("CONSOLE", message.text))
                    page.goto(f"{chosen.url}/accounts/login/")
                    if not done:
                        shoot(page, chosen.out, f"{language}-{width}-account_login")
                    walk.sign_in(page, chosen.url, role)
                    for name, path in walk.pages(page, chosen.url, walk.START_OF.get(role, walk.START)):
                        key = f"{role}-{name}" if name == "desk:home" else name
                        if key in done or chosen.only not in name:
                            continue
                        done.add(key)
                        print(role, name, path)
                        shoot(page, chosen.out, f"{language}-{width}-{key}".replace(":", "_"))
                    window.close()
        browser.close()


def shoot(page: Page, folder: Path, name: str) -> None:
    """Save one picture of the whole page, at most 3,000 pixels high; say when it is wider than the window."""
    folder.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    assert page.viewport_size
    width = page.viewport_size["width"]
    height, wide = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    if wide > width:
        print(f"WIDE {name}: {wide} px in {width}")
    clip = {"x": 0, "y": 0, "width": width, "height": min(3_000, height)}
    page.screenshot(path=folder / f"{name}.png", full_page=True, clip=clip)


if __name__ == "__main__":
    main()
