"""The scene of the field in a browser: the law, a visit given to a tablet, server and tablet at their Friday."""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext

from accounts.models import User
from fieldwork.services import dispatching, tablets
from inspections.models import Visit
from tests.browser import walk
from tests.browser.tablet import audit
from tests.browser.tablet.tool import App
from tests.cast import PASSWORD
from tests.inspections import scene
from tests.law import put


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    """The server's clock shows the Friday of the visits, and goes on."""
    with time_machine.travel(scene.NOW, tick=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def ledger() -> Iterator[None]:
    """Write down what was tried, for docs/reliability.md."""
    yield
    if where := os.environ.get("FIELD_LEDGER_BROWSER"):
        Path(where).write_text(json.dumps({"run": "browser", **audit.tally}), encoding="utf-8")


@pytest.fixture
def field(live_server: Any, people: dict[str, User], agencies: Any, units: Any) -> SimpleNamespace:
    """A site with an agent and a tablet that may be enrolled by a code."""
    put()
    tablet, code = tablets.invite(
        agency=agencies.skhcn, label="MTB-01", inventory_number="", by=people["admin"], at=scene.NOW
    )
    return SimpleNamespace(
        address=str(live_server.url), people=people, agency=agencies.skhcn, units=units, tablet=tablet, code=code,
        password=PASSWORD, inspector=people["inspector"],
    )  # fmt: skip


def clock(at: dt.datetime) -> str:
    """A script that lets the browser's clock show `at` now, and go on."""
    return f"""
    {{
      const Real = Date, shift = {int(at.timestamp() * 1000)} - Real.now();
      globalThis.Date = class extends Real {{
        constructor(...given) {{ if (given.length) super(...given); else super(Real.now() + shift); }}
        static now() {{ return Real.now() + shift; }}
      }};
    }}
    """


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A tablet as it comes from the box, its clock right."""
    made = walk.context(chromium)
    made.add_init_script(clock(scene.NOW))
    yield made
    made.close()


def enrolled(field: SimpleNamespace, app: App) -> App:
    """Enrol the tablet in this application and be its inspector, without a package yet."""
    app.call("net/session", "enrol", field.code)
    field.tablet.refresh_from_db()
    app.as_person(field.inspector)
    return app


def give(field: SimpleNamespace, count: int = 1, **changes: Any) -> list[Visit]:
    """Plan visits, each to an agent of its own, and give them to the tablet."""
    made = []
    for _each in range(count):
        visit = scene.scheduled(field.people, scene.make_agent(field.people, field.units), **changes)
        dispatching.send(visit, tablet=field.tablet, by=field.people["chief"])
        visit.refresh_from_db()
        made.append(visit)
    return made


@pytest.fixture
def app(field: SimpleNamespace, browser_context: BrowserContext) -> App:
    """The application, enrolled, the inspector signed in, without a package yet."""
    return enrolled(field, App(browser_context, field.address))


@pytest.fixture
def visit(field: SimpleNamespace, app: App) -> Visit:
    """A visit that is in the application's memory."""
    made = give(field)[0]
    app.begin(field.inspector)
    return made


@pytest.fixture
def between(browser_context: BrowserContext) -> Callable[[Callable[[Any], None]], None]:
    """Put somebody between tablet and server: `between(handler)` sees every call of the field's door."""

    def put_between(handler: Callable[[Any], None]) -> None:
        browser_context.unroute_all()
        browser_context.route("**/api/field/v1/**", handler)

    return put_between
