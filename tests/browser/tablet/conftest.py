"""The scene of the field in a browser: the law, a visit given to a tablet, the server at its Friday, a clock to match."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext

from accounts.models import User
from fieldwork.models import Tablet
from fieldwork.services import dispatching, tablets
from inspections.models import Visit
from licenses.models import Establishment
from tests.browser import walk
from tests.browser.tablet.tool import App
from tests.cast import PASSWORD
from tests.inspections import scene
from tests.law import put


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    """The server's clock shows the Friday of the visits, and goes on."""
    with time_machine.travel(scene.NOW, tick=True):
        yield


@pytest.fixture
def field(live_server: Any, settings: Any, people: dict[str, User], agencies: Any, units: Any) -> SimpleNamespace:
    """A site with an agent, a visit, and a tablet invited by a code."""
    put()
    agent: Establishment = scene.make_agent(people, units)
    tablet, code = tablets.invite(
        agency=agencies.skhcn, label="MTB-01", inventory_number="", by=people["admin"], at=scene.NOW
    )
    return SimpleNamespace(
        address=str(live_server.url), people=people, agency=agencies.skhcn, agent=agent, tablet=tablet, code=code,
        password=PASSWORD,
    )  # fmt: skip


def give(field: SimpleNamespace, tablet: Tablet | None = None, **changes: Any) -> Visit:
    """Plan another visit to the agent and give it to the tablet."""
    visit = scene.scheduled(field.people, field.agent, **changes)
    dispatching.send(visit, tablet=tablet or field.tablet, by=field.people["chief"])
    visit.refresh_from_db()
    return visit


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh tablet, its clock at the server's Friday."""
    made = walk.context(chromium)
    made.add_init_script(clock(scene.NOW))
    yield made
    made.close()


def clock(at: Any) -> str:
    """A script that moves the browser's clock so that it shows `at` now, and goes on."""
    return f"""
    {{
      const Real = Date, shift = {int(at.timestamp() * 1000)} - Real.now();
      globalThis.Date = class extends Real {{
        constructor(...given) {{ given.length ? super(...given) : super(Real.now() + shift); }}
        static now() {{ return Real.now() + shift; }}
      }};
    }}
    """


@pytest.fixture
def visit(field: SimpleNamespace) -> Visit:
    """A visit that the tablet has."""
    tablets.enrol  # enrolment happens in the browser; a visit can be given to a tablet once it is enrolled
    return give(field)


@pytest.fixture
def app(field: SimpleNamespace, browser_context: BrowserContext) -> App:
    """The application, enrolled, signed in, without a package yet."""
    return App(browser_context, field.address)
