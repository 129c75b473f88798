"""Every page in Vietnamese; a file of its own, so that two workers share the walk."""

import pytest
from playwright.sync_api import Browser

from tests.browser.eyes import faults_of_every_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_is_accessible_and_quiet(site: str, chromium: Browser) -> None:
    assert faults_of_every_page(site, chromium, "vi") == []
