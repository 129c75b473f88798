"""A tablet in a browser, driven through the application's own modules, whatever its screens look like."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

PIN = "246810"
HELPERS = (Path(__file__).parent / "helpers.js").read_text(encoding="utf-8")
LOADED = [
    "store/records",
    "store/files",
    "store/drafts",
    "store/parts",
    "sync/export",
    "sync/package",
    "screens/finding_values",
]
BACKEND = "django.contrib.auth.backends.ModelBackend"


class App:
    """One tab of the application."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.open()

    def open(self) -> None:
        """Load the page anew."""
        self.page.goto(f"{self.address}/tablet/")
        self.page.evaluate(HELPERS)

    def run(self, body: str, given: Any = None) -> Any:
        """Run the statements of an async function; `given` is its argument, modules come by `await ww.load(path)`."""
        return self.page.evaluate(f"async (given) => {{ {body} }}", given)

    def call(self, path: str, name: str, *given: Any) -> Any:
        """Call one exported function of a module."""
        return self.run(f"return (await ww.load({json.dumps(path)})).{name}(...given)", list(given))

    def refusal(self, path: str, name: str, *given: Any) -> str:
        """Call a function that must refuse, and return the code of its refusal."""
        told = self.run(
            f"try {{ await (await ww.load({json.dumps(path)})).{name}(...given); return 'not refused'; }}"
            " catch (error) { return error.code ?? String(error); }",
            list(given),
        )
        return str(told)

    def as_person(self, person: Any) -> None:
        """Be signed in as this person, as after the site's own sign-in."""
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": self.address}]
        )

    def begin(self, person: Any) -> None:
        """Set the PIN of the person signed in and fetch the package."""
        self.call("store/vault", "setPin", PIN, {"id": person.pk, "name": str(person)})
        self.call("sync/package", "fetchPackage")
        # the screens are still on their way to the tablet; what the tests call must be there before a line is cut
        self.run("await Promise.all(given.map(ww.load))", LOADED)

    def unlock(self, person: Any) -> None:
        """Give the PIN, as after every start."""
        self.call("store/vault", "unlock", PIN, person.pk)

    def record(self, visit: Any, kind: str, payload: dict[str, Any]) -> str:
        """Record one operation."""
        return str(self.call("store/records", "record", str(visit), kind, payload))

    def day(self, visit: Any, **how: Any) -> dict[str, Any]:
        """Record a whole visit up to its conclusion; return what was recorded."""
        return dict(self.run("return ww.day(given[0], given[1])", [str(visit), how]))

    def keep(self, visit: Any, **how: Any) -> dict[str, Any]:
        """Keep a photo."""
        return dict(self.run("return ww.keep(given[0], given[1])", [str(visit), how]))

    def seal(self, visit: Any) -> list[str]:
        """Show, sign, seal."""
        return list(self.run("return ww.seal(given)", str(visit)))

    def sync(self) -> dict[str, Any]:
        """Send as if the button was pressed, until it is through or stopped; return the status."""
        return dict(self.call("sync/engine", "now"))

    def counters(self) -> dict[str, Any]:
        """What the bar shows."""
        return dict(self.call("store/state", "counters"))

    def visit(self, visit: Any) -> dict[str, Any]:
        """A visit as the screens see it."""
        return dict(self.call("store/records", "visit", str(visit)))

    def worker_ready(self) -> None:
        """Wait until the service worker has everything and serves this page's next start."""
        self.run("await navigator.serviceWorker.ready")
