"""Every screen in both languages: accessible, wide enough, large enough to tap, quiet, and in one language only."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser.tablet_screens.conftest import Pick, earlier_act, give
from tests.browser.tablet_screens.hand import EYES, PIN, Hand
from tests.browser.tablet_screens.words import spoken
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANY = 200
PICTURES = Path(__file__).resolve().parents[3] / "docs" / "img" / "tablet"


class Inspection:
    """Looks at screen after screen and gathers what is wrong."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.faults, self.seen = hand, list[str](), list[str]()
        vi, en = spoken("vi"), spoken("en")
        self.english = set(en.values()) - set(vi.values())
        self.vietnamese = set(vi.values()) - set(en.values()) - {"English"}

    def look(self, name: str) -> None:
        """Judge the screen in Vietnamese, then in English, and turn back."""
        self.seen.append(name)
        self._keep("vi", name)
        self.faults += [f"{name}: English: {text}" for text in self.hand.texts() if text in self.english]
        self.faults += self.hand.judged(f"vi {name}")
        self.hand.turn()
        self._keep("en", name)
        self.faults += [f"{name}: Vietnamese: {text}" for text in self.hand.texts() if text in self.vietnamese]
        self.faults += self.hand.judged(f"en {name}")
        self.hand.turn()

    def _keep(self, language: str, name: str) -> None:
        """Renew the pictures of the guide, when asked to."""
        if os.environ.get("TABLET_PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            self.hand.picture(PICTURES, f"{language}-{name.replace(',', '').replace(' ', '-').lower()}")


def test_every_screen_is_accessible_quiet_and_in_one_language(field: SimpleNamespace, pick_up: Pick) -> None:
    lists = list(earlier_act(field).checklists.all())
    hand = pick_up(fresh=True)
    eye = Inspection(hand)
    hand.page.goto(f"{field.address}/tablet/#enrol={field.code}")
    hand.title("Đăng ký máy")
    eye.look("enrol")
    hand.tap("Đăng ký máy")
    hand.title("Đăng nhập")
    eye.look("sign in")
    hand.write("Tên đăng nhập", "inspector")
    hand.write("Mật khẩu", PASSWORD)
    hand.tap("Đăng nhập")
    hand.title("Đặt mã PIN")
    eye.look("set a PIN")
    hand.write("Mã PIN mới", PIN)
    hand.write("Nhập lại mã PIN", PIN)
    hand.tap("Đặt mã PIN")
    hand.title("Chuẩn bị ngoại tuyến")
    give(field, field.agent, checklists=lists)
    give(field, field.network)
    hand.tap("Tải gói dữ liệu")
    hand.see("Sẵn sàng đi không cần mạng.")
    eye.look("ready")
    outside(hand, eye)
    a_visit(hand, eye)
    hand.tap("Lưu và gửi", "link")
    eye.look("storage")
    hand.tap("Nội dung chờ quyết định", "link")
    eye.look("kept")
    hand.tap("Lưu và gửi", "link")
    hand.tap("Khóa máy")
    hand.title("Nhập mã PIN")
    eye.look("enter the PIN")
    faults = eye.faults + hand.faults
    assert not faults, "\n".join(faults)
    assert len(eye.seen) >= 19


def outside(hand: Hand, eye: Inspection) -> None:
    """The screens around the visits."""
    hand.tap("Hôm nay", "link")
    hand.page.locator("[data-map-ready]").wait_for()
    eye.look("today")
    hand.tap("Tra giấy phép", "link")
    hand.write("Số hoặc mã", "214589")
    hand.tap("Tìm")
    hand.see("Trạm gốc Hòn Khói")
    eye.look("scan")
    hand.tap("Phát hiện mới", "link")
    hand.title("Phát hiện dọc đường")
    eye.look("found")
    hand.tap("Hôm nay", "link")
    hand.page.locator(".stop", has_text="Hòn Khói").locator("a").tap()
    hand.title("Hòn Khói")
    hand.tap("Bắt đầu kiểm tra")
    hand.page.locator(".item a.button", has_text="Đo").first.tap()
    hand.write("Giá trị đo được", "157,41")
    eye.look("measure")
    hand.tap("Hôm nay", "link")


def a_visit(hand: Hand, eye: Inspection) -> None:
    """The screens of a visit, to its seal."""
    hand.page.locator(".stop", has_text="Hải Yến").locator("a").tap()
    hand.title("Hải Yến")
    eye.look("visit")
    hand.tap("Bắt đầu kiểm tra")
    hand.title("Bảng kiểm")
    hand.choose("Không đạt")
    hand.page.locator("summary").first.tap()
    eye.look("checklist")
    hand.tap("Ghi nhận vi phạm", "link")
    hand.tap("Ghim bằng tay")
    hand.page.locator("[data-map-ready]").wait_for()
    hand.tap("Lưu vi phạm")
    hand.see("Mô tả sự việc.")
    eye.look("finding with faults")
    hand.write("Mô tả sự việc", "Không có bảng nội quy.")
    hand.tap("Chụp ảnh")
    hand.tap("Chụp")
    hand.see("Đã chụp 1 ảnh")
    hand.tap("Đóng")
    hand.tap("Lưu vi phạm")
    hand.title("Bảng kiểm")
    eye.look("checklist with a finding")
    hand.step("Kết quả")
    hand.title("Kết quả")
    hand.choose("Đã khắc phục")
    hand.write("Điều đã thấy", "Đã treo biển")
    hand.page.keyboard.press("Tab")
    hand.see("Đã xem hết")
    eye.look("outcome")
    hand.choose("biên bản vi phạm hành chính")
    hand.tap("Lưu kết quả")
    hand.title("Người có mặt")
    eye.look("the record, to be shown")
    hand.tap("Đã đưa cho mọi người xem")
    hand.choose("Đã ký")
    eye.look("people")
    hand.tap("Lưu người này")
    hand.page.locator("li.card").wait_for()
    hand.step("Niêm phong")
    hand.title("Xem lại")
    eye.look("review")
    hand.tap("Niêm phong")
    hand.tap("Niêm phong ngay")
    hand.title("Đã niêm phong")
    hand.see("Máy chủ đã kiểm tra mọi mã băm", 40)
    eye.look("sealed")
    hand.tap("Bản giao đối tượng", "link")
    hand.title("Bản giao đối tượng")
    eye.look("copy")


def test_an_answer_among_two_hundred_photos_leaves_them_where_they_are(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    hand = out((field.agent, {}))
    hand.begin("Đại lý Internet Hải Yến")
    card = hand.item("AP-09")
    hand.choose("Không đạt", card)
    hand.see("Không đạt nhưng chưa ghi vi phạm")
    item = (card.get_attribute("id") or "").removeprefix("item-")
    visit = hand.page.url.split("/visit/")[1].split("/")[0]
    hand.page.evaluate(f"given => ({EYES}).photos(given)", [visit, item, MANY])
    hand.step("Cuộc kiểm tra")
    hand.step("Bảng kiểm")
    hand.page.locator(".evidence").nth(MANY - 1).wait_for(state="attached")
    hand.page.evaluate("for (const one of document.querySelectorAll('.evidence')) one.kept = true")
    if os.environ.get("TABLET_TAPS"):
        print("slowest answer, ms:", hand.page.evaluate(f"({EYES}).slowest(10)"))
    hand.choose("Không áp dụng", hand.item("AP-01"))
    hand.see("Đã lưu trên máy.")
    count = hand.page.evaluate("[...document.querySelectorAll('.evidence')].filter((one) => one.kept).length")
    assert count == MANY
    assert hand.page.locator(".evidence img").count() < MANY / 2
    assert hand.faults == []
