"""The overview page: periods, drill-down, files."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from tests.reporting.conftest import (  # noqa: F401 - fixtures
    ON,
    business,
    case,
    license_until,
    penalty,
    shop,
    visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november() -> Any:
    with time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def full(visit: Any, case: Any, license_until: Any) -> None:  # noqa: F811
    case()
    visit("not_possible")
    visit("planned")
    license_until(ON)


def test_the_overview_shows_every_figure(full: None, as_user: Any, official: Any) -> None:
    text = as_user(official).get("/dashboards/").content.decode()
    for label in ("Cuộc kiểm tra dự kiến", "Có vi phạm", "Giấy phép sắp hết hạn", "Bảng số liệu", "Phường Nha Trang"):
        assert label in text


@pytest.mark.parametrize("code", ["planned", "done", "not_possible", "violations", "open_cases", "expiring"])
def test_each_figure_opens_its_list_and_file(full: None, as_user: Any, official: Any, code: str) -> None:
    browser = as_user(official)
    page = browser.get(f"/dashboards/{code}/?since=2026-10-01&until=2026-12-31")
    assert page.status_code == 200
    assert "Tìm thấy 1 kết quả" in page.content.decode() or code == "planned"
    file = browser.get(f"/dashboards/{code}/list.csv?since=2026-10-01&until=2026-12-31")
    assert b"".join(file.streaming_content).decode().count("\r\n") >= 2


def test_a_number_of_a_table_opens_its_part(full: None, as_user: Any, official: Any, units: Any) -> None:
    browser = as_user(official)
    for query in ("kind=internet_agent", f"unit={units.nha_trang.pk}"):
        assert "Tìm thấy 1 kết quả" in browser.get(f"/dashboards/done/?{query}").content.decode()
    assert "Tìm thấy 0 kết quả" in browser.get("/dashboards/done/?unit=none").content.decode()
    assert browser.get("/dashboards/done/?unit=nonsense").status_code == 404


def test_an_unknown_figure_is_not_found(as_user: Any, official: Any) -> None:
    assert as_user(official).get("/dashboards/gold/").status_code == 404


def test_days_in_the_wrong_order_are_refused_and_kept(as_user: Any, official: Any) -> None:
    text = as_user(official).get("/dashboards/?since=2026-12-31&until=2026-01-01").content.decode()
    assert "Ngày cuối phải sau ngày đầu" in text
    assert "2026-12-31" in text


def test_the_file_of_the_overview_has_every_number(full: None, as_user: Any, official: Any) -> None:
    file = as_user(official).get("/dashboards/figures.csv?period=quarter")
    text = b"".join(file.streaming_content).decode()
    assert "Cuộc kiểm tra dự kiến" in text
    assert "Theo tháng,11/2026" in text


def test_the_overview_is_not_for_licensees(as_user: Any, licensee: Any) -> None:
    assert as_user(licensee).get("/dashboards/").status_code == 403
