"""A license with 7,363 assignments, as the real register has one, is a page that a person can use."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licenses.models import License
from tests.licenses.imports.conftest import assignment, license, licensee, station, table

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MANY = 7_363
PAGE = 50
FIRST_HZ = 150_000_000


@pytest.fixture
def big(load: Any) -> License:
    """One license whose assignments lie 1 kHz apart at two stations, and a small one beside it."""
    rows = [
        assignment(f"A{n}", tx_mhz=f"{(FIRST_HZ + n * 1_000) / 1e6:.3f}", station_key="S2" if n % 1_000 == 7 else "S1")
        for n in range(MANY)
    ]
    small = assignment("B1", license_key="G2", tx_mhz="150")
    load(table(licensee(), station(), station("S2", name="Đài Hòn Tre"), license(), license("G2"), *rows, small))
    return License.objects.get(source_key="G1")


def opened(browser: Any, obj: License, **asked: str) -> tuple[str, int]:
    """The page, and how many questions it asked the database."""
    with CaptureQueriesContext(connection) as asked_of:
        answer = browser.get(reverse("desk:license", args=[obj.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode(), len(asked_of)


def names(page: str) -> list[str]:
    """The addresses of the assignments that a page lists."""
    return re.findall(r'href="(/desk/register/assignments/[0-9a-f-]{36}/)"', page)


def test_the_license_opens_with_as_many_questions_as_a_small_one_and_is_read_page_by_page(
    as_user: Any, officer: Any, big: License
) -> None:
    browser = as_user(officer)
    small = License.objects.get(source_key="G2")
    opened(browser, small)
    _page, few = opened(browser, small)
    page, questions = opened(browser, big)
    assert questions == few
    assert "7.363" in page
    seen = names(page)
    for _next in range(3):
        cursor = re.search(r'rel="next" href="[?]after=([^"&]+)"', page)
        assert cursor
        page, questions = opened(browser, big, after=unquote(cursor[1]))
        assert questions == few
        assert len(page.encode()) < 100_000
        seen += names(page)
    assert len(seen) == len(set(seen)) == 4 * PAGE


def test_its_assignments_are_narrowed_by_frequency_and_by_words(as_user: Any, officer: Any, big: License) -> None:
    browser = as_user(officer)
    page, _questions = opened(browser, big, from_mhz="151", to_mhz="151.009")
    assert len(names(page)) == 10
    page, _questions = opened(browser, big, q="hon tre")
    assert len(names(page)) == 8
    assert "Đài Hòn Tre" in page
    page, _questions = opened(browser, big, q="hon tre", from_mhz="151", to_mhz="152.5")
    assert len(names(page)) == 2
    page, _questions = opened(browser, big, q="không đâu có")
    assert len(names(page)) == 0
