"""A person with the tablet in the hand: sees words, taps them, types into fields; knows no module behind them."""

import io
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

from tests.cast import PASSWORD

PIN = "246813"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SIZES = ((1024, 768), (800, 1280))
LEAST_PX = 44
# Without a line the browser itself notes each request that could not leave; that is no fault of the page.
NO_LINE = ("net::ERR_INTERNET_DISCONNECTED",)
# axe tries inline styles, which the page's policy rightly refuses, and asks for a file that is not there.
AXE = (*NO_LINE, "Applying inline style violates", "status of 404")
EYES = (Path(__file__).parent / "eyes.js").read_text(encoding="utf-8")


class Hand:
    """One tab of the application and whoever holds it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.noise: tuple[str, ...] = NO_LINE
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.noise):
            self.faults.append(f"{self.page.url}: {message.text}")

    def tap(self, words: str, role: str = "button", *, within: Locator | None = None) -> None:
        """Tap the button (or link) of these words."""
        root: Any = within or self.page
        root.get_by_role(role, name=words, exact=True).first.tap()

    def choose(self, words: str, within: Locator | None = None) -> None:
        """Tap one of the segmented choices."""
        root: Any = within or self.page
        root.locator("label.segment", has_text=words).first.tap()

    def write(self, label: str, words: str) -> None:
        """Type into the field of this label."""
        self.page.get_by_label(label).first.fill(words)

    def see(self, words: str, seconds: float = 20) -> Locator:
        """Wait until these words stand somewhere on the screen."""
        found = self.page.get_by_text(words).first
        found.wait_for(timeout=seconds * 1000)
        return found

    def send(self) -> None:
        """Be within reach again and send until nothing waits."""
        self.context.set_offline(False)
        self.tap("Lưu và gửi", "link")
        self.tap("Gửi ngay")
        self.page.locator(".line-state", has_text="đã gửi hết").wait_for(timeout=60_000)

    def title(self, words: str) -> None:
        """Wait for the screen of this title."""
        self.page.locator("h1", has_text=words).wait_for()

    def enrol(self, code: str, user: str = "inspector") -> None:
        """From the box to a PIN: the code, the account, the PIN."""
        self.page.goto(f"{self.address}/tablet/#enrol={code}")
        self.title("Đăng ký máy")
        self.tap("Đăng ký máy")
        self.title("Đăng nhập")
        self.write("Tên đăng nhập", user)
        self.write("Mật khẩu", PASSWORD)
        self.tap("Đăng nhập")
        self.title("Đặt mã PIN")
        self.write("Mã PIN mới", PIN)
        self.write("Nhập lại mã PIN", PIN)
        self.tap("Đặt mã PIN")
        self.title("Chuẩn bị ngoại tuyến")

    def leave(self) -> None:
        """Out of reach of every network."""
        self.see("Sẵn sàng đi không cần mạng.", 60)
        self.context.set_offline(True)
        self.tap("Hôm nay", "link")
        self.title("Hôm nay")

    def begin(self, name: str) -> None:
        """Open the visit and start it."""
        self.page.locator(".stop", has_text=name).locator("a").tap()
        self.tap("Bắt đầu kiểm tra")
        self.title("Bảng kiểm")

    def item(self, code: str) -> Locator:
        """The card of one item of the checklist."""
        return self.page.locator(".item", has=self.page.get_by_text(code, exact=True))

    def step(self, words: str) -> None:
        """Go to a step of the visit."""
        self.page.locator(".steps a", has_text=words).tap()

    def show_and_seal(self) -> None:
        """Seal what was reviewed."""
        self.step("Niêm phong")
        self.title("Xem lại và niêm phong")
        self.tap("Niêm phong")
        self.tap("Niêm phong ngay")
        self.title("Đã niêm phong")

    def sign(self) -> None:
        """Draw something into the field for the signature."""
        pad = self.page.locator(".pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 40, box["y"] + 60)
        self.page.mouse.down()
        for step in range(12):
            self.page.mouse.move(box["x"] + 40 + step * 20, box["y"] + 60 + step % 4 * 15)
        self.page.mouse.up()

    def judged(self, name: str) -> list[str]:
        """What is wrong with the screen as it is now: accessibility, width, size of targets; in both sizes."""
        found = []
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{name}: {wide} px wide in {width}")
            found += [
                f"{name}: {words} is {px} px high"
                for words, px in self.page.evaluate(f"least => ({EYES}).small(least)", LEAST_PX)
            ]
        self.noise = AXE
        answer: dict[str, Any] = Axe().run(self.page, options=RULES).response
        self.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        return found + [
            f"{name}: {rule['id']}: {node['target']} {node['failureSummary'][:200]}"
            for rule in answer["violations"]
            for node in rule["nodes"][:2]
        ]

    def texts(self) -> list[str]:
        """Every text on the screen and every name that is read aloud."""
        found: list[str] = self.page.evaluate(f"({EYES}).texts()")
        return found

    def turn(self) -> None:
        """Turn to the other language."""
        button = self.page.locator("header .on-navy")
        before = button.inner_text()
        button.tap()
        self.page.wait_for_function(
            "before => document.querySelector('header .on-navy').textContent !== before", arg=before
        )

    def picture(self, folder: Path, name: str) -> None:
        """Keep the first screen in both sizes, in few colours, once the short notice on it is gone."""
        self.page.locator(".announced.seen").wait_for(state="hidden")
        for (width, height), ending in zip(SIZES, ("", "-upright"), strict=True):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(400)  # a map redraws
            image = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
            if ending:
                image = image.resize((width // 2, height // 2), Image.Resampling.LANCZOS)
            image.quantize(64).save(folder / f"{name}{ending}.png", optimize=True)
        self.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
