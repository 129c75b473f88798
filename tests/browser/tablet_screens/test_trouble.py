"""What is refused, lacking or full on the tablet is said in words, and what was typed stays."""

import contextlib
import hashlib
import io
import os
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import Error, Geolocation

from fieldwork.models import Upload
from fieldwork.services import dispatching, settling
from inspections.enums import EvidenceKind
from inspections.models import DeclaredOriginal, Evidence, Finding, Visit
from licenses.models import Establishment
from rulebook.models import Checklist
from tests.browser.tablet_screens.conftest import Pick, earlier_act, give
from tests.browser.tablet_screens.hand import PIN, Hand
from tests.inspections import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Đại lý Internet Hải Yến"
LARGEST = 300_000
# Full from one moment to the next; a quota of the browser itself is met in tests/browser/tablet/test_store.py.
FULL = """() => {
  IDBObjectStore.prototype.real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
FAR_AWAY: Geolocation = {"latitude": 12.5, "longitude": 109.1968, "accuracy": 15}


def large_photo() -> bytes:
    """A photo of more than a megabyte."""
    out = io.BytesIO()
    Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3)).save(out, "JPEG", quality=70)
    return out.getvalue()


def test_a_refused_camera_leaves_the_way_by_a_file(field: SimpleNamespace, out: Callable[..., Hand]) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}), allowed=["geolocation"])
    hand.begin(NAME)
    hand.choose("Không đạt")
    hand.tap("Chụp ảnh")
    hand.see("Máy ảnh bị từ chối.")
    hand.tap("Ghi âm")
    hand.see("Micrô bị từ chối.")
    data = large_photo()
    with hand.page.expect_file_chooser() as chooser:
        hand.tap("Chọn ảnh có sẵn")
    chooser.value.set_files({"name": "IMG_7.jpg", "mimeType": "image/jpeg", "buffer": data})
    hand.page.locator(".evidence img").wait_for()
    hand.send()
    assert Upload.objects.get(role="working").size <= LARGEST
    assert DeclaredOriginal.objects.get().sha256 == hashlib.sha256(data).hexdigest()
    assert hand.faults == []


def test_a_position_that_is_refused_is_set_by_hand_and_one_far_away_is_said(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}), allowed=["camera"], position=None)
    hand.begin(NAME)
    hand.choose("Không đạt")
    hand.tap("Ghi nhận vi phạm", "link")
    hand.write("Mô tả sự việc", "Không có bảng nội quy.")
    hand.tap("Lấy vị trí")
    hand.see("Định vị bị từ chối.")
    hand.page.locator("[data-map-ready]").wait_for()
    hand.tap("Lấy điểm giữa bản đồ")
    hand.see("ghim bằng tay")
    hand.context.grant_permissions(["camera", "geolocation"])
    hand.context.set_geolocation(FAR_AWAY)
    hand.tap("Lấy vị trí")
    hand.see("Cách vị trí trong hồ sơ 29 km. Vẫn ghi được")
    hand.see("12°30′0,0″B 109°11′48,5″Đ")
    hand.tap("Lưu vi phạm")
    hand.title("Bảng kiểm")
    hand.send()
    assert Finding.objects.get().lat == pytest.approx(12.5)
    assert hand.faults == []


def test_a_full_storage_is_said_and_what_was_typed_stays(field: SimpleNamespace, out: Callable[..., Hand]) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}))
    hand.begin(NAME)
    hand.choose("Không đạt")
    hand.tap("Ghi nhận vi phạm", "link")
    hand.page.evaluate(FULL)
    hand.write("Mô tả sự việc", "Không có bảng nội quy.")
    hand.tap("Lưu vi phạm")
    hand.see("Chưa lưu được: bộ nhớ của máy đã đầy")  # the draft's refusal is no end of the saving
    assert hand.page.get_by_label("Mô tả sự việc").input_value() == "Không có bảng nội quy."
    hand.page.evaluate("void (IDBObjectStore.prototype.put = IDBObjectStore.prototype.real)")
    hand.tap("Lưu vi phạm")
    hand.title("Bảng kiểm")
    hand.see("Không có bảng nội quy.")


def opened_again(hand: Hand, where: str) -> Hand:
    """Another tab at the address where the first one ended, unlocked."""
    again = Hand(hand.context, hand.address)
    again.page.goto(where)
    again.write("Mã PIN", PIN)
    again.tap("Mở")
    return again


def test_what_is_typed_comes_back_after_the_tab_was_killed(field: SimpleNamespace, out: Callable[..., Hand]) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}))
    hand.begin(NAME)
    hand.choose("Không đạt")
    hand.tap("Ghi nhận vi phạm", "link")
    hand.write("Mô tả sự việc", "Không có bảng nội quy.")
    hand.tap("Chụp ảnh")  # the draft is on the disk before the camera opens
    hand.page.locator(".viewfinder").wait_for()
    where = hand.page.url
    hand.page.close()
    again = opened_again(hand, where)
    again.see("Nội dung đang nhập dở được khôi phục.")
    assert again.page.get_by_label("Mô tả sự việc").input_value() == "Không có bảng nội quy."


def test_what_was_said_is_kept_when_the_tab_dies_while_it_listens(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}))
    hand.begin(NAME)
    hand.choose("Không đạt")
    hand.tap("Ghi âm")
    hand.page.get_by_role("timer").get_by_text("0:06").wait_for()
    where = hand.page.url
    with contextlib.suppress(Error):  # who dies does not answer
        hand.page.goto("chrome://crash", timeout=3_000)
    hand.page.close()
    again = opened_again(hand, where)
    again.see("Đoạn ghi âm bị ngắt khi ứng dụng đóng")
    again.page.locator(".evidence .sound").wait_for()
    again.send()
    kept = Evidence.objects.get()
    assert (kept.kind, kept.item_id is not None) == (EvidenceKind.AUDIO, True)
    assert kept.size > 1_000


def test_the_line_is_said_to_be_there_only_once_the_server_itself_has_answered(pick_up: Pick) -> None:
    hand = pick_up()
    line = hand.page.locator(".line-state")
    line.filter(has_text="Trực tuyến").wait_for()
    portal = {"content_type": "text/html", "body": "<form>Wi-Fi</form>"}
    hand.context.route("**/api/field/v1/**", lambda one: one.fulfill(**portal))
    hand.tap("Tải gói dữ liệu")
    line.filter(has_text="Ngoại tuyến").wait_for()
    hand.see("Mạng này chặn đường đến máy chủ")
    hand.page.reload()
    hand.title("Nhập mã PIN")
    line.filter(has_text="Chưa thử kết nối").wait_for()


def neighbour(field: SimpleNamespace) -> Establishment:
    """A place of the register beside that of the visit, where an act was found before."""
    made = scene.make_agent(field.people, SimpleNamespace(nha_trang=field.agent.unit))
    Establishment.objects.filter(pk=made.pk).update(name="Net Láng Giềng")
    earlier_act(field, Establishment.objects.get(pk=made.pk))
    return made


def test_what_is_found_on_the_way_becomes_a_visit_of_its_own_in_the_register_or_not(
    field: SimpleNamespace, pick_up: Pick
) -> None:
    near, hand = neighbour(field), pick_up()
    give(field, field.agent, checklists=[Checklist.objects.get(code="short-list")])
    hand.tap("Tải gói dữ liệu")
    hand.leave()
    hand.tap("Phát hiện mới", "link")
    hand.choose("Cơ sở, đài trong sổ, ngoài kế hoạch")
    hand.write("Phát hiện như thế nào", "Đi ngang thấy mở cửa sau 23 giờ.")
    hand.write("Tên, địa chỉ, chủ sở hữu", "lang gieng")
    hand.page.get_by_label("Net Láng Giềng").tap()
    hand.tap("Lập cuộc kiểm tra và bắt đầu")
    hand.title("Net Láng Giềng")
    hand.see("Không có bảng nội quy tại quầy.")
    hand.tap("Phát hiện mới", "link")
    hand.choose("Cơ sở chưa đăng ký")
    hand.write("Phát hiện như thế nào", "Biển hiệu “Internet – Game” bên đường, 12 máy.")
    hand.write("Địa chỉ hoặc mô tả vị trí", "9 Hùng Vương, phường Nha Trang")
    hand.write("Tên cơ sở", "Net Sóng Xanh")
    hand.tap("Lập cuộc kiểm tra và bắt đầu")
    hand.title("Net Sóng Xanh")
    hand.step("Bảng kiểm")
    hand.title("Bảng kiểm")
    for card in hand.page.locator(".item").all():
        hand.choose("Đạt", card)
    hand.send()
    met, visit = Visit.objects.filter(reason="on_the_spot").order_by("number")
    assert (met.establishment, met.status) == (near, "in_progress")
    assert visit.establishment
    assert (visit.establishment.name, visit.establishment.status) == ("Net Sóng Xanh", "found")
    assert set(visit.answers.values_list("choice", flat=True)) == {"pass"}
    assert hand.faults == []


def test_a_visit_recalled_meanwhile_is_explained_and_an_old_package_and_a_wrong_clock_are_said(
    field: SimpleNamespace, out: Callable[..., Hand]
) -> None:
    hand = out((field.agent, {"checklists": [scene.short_list()]}))
    give(field, field.network)
    hand.context.set_offline(False)
    hand.tap("Lưu và gửi", "link")
    hand.tap("Gửi ngay")
    hand.see("Cơ quan đã giao thêm cuộc kiểm tra cho máy này.")
    hand.context.set_offline(True)
    hand.tap("Hôm nay", "link")
    hand.begin(NAME)
    hand.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 25 * 3_600_000; }")
    hand.choose("Đạt")
    hand.see("Gói dữ liệu lấy lúc")
    visit = Visit.objects.get(establishment=field.agent)
    dispatching.recall(visit, by=field.people["chief"], reason="Gọi về họp", at=scene.NOW)
    hand.send()
    hand.see("Đồng hồ của máy nhanh 25 giờ")
    hand.tap("Hôm nay", "link")
    stop = hand.page.locator(".stop", has_text=NAME)
    stop.get_by_text("Đã thu hồi").wait_for()
    stop.locator("a").tap()
    hand.see("Cơ quan đã thu hồi cuộc kiểm tra này khỏi máy.")
    hand.tap("Lưu và gửi", "link")
    hand.tap("Nội dung chờ quyết định", "link")
    hand.see("Cuộc kiểm tra đã bị thu hồi trong khi đang ghi.")
    settling.apply_all(visit, by=field.people["chief"], at=scene.NOW, reason="Đoàn đã làm tại chỗ")
    hand.tap("Lưu và gửi", "link")
    hand.tap("Gửi ngay")
    hand.tap("Nội dung chờ quyết định", "link")
    hand.see("Đoàn đã làm tại chỗ")
    assert hand.faults == []
