"""Every page, in both languages and three widths: accessible, without console errors, nothing wider than the window."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = ((1024, 768), (360, 740), (1440, 900))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# Both languages see every page; each role adds the pages that only it may open.
WALKS = {
    "vi": ("inspector", "chief", "officer", "auditor", "licensee"),
    "en": ("chief", "officer", "legal", "official"),
}
FEWEST_PAGES = 25
REGISTER = (
    "/register/",
    "/register/?view=map",
    "/register/?low=157400&radius=0",
    "/register/agents/",
    "/register/files/",
)


def test_every_page_is_accessible_and_quiet(site: str, chromium: Browser) -> None:
    faults: list[str] = []
    for language, roles in WALKS.items():
        seen: set[str] = set()
        for role in roles:
            window = walk.context(chromium, language)
            page = _listening(window.new_page(), faults)
            walk.sign_in(page, site, role)
            for name, _path in walk.pages(page, site, walk.START_OF.get(role, walk.START)):
                if name not in seen:
                    seen.add(name)
                    faults += _faults(page, language, name)
            window.close()
        assert len(seen) >= FEWEST_PAGES, seen
    assert faults == []


def test_the_way_in_is_accessible(door: str, chromium: Browser) -> None:
    faults: list[str] = []
    for language in WALKS:
        page = walk.context(chromium, language).new_page()
        for path in ("/", "/accounts/login/", "/accounts/password/reset/", "/check/", "/no/such/page/", *REGISTER):
            page.goto(f"{door}{path}")
            faults += _faults(page, language, path)
    assert faults == []


def test_the_work_can_be_found_by_keyboard_alone(door: str, chromium: Browser) -> None:
    page = walk.context(chromium).new_page()
    walk.sign_in(page, door, "inspector")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_language_switch_keeps_the_page(door: str, chromium: Browser) -> None:
    page = walk.context(chromium).new_page()
    walk.sign_in(page, door, "official")
    page.goto(f"{door}/dashboards/?period=year")
    page.click("button[name=language]")
    assert page.url == f"{door}/dashboards/?period=year"
    assert page.inner_text("h1") == "Overview"


def test_a_form_sent_twice_by_an_impatient_finger_is_sent_once(door: str, chromium: Browser) -> None:
    page = walk.context(chromium).new_page()
    walk.sign_in(page, door, "inspector")
    page.goto(f"{door}/accounts/password/change/")
    page.evaluate("document.querySelector('main form').addEventListener('submit', event => event.preventDefault())")
    page.click("main form button")
    assert page.is_enabled("main form button")  # a form that was stopped is not locked


def _faults(page: Page, language: str, name: str) -> list[str]:
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
