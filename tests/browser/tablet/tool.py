"""A tablet in a browser: enrolled, unlocked, driven through the application's own modules, whatever its screens look like."""

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page

PIN = "246810"
# Modules by their addresses are the very ones the page runs.
HELPERS = """
window.ww = {
  load: (path) => import(`/static/tablet/js/${path}.js`),
  picture: (size, seed) => {
    // a JPEG of noise: its size is near enough, its bytes differ by seed
    const canvas = new OffscreenCanvas(size, size);
    const pen = canvas.getContext("2d");
    for (let n = 0; n < 400; n += 1) {
      pen.fillStyle = `hsl(${(seed * 97 + n * 31) % 360} 70% ${(n * 7) % 90}%)`;
      pen.fillRect((n * 53 + seed) % size, (n * 89) % size, 1 + (n % 40), 1 + ((n * 3) % 40));
    }
    return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 }).then((blob) => blob.arrayBuffer());
  },
};
"""


class App:
    """One tab of the application."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.open()

    def open(self) -> None:
        """Load or reload the page."""
        self.page.goto(f"{self.address}/tablet/")
        self.page.wait_for_selector("#app", state="attached")
        self.page.evaluate(HELPERS)

    def run(self, body: str, given: Any = None) -> Any:
        """Run statements of an async function; `given` is their argument, modules come by `await ww.load(path)`."""
        return self.page.evaluate(f"async (given) => {{ {body} }}", given)

    def call(self, path: str, name: str, *given: Any) -> Any:
        """Call one exported function of a module."""
        return self.run(f"return (await ww.load({json.dumps(path)})).{name}(...given)", list(given))

    def refusal(self, path: str, name: str, *given: Any) -> str:
        """Call a function that must refuse, and return the code of its refusal."""
        told = self.run(
            f"try {{ await (await ww.load({json.dumps(path)})).{name}(...given); return null; }}"
            " catch (error) { return error.code ?? String(error); }",
            list(given),
        )
        assert told is not None
        return str(told)

    def ready(self, code: str, username: str, password: str) -> dict[str, Any]:
        """Enrol, sign in, set the PIN, fetch the package; return its head."""
        self.call("net/session", "enrol", code)
        told = self.sign_in(username, password)
        self.call("store/vault", "setPin", PIN, told["person"])
        return dict(self.call("sync/package", "fetchPackage"))

    def sign_in(self, username: str, password: str) -> dict[str, Any]:
        """Sign in within the application."""
        told = dict(self.call("net/session", "signIn", username, password))
        assert told["ok"], told
        return told

    def unlock(self) -> None:
        """Give the PIN, as after every start."""
        self.call("store/vault", "unlock", PIN)

    def record(self, visit: Any, kind: str, payload: dict[str, Any]) -> str:
        """Record one operation."""
        return str(self.call("store/records", "record", str(visit), kind, payload))

    def photo(self, visit: Any, *, size: int = 400, seed: int = 1, original: int = 0, **links: Any) -> dict[str, Any]:
        """Keep a photo, with a larger original when asked for; return {id, sha256, size}."""
        return dict(
            self.run(
                """
                const files = await ww.load("store/files");
                const working = await ww.picture(given.size, given.seed);
                const original = given.original ? await ww.picture(given.original, given.seed) : undefined;
                const kept = await files.keep(given.visit, { working, original, mime: "image/jpeg", ...given.links });
                return { ...kept, size: working.byteLength };
                """,
                {"visit": str(visit), "size": size, "seed": seed, "original": original, "links": links},
            )
        )

    def sync(self) -> dict[str, Any]:
        """Send as if the button was pressed; return the status."""
        return dict(self.call("sync/engine", "now"))

    def counters(self) -> dict[str, Any]:
        """What the bar shows."""
        return dict(self.call("store/state", "counters"))

    def visit(self, visit: Any) -> dict[str, Any]:
        """A visit as the screens see it."""
        return dict(self.call("store/records", "visit", str(visit)))
