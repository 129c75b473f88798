"""The check of a genuine paper tells how the license stands today: papers are not recalled when a license ends."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from issuing.models import IssuedDocument
from licenses.models import License
from licenses.services import licenses
from tests.licenses.applications.scene import MONDAY
from tests.web.licensee.conftest import Portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def license(portal: Portal) -> License:
    return portal.license()


def told(client: Client, license: License, on: dt.date, language: str = "vi") -> str:
    paper = IssuedDocument.objects.get(target_id=license.pk.hex, form_code__startswith="license_paper")
    client.cookies["django_language"] = language
    with time_machine.travel(dt.datetime.combine(on, dt.time(9), dt.UTC)):
        return client.get(reverse("paper_check"), {"q": paper.verify_code}).content.decode()


def test_the_paper_of_a_license_in_force_is_valid(client: Client, license: License) -> None:
    page = told(client, license, MONDAY)
    assert "notice-good" in page
    assert reverse("register_license", args=[license.pk]) in page


@pytest.mark.parametrize(("language", "words"), [
    ("vi", "Giấy thật, nhưng giấy phép hiện không có hiệu lực: Đang bị đình chỉ"),
    ("en", "Genuine, but the license is not in force: Suspended"),
])  # fmt: skip
def test_the_paper_of_a_suspended_license_says_so(
    client: Client, license: License, portal: Portal, as_user: Any, language: str, words: str
) -> None:
    licenses.suspend(license, by=portal.office.chief, reason="Quyết định 12/QĐ")
    assert words in told(client, license, MONDAY, language)


def test_the_paper_of_a_license_whose_term_is_over_says_so_before_the_daily_work(
    client: Client, license: License
) -> None:
    assert license.valid_until
    page = told(client, license, license.valid_until + dt.timedelta(days=1))
    assert "Giấy thật, nhưng giấy phép hiện không có hiệu lực: Hết hạn" in page
