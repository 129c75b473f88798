"""What is looked for on every page: accessible, without console errors, nothing wider than the window."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser import walk

WIDTHS = ((1024, 768), (360, 740), (1440, 900))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# Both languages see every page; each role adds the pages that only it may open.
WALKS = {
    "vi": ("inspector", "chief", "officer", "auditor", "licensee"),
    "en": ("chief", "officer", "legal", "official"),
}
FEWEST_PAGES = 25


def faults_of_every_page(site: str, chromium: Browser, language: str) -> list[str]:
    """Walk the whole site in one language and return what is wrong, page by page."""
    faults: list[str] = []
    seen: set[str] = set()
    for role in WALKS[language]:
        window = walk.context(chromium, language)
        page = _listening(window.new_page(), faults)
        walk.sign_in(page, site, role)
        for name, _path in walk.pages(page, site, walk.START_OF.get(role, walk.START), known=seen):
            seen.add(name)
            faults += faults_of(page, language, name)
        window.close()
    assert len(seen) >= FEWEST_PAGES, seen
    return faults


def faults_of(page: Page, language: str, name: str) -> list[str]:
    """Return what is wrong with the page as it stands, at three widths."""
    found = []
    if page.get_attribute("html", "lang") != language:
        found.append(f"{name}: lang is not {language}")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{language} {name} at {width}: {wide} px wide")
        found += [f"{language} {name} at {width}: {fault}" for fault in _axe(page)]
    page.set_viewport_size({"width": 1024, "height": 768})
    return found


def _axe(page: Page) -> list[str]:
    answer: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'][:200]}"
        for rule in answer["violations"]
        for node in rule["nodes"][:2]
    ]


def _listening(page: Page, faults: list[str]) -> Page:
    """Note every error that the browser's console shows."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{page.url}: console: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    return page
