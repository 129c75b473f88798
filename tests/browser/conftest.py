"""A browser, and the demo's site with a small register, served on this machine."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Playwright, sync_playwright

from accounts import access
from common.clock import today
from operations.demo import cast, register
from operations.demo.story import Story
from tests.browser import walk

# Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one a process, for a second would meet the event loop of the first."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    browser = playwright.chromium.launch(**walk.CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture
def door(live_server: Any, settings: Any, people: Any) -> str:
    """The address of an empty site in which the cast may sign in by a button."""
    settings.DEMO_MODE = True
    return str(live_server.url)


@pytest.fixture
def site(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a running demo: the law, the units, a small register, and visits in every state."""
    settings.DEMO_MODE = True
    for name, size in (("ESTABLISHMENTS", 60), ("HOLDERS", 8), ("SCHOOL_COUNT", 6)):
        monkeypatch.setattr(register, name, size)
    call_command("load_places", verbosity=0)
    access.system_user()
    cast.assemble_bodies()
    call_command("load_rulebook", verbosity=0)
    users, on = cast.assemble(), today()
    built = register.Builder(users, on, str).build()
    Story(users, built, on, str).run()
    return str(live_server.url)
