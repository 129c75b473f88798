"""The frame of the pages: who gets in, which language, what an error looks like."""

from typing import Any

import pytest
from django.test import Client

from accounts.roles import AGENCY_ROLES
from tests.cast import PEOPLE

pytestmark = pytest.mark.django_db


def test_the_front_page_is_open_to_everybody(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Đăng nhập" in page.content.decode()


def test_a_desk_page_sends_strangers_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/desk/journal/?q=x")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/desk/journal/")


def test_somebody_without_a_membership_is_told_so(as_user: Any, stranger: Any) -> None:
    page = as_user(stranger).get("/desk/")
    assert page.status_code == 403
    assert "Không được phép" in page.content.decode()


@pytest.mark.parametrize(
    "username", [name for name, who in PEOPLE.items() if who[3] in AGENCY_ROLES and name != "inspector_elsewhere"]
)
def test_every_role_lands_on_a_page_that_says_what_to_do_first(as_user: Any, people: Any, username: str) -> None:
    page = as_user(people[username]).get("/desk/")
    assert page.status_code == 200
    assert "Việc cần làm trước" in page.content.decode()


def test_the_journal_is_for_auditors(as_user: Any, auditor: Any, inspector: Any) -> None:
    assert as_user(auditor).get("/desk/journal/").status_code == 200
    assert as_user(auditor).get("/desk/journal/verify/").status_code == 200
    assert as_user(inspector).get("/desk/journal/").status_code == 403


def test_tabs_show_only_what_may_be_opened(as_user: Any, inspector: Any) -> None:
    text = as_user(inspector).get("/desk/").content.decode()
    assert "/desk/journal/" not in text
    assert "/dashboards/" in text


def test_the_language_switch_keeps_the_page(as_user: Any, auditor: Any) -> None:
    browser = as_user(auditor)
    answer = browser.post("/language/", {"language": "en", "next": "/desk/journal/?q=abc"})
    assert answer["Location"] == "/desk/journal/?q=abc"
    text = browser.get("/desk/journal/?q=abc").content.decode()
    assert '<html lang="en">' in text
    assert "Every change, who made it and when" in text


def test_an_unknown_address_is_a_page_in_vietnamese(client: Client) -> None:
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "Không tìm thấy" in page.content.decode()


def test_pages_allow_no_inline_scripts(client: Client) -> None:
    assert "script-src 'self'" in client.get("/")["Content-Security-Policy"]


def test_the_demo_buttons_do_not_exist_outside_the_demo(client: Client, inspector: Any, settings: Any) -> None:
    settings.DEMO_MODE = False
    assert client.post("/demo/enter/", {"username": "inspector"}).status_code == 404
    assert "demo/enter" not in client.get("/accounts/login/").content.decode()


def test_the_demo_buttons_work_on_this_machine_only(client: Client, inspector: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEMO_MODE = True
    here: dict[str, Any] = {"HTTP_HOST": "localhost:8000"}
    chosen = {"username": "inspector"}
    assert "demo/enter" in client.get("/accounts/login/", **here).content.decode()
    assert client.post("/demo/enter/", chosen, **here, REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.post("/demo/enter/", {"username": "system"}, **here).status_code == 404
    # a proxy on the same machine: the browser may be anywhere
    assert client.post("/demo/enter/", chosen, **here, HTTP_X_FORWARDED_FOR="203.0.113.5").status_code == 404
    assert client.post("/demo/enter/", chosen, HTTP_HOST="register.example.vn").status_code == 404
    assert "demo/enter" not in client.get("/accounts/login/", HTTP_HOST="register.example.vn").content.decode()
    answer = client.post("/demo/enter/", chosen, **here)
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/", **here).status_code == 200


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"])
def test_entrance_pages_are_in_vietnamese(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert '<html lang="vi">' in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", "/accounts/email/"]
)
def test_account_pages_open(as_user: Any, inspector: Any, address: str) -> None:
    assert as_user(inspector).get(address).status_code == 200
