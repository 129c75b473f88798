"""The map in a real browser: drawn without the network, used by keyboard, said again in words."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from places.models import ProtectedPlace
from tests.browser import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def _schools(count: int) -> None:
    ProtectedPlace.objects.bulk_create(
        ProtectedPlace(
            name=f"Trường {n}",
            kind="primary_school",
            lat=12.0 + n % 60 / 100,
            lon=109.0 + n // 60 / 500,
            source="test",
            source_key=str(n),
        )
        for n in range(count)
    )


def _schools_abroad(count: int) -> None:
    ProtectedPlace.objects.bulk_create(
        ProtectedPlace(
            name=f"School {n}", kind="primary_school", lat=33.5, lon=-95.5, source="test", source_key=f"US-{n}"
        )
        for n in range(count)
    )


def _map_page(door: str, chromium: Browser, faults: list[str]) -> Page:
    page = walk.context(chromium).new_page()
    page.emulate_media(reduced_motion="reduce")  # so that each step of the map is done when it is asked for
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(door) else None)
    walk.sign_in(page, door, "officer")
    page.goto(f"{door}/desk/places/")
    page.wait_for_selector("[data-map-ready]")
    return page


def test_the_map_is_drawn_by_this_machine_alone_and_used_by_keyboard(door: str, chromium: Browser) -> None:
    _schools(40)
    faults: list[str] = []
    page = _map_page(door, chromium, faults)
    expect(page.locator("[data-map-status]")).to_have_text("40 điểm trên bản đồ")
    for _closer in range(4):
        page.locator(".map-cluster").first.focus()
        page.keyboard.press("Enter")
        if page.locator(".map-point").count():
            break
    assert page.evaluate("document.activeElement.matches('[data-map]')")
    page.locator(".map-point").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup a", has_text="Mở hồ sơ")).to_have_attribute("href", re.compile("/desk/places/"))
    page.locator(".map-list summary").click()
    assert page.locator("[data-map-items] a").count() > 0
    answer: dict[str, Any] = Axe().run(page, options=RULES).response
    assert [rule["id"] for rule in answer["violations"]] == []
    assert page.locator(".leaflet-control-attribution").inner_text().startswith("Bờ biển")
    assert faults == []


@pytest.mark.parametrize(("near", "abroad"), [(0, 3), (2, 3), (0, 2_001), (2, 2_001)])
def test_points_that_no_map_of_ours_reaches_are_counted_and_the_others_shown(
    door: str, chromium: Browser, near: int, abroad: int
) -> None:
    _schools(near)
    _schools_abroad(abroad)
    faults: list[str] = []
    page = _map_page(door, chromium, faults)
    beyond = f"{abroad:,} điểm nằm ngoài bản đồ này".replace(",", ".")
    expect(page.locator("[data-map-status]")).to_contain_text(beyond)
    if near:
        expect(page.locator("[data-map-status]")).to_have_text(re.compile(f"^{near} điểm"))
        assert page.locator(".map-point, .map-cluster").count() > 0
    assert faults == []


def test_above_two_thousand_points_the_map_shows_groups_until_one_looks_closely(door: str, chromium: Browser) -> None:
    _schools(2_100)
    faults: list[str] = []
    page = _map_page(door, chromium, faults)
    expect(page.locator("[data-map-status]")).to_have_text(re.compile(r"^2\.100 điểm, hiển thị theo nhóm"))
    assert page.locator(".map-point").count() == 0
    page.evaluate("document.querySelector('[data-map]').leafletMap.setView([12.005, 109.002], 15, {animate: false})")
    page.wait_for_selector(".map-point")
    assert faults == []


def test_a_position_is_chosen_on_the_map_of_a_form_and_a_typed_one_is_shown(door: str, chromium: Browser) -> None:
    _schools(40)
    faults: list[str] = []
    page = _map_page(door, chromium, faults)
    page.goto(f"{door}/desk/register/licensees/new/")
    page.fill("#id_name", "Hộ kinh doanh Thử Bản Đồ")
    page.select_option("#id_kind", "household")
    page.click("main form button.btn-primary")
    page.goto(page.url.replace("/licensees/", "/establishments/new/?licensee=").rstrip("/"))
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map-ready]")
    page.click("[data-map-centre]")
    expect(page.locator("#id_position")).to_have_value(re.compile(r"^1\d\.\d{6}, 10\d\.\d{6}$"))
    expect(page.locator("[data-map-result]")).to_contain_text("Nơi được bảo vệ gần nhất")
    page.fill("#id_position", "12°14′42″B 109°11′40″Đ")
    page.keyboard.press("Tab")
    expect(page.locator("[data-map-result]")).to_contain_text("12.245000, 109.194444")
    assert faults == []
    page.fill("#id_position", "109.19, 12.24")
    page.keyboard.press("Tab")
    expect(page.locator(".map-note-error")).to_have_count(1)
