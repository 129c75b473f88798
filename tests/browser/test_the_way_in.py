"""The way in by keyboard, by language, by an impatient finger; pages without an account are accessible."""

import pytest
from playwright.sync_api import Browser

from tests.browser import walk
from tests.browser.eyes import WALKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REGISTER = (
    "/register/",
    "/register/?view=map",
    "/register/?low=157400&radius=0",
    "/register/agents/",
    "/register/files/",
)


def test_the_way_in_is_accessible(door: str, chromium: Browser) -> None:
    faults: list[str] = []
    for language in WALKS:
        page = walk.context(chromium, language).new_page()
        for path in ("/", "/accounts/login/", "/accounts/password/reset/", "/check/", "/no/such/page/", *REGISTER):
            page.goto(f"{door}{path}")
            faults += faults_of(page, language, path)
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
