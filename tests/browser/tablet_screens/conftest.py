"""A site at its Friday with an agent and a radio network, and a tablet with camera, microphone and receiver."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Geolocation, Playwright

from accounts import access, steps
from accounts.models import User
from fieldwork.services import dispatching, tablets
from inspections.enums import VisitReason
from inspections.models import Visit
from inspections.services import sealing
from licenses.models import Establishment
from places.models import ProtectedPlace
from tests.browser import walk
from tests.browser.tablet.conftest import clock
from tests.browser.tablet_screens.hand import Hand
from tests.inspections import scene
from tests.law import put

HERE: Geolocation = {"latitude": 12.2389, "longitude": 109.1968, "accuracy": 9}
ALLOWED = ["camera", "microphone", "geolocation"]


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    """The server's clock shows the Friday of the visits, and goes on."""
    with time_machine.travel(scene.NOW, tick=True):
        yield


@pytest.fixture(scope="session")
def camera_browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium with a picture for a camera and a tone for a microphone."""
    arguments = [*walk.CHROMIUM["args"], "--use-fake-device-for-media-stream"]
    browser = playwright.chromium.launch(executable_path=str(walk.CHROMIUM["executable_path"]), args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def field(live_server: Any, people: dict[str, User], agencies: Any, units: Any) -> SimpleNamespace:
    """The site, with a tablet that may be enrolled by its code once the visits are given to it."""
    put()
    agent = scene.make_agent(people, units)
    network = scene.make_network(people, units)
    steps.take(network.license, "activate", by=access.system_user())
    ProtectedPlace.objects.create(
        name="Trường THCS Thái Nguyên", kind="lower_secondary_school", lat=12.2401, lon=109.1931, source="test",
        source_key="1",
    )  # fmt: skip
    tablet, code = tablets.invite(
        agency=agencies.skhcn, label="MTB-01", inventory_number="", by=people["admin"], at=scene.NOW
    )
    return SimpleNamespace(
        address=str(live_server.url), people=people, agency=agencies.skhcn, agent=agent, network=network,
        tablet=tablet, code=code,
    )  # fmt: skip


def earlier_act(field: SimpleNamespace, place: Establishment | None = None) -> Visit:
    """A visit of the agent (or of the place) before, sealed, in which an act was found that nobody has withdrawn."""
    visit, by = scene.quick(field.people, place or field.agent, 1, scene.short_list()), field.people["inspector"]
    sealing.seal_and_receive(visit, by=by, at=scene.NOW - timedelta(hours=1), version=visit.version)
    return visit


def give(field: SimpleNamespace, target: Any, **changes: Any) -> Visit:
    """Plan a visit and give it to the enrolled tablet."""
    holder = getattr(target, "licensee", None) or target.holder
    if override := scene.agreed(field.people, holder):
        changes |= {"reason": VisitReason.COMPLAINT, "reason_text": "Tin báo số 7", "override": override}
    visit = scene.scheduled(field.people, target, **changes)
    field.tablet.refresh_from_db()
    dispatching.send(visit, tablet=field.tablet, by=field.people["chief"])
    visit.refresh_from_db()
    return visit


Pick = Callable[..., Hand]


@pytest.fixture
def pick_up(request: pytest.FixtureRequest, field: SimpleNamespace, camera_browser: Browser) -> Iterator[Pick]:
    """Take a tablet from the box: `pick_up(allowed=…, position=…)`, enrolled and with its PIN unless `fresh`."""
    opened: list[BrowserContext] = []

    def taken(allowed: list[str] = ALLOWED, position: Geolocation | None = HERE, *, fresh: bool = False) -> Hand:
        context = camera_browser.new_context(
            viewport={"width": 1024, "height": 768}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", has_touch=True,
            permissions=allowed, geolocation=position,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        context.add_init_script(clock(scene.NOW))
        opened.append(context)
        hand = Hand(context, field.address)
        if not fresh:
            hand.enrol(field.code)
        return hand

    yield taken
    for context in opened:
        if where := os.environ.get("TABLET_LAST_SCREENS"):  # to see where a test stopped
            context.pages[-1].screenshot(path=f"{where}/{request.node.name[:60]}.png", full_page=True)
        context.close()


@pytest.fixture
def out(field: SimpleNamespace, pick_up: Pick) -> Callable[..., Hand]:
    """Out of reach with visits: `out(give=…)` takes what makes the visits once the tablet is enrolled."""

    def going(*targets: Any, **how: Any) -> Hand:
        hand = pick_up(**how)
        for target, changes in targets:
            give(field, target, **changes)
        hand.tap("Tải gói dữ liệu")
        hand.leave()
        return hand

    return going
